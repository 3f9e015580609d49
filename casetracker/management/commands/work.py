import os
import signal
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from prometheus_client import start_http_server

from casetracker.jobs import worker


class Command(BaseCommand):
    help = "Do the queued jobs, until told to stop."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--while-child-of", type=int, metavar="PID", help="stop, too, once that process is gone")
        parser.add_argument("--jobs", type=int, default=4, help="at a time (most of them wait for others)")
        parser.add_argument(
            "--metrics", type=place, metavar="[HOST:]PORT", help="tell Prometheus this worker's figures"
        )

    def handle(
        self, *args: Any, while_child_of: int | None, jobs: int, metrics: tuple[str, int] | None, **options: Any
    ) -> None:
        if metrics:
            tell_figures(*metrics)
        if while_child_of:
            threading.Thread(target=leave_after, args=[while_child_of], daemon=True).start()
        worker.run(concurrency=jobs)


def place(raw: str) -> tuple[str, int]:
    """Without a host: for programs on this machine."""
    host, _, port = raw.rpartition(":")
    return host.strip("[]") or "127.0.0.1", int(port)


def tell_figures(host: str, port: int) -> None:
    try:
        start_http_server(port, addr=host)
    except (OSError, OverflowError) as error:
        raise CommandError(f"No figures can be told at {host}:{port}: {error}.") from error


def leave_after(parent: int) -> None:
    """A worker that outlived a killed server would keep the database up, and get company at the next start."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)

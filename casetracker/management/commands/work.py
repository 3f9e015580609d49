import os
import signal
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from casetracker.jobs import worker


class Command(BaseCommand):
    help = "Do the queued jobs, until told to stop."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--while-child-of", type=int, metavar="PID", help="stop, too, once that process is gone")
        parser.add_argument("--jobs", type=int, default=4, help="at a time (most of them wait for others)")

    def handle(self, *args: Any, while_child_of: int | None, jobs: int, **options: Any) -> None:
        if while_child_of:
            threading.Thread(target=leave_after, args=[while_child_of], daemon=True).start()
        worker.run(concurrency=jobs)


def leave_after(parent: int) -> None:
    """A worker that outlived a killed server would keep the database up, and get company at the next start."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)

import os
import signal
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Do the queued jobs, until told to stop."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--while-child-of", type=int, metavar="PID", help="stop, too, once that process is gone")

    def handle(self, *args: Any, while_child_of: int | None, **options: Any) -> None:
        if while_child_of:
            threading.Thread(target=leave_after, args=[while_child_of], daemon=True).start()
        call_command("procrastinate", "worker", "--delete-jobs", "successful")


def leave_after(parent: int) -> None:
    """A worker that outlived a killed server would keep the database up, and get company at the next start."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)

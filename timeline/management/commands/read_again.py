"""Read the articles that only an older extractor has read."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from timeline import services, tasks


class Command(BaseCommand):
    help = "Have the worker read all articles again that only an older extractor has read, as after an update."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--now", action="store_true", help="read them here and now, without the worker")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["now"]:
            for case in services.stale_cases():
                self.stdout.write(f"{case.slug}: {services.read_again(case=case)} articles read again.")
        elif number := tasks.queue_stale_cases():
            self.stdout.write(f"The rules have changed: articles are read again in the background (cases: {number}).")

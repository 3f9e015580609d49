"""Read the articles that another extractor has read last."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from timeline import services, tasks
from timeline.models import Rereading


class Command(BaseCommand):
    help = "Have the workers read all articles again that another extractor has read last, as after an update."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--now", action="store_true", help="read them here and now, without the workers")
        what.add_argument("--pause", action="store_true", help="let the workers read no more of them for now")
        what.add_argument("--resume", action="store_true", help="let the workers go on")
        what.add_argument("--progress", action="store_true", help="say how far they are")

    def handle(self, *args: Any, **options: Any) -> None:
        under_way = Rereading.objects.filter(ended_at=None)
        if options["now"]:
            for case in services.stale_cases():
                self.stdout.write(f"{case.slug}: {services.read_again(case=case)} articles read again.")
        elif options["pause"]:
            self.stdout.write(f"Paused: {services.pause_rereadings(rereadings=under_way, by=None)}.")
        elif options["resume"]:
            self.stdout.write(f"Going on: {services.resume_rereadings(rereadings=under_way, by=None)}.")
        elif options["progress"]:
            for one in under_way.select_related("case") or Rereading.objects.select_related("case")[:1]:
                self.stdout.write(f"{one}: {one.done} of {one.articles} articles, {one.state}.")
        elif number := tasks.queue_stale_cases():
            self.stdout.write(f"The rules have changed: articles are read again in the background (cases: {number}).")

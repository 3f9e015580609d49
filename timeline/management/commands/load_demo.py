from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from timeline.services.demonstration import SLUG, DemonstrationError, load_demonstration

FOLDER = settings.BASE_DIR / "fixtures" / "demo"


class Command(BaseCommand):
    help = "Load the demonstration case, and approve what its editor has read. Does nothing where that is done."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            approved = load_demonstration(folder=FOLDER)
        except DemonstrationError as error:
            raise CommandError(str(error)) from error
        if approved:
            self.stdout.write(f"The demonstration case {SLUG}: {approved} events are approved.")

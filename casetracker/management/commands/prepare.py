import hashlib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor


class Command(BaseCommand):
    help = "Bring the database, the demonstration case and the static files up to date. Quick when they are."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-demo", action="store_true", help="leave the demonstration case out")

    def handle(self, *args: Any, no_demo: bool, **options: Any) -> None:
        try:
            self.migrate()
        except OperationalError as error:
            raise CommandError(str(error)) from error
        if not no_demo:
            call_command("load_demo", stdout=self.stdout, stderr=self.stderr)
        self.collect_static()

    def migrate(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.say("Bringing the database up to date …")
            call_command("migrate", interactive=False, verbosity=0)

    def collect_static(self) -> None:
        """Into STATIC_ROOT, compressed and under names with a hash: seconds of work, so only after a change."""
        stamp = Path(settings.STATIC_ROOT) / ".collected"
        sources = fingerprint()
        if stamp.exists() and stamp.read_text() == sources:
            return
        self.say("Collecting static files …")
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(sources)

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def fingerprint() -> str:
    """Changes whenever a static file is added, removed or edited, or is to be stored in another way."""
    seen = hashlib.sha256(repr(settings.STORAGES).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            seen.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return seen.hexdigest()

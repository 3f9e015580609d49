from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from casetracker import assets


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
        if not assets.are_collected():
            self.say("Collecting static files …")
            assets.collect()

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

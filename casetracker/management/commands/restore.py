from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import psycopg
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from casetracker.backup import BackupError, restore


class Command(BaseCommand):
    help = "Put a backup in the place of the database and the files, once each row of it was compared; then ask doctor."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", type=Path, metavar="FILE")
        parser.add_argument("--replace", action="store_true", help="also where the database holds something")

    def handle(self, *args: Any, source: Path, replace: bool, **options: Any) -> None:
        try:
            restored = restore(source, replace=replace)
        except (BackupError, OSError, DatabaseError, psycopg.Error) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Restored {restored.rows:,} rows, each as it was, and {restored.files:,} files.")
        if restored.kept:
            self.stdout.write(f"What was there is kept as the database {restored.kept}; drop it when all is well.")
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("The backup is of an older program: bringing it up to date …")
            call_command("migrate", interactive=False, verbosity=0)
        call_command("doctor", stdout=self.stdout, stderr=self.stderr)

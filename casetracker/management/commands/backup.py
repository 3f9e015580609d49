from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from casetracker.backup import BackupError, back_up, drop_old, name_in, standing
from casetracker.state import state_dir


class Command(BaseCommand):
    help = "Write everything to one file: the database as it is at one moment, and the files. The site may run."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("target", type=Path, metavar="FILE", help="or a folder: then it is named by the time")
        parser.add_argument("--keep", type=int, help="in a folder: delete all but the newest so many of its backups")

    def handle(self, *args: Any, target: Path, keep: int | None, **options: Any) -> None:
        is_folder = target.is_dir()
        if keep is not None and (keep < 1 or not is_folder):
            raise CommandError("--keep takes a number from 1 on, and a folder to keep backups in.")
        path = name_in(target) if is_folder else target.absolute()
        try:
            manifest = back_up(path)
        except (BackupError, OSError, DatabaseError) as error:
            standing.note_failed(timezone.now(), str(error))
            raise CommandError(str(error)) from error
        standing.note_made(timezone.now())
        rows = sum(count for count, _ in manifest["tables"].values())
        self.stdout.write(f"{path}: {path.stat().st_size:,} bytes, {rows:,} rows of {len(manifest['tables'])} tables.")
        if path.stat().st_dev == state_dir().stat().st_dev:
            self.stdout.write(
                "It is on the same disk as the state folder, and goes with it: copy it to another machine."
            )
        for old in drop_old(target, keep=keep) if keep else ():
            self.stdout.write(f"Deleted {old}.")

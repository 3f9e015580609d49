"""Import articles into a case, and find its events.

The command lies here and not in `articles`, which knows nothing of events.
"""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, OutputWrapper
from django.core.validators import validate_slug
from django.db import connection

from articles.models import Case
from articles.reading import read_paths
from timeline.services import Defaults, Imported, import_articles
from timeline.tasks import queue_reading

SECONDS = 10  # between two lines of progress where nobody watches


class Progress:
    """How far an import is: on a terminal one line that changes, else with `always` a line now and then."""

    def __init__(self, stream: OutputWrapper, *, always: bool) -> None:
        self._stream, self._watched = stream, stream.isatty()
        self._told = self._begun = time.monotonic()
        self._always = always

    def __call__(self, so_far: Imported) -> None:
        now = time.monotonic()
        if not self._watched and not (self._always and now > self._told + SECONDS):
            return
        self._told = now
        parts = [f"{keys.number:,} {outcome}" for outcome, keys in so_far.done.items() if keys.number]
        parts += [f"{len(so_far.refused):,} refused"] if so_far.refused else []
        line = f"{', '.join(parts)}; {so_far.number / (now - self._begun):,.0f} a second"
        self._stream.write(f"\r{line:78}" if self._watched else line, ending="" if self._watched else "\n")
        self._stream.flush()

    def end(self) -> None:
        if self._watched:
            self._stream.write("")


class Command(BaseCommand):
    help = (
        "Import .txt, .html, .docx, .pdf, .json, .jsonl, .csv and .zip files and folders into a case (made if missing)."
        " One that was cut short goes on when it is given again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("case", help="the case's slug")
        parser.add_argument("paths", nargs="*", type=Path, metavar="PATH")
        parser.add_argument("--manifest", type=Path, help="a JSON file that lists the articles")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
        parser.add_argument("--queue", action="store_true", help="leave it to the worker to find the events in them")
        parser.add_argument("--progress", action="store_true", help="tell how far it is, also where nobody watches")
        parser.add_argument("--source", default="", help="who published, where a file does not say")
        parser.add_argument("--published", default="", help="the day of publication, where a file does not say")
        parser.add_argument("--timezone", default="", help="the articles' zone, where a file does not say")

    def handle(self, *args: Any, **options: Any) -> None:
        if not (options["paths"] or options["manifest"]):
            raise CommandError("Name at least one file or folder, or a --manifest.")
        try:
            validate_slug(options["case"])
        except ValidationError as error:
            raise CommandError(f"{options['case']!r} is no slug: use letters, digits and hyphens.") from error
        self.make_tables()
        progress = Progress(self.stderr, always=options["progress"])
        imported = import_articles(
            slug=options["case"],
            items=read_paths(options["paths"], options["manifest"]),
            defaults=Defaults(options["source"], options["published"], options["timezone"]),
            dry_run=options["dry_run"],
            queue=queue_reading if options["queue"] else None,
            tell=progress,
        )
        progress.end()
        self.summarise(imported, dry_run=options["dry_run"], is_queued=options["queue"])
        if not imported.number:
            raise CommandError("There is no article in what you named: a list needs a line for each.")
        if imported.refused:
            raise CommandError("Mend what was refused and import again: what is there already is left as it is.")

    def make_tables(self) -> None:
        """In a database that is still empty. One that is behind is brought up to date by `migrate`, knowingly."""
        if Case._meta.db_table not in connection.introspection.table_names():
            call_command("migrate", interactive=False, verbosity=0)

    def summarise(self, imported: Imported, *, dry_run: bool, is_queued: bool) -> None:
        if dry_run:
            self.say("Dry run: nothing was changed.")
        for outcome, keys in imported.done.items():
            more = ", …" if keys.number > len(keys.first) else ""
            self.say(f"{outcome} {keys.number}{': ' if keys.number else ''}{', '.join(keys.first)}{more}")
        self.say(f"refused {len(imported.refused)}")
        if is_queued and not dry_run and any(keys.number for keys in imported.done.values()):
            self.say("The worker reads them, and then reconciles the case.")
        for refused in imported.refused:
            self.say(f"  {refused.where}: {refused.why}")
        for note in imported.notes:
            self.say(f"note: {note}")

    def say(self, line: str) -> None:
        """Names of files and ids may hold what no terminal can show."""
        self.stdout.write(line.encode("utf-8", "backslashreplace").decode())

"""Import articles into a case, and find its events.

The command lies here and not in `articles`, which knows nothing of events.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_slug
from django.db import connection

from articles.models import Case
from articles.reading import read_paths
from timeline.services import Defaults, Imported, import_articles

LISTED = 20  # ids of one outcome in the summary; more are counted


class Command(BaseCommand):
    help = "Import .txt, .html, .docx, .pdf, .json, .jsonl and .csv files and folders into a case (made if missing)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("case", help="the case's slug")
        parser.add_argument("paths", nargs="*", type=Path, metavar="PATH")
        parser.add_argument("--manifest", type=Path, help="a JSON file that lists the articles")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
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
        imported = import_articles(
            slug=options["case"],
            items=read_paths(options["paths"], options["manifest"]),
            defaults=Defaults(options["source"], options["published"], options["timezone"]),
            dry_run=options["dry_run"],
        )
        self.summarise(imported, dry_run=options["dry_run"])
        if imported.refused:
            raise CommandError("Mend what was refused and import again: what is there already is left as it is.")

    def make_tables(self) -> None:
        """In a database that is still empty. One that is behind is brought up to date by `migrate`, knowingly."""
        if Case._meta.db_table not in connection.introspection.table_names():
            call_command("migrate", interactive=False, verbosity=0)

    def summarise(self, imported: Imported, *, dry_run: bool) -> None:
        if dry_run:
            self.say("Dry run: nothing was changed.")
        for outcome, keys in imported.done.items():
            more = ", …" if len(keys) > LISTED else ""
            self.say(f"{outcome} {len(keys)}{': ' if keys else ''}{', '.join(keys[:LISTED])}{more}")
        self.say(f"refused {len(imported.refused)}")
        for refused in imported.refused:
            self.say(f"  {refused.where}: {refused.why}")
        for note in imported.notes:
            self.say(f"note: {note}")

    def say(self, line: str) -> None:
        """Names of files and ids may hold what no terminal can show."""
        self.stdout.write(line.encode("utf-8", "backslashreplace").decode())

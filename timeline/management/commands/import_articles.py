"""Import articles into a case, and find its events.

The command lies here and not in `articles`, which knows nothing of events.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_slug

from articles.reading import read_paths
from timeline.services import Defaults, Imported, import_articles

LISTED = 20  # ids of one outcome in the summary; more are counted


class Command(BaseCommand):
    help = "Import .txt, .html, .json, .jsonl and .csv files and folders into a case (made if missing)."

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
        imported = import_articles(
            slug=options["case"],
            items=read_paths(options["paths"], options["manifest"]),
            defaults=Defaults(options["source"], options["published"], options["timezone"]),
            dry_run=options["dry_run"],
        )
        self.summarise(imported, dry_run=options["dry_run"])
        if imported.refused:
            raise CommandError("Mend what was refused and import again: what is there already is left as it is.")

    def summarise(self, imported: Imported, *, dry_run: bool) -> None:
        if dry_run:
            self.stdout.write("Dry run: nothing was changed.")
        for outcome, keys in imported.done.items():
            more = ", …" if len(keys) > LISTED else ""
            names = f": {', '.join(keys[:LISTED])}{more}" if keys else ""
            self.stdout.write(f"{outcome} {len(keys)}{names}")
        self.stdout.write(f"refused {len(imported.refused)}")
        for refused in imported.refused:
            self.stdout.write(f"  {refused.where}: {refused.why}")

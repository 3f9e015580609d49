"""Write a case to standard output, in a format that other programs read."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.models import Case
from timeline.exports import EVERYTHING, FORMATS, written


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("case", help="the case's slug")
        parser.add_argument("--format", choices=sorted(FORMATS), default="json")
        parser.add_argument(
            "--include-unpublished", action="store_true", help="suggested events and drafts of cases too"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        case = Case.objects.filter(slug=options["case"]).first()
        if case is None:
            known = ", ".join(Case.objects.values_list("slug", flat=True)[:20]) or "none yet"
            raise CommandError(f"There is no case {options['case']!r}. Cases: {known}.")
        if not (case.is_public or options["include_unpublished"]):
            self.stderr.write(f"{case.slug} is a draft, so nothing of it is public: --include-unpublished shows it.")
        drafts = options["include_unpublished"]
        for piece in written(case, EVERYTHING, options["format"], include_unpublished=drafts):
            self.stdout.write(piece, ending="")

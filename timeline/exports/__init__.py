"""A case as a file that other programs read.

Each format is a function from a case and its events, which it takes one after the other, to pieces of text: a file of
any length needs no more memory than a CHUNK of its events, where the format lets it be written as it is read.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from django.contrib.auth.models import AnonymousUser, User

from articles.models import Case
from timeline.exports import csv, icalendar, json, jsonld, jsonlines, timelinejs
from timeline.exports.records import CaseRecord, EventRecord, case_record, records_of, running_records_of
from timeline.filters import Asked
from timeline.reader import Reader, withheld_in

EVERYTHING = Asked()


@dataclass(frozen=True, slots=True)
class Format:
    """`most` is how many events programs that read the format can bear; None: any number. `has_running`: what began
    before the period asked for, and is not over when that begins, belongs to it."""

    write: Callable[[CaseRecord, Iterable[EventRecord]], Iterator[str]]
    media_type: str
    most: int | None = None
    has_running: bool = False


FORMATS: dict[str, Format] = {
    "json": Format(json.write, "application/json"),
    "jsonl": Format(jsonlines.write, "application/jsonl"),
    "csv": Format(csv.write, "text/csv; charset=utf-8; header=present"),
    "timelinejs": Format(timelinejs.write, "application/json", most=2000),
    "ics": Format(icalendar.write, "text/calendar; charset=utf-8", most=2000, has_running=True),
    "jsonld": Format(jsonld.write, "application/ld+json", most=2000),
}

__all__ = ["EVERYTHING", "FORMATS", "export_case", "written"]


def written(case: Case, asked: Asked, format: str, *, include_unpublished: bool = False) -> Iterator[str]:
    """The events that pass the filters, in one of FORMATS: those that the public sees, or with `include_unpublished`
    all but what was rejected."""
    user = User(is_staff=True) if include_unpublished else AnonymousUser()
    reader = Reader(is_staff=include_unpublished, public=withheld_in([case.pk]))
    records = records_of(case, asked, user, reader)
    if FORMATS[format].has_running:
        records = chain(running_records_of(case, asked, user, reader), records)
    return FORMATS[format].write(case_record(case, reader), records)


def export_case(case: Case, *, format: str, include_unpublished: bool = False) -> str:
    """The whole case in one of FORMATS."""
    return "".join(written(case, EVERYTHING, format, include_unpublished=include_unpublished))

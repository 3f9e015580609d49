"""A case as a file that other programs read. Each format is a function from (case, events) to text."""

from collections.abc import Callable

from articles.models import Case
from timeline.exports import csv, icalendar, json, jsonld, timelinejs
from timeline.exports.records import CaseRecord, EventRecord, case_record, records
from timeline.reader import Reader, withheld_in

FORMATS: dict[str, Callable[[CaseRecord, list[EventRecord]], str]] = {
    "json": json.write,
    "csv": csv.write,
    "timelinejs": timelinejs.write,
    "ics": icalendar.write,
    "jsonld": jsonld.write,
}

__all__ = ["FORMATS", "export_case"]


def export_case(case: Case, *, format: str, include_unpublished: bool = False) -> str:
    """The case in one of FORMATS: what the public sees, or with `include_unpublished` all but what was rejected."""
    reader = Reader(is_staff=include_unpublished, public=withheld_in([case.pk]))
    return FORMATS[format](case_record(case, reader), records(case, reader))

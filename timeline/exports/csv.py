"""One row an event, for spreadsheets."""

import csv
import io
from collections.abc import Iterable, Iterator

from timeline.exports.records import CaseRecord, EventRecord

COLUMNS = ("id", "url", "date", "earliest", "latest", "type", "status", "review", "headline")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write(case: CaseRecord, events: Iterable[EventRecord]) -> Iterator[str]:
    yield _line([*COLUMNS, "sources", "sources_differ"])
    for event in events:
        cited = "; ".join(f"{s['article']}¶{s['paragraph']}" for s in event["sources"])
        row = [event["id"], event["url"], event["date"], event["earliest"], event["latest"]]
        row += [event["type"], event["status"], event["review"], event["headline"], cited]
        yield _line([*map(_plain, row), "yes" if event["conflicts"] else "no"])


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def _plain(value: str | None) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = value or ""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text

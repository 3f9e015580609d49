"""One row an event, for spreadsheets."""

import csv
import io

from timeline.exports.records import CaseRecord, EventRecord

COLUMNS = ("id", "url", "date", "earliest", "latest", "type", "status", "review", "headline")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write(case: CaseRecord, events: list[EventRecord]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*COLUMNS, "sources", "sources_differ"])
    for event in events:
        cited = "; ".join(f"{s['article']}¶{s['paragraph']}" for s in event["sources"])
        row = [event["id"], event["url"], event["date"], event["earliest"], event["latest"]]
        row += [event["type"], event["status"], event["review"], event["headline"], cited]
        writer.writerow([*map(_plain, row), "yes" if event["conflicts"] else "no"])
    return out.getvalue()


def _plain(value: str | None) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = value or ""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text

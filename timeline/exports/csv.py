"""One row an event, for spreadsheets. What is told of several sources stands in one cell each, a line a source."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator

from timeline.exports.records import CaseRecord, EventRecord, SourceRecord

COLUMNS = ("id", "url", "date", "earliest", "latest", "type", "status", "review", "headline")
# By column, what it tells of each source: lines of one number are of one source.
OF_SOURCES: dict[str, Callable[[SourceRecord], str]] = {
    "source_outlets": lambda source: source["outlet"],
    "source_titles": lambda source: source["title"],
    "source_published": lambda source: source["published"],
    "source_paragraphs": lambda source: str(source["paragraph"]),
    "source_urls": lambda source: f"{source['url']}#p-{source['paragraph']}",
    "source_originals": lambda source: source["original"],
    "source_quotes": lambda source: source["quote"],
    "source_dates": lambda source: " or ".join(source["readings"]) or source["date"] or "",
}
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def write(case: CaseRecord, events: Iterable[EventRecord]) -> Iterator[str]:
    yield _line([*COLUMNS, "sources", "sources_differ", *OF_SOURCES])
    for event in events:
        cited = "; ".join(f"{s['article']}¶{s['paragraph']}" for s in event["sources"])
        row = [event["id"], event["url"], event["date"], event["earliest"], event["latest"]]
        row += [event["type"], event["status"], event["review"], event["headline"], cited]
        told = ["\n".join(map(_one_line, map(of, event["sources"]))) for of in OF_SOURCES.values()]
        yield _line([*map(_plain, row), "yes" if event["conflicts"] else "no", *map(_plain, told)])


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _plain(value: str | None) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = value or ""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text

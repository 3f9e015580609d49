"""Dates: documents a second and milliseconds per 1,000 words on one core, beside dateparser's own search.

    python -m benchmarks.bench_dates [DOCUMENTS.jsonl] [--seconds 10]

Without a file it reads the articles of the demonstration case over and over. A file has one JSON document a line, as
`manage.py extract` takes it. Both finders read the same texts in the same run; start-up is that of `manage.py extract`
on one sentence in a fresh process, by the clock. Fails when a goal is missed.
"""

import argparse
import datetime as dt
import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from articles.segment import looks_hard_wrapped, segment
from benchmarks.goals import HEAD, Figure
from timeline.extraction.timex import find_timexes

ROOT = Path(__file__).parents[1]
PUBLISHED = dt.date(2016, 6, 10)
GROWTH = (50_000, 500_000, 5_000_000)  # characters
SENTENCE = json.dumps({"text": "The ferry sank on Friday.", "published": PUBLISHED.isoformat()})
STARTS = 3  # of which the quickest counts: the others waited for somebody else's work


@dataclass(frozen=True)
class Document:
    text: str
    published: dt.date | None


@dataclass(frozen=True)
class Result:
    """What one finder took; `seconds` of processor time for `documents` read."""

    name: str
    documents: int
    words: int
    found: int
    seconds: float

    @property
    def rate(self) -> float:
        return self.documents / self.seconds

    @property
    def cost(self) -> float:
        """Milliseconds for 1,000 words."""
        return 1_000_000 * self.seconds / self.words

    def row(self) -> str:
        return f"| {self.name} | {self.rate:,.0f} | {self.cost:.1f} | {1000 * self.found / self.words:.1f} |"


def main() -> int:
    options = _options()
    documents = _read(options.documents) if options.documents else _demonstration()
    print("| finder | documents/s | ms per 1,000 words | expressions per 1,000 words |")
    print("|---|---|---|---|")
    ours = _measure("find_timexes", _ours, documents, options.seconds)
    print(ours.row())
    print(_measure("dateparser search_dates, English", _dateparser(), documents, options.seconds).row())
    print("\n| one document of | seconds | ms per 1,000 words |\n|---|---|---|")
    for size in GROWTH:
        print(_grown(documents, size))
    figures = [
        Figure("dates: documents a second", ours.rate, 200, "", at_least=True),
        Figure("dates: 1,000 words", ours.cost, 15, "ms"),
        Figure("extract, one sentence in a fresh process", 1000 * min(_start() for _ in range(STARTS)), 1000, "ms"),
    ]
    print(f"\n{HEAD}", *(figure.line() for figure in figures), sep="\n")
    return int(any(figure.is_missed for figure in figures))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", nargs="?", type=Path)
    parser.add_argument("--seconds", type=float, default=10, help="at most so long for each finder")
    return parser.parse_args()


def _read(path: Path) -> list[Document]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [Document(row["text"], _day(row.get("published"))) for row in rows]


def _day(published: str | None) -> dt.date | None:
    return dt.date.fromisoformat(published[:10]) if published else None


def _demonstration() -> list[Document]:
    paths = sorted((ROOT / "fixtures" / "demo").glob("*.txt"))
    return [Document(path.read_text(encoding="utf-8"), PUBLISHED) for path in paths]


def _measure(name: str, find: Callable[[Document], int], documents: Sequence[Document], at_most: float) -> Result:
    find(documents[0])
    read = words = found = 0
    started, clock = time.process_time(), time.perf_counter()
    while time.perf_counter() - clock < at_most:
        document = documents[read % len(documents)]
        found += find(document)
        words += len(document.text.split())
        read += 1
        if read % len(documents) == 0 and time.perf_counter() - clock > at_most / 2:
            break  # whole rounds, where there is time for more than one
    return Result(name, read, words, found, time.process_time() - started)


def _grown(documents: Sequence[Document], size: int) -> str:
    """All texts after each other, again and again, as one document of about so many characters."""
    whole = "\n".join(document.text for document in documents)
    document = Document("\n".join([whole] * (size // len(whole) + 1)), PUBLISHED)
    started = time.process_time()
    _ours(document)
    seconds = time.process_time() - started
    return f"| {size:,} characters | {seconds:.2f} | {1_000_000 * seconds / len(document.text.split()):.1f} |"


def _ours(document: Document) -> int:
    blocks = segment(document.text, unwrap=looks_hard_wrapped(document.text))
    return len(find_timexes(document.text, published=document.published, blocks=blocks))


def _dateparser() -> Callable[[Document], int]:
    from dateparser.search import search_dates

    def find(document: Document) -> int:
        base = dt.datetime.combine(document.published or PUBLISHED, dt.time())
        return len(search_dates(document.text, languages=["en"], settings={"RELATIVE_BASE": base}) or [])

    return find


def _start() -> float:
    command = [sys.executable, "manage.py", "extract"]
    begun = time.perf_counter()
    subprocess.run(command, input=SENTENCE, check=True, capture_output=True, text=True, cwd=ROOT)
    return time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main())

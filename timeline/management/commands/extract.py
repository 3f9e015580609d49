"""Find dates and events in documents, without a database: JSON lines in, JSON lines out (docs/interfaces.md)."""

import datetime as dt
import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError

from articles.days import publication_day, writes_day_first
from articles.errors import IngestError
from articles.segment import looks_hard_wrapped, segment
from timeline.extraction import extract
from timeline.extraction.quantities import plain_number
from timeline.extraction.types import Mention, Quantity, Timex

CHUNK = 8  # lines that a worker process takes at a time
WINDOW = 64  # chunks for each worker that are read ahead: the input may be larger than the memory


class Command(BaseCommand):
    help = __doc__ or ""
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("input", nargs="?", default="-", help="a file of JSON lines; - for standard input")
        parser.add_argument("--output", type=Path, help="where to write; standard output otherwise")
        parser.add_argument("--jobs", type=int, default=1, help="processes to use")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["jobs"] < 1:
            raise CommandError("--jobs takes a number from 1.")
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")  # whatever the terminal's language: JSON is UTF-8
        bad = 0
        with ExitStack() as files:
            try:
                source = files.enter_context(_open(options["input"]))
                target = (
                    files.enter_context(options["output"].open("w", encoding="utf-8")) if options["output"] else None
                )
            except OSError as error:
                raise CommandError(f"{error.filename}: {error.strerror}.") from error
            lines = ((n, line) for n, line in enumerate(source, 1) if line.strip())
            for number, answer, problem in _answers(lines, options["jobs"], files):
                if problem:
                    bad += 1
                    self.stderr.write(f"line {number}: {problem}")
                else:
                    (target or self.stdout).write(answer + "\n")
        if bad:
            raise CommandError(f"{bad} lines could not be read; all others are done.")


def _open(name: str) -> IO[bytes]:
    return sys.stdin.buffer if name == "-" else Path(name).open("rb")


Answer = tuple[int, str, str]  # line number, JSON, problem: one of the last two is empty


def _answers(lines: Iterator[tuple[int, bytes]], jobs: int, files: ExitStack) -> Iterator[Answer]:
    if jobs == 1:
        return map(answer_line, lines)
    pool = files.enter_context(ProcessPoolExecutor(jobs))
    return _in_windows(lines, pool, jobs * CHUNK * WINDOW)


def _in_windows(lines: Iterator[tuple[int, bytes]], pool: ProcessPoolExecutor, size: int) -> Iterator[Answer]:
    while window := list(islice(lines, size)):
        yield from pool.map(answer_line, window, chunksize=CHUNK)


def answer_line(line: tuple[int, bytes]) -> Answer:
    """The answer to one line of input, or what is wrong with it."""
    number, raw = line
    try:
        document = json.loads(raw.decode("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError:
        return number, "", "this is not UTF-8."
    except (ValueError, RecursionError) as error:
        return number, "", f"this is no JSON ({error})."
    try:
        return number, _as_json(answer(document)), ""
    except IngestError as error:
        return number, "", str(error)


def _as_json(value: object) -> str:
    """Readable UTF-8, save where a text holds half of a character: only an escape can say that."""
    line = json.dumps(value, ensure_ascii=False)
    try:
        line.encode()
    except UnicodeEncodeError:
        return json.dumps(value)
    return line


def answer(document: Any) -> dict[str, Any]:
    """What was found in a document, in the shape of docs/interfaces.md. Raises IngestError."""
    if not isinstance(document, dict) or not isinstance(document.get("text"), str):
        raise IngestError('It has no text. A line is {"id": …, "text": …, "published": …}.')
    text, raw, zone = document["text"], document.get("published"), document.get("timezone") or "UTC"
    if not isinstance(raw, str | None) or not isinstance(zone, str):
        raise IngestError("“published” is a day or a date-time in quotes, or null; “timezone” is a name in quotes.")
    published = publication_day(raw, zone) if raw else None
    blocks = segment(text, unwrap=looks_hard_wrapped(text))
    title, day_first = str(document.get("title") or ""), writes_day_first(zone)
    found = extract(text, published=published, blocks=blocks, title=title, day_first=day_first)
    return {
        "id": document.get("id"),
        "timexes": [_timex(t) for t in found.timexes],
        "mentions": [_mention(m) for m in found.mentions],
    }


def _timex(t: Timex) -> dict[str, Any]:
    record: dict[str, Any] = {"start": t.start, "end": t.end, "text": t.text, "type": t.type, "value": t.value}
    record |= {"edtf": t.edtf, "earliest": _iso(t.earliest), "latest": _iso(t.latest), "rule": t.rule}
    record["explanation"] = t.explanation
    return record | ({"candidates": list(t.candidates)} if t.candidates else {})


def _mention(m: Mention) -> dict[str, Any]:
    return {
        "type": m.type,
        "status": m.status,
        "edtf": m.edtf,
        "earliest": _iso(m.earliest),
        "latest": _iso(m.latest),
        "sentence": {"start": m.sentence.start, "end": m.sentence.end},
        "trigger": {"start": m.trigger.start, "end": m.trigger.end, "text": m.trigger.text},
        "timex": m.timex,
        "paragraph": m.paragraph,
        "quantities": [_quantity(q) for q in m.quantities],
        "names": list(m.names),
        "headline": m.headline,
        "explanation": m.explanation,
    }


def _quantity(q: Quantity) -> dict[str, Any]:
    return {"value": plain_number(q.value), "unit": q.unit, "qualifier": q.qualifier, "start": q.start, "end": q.end}


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None

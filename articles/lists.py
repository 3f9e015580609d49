"""Lists of articles (.jsonl, .csv, .json) of any size, row by row: no more than one row is held at a time."""

import csv
import io
import json
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import IO, Any

from articles.encodings import UNKNOWN, codec_of, decode
from articles.errors import IngestError
from articles.files import DAMAGED, File, damaged
from articles.models import MAX_TEXT

LONGEST_ROW = 12 * MAX_TEXT  # characters: JSON may write one as two escapes of six
DEEPEST = 100  # brackets within brackets of a large .json; a list of articles has three or four
STEPS = {"start_map": 1, "start_array": 1, "end_map": -1, "end_array": -1}
PIECE = 1 << 16
SMALL = 16_000_000  # bytes of a .json that is read at once
A_MANIFEST = 'A manifest is {"case": {"slug", "title"}, "articles": [{"id", "file", "published"}]}.'

Rows = Iterator[tuple[int, Any]]  # each with its number; what cannot be read is an IngestError in its place


@dataclass(frozen=True, slots=True)
class Document:
    """A .json: what it says of the case, if anything, and its rows."""

    case: dict[str, Any] | None
    rows: Rows


def json_lines(file: File) -> Rows:
    """The objects of a .jsonl. Raises IngestError where the file is no text."""
    with _as_text(file, newline="\n") as stream:
        for number, line in enumerate(_lines(stream), 1):
            if line is None:
                yield number, _too_long()
            elif line.strip():
                try:
                    yield number, json.loads(line)
                except (ValueError, RecursionError) as error:
                    yield number, IngestError(f"This line is no JSON ({error}).")


def csv_rows(file: File) -> Rows:
    """The rows of a table with a header, parted by commas, semicolons or tabs. Raises IngestError where it is none."""
    csv.field_size_limit(LONGEST_ROW)
    with _as_text(file, newline="") as stream:
        header = stream.readline(LONGEST_ROW)
        delimiter = max(",;\t", key=header.count)
        reader = csv.DictReader(chain([header], _whole_lines(stream)), delimiter=delimiter, strict=True)
        number = 0
        try:
            for number, row in enumerate(reader, 1):
                yield number, {name: value for name, value in row.items() if isinstance(value, str)}
        except (csv.Error, OverflowError) as error:
            yield number + 1, IngestError(f"From this row on it is no CSV ({error}). Mend its quotation marks.")


def json_document(file: File) -> Document:
    """{"case": {…}, "articles": [rows]}, a bare list of rows, or a single row. Raises IngestError."""
    if file.size > SMALL:
        return _large_document(file)
    try:
        told = json.loads(_sure(file.read(SMALL)))
    except (ValueError, RecursionError) as error:
        raise IngestError(f"It is no JSON ({error}). Mend it, or leave it out.") from error
    rows = told
    if isinstance(told, dict):
        rows = [told] if {"text", "file", "uri"} & told.keys() else told.get("articles")
    if not isinstance(rows, list):
        raise IngestError(f"It lists no articles. {A_MANIFEST}")
    case = told.get("case") if isinstance(told, dict) else None
    return Document(case if isinstance(case, dict) else None, iter(enumerate(rows, 1)))


def _large_document(file: File) -> Document:
    """It is read three times: for how deep it is, for the case and to see that it is whole, then row by row."""
    import ijson

    with _as_text(file, newline="") as stream:
        is_list = stream.read(64).lstrip()[:1] == "["
    try:
        _refuse_deep(file)
        with _as_text(file, newline="") as stream:
            cases = list(ijson.items(_Bounded(stream, math.inf), "case", use_float=True))
    except ijson.JSONError as error:
        raise IngestError(f"It is no JSON ({error}). Mend it, or leave it out.") from error
    case = next((told for told in cases if isinstance(told, dict)), None)
    return Document(case, _large_rows(file, "item" if is_list else "articles.item"))


def _large_rows(file: File, where: str) -> Rows:
    import ijson

    number = 0
    with _as_text(file, newline="") as stream:
        bounded = _Bounded(stream, LONGEST_ROW)
        for number, row in enumerate(ijson.items(bounded, where, use_float=True), 1):
            bounded.taken = 0
            yield number, row
    if not number:
        raise IngestError(f"It lists no articles. {A_MANIFEST}")


def _refuse_deep(file: File) -> None:
    """Raises IngestError for brackets in brackets without end: `ijson.items` remembers the way to each of them, which
    takes memory by the square of their number."""
    import ijson

    depth, events = 0, ijson.sendable_list()
    parser = ijson.basic_parse_coro(events, use_float=True)
    with _as_text(file, newline="") as stream:
        while chunk := stream.read(PIECE):
            parser.send(chunk.encode(errors="replace"))
            for event, _ in events:
                depth += STEPS.get(event, 0)
                if depth > DEEPEST:
                    raise IngestError(
                        f"Its brackets lie {DEEPEST} deep, which no list of articles does. Is one missing?"
                    )
            del events[:]


class _Bounded:
    """A text as UTF-8 that gives out so many characters between two rows, and no more: one without end would fill the
    memory."""

    def __init__(self, stream: IO[str], most: float) -> None:
        self._stream, self._most, self.taken = stream, most, 0

    def read(self, size: int = -1) -> bytes:
        chunk = self._stream.read(size)
        self.taken += len(chunk)
        if self.taken > self._most + 2 * size:  # the parser asks ahead
            raise _too_long()
        return chunk.encode(errors="replace")


def _too_long() -> IngestError:
    return IngestError(
        f"It has more than {LONGEST_ROW:,} characters, which no article has. Is a line break or a bracket missing?"
    )


@contextmanager
def _as_text(file: File, *, newline: str) -> Iterator[IO[str]]:
    codec = codec_of(file.chunks)
    with file.open() as raw, io.TextIOWrapper(raw, encoding=codec, newline=newline) as stream:
        try:
            yield stream
        except DAMAGED as error:
            raise IngestError(damaged(error)) from error


def _lines(stream: IO[str]) -> Iterator[str | None]:
    """None stands for one that is too long, which is passed over."""
    while line := stream.readline(LONGEST_ROW):
        if len(line) < LONGEST_ROW or line.endswith("\n"):
            yield line
            continue
        while (rest := stream.readline(LONGEST_ROW)) and not rest.endswith("\n"):
            pass
        yield None


def _whole_lines(stream: IO[str]) -> Iterator[str]:
    for line in _lines(stream):
        if line is None:
            raise csv.Error("a line is too long")
        yield line


def _sure(raw: bytes) -> str:
    decoded = decode(raw)
    if decoded.guess:
        raise IngestError(UNKNOWN)
    return decoded.text

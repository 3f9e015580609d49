"""A text → its paragraphs and its sketch: what takes longest of taking an article in. Pure, and for many texts done in
processes beside this one."""

import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple

from articles.segment import segment
from articles.sketches import Sketch, sketch, story

AT_ONCE = 50  # texts handed to a process at a time
MOST_PROCESSES = 4  # the database has to keep up


class Line(NamedTuple):
    """A paragraph, as `articles.segment` has it."""

    number: int
    kind: str
    repeats: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Parts:
    lines: list[Line]
    sketch: Sketch


def parts_of(text: str) -> Parts:
    lines = [Line(s.number, s.kind, s.repeats, s.start, s.end) for s in segment(text)]
    return Parts(lines, sketch(story((line.kind, text[line.start : line.end]) for line in lines)))


class Workshop:
    """Processes that find the parts of texts; they start with the first text, and end with the `with` statement."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> "Workshop":
        return self

    def __exit__(self, *args: object) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def begin(self, texts: Sequence[str]) -> list["Future[list[Parts]]"]:
        """The parts of the texts to come, in order, some in each."""
        if self._pool is None:
            number = min(MOST_PROCESSES, os.cpu_count() or 1)
            self._pool = ProcessPoolExecutor(number, multiprocessing.get_context("spawn"))
        groups = [texts[i : i + AT_ONCE] for i in range(0, len(texts), AT_ONCE)]
        return [self._pool.submit(_parts_of_all, group) for group in groups]


def _parts_of_all(texts: Sequence[str]) -> list[Parts]:
    return [parts_of(text) for text in texts]

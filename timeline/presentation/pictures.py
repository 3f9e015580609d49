"""The pictures of a case: a lane for each type of event, person or outlet, and who reported which event when.

Places are percentages, as in the strip, so that a picture fits any width; heights are pixels.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from timeline.filters import Asked
from timeline.models import Event
from timeline.presentation.periods import MONTHS, before, floor, following, labelled, period_words
from timeline.presentation.wording import (
    capital,
    count_words,
    day_words,
    span_words,
    when_words,
    years_words,
)
from timeline.queries import Frame, Lane
from timeline.reader import Reader

MAX_COLUMNS = 36  # more would be too narrow for a finger, and too many numbers for the table
MAX_LANES = 14
HEIGHT = 32  # pixels of a lane
LEAST = 3  # pixels of the lowest bar
MAX_LABELS = 6
LAST_LABEL = 88  # percent: one that begins further on has no room
GAP = 0.2  # of a bar's place
MAX_DOTS = 40  # events whose reports are drawn one by one


@dataclass(frozen=True, slots=True)
class Column:
    """Some neighbouring units of time; `tick` is what stands below its start, mostly nothing."""

    first: dt.date
    last: dt.date
    label: str
    x: float
    tick: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """`x` and `width` in percent of the lane, `y` and `height` in pixels of it."""

    count: int
    label: str
    url: str
    x: float = 0
    width: float = 0
    y: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class LaneView:
    """`cells` stand under the columns of the picture, None where there is nothing."""

    label: str
    icon: str
    url: str
    words: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Lanes:
    columns: tuple[Column, ...]
    lanes: tuple[LaneView, ...]
    caption: str


@dataclass(frozen=True, slots=True)
class Dot:
    """An outlet's first report of an event. `x` in percent; `is_first` where no outlet was earlier."""

    x: float
    is_first: bool
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    outlet: str
    url: str
    words: str
    dots: tuple[Dot | None, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """An event of the matrix, in the order of its columns."""

    number: int
    headline: str
    when: str
    url: str
    x: float


@dataclass(frozen=True, slots=True)
class Matrix:
    events: tuple[Told, ...]
    rows: tuple[Row, ...]
    caption: str


def lanes(found: Sequence[Lane], frame: Frame, asked: Callable[[Lane], Asked], noun: str) -> Lanes:
    """`asked` says what a lane's address asks for; `noun` is what a lane stands for: "type"."""
    columns = _columns(frame)
    drawn = found[:MAX_LANES]
    folded = [_fold(lane.counts, columns) for lane in drawn]
    most = max((n for counts in folded for n in counts), default=1)
    views = tuple(_lane(lane, counts, columns, most, asked(lane)) for lane, counts in zip(drawn, folded, strict=True))
    caption = f"{_label(frame.first, frame.last, frame.unit)}; the tallest bar is {count_words(most, 'event')}."
    if len(found) > len(drawn):
        others = count_words(len(found) - len(drawn), f"other {noun}")
        caption += f" The {MAX_LANES} with the most events; {others} not drawn."
    return Lanes(columns, views, capital(caption))


def readable(found: Sequence[Lane], reader: Reader) -> list[Lane]:
    """Without the lanes of people whose names another case keeps from this visitor."""
    return [lane for lane in found if reader.names.text(lane.label) == lane.label]


def matrix(
    events: Sequence[Event],
    reports: Mapping[tuple[str, str], Mapping[int, dt.date]],
    asked: Callable[[str], Asked],
    reader: Reader,
) -> Matrix:
    """`reports` as `queries.first_reports` gives them, of these events in order."""
    place = 100 / max(len(events), 1)
    firsts = {e.pk: min((days[e.pk] for days in reports.values() if e.pk in days), default=None) for e in events}
    told = tuple(_told(event, n, round((n + 0.5) * place, 3), reader) for n, event in enumerate(events))
    rows = []
    for pk, name in sorted(reports, key=lambda outlet: (-len(reports[outlet]), outlet[1]))[:MAX_LANES]:
        days = reports[pk, name]
        dots = tuple(_dot(t, days.get(e.pk), firsts[e.pk]) for t, e in zip(told, events, strict=True))
        first = sum(dot.is_first for dot in dots if dot)
        words = f"{count_words(len(days), 'event')}, {first:,} of them first"
        rows.append(Row(name, asked(pk).query(), words, dots))
    return Matrix(told, tuple(rows), f"{count_words(len(events), 'event')}, in order of time.")


def _told(event: Any, n: int, x: float, reader: Reader) -> Told:
    when = when_words(event.edtf, differ=event.differ)
    return Told(n + 1, reader.names.text(event.headline), when, reader.address(event), x)


def _dot(told: Told, day: dt.date | None, first: dt.date | None) -> Dot | None:
    if day is None or first is None:
        return None
    late = (day - first).days
    words = day_words(day) + (f", {count_words(late, 'day')} after the first" if late else ", first")
    return Dot(told.x, not late, f"{told.number} {told.headline}: {words}", words)


def _columns(frame: Frame) -> tuple[Column, ...]:
    """The frame's units, as many together as it takes to stay below MAX_COLUMNS."""
    starts = [floor(frame.first, frame.unit)]
    while (start := following(starts[-1], frame.unit)) <= frame.last and start != starts[-1]:
        starts.append(start)
    together = -(-len(starts) // MAX_COLUMNS)
    if frame.unit == "month":  # a year begins with a column
        starts = [start for n, start in enumerate(starts) if n == 0 or (start.month - 1) % together == 0]
    else:
        starts = starts[::together]
    ends = [before(start) for start in starts[1:]] + [frame.last]
    ticks = labelled(starts, frame.unit, MAX_LABELS)
    return tuple(
        Column(
            first=start,
            last=end,
            label=_label(start, end, frame.unit),
            x=round(n * 100 / len(starts), 3),
            tick=_tick(start, frame.unit, len(starts)) if n in ticks and n * 100 <= LAST_LABEL * len(starts) else "",
        )
        for n, (start, end) in enumerate(zip(starts, ends, strict=True))
    )


def _label(first: dt.date, last: dt.date, unit: str) -> str:
    if unit == "year":
        return years_words(first, last)
    return span_words(first, last) if unit == "month" else period_words(first, last)


def _tick(start: dt.date, unit: str, places: int) -> str:
    if unit == "year" or (unit == "month" and places > MONTHS):
        return str(start.year)
    return f"{start:%b} {start.year}" if unit == "month" else f"{start.day} {start:%b}"


def _fold(counts: Mapping[dt.date, int], columns: Sequence[Column]) -> list[int]:
    folded, at = [0] * len(columns), 0
    for start, count in sorted(counts.items()):
        while at + 1 < len(columns) and columns[at + 1].first <= start:
            at += 1
        folded[at] += count
    return folded


def _lane(lane: Lane, counts: Sequence[int], columns: Sequence[Column], most: int, asked: Asked) -> LaneView:
    cells = tuple(
        _cell(count, column, len(columns), most, f"{lane.label}, {column.label}", asked) if count else None
        for count, column in zip(counts, columns, strict=True)
    )
    top = max(range(len(counts)), key=counts.__getitem__)
    words = f"{count_words(sum(counts), 'event')}, the most, {counts[top]:,}: {columns[top].label}"
    return LaneView(lane.label, lane.icon, asked.query(), words, cells)


def _cell(count: int, column: Column, columns: int, most: int, label: str, asked: Asked) -> Cell:
    height = max(round(count / most * HEIGHT), LEAST)
    place = 100 / columns
    return Cell(
        count=count,
        label=f"{label}: {count_words(count, 'event')}",
        url=asked.but(first=column.first, last=column.last).query(),
        x=round(column.x + place * GAP / 2, 3),
        width=round(place * (1 - GAP), 3),
        y=HEIGHT - height,
        height=height,
    )

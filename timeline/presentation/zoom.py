"""The links that zoom a timeline: out to everything, to years or decades, and level by level down to a day. Pure."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from timeline.filters import Asked
from timeline.presentation.periods import Period, before, floor, following, label, period_words
from timeline.presentation.wording import capital

MAX_YEARS = 12  # links to single years; more would be a wall
LEVELS = ("decade", "year", "month", "week", "day")


@dataclass(frozen=True, slots=True)
class Link:
    text: str
    url: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """`text` is the kind of period, `words` which one of that kind the link leads to."""

    text: str
    words: str
    url: str
    is_current: bool


def zoom(asked: Asked, years: Sequence[int]) -> tuple[Link, ...]:
    """All, the year that the period lies in, and the period itself; or all and the years there are."""
    query = asked.periods()
    links = [Link("All", asked.but(first=None, last=None).query(), not (asked.first or asked.last))]
    if asked.first and asked.last and asked.first.year == asked.last.year:
        links.append(_link(asked, asked.first, "year", query))
        if not links[-1].is_current:
            links.append(Link(period_words(asked.first, asked.last), asked.but().query(), True))
    elif len(years) <= MAX_YEARS:
        links += [_link(asked, dt.date(year, 1, 1), "year", query) for year in years]
    else:
        decades = sorted({max(year // 10 * 10, 1) for year in years})[-MAX_YEARS:]
        links += [_link(asked, dt.date(decade, 1, 1), "decade", query) for decade in decades]
    return tuple(links)


def levels(asked: Asked, busiest: dt.date, bar: str, day: dt.date) -> tuple[Level, ...]:
    """Each kind of period once: wider ones around what is shown, closer ones around its busiest bar, and what is closer
    than a bar, of which it is not known where in it there is an event, around this day."""
    shown = (asked.first, asked.last)
    found, query = [], asked.periods()
    for number, unit in enumerate(LEVELS):
        days = _whole(day if number > LEVELS.index(bar) else busiest, unit)
        if asked.first and asked.last and (days[1] - days[0]) >= (asked.last - asked.first):
            days = _whole(asked.first, unit)
        found.append(Level(capital(unit), label(days[0], unit), query(*days), days == shown))
    return tuple(found)


def _whole(day: dt.date, unit: str) -> Period:
    start = floor(day, unit)
    after = following(start, unit)
    return start, after if after == dt.date.max else before(after)


def _link(asked: Asked, day: dt.date, unit: str, query: Callable[[dt.date, dt.date], str]) -> Link:
    first, last = _whole(day, unit)
    is_current = (asked.first, asked.last) == (first, last)
    return Link(label(first, unit), query(first, last), is_current)

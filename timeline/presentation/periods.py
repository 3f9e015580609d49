"""Stretches of the calendar: where units begin, what they are called, what lies beside a period. Pure.

A unit is one of "day", "week" (from Monday), "month", "year", "decade".
"""

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache

from timeline.presentation.wording import day_words, month_words

Period = tuple[dt.date, dt.date]
MONTHS = 12  # up to so many of them each has its name; among more the years are what people look for


def floor(day: dt.date, unit: str) -> dt.date:
    """The first day of the unit that holds the day."""
    if unit == "week":
        return day - dt.timedelta(days=min(day.weekday(), day.toordinal() - 1))
    if unit == "month":
        return day.replace(day=1)
    if unit == "year":
        return day.replace(month=1, day=1)
    return day.replace(year=max(day.year // 10 * 10, 1), month=1, day=1) if unit == "decade" else day


@lru_cache(maxsize=4096)
def following(start: dt.date, unit: str) -> dt.date:
    """The first day of the next unit; the last day that there is, where the calendar ends."""
    try:
        if unit in {"day", "week"}:
            return start + dt.timedelta(days=7 if unit == "week" else 1)
        if unit == "month":
            return floor(start + dt.timedelta(days=31), "month")
        return start.replace(year=start.year // 10 * 10 + 10 if unit == "decade" else start.year + 1)
    except (OverflowError, ValueError):
        return dt.date.max


def before(day: dt.date) -> dt.date:
    return day if day in (dt.date.min, dt.date.max) else day - dt.timedelta(days=1)


@lru_cache(maxsize=4096)
def label(start: dt.date, unit: str) -> str:
    if unit == "week":
        return f"week of {day_words(start)}"
    if unit == "decade":
        return f"{start.year // 10 * 10}s"
    if unit == "year":
        return str(start.year)
    return month_words(start) if unit == "month" else day_words(start)


def labelled(starts: Sequence[dt.date], unit: str, most: int) -> Sequence[int]:
    """Which of neighbouring stretches have a label below their start, so many at the most: those with which a year
    begins, where they are many months, else evenly spaced ones."""
    chosen: Sequence[int] = range(len(starts))
    if unit == "month" and len(starts) > MONTHS:
        chosen = [n for n, start in enumerate(starts) if start.month == 1 or (n == 0 and start.month < 7)] or [0]
    return chosen[:: -(-len(chosen) // most)]


def whole_unit(first: dt.date, last: dt.date) -> str:
    """ "decade", "year", "month" or "week" where these days are exactly one; else ""."""
    for unit in ("decade", "year", "month", "week"):
        if floor(first, unit) == first and last == before(following(first, unit)):
            return unit
    return ""


def period_words(first: dt.date, last: dt.date) -> str:
    if first == last:
        return day_words(first)
    unit = whole_unit(first, last)
    return label(first, unit) if unit else f"{day_words(first)} – {day_words(last)}"


def beside(first: dt.date | None, last: dt.date | None) -> tuple[Period | None, Period | None]:
    """The periods of the same kind right before and right after; None where this one is open or the calendar ends."""
    if first is None or last is None:
        return None, None
    unit, length = whole_unit(first, last), last - first
    earlier = later = None
    if first - dt.date.min > length:
        end = first - dt.timedelta(days=1)
        earlier = (floor(end, unit) if unit else end - length, end)
    if dt.date.max - last > length:
        start = last + dt.timedelta(days=1)
        later = (start, before(following(start, unit)) if unit else start + length)
    return earlier, later

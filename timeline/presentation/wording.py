"""Words for days, dates, counts and claims. Pure."""

import calendar
import datetime as dt
import functools
from zoneinfo import ZoneInfo

from timeline.extraction import edtf as dates
from timeline.models import Status

UNDATED = "Undated"
MONTHS, DAYS = tuple(calendar.month_name), tuple(calendar.day_name)  # their own look-up formats a date each time
# Nouns of counts whose plural no rule gives.
PLURALS = {
    "person": "people",
    "man": "men",
    "woman": "women",
    "child": "children",
    "foot": "feet",
    "percent": "percent",
}
MONTH = 30.44  # days, on average


def day_words(day: dt.date) -> str:
    return f"{day.day} {month_words(day)}"


def weekday_words(day: dt.date) -> str:
    return f"{DAYS[day.weekday()]}, {day_words(day)}"


def month_words(day: dt.date) -> str:
    return f"{MONTHS[day.month]} {day.year:04}"


def moment_words(moment: dt.datetime, zone: str) -> str:
    """Day and time in the case's own zone, which it names."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{day_words(local)}, {local:%H:%M} {local.tzname()}"


def date_words(edtf: str) -> str:
    """An EDTF date as a person says it."""
    return dates.describe(edtf) if edtf else UNDATED


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def count_words(count: int, noun: str) -> str:
    """ "1 event", "1,204 events"."""
    return f"{count:,} {noun if count == 1 else plural(noun)}"


@functools.lru_cache(maxsize=256)
def plural(noun: str) -> str:
    """The plural of an English noun, or of the last word of a phrase."""
    *before, last = noun.split(" ")
    if last in PLURALS:
        last = PLURALS[last]
    elif last.endswith("y") and last[-2:-1] not in "aeiou":
        last = last[:-1] + "ies"
    elif last.endswith(("s", "x", "z", "ch", "sh")):
        last += "es"
    else:
        last += "s"
    return " ".join([*before, last])


def quantity_words(value: str) -> str:
    """A claimed count for people: "nearly 1000000 signature" → "nearly 1,000,000 signatures".

    The value is an optional qualifier, a number (or a word for one, "several"), and a unit in the singular.
    """
    *before, unit = value.split(" ")
    if not before:
        return value
    shown = [_grouped(word) if _is_number(word) else word for word in before]
    return " ".join([*shown, unit if before[-1] == "1" else plural(unit)])


def unit_of(value: str) -> str:
    """The unit of a claimed count, in the plural: what the sources differ on."""
    return plural(value.split(" ")[-1])


def when_words(text: str, *, differ: bool) -> str:
    """A date in EDTF where no badge stands beside it: what sources dispute is never told as if they did not."""
    return capital(date_words(text)) + ("; sources differ" if differ else "")


def claim_words(field: str, value: str) -> str:
    if field == "date":
        return date_words(value)
    if field == "status":
        return str(Status(value).label).lower() if value in Status.values else value
    return quantity_words(value)


def gap_words(end: dt.date, start: dt.date) -> str:
    """How long nothing was recorded between these days; "" below two months, which need no remark."""
    months = int((start - end).days / MONTH)
    if months < 2:
        return ""
    if months < 24:
        return f"{months} months"
    return f"{months // 12} years"


def span_words(first: dt.date, last: dt.date) -> str:
    """The months from first to last: "June 2016", "January to June 2016", "March 2015 – June 2018"."""
    if (first.year, first.month) == (last.year, last.month):
        return month_words(first)
    if first.year == last.year:
        return f"{MONTHS[first.month]} to {month_words(last)}"
    return f"{month_words(first)} – {month_words(last)}"


def years_words(first: dt.date, last: dt.date) -> str:
    """The years from first to last: no more than an event of "1932" says."""
    return str(first.year) if first.year == last.year else f"{first.year} – {last.year}"


def _grouped(number: str) -> str:
    whole, dot, part = number.partition(".")
    return f"{int(whole):,}{dot}{part}"


def _is_number(word: str) -> bool:
    whole, _, part = word.partition(".")
    return whole.isascii() and whole.isdigit() and (not part or part.isdigit())

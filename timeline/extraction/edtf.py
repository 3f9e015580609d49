"""EDTF ↔ the days that it allows, and the words in which a reader meets it.

EDTF is ISO 8601-2 level 1, with two forms of ours: `2016-W22` is a calendar week (Monday to Sunday), `[a..b]` an event
that happened once, some time from a to b. The common forms are read here; rarer ones (`{2016,2017}`) go through the
edtf library, which takes a quarter of a second to load and reads neither weeks nor open ends.
"""

import calendar
import datetime as dt
import re
from functools import lru_cache
from typing import NamedTuple

LONGEST = 64  # characters; the width of the column that stores it
MONTHS = tuple(calendar.month_name)
SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
QUARTERS = {33: "first", 34: "second", 35: "third", 36: "fourth"}
QUALIFIERS = {"~": "about ", "?": "possibly ", "%": "possibly about "}

ATOM = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d{2}XX)(?:-(?:W(?P<week>\d{2})|(?P<month>\d{2}|XX)(?:-(?P<day>\d{2}|XX))?))?"
    r"(?:T[\d:]{2,8}(?:Z|[+-]\d\d:\d\d)?)?(?P<qualifier>[~?%]?)",
    re.ASCII,
)


class When(NamedTuple):
    """What an EDTF says. `granularity` is day, week, month, season, quarter, year, decade, century, or for two ends
    interval (`a/b`, it lasted) or once (`[a..b]`, some time between); `parts` are the two ends as EDTF, "" for open."""

    earliest: dt.date | None
    latest: dt.date | None
    granularity: str
    qualifier: str = ""
    parts: tuple[str, str] | None = None


def days(edtf: str) -> tuple[dt.date | None, dt.date | None]:
    """The inclusive earliest and latest day, None where open. ValueError for no EDTF and outside years 1 to 9999."""
    when = read(edtf)
    return when.earliest, when.latest


def granularity(edtf: str) -> str:
    """The unit that the text commits to, as `When` names it. ValueError as `days`."""
    return read(edtf).granularity


def is_valid(edtf: str) -> bool:
    try:
        read(edtf)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=4096)
def read(edtf: str) -> When:
    """The parts of an EDTF. ValueError with a sentence for a person where it is none."""
    if len(edtf) > LONGEST:
        raise ValueError("This is too long for an EDTF date.")
    if edtf.startswith("[") and edtf.endswith("]") and ".." in edtf and "," not in edtf:
        first, _, last = edtf[1:-1].partition("..")
        return _two_ends(edtf, first, last, "once")
    if "/" in edtf:
        first, _, last = edtf.partition("/")
        return _two_ends(edtf, "" if first == ".." else first, "" if last == ".." else last, "interval")
    match = ATOM.fullmatch(edtf)
    return _atom(edtf, match) if match else _by_library(edtf)


def from_days(earliest: dt.date | None, latest: dt.date | None) -> str:
    """The shortest EDTF that allows exactly these days: a day, week, month or year, else `a/b` in the widest unit that
    fits (`2009-07/2009-09`). ValueError for no day."""
    if earliest is None and latest is None:
        raise ValueError("A date needs one day at least.")
    if earliest is None or latest is None:
        return f"{earliest or '..'}/{latest or '..'}"
    if earliest == latest:
        return earliest.isoformat()
    first, last = earliest.isoformat(), latest.isoformat()
    for candidate in (first[:4], first[:7], week_of(earliest)):
        if days(candidate) == (earliest, latest):
            return candidate
    for width in (4, 7):
        candidate = f"{first[:width]}/{last[:width]}"
        if days(candidate) == (earliest, latest):
            return candidate
    return f"{first}/{last}"


def week_of(day: dt.date) -> str:
    """The calendar week that holds the day: `2016-W22`. ISO counts weeks from Monday."""
    iso = day.isocalendar()
    return f"{iso.year:04d}-W{iso.week:02d}"


def intersect(first: str, second: str) -> str | None:
    """The EDTF that both allow: the narrower where it lies within the other, `[a..b]` for a true overlap, else None."""
    (low_a, high_a), (low_b, high_b) = days(first), days(second)
    low = max((d for d in (low_a, low_b) if d), default=None)
    high = min((d for d in (high_a, high_b) if d), default=None)
    if low and high and low > high:
        return None
    if (low, high) == (low_a, high_a):
        return first
    if (low, high) == (low_b, high_b):
        return second
    return low.isoformat() if low == high and low else f"[{low or ''}..{high or ''}]"


@lru_cache(maxsize=4096)
def describe(edtf: str) -> str:
    """The date in plain words for a reader: "March 2019", "about 4 March 2019", "week of 30 May 2016". What is no EDTF
    comes back as it is."""
    try:
        when = read(edtf)
    except ValueError:
        return edtf
    if when.granularity == "once":
        return _describe_once(when)
    if when.granularity == "interval":
        return _describe_interval(when)
    return QUALIFIERS.get(when.qualifier, "") + _plain(edtf.rstrip("~?%"), when)


def _two_ends(edtf: str, first: str, last: str, kind: str) -> When:
    if not (first or last) or any(mark in first + last for mark in ("/", "[", "]")):
        raise ValueError(f"{edtf!r} names no day.")
    low, high = (read(end) if end else None for end in (first, last))
    earliest, latest = low and low.earliest, high and high.latest
    if earliest and latest and earliest > latest:
        raise ValueError(f"{edtf!r} ends before it starts.")
    return When(earliest, latest, kind, "", (first, last))


def _atom(edtf: str, match: re.Match[str]) -> When:
    try:
        earliest, latest, unit = _atom_days(match)
    except (ValueError, OverflowError, calendar.IllegalMonthError) as error:
        raise ValueError(f"{edtf!r} is no date of the calendar.") from error
    return When(earliest, latest, unit, match["qualifier"])


def _atom_days(match: re.Match[str]) -> tuple[dt.date, dt.date, str]:
    year, week, month, day = match["year"], match["week"], match["month"], match["day"]
    if "X" in year:
        if week or month:
            raise ValueError("a month of an unknown year")
        span = 10 ** year.count("X")
        first = int(year.replace("X", "0"))
        unit = "decade" if span == 10 else "century"
        return dt.date(max(first, 1), 1, 1), dt.date(first + span - 1, 12, 31), unit
    number = int(year)
    if week:
        return dt.date.fromisocalendar(number, int(week), 1), dt.date.fromisocalendar(number, int(week), 7), "week"
    if month in (None, "XX"):
        if day not in (None, "XX"):
            raise ValueError("a day of an unknown month")
        return dt.date(number, 1, 1), dt.date(number, 12, 31), "year"
    if int(month) > 12:
        return _season_days(number, int(month), day)
    if day in (None, "XX"):
        return dt.date(number, int(month), 1), _month_end(number, int(month)), "month"
    exact = dt.date(number, int(month), int(day))
    return exact, exact, "day"


def _season_days(year: int, code: int, day: str | None) -> tuple[dt.date, dt.date, str]:
    """Seasons by the meteorologists' months of the northern half; a winter carries the year of its December."""
    if day:
        raise ValueError("a day of a season")
    if code in SEASONS:
        start = (code - 20) * 3
        ends = (year, start + 2) if start < 12 else (year + 1, 2)
        return dt.date(year, start, 1), _month_end(*ends), "season"
    if code in QUARTERS:
        start = (code - 33) * 3 + 1
        return dt.date(year, start, 1), _month_end(year, start + 2), "quarter"
    raise ValueError("no such month")


def _month_end(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _by_library(edtf: str) -> When:
    from edtf import parse_edtf  # loaded late: see the head of the module
    from edtf.parser.edtf_exceptions import EDTFParseException

    try:
        parsed = parse_edtf(edtf)
        low, high = parsed.lower_strict(), parsed.upper_strict()
        return When(dt.date(*low[:3]), dt.date(*high[:3]), "interval", "", None)
    except (EDTFParseException, AttributeError, TypeError, ValueError, OverflowError, RecursionError) as error:
        raise ValueError(f"{edtf!r} is no EDTF date.") from error


def _plain(edtf: str, when: When) -> str:
    """One date without qualifier; a clock time is left out, since we keep days."""
    if when.earliest is None or "/" in edtf or "{" in edtf:
        return edtf
    first, year = when.earliest, when.earliest.year
    words = {
        "day": f"{first.day} {MONTHS[first.month]} {year}",
        "week": f"week of {first.day} {MONTHS[first.month]} {year}",
        "month": f"{MONTHS[first.month]} {year}",
        "year": str(year),
        "decade": f"the {edtf[:3]}0s",
        "century": f"the {_ordinal(year // 100 + 1)} century",
    }
    if when.granularity in {"season", "quarter"}:
        code = int(edtf[5:7])
        return f"{SEASONS[code]} {year}" if code in SEASONS else f"the {QUARTERS[code]} quarter of {year}"
    return words.get(when.granularity, edtf)


def _describe_once(when: When) -> str:
    first, last = when.parts or ("", "")
    if first and last:
        return f"between {_pair(first, last, ' and ')}"
    if last and when.latest:
        return f"before {_beside(last, when.latest, +1)}"
    return f"after {_beside(first, when.earliest, -1)}" if when.earliest else first


def _beside(end: str, day: dt.date, step: int) -> str:
    """The neighbour of an open end that is a day ("before 12 May" allows 11 May), or the words for a longer one."""
    if granularity(end) != "day" or day in (dt.date.min, dt.date.max):
        return ("the end of " if step > 0 else "the start of ") + describe(end)
    return describe((day + dt.timedelta(days=step)).isoformat())


def _describe_interval(when: When) -> str:
    if when.parts is None:
        return describe(from_days(when.earliest, when.latest))
    first, last = when.parts
    if first and last:
        return _pair(first, last, " to ")
    return f"until {describe(last)}" if last else f"from {describe(first)}"


def _pair(first: str, last: str, word: str) -> str:
    """Both ends, the shared month and year said once: "3 to 9 June 2016", "May to July 2016"."""
    head, tail = describe(first), describe(last)
    alike = granularity(first) == granularity(last) in {"day", "month"} and (first + last)[-1].isdigit()
    if alike and first[-1].isdigit() and first[:4] == last[:4]:
        head = head.rsplit(" ", 1)[0]
        if granularity(first) == "day" and first[5:7] == last[5:7]:
            head = head.split(" ")[0]
    return f"{head}{word}{tail}"


def _ordinal(number: int) -> str:
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"

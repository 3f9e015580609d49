"""TIMEX3 values and EDTF for what a policy has settled, by the TimeML guidelines."""

import datetime as dt
from dataclasses import dataclass

from timeline.extraction.meaning import VAGUE, Meaning
from timeline.extraction.periods import Period
from timeline.extraction.types import TimexType

UNKNOWN = {"day": "XXXX-XX-XX", "week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX", "quarter": "XXXX-QX"}
LETTERS = {
    "year": "Y",
    "quarter": "Q",
    "month": "M",
    "week": "W",
    "day": "D",
    "hour": "H",
    "minute": "M",
    "second": "S",
}
OF_THE_CLOCK = frozenset({"hour", "minute", "second"})
# Units that TIMEX3 writes as so many of another.
MULTIPLES = {
    "decade": ("year", 10),
    "century": ("year", 100),
    "fortnight": ("week", 2),
    "weekend": ("day", 2),
    "night": ("day", 1),
    "half": ("month", 6),
}
SMALLER = {"year": ("M", 12), "hour": ("M", 60), "minute": ("S", 60)}  # what half of a unit is counted in
QUALIFIED = frozenset({"day", "month", "year"})


@dataclass(frozen=True, slots=True)
class Resolution:
    """A TIMEX3 value and what it means in days. `period` is what later expressions may count from, None for no date;
    `type` overrides that of the rule."""

    value: str
    edtf: str | None = None
    explanation: str = ""
    candidates: tuple[str, ...] = ()
    period: Period | None = None
    type: TimexType | None = None


def settled(period: Period, m: Meaning, explanation: str) -> Resolution:
    """One certain period; a part of the day or clock time belongs to its value, "about" to its EDTF."""
    value = period.value + (tail(m) if period.unit == "day" else "")
    approx = "~" if m.approx and not m.clock and period.unit in QUALIFIED else ""
    return Resolution(value, period.edtf + approx, explanation, (), period)


def settled_on(day: dt.date | None, unit: str, m: Meaning, explanation: str) -> Resolution | None:
    """The period of a unit that holds the day; None for no day (outside the calendar, 30 February)."""
    return None if day is None else settled(Period(unit, day), m, explanation)


def unresolved(value: str, reason: str) -> Resolution:
    return Resolution(value, None, f"unresolved: {reason}")


def tail(m: Meaning) -> str:
    """T with the clock time, else the part of the day, else nothing."""
    return f"T{m.clock or m.part}" if m.clock or m.part else ""


def unknown(unit: str) -> str:
    """The value of a unit of which nothing is known."""
    return UNKNOWN.get(unit, "XXXX")


def vague(direction: int) -> str:
    return "PAST_REF" if direction < 0 else "FUTURE_REF"


def duration_value(m: Meaning) -> str:
    """A length of time as TIMEX3 writes it: P3M, PT2H, P2Y6M, PXY where no number is said."""
    unit, factor = MULTIPLES.get(m.unit, (m.unit, 1))
    head = "PT" if unit in OF_THE_CLOCK else "P"
    if m.number is None or m.number == VAGUE:
        return f"{head}X{LETTERS[unit]}"
    number = m.number * factor
    whole = int(number)
    if number != whole and unit in SMALLER:
        letter, size = SMALLER[unit]
        rest = f"{round((number - whole) * size)}{letter}"
        return f"{head}{whole}{LETTERS[unit]}{rest}" if whole else f"{head}{rest}"
    shown = f"{number:g}" if number < 10**6 else str(whole)
    return f"{head}{shown}{LETTERS[unit]}"

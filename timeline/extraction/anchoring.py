"""From a meaning to days: the policies that anchor what the words leave open. The evidence is in docs/decisions/0010."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from timeline.extraction import edtf, holidays
from timeline.extraction.cues import NONE, Cue
from timeline.extraction.meaning import VAGUE, Meaning
from timeline.extraction.periods import Period, days_in_month, season, season_of, shift_day

AHEAD_MONTHS = (
    6  # a bare month with a cue ahead is the next one only within half a year: right in 86 % of the dev cases
)
AHEAD_DAYS = 120  # a month and day lies ahead only this near: right in 97 %
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Resolution:
    """A TIMEX3 value and what it means in days. `period` is what later expressions may count from, None for no date."""

    value: str
    edtf: str | None = None
    explanation: str = ""
    candidates: tuple[str, ...] = ()
    period: Period | None = None


@dataclass(slots=True)
class Context:
    """What an expression may count from: the day of publication, the cue of its sentence, and the nearest date before."""

    published: dt.date | None
    cue: Cue = NONE
    focus: Period | None = None
    focus_text: str = ""
    quarter: Period | None = field(default=None)


def resolve(meaning: Meaning, context: Context) -> Resolution | None:
    """What the expression means here; None where it cannot be a date at all (30 February)."""
    return POLICIES[meaning.kind](meaning, context)


def _date(m: Meaning, context: Context) -> Resolution | None:
    if m.year is None:
        return None
    if m.month is None:
        return _settled(Period("year", dt.date(m.year, 1, 1)), m, "the year is written out")
    first = dt.date(m.year, m.month, 1)
    if m.day is None:
        return _settled(Period("month", first), m, "month and year are written out")
    if not 1 <= m.day <= days_in_month(first):
        return None
    return _settled(Period("day", first.replace(day=m.day)), m, "the date is written out")


def _month_day(m: Meaning, context: Context) -> Resolution | None:
    if m.month is None or m.day is None or m.day > days_in_month(dt.date(2000, m.month, 1)):
        return None
    published = context.published
    if published is None:
        return _open(f"XXXX-{m.month:02d}-{m.day:02d}", "no day of publication tells the year")
    if m.direction is not None:
        day = _day_in(published.year + m.direction, m.month, m.day)
        return day and _settled(Period("day", day), m, f"the year of publication {m.direction:+d}")
    days = [d for year in (-1, 0, 1) if (d := _day_in(published.year + year, m.month, m.day))]
    named = [d for d in days if d.weekday() == m.weekday]
    day = min(named or days, key=lambda d: (_cost_of(d, published, context.cue), d), default=None)
    return day and _settled(Period("day", day), m, "the nearest such day to publication")


def _cost_of(day: dt.date, published: dt.date, cue: Cue) -> float:
    """Distance in days; what lies ahead counts thrice unless the sentence looks ahead, so that it wins within 120 days."""
    distance = (day - published).days
    if distance <= 0:
        return -distance * (1.5 if cue.direction > 0 else 1.0)
    return distance * (1.0 if cue.direction > 0 else (365 - AHEAD_DAYS) / AHEAD_DAYS)


def _month(m: Meaning, context: Context) -> Resolution | None:
    if m.month is None:
        return None
    published = context.published
    if published is None:
        return _open(f"XXXX-{m.month:02d}", "no day of publication tells the year")
    this_year = dt.date(published.year, m.month, 1)
    if m.unit == "year" and m.direction is not None:
        return _in_year(Period("month", this_year), m.direction, m, f"{_which(m.direction)} year")
    if m.direction == -1:
        return _last_named(Period("month", this_year), this_year < published.replace(day=1), m)
    if m.direction == 1:
        ahead = m.month > published.month
        return _in_year(Period("month", this_year), 0 if ahead else 1, m, "the next one after publication")
    if m.direction == 0:
        return _settled(Period("month", this_year), m, "of the year of publication")
    return _bare_month(m, context, published)


def _bare_month(m: Meaning, context: Context, published: dt.date) -> Resolution | None:
    month = m.month or 1
    back = (published.month - month) % 12
    ahead = (month - published.month) % 12
    if context.cue.direction > 0 and 0 < ahead <= AHEAD_MONTHS:
        why, shift = f"the next one, since “{context.cue.word}” looks ahead", ahead
    else:
        why, shift = "the last one up to publication, since nothing looks ahead", -back
    day = shift_day(published.replace(day=1), "month", shift)
    return day and _settled(Period("month", day), m, why)


def _last_named(period: Period, passed: bool, m: Meaning) -> Resolution | None:
    """ "last January": the latest that has passed; where that lies in the year of publication, last year's is meant as
    often, so both readings stay."""
    before = period.shift(-1) if period.unit == "year" else _years(period, -1)
    if before is None:
        return None
    if not passed:
        return _settled(before, m, "the last one before publication")
    explanation = f"may mean {edtf.describe(period.edtf)}, the latest one, or {edtf.describe(before.edtf)}, that of the year before"
    return Resolution(period.value, period.edtf, explanation, (period.edtf, before.edtf), period)


def _weekday(m: Meaning, context: Context) -> Resolution | None:
    if m.weekday is None:
        return None
    published = context.published
    if published is None:
        return _open(f"XXXX-WXX-{m.weekday + 1}{_tail(m)}", "no day of publication tells the week")
    if m.unit == "week":
        monday = published - dt.timedelta(days=published.weekday())
        day = shift_day(monday, "day", 7 * (m.direction or 0) + m.weekday)
        return day and _settled(Period("day", day), m, f"that day of {_which(m.direction or 0)} week")
    back = (published.weekday() - m.weekday) % 7
    ahead = -back % 7
    if m.direction == -1:
        shift, why = -(back or 7), "the last one before publication"
    elif m.direction == 1:
        shift, why = ahead or 7, "the next one after publication"
    elif (context.cue.direction > 0 or m.direction == 0) and ahead:
        shift, why = ahead, f"the next one, since “{context.cue.word or 'this'}” looks ahead"
    elif back == 0:
        shift, why = 0, "the day of publication"
    else:
        shift, why = -back, "the last one up to publication, since nothing looks ahead"
    day = shift_day(published, "day", shift)
    return day and _settled(Period("day", day), m, why)


def _this(m: Meaning, context: Context) -> Resolution | None:
    """ "last week", "this year", "tomorrow": the unit of publication, so many units on."""
    if context.published is None:
        return _open(_unknown(m.unit) + _tail(m), "no day of publication to count from")
    direction = m.direction or 0
    if m.unit == "weekend":
        return _weekend(m, context, context.published)
    period = Period(m.unit, context.published).shift(direction)
    return period and _settled(period, m, f"counted from publication: {_which(direction)} {m.unit}")


def _weekend(m: Meaning, context: Context, published: dt.date) -> Resolution | None:
    """The weekend of publication's own week from Saturday on, or where the sentence looks ahead; else the one before."""
    own = published.weekday() >= 5 or context.cue.direction > 0
    shift = (m.direction or 0) if own or m.direction else -1
    period = Period("weekend", published).shift(shift)
    return period and _settled(period, m, "the weekend nearest to publication that the sentence allows")


def _ago(m: Meaning, context: Context) -> Resolution | None:
    """N units before or after publication, in the unit's own grain: two years ago is a year, three days ago a day."""
    direction = m.direction or -1
    if m.number == VAGUE or m.number is None:
        return _open("PAST_REF" if direction < 0 else "FUTURE_REF", "the words give no number")
    if context.published is None:
        return _open(_unknown(m.unit), "no day of publication to count from")
    period = _counted(Period(m.unit, context.published), m.unit, m.number * direction)
    if period is None:
        return None if m.number > 9999 else _open("PAST_REF" if direction < 0 else "FUTURE_REF", "outside the calendar")
    return _settled(period, m, "counted from publication, in the unit's own grain")


def _counted(start: Period, unit: str, number: float) -> Period | None:
    if unit in {"second", "minute", "hour"}:
        return Period("day", start.day)
    whole = round(number)
    if number != whole and unit in {"year", "decade"}:
        day = shift_day(start.day, "month", round(number * (12 if unit == "year" else 120)))
        return day and Period("year", day)
    day = shift_day(start.day, unit, whole)
    grain = {"decade": "year", "century": "year", "fortnight": "week", "night": "day", "weekend": "week"}.get(
        unit, unit
    )
    return day and Period(grain, day)


def _offset(m: Meaning, context: Context) -> Resolution | None:
    """N units later or earlier than the nearest date before it in the text."""
    number = m.number if m.number is not None else VAGUE
    if number == VAGUE:
        return _open("FUTURE_REF" if m.direction == 1 else "PAST_REF", "the words give no number")
    if context.focus is None:
        return _open(_unknown(m.unit), "no date before it in the text to count from")
    start = context.focus
    grain = start if _finer(m.unit, start.unit) else start.to(m.unit)
    direction = m.direction or 1
    if m.unit == "year" and start.unit in {"quarter", "half", "season"}:
        grain = start
        day = shift_day(start.day, "year", round(number * direction))
        period = day and Period(start.unit, day)
    else:
        period = _counted(grain.to(m.unit), m.unit, number * direction)
    return period and _settled(period, m, f"counted from “{context.focus_text}”, the nearest date before it")


def _beside_event(m: Meaning, context: Context) -> Resolution | None:
    """ "a year after the attack": a length of time, dated where the text before it names a date."""
    length = duration_value(m)
    if context.focus is None or m.number in (None, VAGUE):
        return _open(length, "counts from an event that no date before it fixes")
    return Resolution(length, None, "counts from an event", (), None)


def _that(m: Meaning, context: Context) -> Resolution | None:
    if context.focus is None:
        return _open(_unknown(m.unit) + _tail(m), "no date before it in the text to count from")
    if _finer(m.unit, context.focus.unit) and not m.direction:
        return _open(_unknown(m.unit) + _tail(m), f"“{context.focus_text}” before it names no {m.unit}")
    period = context.focus.to(m.unit).shift(m.direction or 0)
    return period and _settled(period, m, f"counted from “{context.focus_text}”, the nearest date before it")


def _the_unit(m: Meaning, context: Context) -> Resolution | None:
    """ "the year", "the quarter" alone: that of publication, save the quarter, which is the last one that has ended."""
    if context.published is None:
        return _open(_unknown(m.unit), "no day of publication to count from")
    shift = -1 if m.unit == "quarter" else 0
    period = Period(m.unit, context.published).shift(shift)
    return period and _settled(period, m, f"the {m.unit} that publication speaks of")


def _quarter(m: Meaning, context: Context) -> Resolution | None:
    if m.quarter is None:
        return None
    if m.year is not None:
        return _settled(Period("quarter", dt.date(m.year, 3 * m.quarter - 2, 1)), m, "quarter and year are written out")
    if context.published is None:
        return _open(f"XXXX-Q{m.quarter}", "no day of publication tells the year")
    own = Period("quarter", dt.date(context.published.year, 3 * m.quarter - 2, 1))
    if m.direction is not None:
        return _in_year(own, m.direction, m, f"{_which(m.direction)} year")
    ahead = own.day > context.published and context.cue.direction <= 0
    return _in_year(own, -1 if ahead else 0, m, "the last one that has begun by publication")


def _half(m: Meaning, context: Context) -> Resolution | None:
    year = m.year
    if year is None:
        if context.published is None:
            return _open(f"XXXX-H{m.half}", "no day of publication tells the year")
        year = context.published.year + (m.direction or 0)
    return _settled(Period("half", dt.date(year, 1 if m.half == 1 else 7, 1)), m, "the half of that year")


def _season(m: Meaning, context: Context) -> Resolution | None:
    if m.year is not None:
        return _settled(season(m.season, m.year), m, "season and year are written out")
    published = context.published
    if published is None:
        return _open(f"XXXX-{m.season}", "no day of publication tells the year")
    now = Period("season", published)
    if m.direction == 0 or (m.direction is None and season_of(published) == m.season):
        back = 0
    own = season(m.season, published.year)
    if m.direction == -1:
        passed = edtf.days(own.edtf)[1]
        return _last_season(own, m, passed is not None and passed < published)
    if m.direction == 1:
        return _in_year(own, 0 if own.day > published else 1, m, "the next one after publication")
    started = own.day <= published or now.value == own.value
    back = 0 if started or context.cue.direction > 0 or m.direction == 0 else -1
    return _in_year(own, back, m, "the one of the year that the sentence allows")


def _last_season(own: Period, m: Meaning, passed: bool) -> Resolution | None:
    return _last_named(own, True, m) if passed else _in_year(own, -1, m, "the last one before publication")


def _decade(m: Meaning, context: Context) -> Resolution | None:
    return _settled(Period("decade", dt.date(int(m.decade) * 10, 1, 1)), m, "the decade is written out")


def _century(m: Meaning, context: Context) -> Resolution | None:
    if not m.century or not 1 < m.century < 30:
        return None
    return _settled(Period("century", dt.date(m.century * 100 - 100, 1, 1)), m, "the century is written out")


def _second_day(m: Meaning, context: Context) -> Resolution | None:
    """The second day of "May 24 and 25": its month is that of the first."""
    if context.focus is None or m.day is None:
        return None
    day = _day_in(context.focus.day.year, context.focus.day.month, m.day)
    return day and _settled(Period("day", day), m, f"of the month of “{context.focus_text}”")


def _week_of(m: Meaning, context: Context) -> Resolution | None:
    named = _month_day(m, context)
    if named is None or named.period is None:
        return named
    return _settled(named.period.to("week"), m, "the week that holds that day")


def _period_of_year(m: Meaning, context: Context) -> Resolution | None:
    """ "the 1988 quarter": the quarter that the text speaks of, in that year."""
    if context.published is None:
        return _open("XXXX-QX", "no day of publication to count from")
    quarter = context.quarter or Period("quarter", context.published).shift(-1)
    if quarter is None:
        return None
    shift = m.year - quarter.day.year if m.year is not None else -1
    return _in_year(quarter, shift, m, "the quarter that the text speaks of, in that year")


def _holiday(m: Meaning, context: Context) -> Resolution | None:
    if m.year is not None:
        day = holidays.day_of(m.holiday, m.year)
        return day and _settled(Period("day", day), m, "the holiday of that year")
    published = context.published
    if published is None:
        return _open("XXXX-XX-XX", "no day of publication tells the year")
    found = [d for year in (-1, 0, 1) if (d := holidays.day_of(m.holiday, published.year + year))]
    if m.direction == -1:
        found = [d for d in found if d < published][-1:]
    elif m.direction == 1:
        found = [d for d in found if d > published][:1]
    day = min(found, key=lambda d: (_cost_of(d, published, context.cue), d), default=None)
    return day and _settled(Period("day", day), m, "the nearest such day to publication")


def _clock(m: Meaning, context: Context) -> Resolution | None:
    start = context.focus if context.focus and context.focus.unit == "day" else None
    if start is None and context.published is None:
        return _open(f"XXXX-XX-XX{_tail(m)}", "no date to hold this time of day")
    if start is None and context.published:
        return _settled(Period("day", context.published), m, "the day of publication")
    return start and _settled(start, m, f"on the day of “{context.focus_text}”")


def _duration(m: Meaning, context: Context) -> Resolution | None:
    return Resolution(duration_value(m), None, "a length of time, no date")


def _set(m: Meaning, context: Context) -> Resolution | None:
    return Resolution(duration_value(m), None, "something that recurs, no date")


def _set_weekday(m: Meaning, context: Context) -> Resolution | None:
    return Resolution(f"XXXX-WXX-{(m.weekday or 0) + 1}{_tail(m)}", None, "something that recurs, no date")


def _fixed(m: Meaning, context: Context) -> Resolution | None:
    return Resolution(m.value, None, "points at no certain day")


def _year_ago_period(m: Meaning, context: Context) -> Resolution | None:
    if context.published is None:
        return _open("XXXX", "no day of publication to count from")
    quarter = context.quarter or Period("quarter", context.published).shift(-1)
    before = quarter and _years(quarter, -1)
    return before and _settled(before, m, "the same quarter a year before")


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
MULTIPLES = {
    "decade": ("year", 10),
    "century": ("year", 100),
    "fortnight": ("week", 2),
    "weekend": ("day", 2),
    "night": ("day", 1),
    "half": ("month", 6),
}


def duration_value(m: Meaning) -> str:
    """A length of time as TIMEX3 writes it: P3M, PT2H, P2Y6M, PXY where no number is said."""
    unit, factor = MULTIPLES.get(m.unit, (m.unit, 1))
    head = "PT" if unit in {"hour", "minute", "second"} else "P"
    if m.number is None or m.number == VAGUE:
        return f"{head}X{LETTERS[unit]}"
    number = m.number * factor
    whole = int(number)
    smaller = {"year": ("M", 12), "hour": ("M", 60), "minute": ("S", 60), "month": ("W", 4)}
    if number != whole and unit in smaller:
        letter, size = smaller[unit]
        tail = f"{round((number - whole) * size)}{letter}"
        return f"{head}{whole}{LETTERS[unit]}{tail}" if whole else f"{head}{tail}"
    return f"{head}{number:g}{LETTERS[unit]}" if number < 10**6 else f"{head}{whole}{LETTERS[unit]}"


POLICIES: dict[str, Callable[[Meaning, Context], Resolution | None]] = {
    "date": _date,
    "month-day": _month_day,
    "month": _month,
    "weekday": _weekday,
    "this": _this,
    "ago": _ago,
    "offset": _offset,
    "beside-event": _beside_event,
    "that": _that,
    "the-unit": _the_unit,
    "quarter": _quarter,
    "half": _half,
    "season": _season,
    "decade": _decade,
    "second-day": _second_day,
    "week-of": _week_of,
    "period-of-year": _period_of_year,
    "holiday": _holiday,
    "century": _century,
    "clock": _clock,
    "duration": _duration,
    "set": _set,
    "set-weekday": _set_weekday,
    "fixed": _fixed,
    "year-ago-period": _year_ago_period,
}

BROADNESS = (
    "second",
    "minute",
    "hour",
    "day",
    "weekend",
    "week",
    "month",
    "quarter",
    "season",
    "half",
    "year",
    "decade",
    "century",
)
UNKNOWN = {"day": "XXXX-XX-XX", "week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX", "quarter": "XXXX-QX"}


def _settled(period: Period, m: Meaning, explanation: str) -> Resolution:
    tail = _tail(m) if period.unit == "day" else ""
    approx = "~" if m.approx and period.unit in {"day", "month", "year"} else ""
    return Resolution(period.value + tail, period.edtf + approx, explanation, (), period)


def _open(value: str, reason: str) -> Resolution:
    return Resolution(value, None, f"unresolved: {reason}")


def _tail(m: Meaning) -> str:
    return f"T{m.clock or m.part}" if m.clock or m.part else ""


def _unknown(unit: str) -> str:
    return UNKNOWN.get(unit, "XXXX")


def _which(direction: int) -> str:
    return {-1: "last", 0: "this", 1: "next"}.get(direction, f"{direction:+d}")


def _finer(unit: str, other: str) -> bool:
    return BROADNESS.index(unit) < BROADNESS.index(other) if unit in BROADNESS else False


def _years(period: Period, number: int) -> Period | None:
    day = shift_day(period.day, "year", number)
    return day and Period(period.unit, day)


def _in_year(period: Period, shift: int, m: Meaning, explanation: str) -> Resolution | None:
    moved = _years(period, shift)
    return moved and _settled(moved, m, explanation)


def _day_in(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None

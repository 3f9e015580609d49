"""Policies for expressions that count from publication, or from another date of the text."""

import datetime as dt
from dataclasses import replace

from timeline.extraction import edtf
from timeline.extraction.context import Context
from timeline.extraction.cues import NONE, Cue
from timeline.extraction.meaning import VAGUE, Meaning
from timeline.extraction.normalize import (
    Resolution,
    duration_value,
    settled,
    settled_on,
    tail,
    unknown,
    unresolved,
    vague,
)
from timeline.extraction.periods import Period, season, shift_day
from timeline.extraction.policies import holiday, in_year, month_day, weekday, which

NO_DAY = "no day of publication to count from"
NO_DATE = "no date before it in the text to count from"
# What the result of counting in a unit commits to, where that is not the unit itself.
GRAIN = {"decade": "year", "century": "year", "fortnight": "week", "night": "day", "weekend": "week"}
BROADNESS = (
    *("second", "minute", "hour", "day", "weekend", "week", "fortnight", "month", "quarter", "season", "half"),
    *("year", "decade", "century"),
)
BESIDE_TODAY = {
    -2: "two days before publication",
    -1: "the day before publication",
    0: "the day of publication",
    1: "the day after publication",
    2: "two days after publication",
}
ROUND_YEARS = 10  # from here on "N years ago" is a round number more often than a count
HALF_WEEK = 3  # days, rounded down
MIDDLE_OF_QUARTER = dt.timedelta(days=45)
OF_A_YEAR = frozenset({"quarter", "half", "season"})


def this(m: Meaning, context: Context) -> Resolution | None:
    """ "last week", "this year", "tomorrow": the unit of publication, so many units on."""
    if context.published is None:
        return unresolved(unknown(m.unit) + tail(m), NO_DAY)
    if m.unit == "weekend":
        return _weekend(m, context, context.published)
    period = Period(m.unit, context.published).shift(m.direction or 0)
    why = f"{which(m.direction or 0)} {m.unit}, counted from publication"
    return period and settled(period, m, BESIDE_TODAY[m.direction or 0] if m.unit == "day" else why)


def past_unit(m: Meaning, context: Context) -> Resolution | None:
    """ "over the past year": TIMEX3 names the year before; the days are those up to publication."""
    named = this(replace(m, direction=-1), context)
    if named is None or named.period is None or context.published is None:
        return named
    start = shift_day(context.published, m.unit, -1)
    days = edtf.from_days(start, context.published) if start else None
    return replace(named, edtf=days, explanation=f"the {m.unit} up to publication", period=None)


def _weekend(m: Meaning, context: Context, published: dt.date) -> Resolution | None:
    """That of publication's own week late in the week or where the sentence looks ahead, else the one before."""
    weekday = published.weekday()
    own = weekday >= 5 or context.cue.direction > 0 or (weekday >= 3 and context.cue.direction == 0)
    shift = (m.direction or 0) if own or m.direction else -1
    period = Period("weekend", published).shift(shift)
    return period and settled(period, m, "the weekend nearest to publication that the sentence allows")


def ago(m: Meaning, context: Context) -> Resolution | None:
    """N units before or after publication, in the unit's own grain: two years ago is a year, three days ago a day.

    "a year ago" beside the figures of a quarter means that quarter a year before.
    """
    direction = m.direction or -1
    if m.number == VAGUE or m.number is None:
        return unresolved(vague(direction), "the words give no number")
    if context.published is None:
        return unresolved(unknown(m.unit), NO_DAY)
    if m.unit == "year" and m.number == 1 and direction < 0 and context.quarter and not m.smaller:
        return in_year(context.quarter, -1, m, "the quarter that the text reports on, a year before")
    period = counted(Period(m.unit, context.published), m.number * direction)
    if period is None:
        return unresolved(vague(direction), "lies outside the calendar")
    if m.smaller:  # "two years ago today", "a year ago this week"
        day = shift_day(context.published, m.unit, round(m.number) * direction)
        return settled_on(day, m.smaller, m, f"that {m.smaller} of publication, as long before")
    far = m.unit in {"decade", "century"} or (m.unit == "year" and m.number >= ROUND_YEARS)
    rough = replace(m, approx="about") if far else m
    return settled(period, rough, "counted from publication, in the unit's own grain")


def in_units(m: Meaning, context: Context) -> Resolution | None:
    """ "in two weeks": a day ahead where the sentence looks ahead, else a length of time."""
    if context.cue.direction <= 0 or m.number in (None, VAGUE) or context.published is None:
        return Resolution(duration_value(m), None, "a length of time, no date", type="DURATION")
    period = counted(Period(m.unit, context.published), m.number or 0)
    why = f"counted from publication, since “{context.cue.word}” looks ahead"
    return period and settled(period, m, why)


def from_day(m: Meaning, context: Context) -> Resolution | None:
    """ "two weeks from Friday", "the day after Christmas": counted from the day that the words name."""
    sign = 1
    if m.holiday:
        sign, start = m.direction or 1, holiday(replace(m, direction=None), context)
    else:
        named, ahead = replace(m, unit="", number=None), replace(context, cue=Cue(1, "from"))
        start = month_day(named, ahead) if m.month else weekday(named, ahead)
    if start is None or start.period is None or m.number in (None, VAGUE):
        return start
    day = shift_day(start.period.day, m.unit, sign * round(m.number or 0))
    return settled_on(day, "day", m, f"counted from {start.period.day.isoformat()}, the day that is named")


def ago_weekday(m: Meaning, context: Context) -> Resolution | None:
    """ "a week ago Tuesday", "two years ago this Sunday": so long before the day that the words name."""
    if context.published is None or m.number in (None, VAGUE):
        return unresolved(vague(-1), NO_DAY if context.published is None else "the words give no number")
    bare = replace(m, unit="", number=None, approx="")
    start = weekday(bare, replace(context, cue=NONE))
    if start is None or start.period is None:
        return start
    day = shift_day(start.period.day, m.unit, -round(m.number or 0))
    counted_back = settled_on(day, "day", m, f"counted from {start.period.day.isoformat()}, the day that is named")
    is_loose = m.direction is None and m.unit not in {"day", "week", "fortnight"}
    return _or_weekday(counted_back, m) if is_loose else counted_back


def _or_weekday(told: Resolution | None, m: Meaning) -> Resolution | None:
    """ "a month ago Sunday" is the Sunday nearest to a month ago, "a year ago Thursday" the same day of the month as
    this Thursday; either may be meant."""
    if told is None or told.period is None or m.weekday is None:
        return told
    day = told.period.day
    nearest = shift_day(day, "day", (m.weekday - day.weekday() + HALF_WEEK) % 7 - HALF_WEEK)
    other = settled_on(nearest, "day", m, f"the weekday nearest to {day.isoformat()}; that day itself may be meant")
    if other is None or other.edtf == told.edtf:
        return told
    first, second = (other, told) if m.unit == "month" else (told, other)
    return replace(first, candidates=(first.edtf or "", second.edtf or ""))


def offset(m: Meaning, context: Context) -> Resolution | None:
    """N units later or earlier than the nearest date before it in the text."""
    direction = m.direction or 1
    if m.number == VAGUE or m.number is None:
        return unresolved(vague(direction), "the words give no number")
    start = context.focus
    if m.unit == "year" and m.number == 1 and direction < 0 and context.quarter:
        start = context.quarter
    if start is None:
        return unresolved(unknown(m.unit), NO_DATE)
    period = _from(start, m.unit, m.number * direction)
    return period and settled(period, m, f"counted from “{context.focus_text}”, the nearest date before it")


def beside_event(m: Meaning, context: Context) -> Resolution | None:
    """ "a year after the attack", "two days later": a length of time, dated from the nearest date before it."""
    length = duration_value(m)
    if m.number in (None, VAGUE) or m.number is None:
        return unresolved(length, "counts from an event, and gives no number")
    if context.focus is None or finer(m.unit, context.focus.unit):
        return unresolved(length, "counts from an event that no date before it fixes")
    period = _from(context.focus, m.unit, m.number * (m.direction or 1))
    why = f"counted from “{context.focus_text}”, the nearest date before it"
    return period and Resolution(length, settled(period, m, "").edtf, why)


def that(m: Meaning, context: Context) -> Resolution | None:
    """ "that week", "the following year": the unit that holds the nearest date before it, so many units on."""
    focus = context.focus
    if focus is None:
        return unresolved(unknown(m.unit) + tail(m), NO_DATE)
    if finer(m.unit, focus.unit):
        return unresolved(unknown(m.unit) + tail(m), f"“{context.focus_text}” before it names no {m.unit}")
    period = focus.to(m.unit).shift(m.direction or 0)
    return period and settled(period, m, f"counted from “{context.focus_text}”, the nearest date before it")


SHORTLY = 92  # days; further away "that December" is the one of the same year


def that_month(m: Meaning, context: Context) -> Resolution | None:
    """ "the following March", "that summer": from the nearest date before it in the text."""
    focus = context.focus
    if focus is None:
        return unresolved(f"XXXX-{m.season or f'{m.month or 0:02d}'}", NO_DATE)
    first, last = edtf.days(focus.edtf)
    if first is None or last is None:
        return None
    years = [year for year in (first.year - 1, *range(first.year, last.year + 2)) if 0 < year < dt.MAXYEAR]
    named = [season(m.season, y) if m.season else Period("month", dt.date(y, m.month or 1, 1)) for y in years]
    if m.direction == 1:
        named = [period for period in named if period.day > last][:1]
    elif m.direction == -1:
        named = [period for period in named if (edtf.days(period.edtf)[1] or first) < first][-1:]
    nearest = min(named, key=lambda period: _apart(period, first, last), default=None)
    if nearest and not m.season and not m.direction and _apart(nearest, first, last) > SHORTLY:
        nearest = Period("month", dt.date(first.year, m.month or 1, 1))  # "in June 2013 … that December"
    return nearest and settled(nearest, m, f"counted from “{context.focus_text}”, the nearest date before it")


def _apart(period: Period, first: dt.date, last: dt.date) -> int:
    """Days between a period and the days from first to last, 0 where they overlap."""
    begins, ends = edtf.days(period.edtf)
    if begins is None or ends is None:
        return dt.date.max.toordinal()
    return max(0, (begins - last).days, (first - ends).days)


def that_weekday(m: Meaning, context: Context) -> Resolution | None:
    """ "the following Monday": from the nearest day before it in the text, else from publication; "that Monday": of its
    own week."""
    named = context.focus if context.focus and context.focus.unit == "day" else None
    start = named.day if named else context.published
    if start is None or m.weekday is None:
        return unresolved(f"XXXX-WXX-{(m.weekday or 0) + 1}{tail(m)}", NO_DATE)
    back = (start.weekday() - m.weekday) % 7
    shift = -(back or 7) if m.direction == -1 else 7 - back
    if m.direction == 0:
        shift = m.weekday - start.weekday()
    day = shift_day(start, "day", shift)
    why = f"counted from “{context.focus_text}”, the nearest day before it" if named else "counted from publication"
    return settled_on(day, "day", m, why)


def the_unit(m: Meaning, context: Context) -> Resolution | None:
    """ "the year", "the quarter" alone: that of publication; a quarter is the one reported on, else the last to end."""
    if context.published is None:
        return unresolved(unknown(m.unit), NO_DAY)
    if m.unit == "quarter":
        period = context.quarter or Period("quarter", context.published).shift(-1)
        return period and settled(period, m, "the quarter that the text reports on")
    return settled(Period(m.unit, context.published), m, f"the {m.unit} of publication")


def quarter_to(m: Meaning, context: Context) -> Resolution | None:
    """ "the quarter ended July 31": the three months up to that day. TIMEX3 names the (fiscal) quarter that the text
    reports on, else the one that holds most of them."""
    if context.ends is None:
        return the_unit(m, context)
    start = shift_day(context.ends + dt.timedelta(days=1), "month", -3)
    period = context.quarter or Period("quarter", context.ends - MIDDLE_OF_QUARTER)
    days = edtf.from_days(start, context.ends) if start else None
    return Resolution(period.value, days, "the three months up to the day that is named", (), period)


def year_ago_period(m: Meaning, context: Context) -> Resolution | None:
    """ "the year-ago quarter", "the 1988 period": the quarter that the text reports on, in another year."""
    if context.published is None:
        return unresolved("XXXX-QX", NO_DAY)
    quarter = context.quarter or Period("quarter", context.published).shift(-1)
    if quarter is None:
        return None
    shift = m.year - quarter.day.year if m.year is not None else -1
    return in_year(quarter, shift, m, "the quarter that the text reports on, in that year")


def clock(m: Meaning, context: Context) -> Resolution | None:
    """A time of day belongs to the nearest day before it, else to publication."""
    start = context.focus if context.focus and context.focus.unit == "day" else None
    if start is not None:
        return settled(start, m, f"on the day of “{context.focus_text}”")
    if context.published is None:
        return unresolved(f"XXXX-XX-XX{tail(m)}", "no date to hold this time of day")
    return settled(Period("day", context.published), m, "the day of publication")


def duration(m: Meaning, context: Context) -> Resolution | None:
    """A length of time: a TIMEX3 value, and no date."""
    return Resolution(duration_value(m), None, "a length of time, no date")


def two_durations(m: Meaning, context: Context) -> Resolution | None:
    """ "two years, five months": both lengths in one value; None where the second unit is not the smaller."""
    if not m.smaller or not finer(m.smaller, m.unit) or m.second is None:
        return None
    first = duration_value(m)
    second = duration_value(replace(m, unit=m.smaller, number=m.second))
    drop = 2 if "T" in first and "T" in second else 1  # PT1H + PT30M → PT1H30M, P2Y + P5M → P2Y5M
    return Resolution(first + second[drop:], None, "a length of time, no date")


def recurring(m: Meaning, context: Context) -> Resolution | None:
    """Something that recurs ("every week", "Mondays"): a TIMEX3 value, and no date."""
    if m.weekday is not None:
        value = f"XXXX-WXX-{m.weekday + 1}{tail(m)}"
    elif m.month is not None:
        value = f"XXXX-{m.month:02d}" + (f"-{m.day:02d}" if m.day else "")
    elif m.season or m.part:
        value = f"XXXX-{m.season}" if m.season else f"XXXX-XX-XX{tail(m)}"
    else:
        value = "XXXX-WXX-WE" if m.unit == "weekend" else duration_value(m)
    return Resolution(value, None, "something that recurs, no date")


def fixed(m: Meaning, context: Context) -> Resolution | None:
    """Points at the present, the past or the future at large: the value that the rule gives, and no date."""
    return Resolution(m.value, None, "points at no certain day")


def counted(start: Period, number: float) -> Period | None:
    """So many of the period's own units on, at the grain that the words commit to; None outside the calendar."""
    unit = start.unit
    if unit in {"second", "minute", "hour"}:
        hours = number / {"second": 3600, "minute": 60, "hour": 1}[unit]
        return Period("day", start.day) if abs(hours) < 12 else counted(Period("day", start.day), hours // 24)
    if number != round(number) and unit in {"year", "decade"}:
        day = shift_day(start.day, "month", round(number * (12 if unit == "year" else 120)))
        return Period("year", day) if day else None
    day = shift_day(start.day, unit, round(number))
    return Period(GRAIN.get(unit, unit), day) if day else None


def finer(unit: str, other: str) -> bool:
    return BROADNESS.index(unit) < BROADNESS.index(other)


def _from(start: Period, unit: str, number: float) -> Period | None:
    """Counted from another date; a year on from a quarter or season is again one."""
    if unit == "year" and start.unit in OF_A_YEAR and number == round(number):
        day = shift_day(start.day, "year", round(number))
        return Period(start.unit, day) if day else None
    return counted(start.to(unit), number)

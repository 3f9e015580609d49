"""Policies for expressions of the calendar: dates, months, weekdays, seasons, quarters, holidays.

What the words leave open is counted from the day of publication. The evidence is in docs/decisions/0010-dates.md.
"""

import datetime as dt
from dataclasses import replace

from timeline.extraction import edtf, holidays
from timeline.extraction.context import Context
from timeline.extraction.cues import Cue
from timeline.extraction.meaning import Meaning
from timeline.extraction.normalize import Resolution, settled, settled_on, tail, unresolved
from timeline.extraction.periods import Period, days_in_month, season, season_of, shift_day

AHEAD_MONTHS = 6  # a bare month with a cue ahead is the next one only within half a year
AHEAD_DAYS = 120  # a month and day lies ahead only this near, unless the sentence looks ahead
STILL_THIS_WEEK = 3  # days; so near and in the week of publication, "last Tuesday" may be that of the week before
SOON = 14  # days; "the Jan. 14 deadline" said in early January lies ahead, whatever the verb
TELLING = frozenset(["said", "says", "told", "has", "have"])  # these speak of what is ahead as often
NO_DAY = "no day of publication tells the year"


def date(m: Meaning, context: Context) -> Resolution | None:
    """A year, month or day with its year: as it is written."""
    if m.year is None:
        return None
    if m.month is None:
        return settled(Period("year", dt.date(m.year, 1, 1)), m, "the year is written out")
    first = dt.date(m.year, m.month, 1)
    if m.day is None:
        return settled(Period("month", first), m, "month and year are written out")
    if not 1 <= m.day <= days_in_month(first):
        return None
    return settled(Period("day", first.replace(day=m.day)), m, "the date is written out")


def slashed_date(m: Meaning, context: Context) -> Resolution | None:
    """As the place of publication writes it; where the day could be the month as well, both readings stay."""
    first = date(m, context)
    if first is None or m.year is None or not m.day or m.day > 12 or m.day == m.month or m.month is None:
        return first
    swapped = replace(m, month=m.day, day=m.month)
    if context.day_first and (turned := date(swapped, context)) is not None:
        why = "day first, as where this was published; month first is the other reading"
        return replace(turned, explanation=why, candidates=(turned.value, first.value))
    why = "month first, as in the United States; day first is the other reading"
    return replace(first, explanation=why, candidates=(first.value, dt.date(m.year, m.day, m.month).isoformat()))


def year_pair(m: Meaning, context: Context) -> Resolution | None:
    """ "2012-13": the season or school year that lies in both; TIMEX3 can only name the first."""
    if m.year is None or m.second is None:
        return None
    last = int(m.second) if m.second > 99 else m.year // 100 * 100 + int(m.second)
    if not m.year < last <= m.year + 99:
        return None
    return Resolution(f"{m.year:04d}", f"{m.year:04d}/{last:04d}", "both years are written out")


def week_of_month(m: Meaning, context: Context) -> Resolution | None:
    """ "the first week of May": the calendar week that holds the first day of it."""
    named = date(m, context) if m.year is not None else month(m, context)
    if named is None or named.period is None or m.week is None:
        return named
    first = named.period.day.replace(day=1)
    shift = 7 * (m.week - 1) if m.week > 0 else days_in_month(first) - 1
    return settled(Period("week", first + dt.timedelta(days=shift)), m, "that week of the month")


def day_of_month(m: Meaning, context: Context) -> Resolution | None:
    """ "the 15th": of the month last named, else of the latest month that has had that day by publication."""
    start = context.focus.day if context.focus else context.published
    if start is None or m.day is None:
        return unresolved(f"XXXX-XX-{m.day:02d}" if m.day else "XXXX", "no date before it tells the month")
    back = -1 if context.focus is None and m.day > start.day and context.cue.direction <= 0 else 0
    shifted = shift_day(start.replace(day=1), "month", back)
    day = shifted and day_in(shifted.year, shifted.month, m.day)
    why = f"of the month of “{context.focus_text}”" if context.focus else "of the month of publication"
    return settled_on(day, "day", m, why)


def month_day(m: Meaning, context: Context) -> Resolution | None:
    """The nearest such day to publication; where a weekday stands beside it, the nearest that fits it."""
    if m.month is None or m.day is None or not 1 <= m.day <= days_in_month(dt.date(2000, m.month, 1)):
        return None
    published = context.published
    if published is None:
        return unresolved(f"XXXX-{m.month:02d}-{m.day:02d}{tail(m)}", NO_DAY)
    if m.direction is not None and m.unit == "year":
        day = day_in(published.year + m.direction, m.month, m.day)
        return settled_on(day, "day", m, f"of {which(m.direction)} year")
    days = [d for year in (-1, 0, 1) if (d := day_in(published.year + year, m.month, m.day))]
    if m.direction == -1:
        days = [d for d in days if d < published][-1:]
    elif m.direction == 1:
        days = [d for d in days if d > published][:1]
    named = [d for d in days if d.weekday() == m.weekday] or days
    past = [d for d in named if d <= published]
    nearest = _nearest(past if context.ended else named, m, published, context.cue)
    far = _is_far(nearest, published)
    if context.entry and context.cue.direction <= 0:
        last = _nearest(past, m, published, context.cue)
        return last if far else _of_past_event(last, nearest)
    told = context.cue.firm or (context.names_event and context.cue.word not in TELLING)
    if far and told and context.cue.direction < 0:
        return _of_past_event(_nearest(past, m, published, context.cue), nearest)
    return nearest


def _is_far(named: Resolution | None, published: dt.date) -> bool:
    """Whether a day lies so far ahead that what is told of as past is rather that of the year before."""
    return named is not None and named.period is not None and (named.period.day - published).days > SOON


def _of_past_event(past: Resolution | None, nearest: Resolution | None) -> Resolution | None:
    """ "pleaded guilty to the Nov. 22 shooting": the last such day, though the next one may be nearer."""
    if past is None or nearest is None or past.edtf == nearest.edtf:
        return nearest
    return _both(past, nearest, "the last such day, since the sentence tells of the past; the next one is nearer")


def second_day(m: Meaning, context: Context) -> Resolution | None:
    """The second day of "May 24 and 25": its month is that of the first."""
    if context.focus is None or m.day is None:
        return None
    day = day_in(context.focus.day.year, context.focus.day.month, m.day)
    return settled_on(day, "day", m, f"of the month of “{context.focus_text}”")


def week_of(m: Meaning, context: Context) -> Resolution | None:
    """ "the week of March 6": the calendar week that holds that day."""
    named = month_day(m, context)
    if named is None or named.period is None:
        return named
    return settled(named.period.to("week"), m, "the week that holds that day")


def month(m: Meaning, context: Context) -> Resolution | None:
    """A bare month is the last one up to publication, or the next within six months where the sentence looks ahead.

    "last January" keeps both readings where January of this year has passed.
    """
    if m.month is None:
        return None
    published = context.published
    if published is None:
        return unresolved(f"XXXX-{m.month:02d}", NO_DAY)
    own = Period("month", dt.date(published.year, m.month, 1))
    if m.unit == "year" and m.direction is not None:
        return in_year(own, m.direction, m, f"of {which(m.direction)} year")
    if m.direction == -1:
        return _last_named(own, m) if m.month < published.month else in_year(own, -1, m, "the last one")
    if m.direction == 1:
        return in_year(own, 0 if m.month > published.month else 1, m, "the next one after publication")
    if m.direction == 0:
        return settled(own, m, "that of the year of publication")
    bare = _bare_month(m, m.month, context.cue, published)
    return _or_the_year_before(bare, m) if context.attributive and context.cue.direction <= 0 else bare


def _or_the_year_before(bare: Resolution | None, m: Meaning) -> Resolution | None:
    """ "that terrible January night" may be that of any year: the latest one first, the one before it beside it."""
    before = in_year(bare.period, -1, m, "") if bare and bare.period else None
    if bare is None or bare.edtf is None or before is None or before.edtf is None:
        return bare
    both = f"{edtf.describe(bare.edtf)}, the latest one, or {edtf.describe(before.edtf)}"
    return replace(bare, explanation=f"both readings stay: {both}", candidates=(bare.edtf, before.edtf))


def _bare_month(m: Meaning, number: int, cue: Cue, published: dt.date) -> Resolution | None:
    ahead = (number - published.month) % 12
    if cue.direction > 0 and 0 < ahead <= AHEAD_MONTHS:
        why, shift = f"the next one, since “{cue.word}” looks ahead", ahead
    else:
        why, shift = "the last one up to publication, since nothing looks ahead", -((published.month - number) % 12)
    day = shift_day(published.replace(day=1), "month", shift)
    return settled_on(day, "month", m, why)


def weekday(m: Meaning, context: Context) -> Resolution | None:
    """Previous or same, unless the sentence looks ahead: the rule of thumb of news desks."""
    if m.weekday is None:
        return None
    published = context.published
    if published is None:
        return unresolved(f"XXXX-WXX-{m.weekday + 1}{tail(m)}", "no day of publication tells the week")
    if m.unit == "week":
        monday = published - dt.timedelta(days=published.weekday())
        return _day(monday, 7 * (m.direction or 0) + m.weekday, m, f"that day of {which(m.direction or 0)} week")
    if context.after and m.direction is None:
        ahead = (m.weekday - context.after.weekday()) % 7
        return _day(context.after, ahead, m, "the first one after the weekday before it")
    back, ahead = (published.weekday() - m.weekday) % 7, (m.weekday - published.weekday()) % 7
    if m.direction == -1:
        return _last_weekday(m, published, back or 7)
    if m.direction == 1:
        return _next_weekday(m, published, ahead or 7)
    if back == 0:
        return _day(published, 0, m, "the day of publication")
    if context.cue.direction > 0 or (m.direction == 0 and context.cue.direction == 0):
        return _day(published, ahead, m, f"the next one, since “{context.cue.word or 'this'}” looks ahead")
    last = _day(published, -back, m, "the last one up to publication, since nothing looks ahead")
    return _since_publication(m, published, context.updated, last) if context.updated else last


def _last_weekday(m: Meaning, published: dt.date, back: int) -> Resolution | None:
    """ "last Tuesday" said on a Wednesday: the day before as a rule, but that of last week is meant as well."""
    why = "the last one before publication"
    latest, before = _day(published, -back, m, why), _day(published, -back - 7, m, why)
    sure = m.unit == "day" or back > min(STILL_THIS_WEEK, published.weekday())  # "this past Tuesday" is sure
    return latest if sure else _both(latest, before, f"{why}; that of last week may be meant")


def _since_publication(m: Meaning, published: dt.date, updated: dt.date, last: Resolution | None) -> Resolution | None:
    """A weekday between publication and the day of the text's last change is that day as a rule; both readings stay."""
    ahead = ((m.weekday or 0) - published.weekday()) % 7
    day = _day(published, ahead, m, "the one between publication and the last change of the text")
    if day is None or last is None or ahead > (updated - published).days:
        return last
    return replace(day, candidates=(day.edtf or "", last.edtf or ""))


def some_weekday(m: Meaning, context: Context) -> Resolution | None:
    """ "on a Friday": any such day."""
    return unresolved(f"XXXX-WXX-{(m.weekday or 0) + 1}{tail(m)}", "the words mean any such day")


def _next_weekday(m: Meaning, published: dt.date, ahead: int) -> Resolution | None:
    """ "next Saturday" said on a Thursday: that of next week as a rule, but the coming one is meant as well."""
    if published.weekday() + ahead > 6:
        return _day(published, ahead, m, "the next one after publication")
    coming, later = (_day(published, ahead + more, m, "") for more in (0, 7))
    return _both(later, coming, "that of next week; the coming one may be meant")


def _both(likelier: Resolution | None, other: Resolution | None, why: str) -> Resolution | None:
    if likelier is None or other is None:
        return likelier or other
    return replace(likelier, explanation=why, candidates=(likelier.edtf or "", other.edtf or ""))


def quarter(m: Meaning, context: Context) -> Resolution | None:
    """A bare quarter is the last one that has begun by publication, unless the sentence looks ahead."""
    if m.quarter is None:
        return None
    start = 3 * m.quarter - 2
    if m.year is not None:
        return settled(Period("quarter", dt.date(m.year, start, 1)), m, "quarter and year are written out")
    published = context.published
    if published is None:
        return unresolved(f"XXXX-Q{m.quarter}", NO_DAY)
    own = Period("quarter", dt.date(published.year, start, 1))
    if m.direction is not None:
        return in_year(own, m.direction, m, f"of {which(m.direction)} year")
    begun = -1 if own.day > published else 0
    if context.cue.direction > 0 and _months_between(own, published, begun + 1) <= _months_between(
        own, published, begun
    ):
        return in_year(own, begun + 1, m, f"the nearest one ahead, since “{context.cue.word}” looks ahead")
    return in_year(own, begun, m, "the last one that has begun by publication")


def quarter_of_month(m: Meaning, context: Context) -> Resolution | None:
    """ "the June quarter": the three months up to the end of that month."""
    named = date(m, context) if m.year is not None else month(replace(m, kind="month"), context)
    if named is None or named.period is None:
        return named
    return settled(named.period.to("quarter"), m, f"the quarter that ends with “{named.value}”")


def _months_between(own: Period, published: dt.date, years: int) -> int:
    return abs((own.day.year + years - published.year) * 12 + own.day.month - published.month)


def half(m: Meaning, context: Context) -> Resolution | None:
    """The half of the year that is named, or of last, this or next year."""
    year = m.year
    if year is None:
        if context.published is None:
            return unresolved(f"XXXX-H{m.half}", NO_DAY)
        year = context.published.year + (m.direction or 0)
    first = day_in(year, 1 if m.half == 1 else 7, 1)
    return settled_on(first, "half", m, "that half of the year")


def season_(m: Meaning, context: Context) -> Resolution | None:
    """A bare season is the nearest one, seen from publication; "last spring" keeps both readings as a month does."""
    if m.year is not None:
        return settled(season(m.season, m.year), m, "season and year are written out")
    published = context.published
    if published is None:
        return unresolved(f"XXXX-{m.season}", NO_DAY)
    own = season(m.season, published.year)
    if m.unit == "year" and m.direction is not None:
        return in_year(own, m.direction, m, f"of {which(m.direction)} year")
    if season_of(published) == m.season and m.direction in {None, 0, -1}:
        why = "the one that publication falls in" if not m.direction else "the one before that of publication"
        return in_year(Period("season", published), m.direction or 0, m, why)
    if m.direction == -1:
        latest = edtf.days(own.edtf)[1]
        passed = latest is not None and latest < published
        return _last_named(own, m) if passed else in_year(own, -1, m, "the last one before publication")
    if m.direction == 1:
        return in_year(own, 0 if own.day > published else 1, m, "the next one after publication")
    if m.direction == 0:
        to_come = own.day > published and context.cue.direction < 0
        return in_year(own, -1 if to_come else 0, m, "the nearest one on the side that the sentence looks to")
    behind = (published.month - own.day.month - 3) % 12  # months since the last one ended, and until the next begins
    ahead = (own.day.month - published.month) % 12
    near = ahead <= behind if context.cue.direction > 0 else context.cue.direction == 0 and ahead < behind
    why = "the nearest one, seen from publication, that the sentence allows"
    begins = shift_day(published.replace(day=1), "month", ahead if near else -behind - 3)
    return settled_on(begins, "season", m, why)


def decade(m: Meaning, context: Context) -> Resolution | None:
    """ "the 1990s"; "the 1800s" is a century, save the 2000s."""
    first = day_in(int(m.decade) * 10, 1, 1)
    if first and first.year % 100 == 0 and first.year < 2000:
        return settled(Period("century", first), m, "the century is written out")
    return settled_on(first, "decade", m, "the decade is written out")


def century(m: Meaning, context: Context) -> Resolution | None:
    """As it is written: the 20th century is 19XX."""
    if not m.century or not 1 < m.century < 30:
        return None
    return settled(Period("century", dt.date(m.century * 100 - 100, 1, 1)), m, "the century is written out")


def holiday(m: Meaning, context: Context) -> Resolution | None:
    """The nearest such day to publication, by the calendar of the United States; their own only where they publish."""
    if context.day_first and m.holiday in holidays.AMERICAN:
        return unresolved(f"XXXX-XX-XX{tail(m)}", "no such holiday of its own where this was published")
    if m.year is not None:
        day = holidays.day_of(m.holiday, m.year)
        return settled_on(day, "day", m, "the holiday of that year")
    published = context.published
    if published is None:
        return unresolved(f"XXXX-XX-XX{tail(m)}", NO_DAY)
    found = [d for year in (-1, 0, 1) if (d := holidays.day_of(m.holiday, published.year + year))]
    if m.direction == -1:
        found = [d for d in found if d < published][-1:]
    elif m.direction == 1:
        found = [d for d in found if d > published][:1]
    if context.ended:
        found = [d for d in found if d <= published]
    nearest = _nearest(found, m, published, context.cue)
    if _is_far(nearest, published) and context.cue.direction < 0 and context.cue.firm:
        return _of_past_event(_nearest([d for d in found if d <= published], m, published, context.cue), nearest)
    return nearest


def in_year(period: Period, shift: int, m: Meaning, explanation: str) -> Resolution | None:
    """The period as many years on; None outside the calendar."""
    day = shift_day(period.day, "year", shift)
    return settled_on(day, period.unit, m, explanation)


def day_in(year: int, month_number: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month_number, day)
    except ValueError:
        return None


def which(direction: int) -> str:
    return {-1: "last", 0: "this", 1: "next"}.get(direction, f"{direction:+d}")


def _day(start: dt.date, shift: int, m: Meaning, explanation: str) -> Resolution | None:
    day = shift_day(start, "day", shift)
    return settled_on(day, "day", m, explanation)


def _last_named(period: Period, m: Meaning) -> Resolution | None:
    """ "last January" where January of this year has passed: it, or that of last year; both readings stay."""
    before = in_year(period, -1, m, "")
    if before is None or before.edtf is None:
        return settled(period, m, "the last one before publication")
    both = f"{edtf.describe(period.edtf)}, the latest one, or {edtf.describe(before.edtf)}, that of last year"
    return Resolution(period.value, period.edtf, f"both readings stay: {both}", (period.edtf, before.edtf), period)


def _nearest(days: list[dt.date], m: Meaning, published: dt.date, cue: Cue) -> Resolution | None:
    day = min(days, key=lambda d: (_cost(d, published, cue), d), default=None)
    if day is None:
        return None
    why = f", and “{cue.word}” looks ahead" if cue.direction > 0 and day > published else ""
    return settled(Period("day", day), m, f"the nearest such day to publication{why}")


def _cost(day: dt.date, published: dt.date, cue: Cue) -> float:
    """Distance in days. Without a cue a day ahead costs so much more that it wins only within AHEAD_DAYS."""
    distance = (day - published).days
    if distance <= 0:
        return -distance * (1.5 if cue.direction > 0 else 1.0)
    return distance * (1.0 if cue.direction > 0 else (365 - AHEAD_DAYS) / AHEAD_DAYS)

"""Dates that lack their year or week, turned by what the event's own words say: ahead for plans, back for reports.

Date words are read before events are: there only the nearest verb decides. "Signatures to recall the judge in June"
looks
ahead, whatever verb stands nearer.
"""

import calendar
import datetime as dt
from collections.abc import Sequence

from timeline.extraction import edtf
from timeline.extraction.types import Status, Timex

YEARLY = frozenset({"month-name", "month-name-unsure", "month-day", "day-month", "season"})
COUNTED = frozenset(
    {"units-earlier", "units-later", "units-before-then", "following-unit"}
)  # from a day without a year
WEEKLY = frozenset({"weekday", "weekday-short"})
PAST = frozenset({"occurred", "alleged"})  # to its teller, so that none of it is later than the telling
AHEAD, BACK = 1, -1
# A text of early May that tells what happened on 20 May may have been added to: of the year before it would mostly
# say which year.
WEEK, JUST_NOW = dt.timedelta(days=7), dt.timedelta(days=2)
UPDATED = dt.timedelta(days=28)


def turn(timex: Timex, status: Status, published: dt.date | None, *, updated: bool = False) -> str | None:
    """The EDTF of the date words beside an event of this status: their own, or that one year or week further. None
    where the event is past and its words name a day to come, unless the sentence says that it was added then."""
    if timex.edtf is None or published is None or timex.earliest is None or timex.latest is None:
        return timex.edtf
    if status == "planned" and timex.latest < published:
        return _shift(timex, AHEAD)
    if status == "negated" and timex.rule in WEEKLY and published - timex.earliest + WEEK <= JUST_NOW:
        return _shift(timex, BACK)  # "a march planned for Saturday was called off", told on Sunday
    if status in PAST and timex.earliest > published:
        is_later = updated and timex.rule in YEARLY and timex.earliest - published <= UPDATED
        return timex.edtf if is_later else next(iter(_begun(timex.candidates, published)), _shift(timex, BACK))
    return timex.edtf


def taken_off(timex: Timex, on: Timex | None, published: dt.date | None) -> tuple[str, ...]:
    """The readings of a weekday on which that would have been which was taken off `on` that day: the first one after
    it. Where no day is told, the one about publication, and the other one beside it. None for other date words."""
    if timex.rule not in WEEKLY or published is None or timex.earliest is None or timex.earliest != timex.latest:
        return ()
    if on is not None and on.earliest is not None and on.earliest == on.latest:
        return ((on.earliest + dt.timedelta(days=(timex.earliest - on.earliest).days % 7 or 7)).isoformat(),)
    last = published - dt.timedelta(days=(published - timex.earliest).days % 7)
    days = [last, last + WEEK] if published - last <= JUST_NOW else [last + WEEK, last]
    return tuple(day.isoformat() for day in days)


def readings(timex: Timex, date: str | None, published: dt.date | None, status: Status) -> tuple[str, ...]:
    """Both readings of a past day that its words place shortly after publication: of the year before, or of a text
    that was added to; else those that the words leave open, of what is past none that was long to come."""
    if date == timex.edtf:
        if status not in PAST or published is None or (timex.earliest or published) > published:
            return timex.candidates
        left = _begun(timex.candidates, published + (UPDATED if timex.rule in YEARLY else dt.timedelta(0)))
        return left if len(left) > 1 else ()
    if date is None or timex.edtf is None or published is None or timex.earliest is None:
        return ()
    is_near = status in PAST and timex.rule in YEARLY and dt.timedelta(0) < timex.earliest - published <= UPDATED
    return (date, timex.edtf) if is_near else ()


def until(timex: Timex, published: dt.date | None) -> str | None:
    """The EDTF of what is planned "by" that day: once, from publication to it; None where it is past."""
    if published is None or timex.latest is None or timex.latest <= published:
        return None
    return f"[{published.isoformat()}..{timex.latest.isoformat()}]"


def _begun(candidates: Sequence[str], day: dt.date) -> tuple[str, ...]:
    """The readings that have begun by that day."""
    return tuple(value for value in candidates if (edtf.days(value)[0] or day) <= day)


def between(first: Timex, second: Timex, *, repeated: bool) -> str | None:
    """The EDTF of "between first and second": once some time in it (`[a..b]`), or again and again (`a/b`)."""
    if first.edtf is None or second.edtf is None or first.earliest is None or second.latest is None:
        return None
    if first.earliest > second.latest and second.rule in YEARLY:  # "between December and March"
        last = edtf.from_days(_year(second.earliest or second.latest, AHEAD), _year(second.latest, AHEAD))
        return f"{first.edtf}/{last}" if repeated else f"[{first.edtf}..{last}]"
    if first.earliest > second.latest:
        return None
    return f"{first.edtf}/{second.edtf}" if repeated else f"[{first.edtf}..{second.edtf}]"


def is_of(span: str, state: Status, published: dt.date | None) -> bool:
    """Whether what has occurred is over by then, and what is planned has not begun."""
    earliest, latest = edtf.days(span)
    if published is None or earliest is None or latest is None:
        return False
    return latest <= published if state != "planned" else earliest >= published


def _shift(timex: Timex, direction: int) -> str | None:
    if timex.edtf is None or timex.earliest is None or timex.latest is None:
        return timex.edtf
    if timex.rule in WEEKLY and timex.earliest == timex.latest:
        return (timex.earliest + direction * dt.timedelta(days=7)).isoformat()
    if timex.rule in YEARLY or (timex.rule in COUNTED and direction == BACK):
        first, last = _year(timex.earliest, direction), _year(timex.latest, direction)
        return edtf.from_days(first, last)
    return timex.edtf if direction == AHEAD else None


def _year(day: dt.date, direction: int) -> dt.date:
    year = day.year + direction
    return day.replace(year=year, day=min(day.day, calendar.monthrange(year, day.month)[1]))

"""Dates that lack their year or week, turned by what the event's own words say: ahead for plans, back for reports.

Date words are read before events are: there only the nearest verb decides. "Signatures to recall the judge in June"
looks
ahead, whatever verb stands nearer.
"""

import calendar
import datetime as dt

from timeline.extraction import edtf
from timeline.extraction.types import Status, Timex

YEARLY = frozenset({"month-name", "month-name-unsure", "month-day", "day-month", "season"})
COUNTED = frozenset(
    {"units-earlier", "units-later", "units-before-then", "following-unit"}
)  # from a day without a year
WEEKLY = frozenset({"weekday", "weekday-short"})
AHEAD, BACK = 1, -1
# A text of early May that tells what happened on 20 May was added to: of the year before it would say which year.
UPDATED = dt.timedelta(days=28)


def turn(timex: Timex, status: Status, published: dt.date | None) -> str | None:
    """The EDTF of the date words beside an event of this status: their own, or that one year or week further. None
    where the event is past and its words name a day to come."""
    if timex.edtf is None or published is None or timex.earliest is None or timex.latest is None:
        return timex.edtf
    if status == "planned" and timex.latest < published:
        return _shift(timex, AHEAD)
    if status == "occurred" and timex.earliest > published:
        is_update = timex.rule in YEARLY and timex.earliest - published <= UPDATED
        return timex.edtf if is_update else _shift(timex, BACK)
    return timex.edtf


def between(first: Timex, second: Timex, *, repeated: bool) -> str | None:
    """The EDTF of "between first and second": once some time in it (`[a..b]`), or again and again (`a/b`)."""
    if first.edtf is None or second.edtf is None or first.earliest is None or second.latest is None:
        return None
    if first.earliest > second.latest:
        return None
    return f"{first.edtf}/{second.edtf}" if repeated else f"[{first.edtf}..{second.edtf}]"


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

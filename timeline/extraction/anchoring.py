"""From a meaning to days: which policy anchors which kind of expression. See docs/decisions/0010-dates.md."""

from collections.abc import Callable

from timeline.extraction import counting, edtf, policies
from timeline.extraction.context import Context
from timeline.extraction.meaning import Meaning
from timeline.extraction.normalize import Resolution, unresolved
from timeline.extraction.periods import Period

Policy = Callable[[Meaning, Context], Resolution | None]

# By the kind that a rule names.
POLICIES: dict[str, Policy] = {
    "date": policies.date,
    "slashed-date": policies.slashed_date,
    "year-pair": policies.year_pair,
    "week-of-month": policies.week_of_month,
    "day-of-month": policies.day_of_month,
    "month-day": policies.month_day,
    "second-day": policies.second_day,
    "week-of": policies.week_of,
    "month": policies.month,
    "weekday": policies.weekday,
    "some-weekday": policies.some_weekday,
    "quarter": policies.quarter,
    "quarter-of-month": policies.quarter_of_month,
    "half": policies.half,
    "season": policies.season_,
    "decade": policies.decade,
    "century": policies.century,
    "holiday": policies.holiday,
    "this": counting.this,
    "past-unit": counting.past_unit,
    "ago": counting.ago,
    "ago-weekday": counting.ago_weekday,
    "in-units": counting.in_units,
    "from-day": counting.from_day,
    "offset": counting.offset,
    "beside-event": counting.beside_event,
    "that": counting.that,
    "that-month": counting.that_month,
    "that-weekday": counting.that_weekday,
    "the-unit": counting.the_unit,
    "quarter-to": counting.quarter_to,
    "year-ago-period": counting.year_ago_period,
    "clock": counting.clock,
    "duration": counting.duration,
    "two-durations": counting.two_durations,
    "set": counting.recurring,
    "fixed": counting.fixed,
}


def compares(meaning: Meaning, period: Period) -> bool:
    """Whether the expression only looks aside ("up from a year ago"): what follows counts from what came before it."""
    return meaning.kind in {"year-ago-period", "offset"} or (meaning.kind == "ago" and period.unit == "quarter")


def resolve(meaning: Meaning, context: Context) -> Resolution | None:
    """What the expression means here; None where it cannot be a date at all (30 February)."""
    try:
        resolution = POLICIES[meaning.kind](meaning, context)
        if resolution is not None and resolution.edtf is not None:
            edtf.days(resolution.edtf)
    except (OverflowError, ValueError):  # counted past year 1 or 9999
        return unresolved("XXXX", "lies outside the calendar")
    return resolution

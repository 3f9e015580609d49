"""What readers are told between two moments: how an event differs from what they knew, and not the way it took."""

import datetime as dt
from typing import Any

import pytest

from timeline.models import Decision, Event, Review
from timeline.presentation.history import News, news_of

NOON = dt.datetime(2016, 6, 8, 12, tzinfo=dt.UTC)
SINCE, UNTIL = NOON, NOON + dt.timedelta(days=1)
ON, OFF = Review.APPROVED, Review.WITHDRAWN


def hours(n: float) -> dt.datetime:
    return NOON + dt.timedelta(hours=n)


def decided(hour: float, grounds: str = "", **changed: tuple[Any, Any]) -> Decision:
    """A decision so many hours after `SINCE`; `changed` maps fields to what they were and became."""
    before, after = ({name: pair[n] for name, pair in changed.items()} for n in (0, 1))
    change = {"model": "event", "key": 1, "before": before, "after": after}
    return Decision(at=hours(hour), changes=[change], grounds=grounds)


def report(hour: float, key: int, before: bool, after: bool) -> Decision:
    told = [{"event_id": 1, "accepted": accepted} for accepted in (before, after)]
    return Decision(at=hours(hour), changes=[{"model": "citation", "key": key, "before": told[0], "after": told[1]}])


EDTF = {"edtf": ("2016-06-01", "2016-06-02")}
DATED = "The date was changed from 1 June 2016 to 2 June 2016."
DATED_BACK = "The date was changed from 2 June 2016 to 1 June 2016."
BACK = {"edtf": ("2016-06-02", "2016-06-01")}
REWORDED = {"headline": ("Gauge read", "Gauge read twice")}
WITHDRAWN, RESTORED = {"review": (ON, OFF)}, {"review": (OFF, ON)}
WRONG = "It was withdrawn: it was wrong."
MERGED = {"review": (Review.SUGGESTED, Review.MERGED)}
SPLIT_OFF = {"review": (Review.MERGED, Review.SUGGESTED)}


@pytest.mark.parametrize(
    ("first_public", "review", "decisions", "news"),
    [
        (None, Review.SUGGESTED, [], None),
        (-5, ON, [], None),
        (5, ON, [], News("new")),
        (25, ON, [], None),
        (5, ON, [decided(6, **EDTF)], News("new")),  # who hears of it first is told what it says now
        (5, OFF, [decided(6, "error", **WITHDRAWN)], None),  # and nothing of what came and went
        (-5, ON, [decided(-1, **EDTF)], None),
        (-5, ON, [decided(1, **EDTF)], News("corrected", (DATED,))),
        (-5, ON, [decided(1, **EDTF), decided(2, **BACK)], None),
        (-5, ON, [decided(-1, **EDTF), decided(1, **BACK)], News("corrected", (DATED_BACK,))),
        (-5, ON, [decided(1, **EDTF, **REWORDED)], News("corrected", (DATED, "The headline was reworded."))),
        (-5, ON, [report(1, 7, False, True), report(2, 8, False, True)], News("changed", ("2 reports were added.",))),
        (-5, ON, [report(1, 7, False, True), report(2, 7, True, False)], None),
        (
            -5,
            ON,
            [decided(1, **EDTF), report(2, 7, True, False)],
            News("corrected", (DATED, "1 report was taken out.")),
        ),
        (-5, OFF, [decided(1, "person", **WITHDRAWN)], News("withdrawn", ("It was withdrawn: to protect a person.",))),
        (-5, OFF, [decided(-1, "person", **WITHDRAWN)], None),
        (-5, ON, [decided(1, "error", **WITHDRAWN), decided(2, **RESTORED)], None),
        (-5, ON, [decided(-1, "error", **WITHDRAWN), decided(2, **RESTORED)], News("changed", ("It is shown again.",))),
        (
            -5,
            ON,  # what was changed while it was off, also before the last mail
            [decided(-3, "error", **WITHDRAWN), decided(-2, **EDTF), decided(2, **RESTORED)],
            News("corrected", (DATED, "It is shown again.")),
        ),
        (
            -5,
            Review.MERGED,
            [decided(1, review=(ON, Review.MERGED))],
            News("withdrawn", ("It was put together with another event.",)),
        ),
        (-5, OFF, [decided(1, **EDTF), decided(25, "error", **WITHDRAWN)], None),  # gone meanwhile: told next time
        (-5, ON, [decided(25, **EDTF)], None),
        (-5, ON, [decided(24, **EDTF)], News("corrected", (DATED,))),
        (-5, ON, [decided(0, **EDTF)], None),
        # An event that was split from a public one, and one that was with it for a while.
        (-5, ON, [decided(-4, **SPLIT_OFF), decided(1, **EDTF)], News("corrected", (DATED,))),
        (5, ON, [decided(5, **SPLIT_OFF)], News("new")),
        (-5, OFF, [decided(-4, **SPLIT_OFF), decided(1, "error", **WITHDRAWN)], News("withdrawn", (WRONG,))),
        (-5, ON, [decided(-4, **MERGED), decided(-4, **SPLIT_OFF), decided(1, **EDTF)], News("corrected", (DATED,))),
        # The reason of a withdrawal that was taken back, and that again.
        (
            -5,
            OFF,
            [decided(-3, "error", **WITHDRAWN), decided(-2, **RESTORED), decided(1, **WITHDRAWN)],
            News("withdrawn", (WRONG,)),
        ),
    ],
)
def test_the_difference_is_told(
    first_public: float | None, review: str, decisions: list[Decision], news: News | None
) -> None:
    public = None if first_public is None else hours(first_public)
    event = Event(pk=1, first_public_at=public, review=review)
    assert news_of(event, decisions, SINCE, UNTIL) == news


def test_what_is_told_in_two_parts_is_told_once() -> None:
    event = Event(pk=1, first_public_at=hours(-5), review=ON)
    decisions = [decided(1, **EDTF), decided(3, **REWORDED)]
    told = [news_of(event, decisions, hours(a), hours(b)) for a, b in ((0, 2), (2, 4), (4, 6))]
    assert told == [News("corrected", (DATED,)), News("corrected", ("The headline was reworded.",)), None]

"""An event that is moved to another day stands on that day, and never on the one that it left."""

import datetime as dt

import pytest

from tests.extraction.event_helpers import mentions, read, the_mention

WEDNESDAY = dt.date(2026, 5, 13)


@pytest.mark.parametrize(
    "text",
    [
        "The harbour hearing was postponed from 18 May to 25 May.",
        "The harbour hearing was moved from 18 May to 25 May.",
        "The hearing was rescheduled from May 18 to May 25.",
        "The hearing was pushed back from Monday to 25 May.",
        "The hearing will be moved from 18 May to 25 May.",
        "The hearing was brought forward from 8 June to 25 May.",
        "The hearing has been put off from 18 May until 25 May.",
        "The judge put off the hearing from 18 May until 25 May.",
        "The hearing was postponed to 25 May from 18 May.",
        "The hearing was put off on Monday from 18 May until 25 May.",
        "The hearing scheduled for 18 May was postponed to 25 May.",
        "The hearing, which was set for 18 May, has been pushed back to 25 May.",
        "The hearing planned for 18 May was moved to 25 May.",
        "A judge on Tuesday scheduled a hearing for 25 May.",
        "A judge set the hearing on Tuesday for 25 May.",
    ],
)
def test_the_new_day_counts(text):
    moved = the_mention(text, "hearing", published=WEDNESDAY)
    assert (moved.status, moved.edtf) == ("planned", "2026-05-25")


@pytest.mark.parametrize(
    "text", ["The hearing was postponed from 18 May.", "The hearing was moved to the old mill on 11 May."]
)
def test_without_a_new_day_nothing_is_planned(text):
    assert not [m for m in mentions(text, published=WEDNESDAY) if m.status == "planned" or m.edtf]


@pytest.mark.parametrize(
    "text", ["The hearing was moved from 18 May to 25 May.", "On 18 May, they meet.", "On 18 MAY the hall was shut."]
)
def test_the_month_of_may_is_no_verb(text):
    assert not [timex for timex in read(text, WEDNESDAY).timexes if "“may”" in timex.explanation.lower()]

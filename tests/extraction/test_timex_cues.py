"""Which way a sentence looks: the verbs and words that turn a bare weekday, month or day ahead or back."""

import datetime as dt

import pytest

from tests.extraction.test_timex import find, only

THURSDAY = dt.date(2013, 3, 21)
AHEAD = [
    "The vote takes place Saturday.",
    "The fair kicks off Saturday in the park.",
    "Talks resume Saturday.",
    "The shops reopen on Saturday.",
    "She leaves for Rome on Saturday.",
    "The old mill closes Saturday.",
    "The funeral is Saturday.",
    "The concert is on Saturday.",
    "The banks are closed until Saturday.",
    "Ahead of Saturday's vote, posters went up.",
    "A storm is expected to hit on Saturday.",
    "Rain is forecast for Saturday.",
    "Snow is likely Saturday.",
    "A ruling could come on Saturday.",
    "They were to meet on Saturday.",
    "She was supposed to return Saturday.",
    "He was going to speak on Saturday.",
    "He faces a hearing Saturday.",
    "Tickets go on sale Saturday.",
    "The rule applies no later than Saturday.",
    "She was due to speak on Saturday.",
    "Bidders have until close of business on Saturday.",
    "Saturday is the deadline.",
    "Saturday marks the start of the fair.",
]
BACK = [
    "The bridge could not be reached Saturday.",
    "Smoke could be seen on Saturday over the town.",
    "He should not have been at home on Saturday.",
    "They did not meet on Saturday.",
    "The banks were shut until Saturday.",
    "The rule had been due to end on Saturday.",
    "The move follows Saturday's vote.",
    "It will be the first vote since Saturday's march.",
    "Half of the town fled Saturday.",
    "It was likely the wind that broke it on Saturday.",
    "Saturday was the deadline.",
    "A judge on Saturday scheduled a hearing.",
    "The board Saturday postponed the vote.",
]
OF_LAST_YEAR = [
    "The fair was on 20 August.",
    "The vote was held on Aug. 20.",
    "On Aug. 20 the vote was lost.",
    "He died at his home on 20 August.",
]
OF_THIS_YEAR = [
    "The vote was scheduled for Aug. 20.",
    "The vote was moved to Aug. 20.",
    "He said the offer ends on Aug. 20.",
    "They were told to be out by Aug. 20.",
    "He invited his neighbours to a fair in the park on Aug. 20.",
]


NOBODY_PLANS = [
    ("He will be tried for Saturday's fatal shooting.", "2013-03-16"),
    ("He is to speak on the Aug. 20 crash.", "2012-08-20"),
    ("He is to speak on the March 30 blast.", "2012-03-30"),
    ("He will be jailed for the Easter morning drive-by shooting.", "2012-04-08"),
    ("The boy who was hurt this summer will be home soon.", "2012-22"),
    ("The Saturday murder trial will be long.", "2013-03-23"),
]


@pytest.mark.parametrize(("text", "expected"), NOBODY_PLANS)
def test_what_nobody_plans_has_been(text: str, expected: str) -> None:
    assert find(text, THURSDAY)[0].edtf == expected


@pytest.mark.parametrize("text", AHEAD)
def test_sentence_looks_ahead(text: str) -> None:
    assert only(text, THURSDAY).edtf == "2013-03-23"


@pytest.mark.parametrize("text", BACK)
def test_sentence_looks_back(text: str) -> None:
    assert only(text, THURSDAY).edtf == "2013-03-16"


@pytest.mark.parametrize("text", OF_LAST_YEAR)
def test_what_was_on_a_day_still_to_come_was_a_year_before(text: str) -> None:
    timex = only(text, dt.date(2013, 6, 10))
    assert timex.candidates == ("2012-08-20", "2013-08-20")
    assert "year" in timex.explanation or "such day" in timex.explanation


@pytest.mark.parametrize("text", OF_THIS_YEAR)
def test_a_plan_told_in_the_past_is_still_to_come(text: str) -> None:
    assert find(text, dt.date(2013, 6, 10))[-1].edtf == "2013-08-20"


TOLD = [  # in March, of a day that lies less than four months ahead and eight months back
    ("It closed on July 4, and nobody came.", "2012-07-04"),
    ("The judge said Carter resigned July 4 over it.", "2012-07-04"),
    ("The firm said shares issued July 4 will pay more.", "2013-07-04"),
    ("The pool closed on Memorial Day, when it rained.", "2013-05-27"),
    ("They closed on Memorial Day, when it rained.", "2012-05-28"),
]


@pytest.mark.parametrize(("text", "expected"), TOLD, ids=[text for text, _ in TOLD])
def test_what_a_subject_did_lies_in_the_past_and_keeps_the_other_reading(text: str, expected: str) -> None:
    timex = only(text, THURSDAY)
    assert timex.value == expected
    assert bool(timex.candidates) == expected.startswith("2012")


STORIES = [  # published on 21 March 2013
    ("It burned on 3 May 2010. It was pulled down on 9 May.", "2010-05-09"),
    ("It burned on 28 December 2010. It was pulled down on 9 January.", "2011-01-09"),
    ("It burned on 3 May 2010. It was pulled down on 9 December.", "2012-12-09"),
    ("It burned on 3 March 2010. It was pulled down on 9 March.", "2013-03-09"),
]


@pytest.mark.parametrize(("text", "expected"), STORIES)
def test_the_weeks_after_a_day_with_its_year_belong_to_its_story(text: str, expected: str) -> None:
    second = find(text, THURSDAY)[1]
    assert second.value == expected
    assert bool(second.candidates) == (expected < "2012")

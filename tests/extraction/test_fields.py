"""What happens outside of courtrooms, and how it is dated: deadlines, occasions, days counted from events."""

import datetime as dt

import pytest

from tests.extraction.event_helpers import mentions

# Text, type, status, date: told on Thursday 16 June 2016.
TOLD: list[tuple[str, str, str, str | None]] = [
    ("The ministry gave the ferry company until July 1 to repay the grant.", "other", "planned", "2016-07-01"),
    ("Residents must leave the camp by Sunday.", "evacuation", "planned", "[2016-06-16..2016-06-19]"),
    ("The skater was provisionally suspended on June 2.", "removal", "occurred", "2016-06-02"),
    ("The secretary apologised to the passengers on Tuesday.", "statement", "occurred", "2016-06-14"),
    ("His speech delivered on March 5, 2010, at the college was short.", "statement", "occurred", "2010-03-05"),
    ("The bishop, who was accused in 2014 of theft, is well.", "statement", "occurred", "2014"),
    ("They were talking about the upcoming visit of the king in September.", "meeting", "planned", "2016-09"),
    ("The town staged celebrations to mark its birthday on Friday.", "other", "occurred", "2016-06-10"),
    ("The council held a meeting to discuss the budget on Tuesday.", "meeting", "occurred", "2016-06-14"),
    ("Agents arrested him in a dawn raid on 6 April.", "arrest", "occurred", "2016-04-06"),
    ("He has lived there since 2005, when he resigned.", "resignation", "occurred", "2005"),
    (
        "The shop was robbed on May 30. Three days after the robbery, a man was arrested.",
        "arrest",
        "occurred",
        "2016-06-02",
    ),
    (
        "The shop was robbed on May 30, 2014. A year after the robbery, a man was arrested.",
        "arrest",
        "occurred",
        "2015~",
    ),
    ("The vote was held on May 9. He resigned two weeks before the vote.", "resignation", "occurred", "2016-04-25~"),
    (
        "The mine was sealed in March 2014 and the body of a miner was recovered on 2 April.",
        "evidence",
        "occurred",
        "2014-04-02",
    ),
    ("He was killed on June 24, 2005, in the search after a June 20 robbery.", "robbery", "occurred", "2005-06-20"),
    ("She was hurt on June 24, 2005, while fleeing from a June 20 robbery.", "robbery", "occurred", "2005-06-20"),
    ("The clerk, hired in March 2014, was suspended in February.", "removal", "occurred", "2016-02"),
    ("The clerk, who was hired in March 2014, was suspended in April.", "removal", "occurred", "2016-04"),
    ("The law passed in March 2004 was repealed in April.", "legislation", "occurred", "2016-04"),
    (
        "Ben Moss was shot on June 1. Three days after the killing, a man was arrested.",
        "arrest",
        "occurred",
        "2016-06-04",
    ),
    ("Ben Moss was shot on June 1. Three days after the train crash, a man was arrested.", "arrest", "occurred", None),
    ("The clerk resigned on June 1. Three days after the appointment, a man was arrested.", "arrest", "occurred", None),
]


@pytest.mark.parametrize(("text", "kind", "status", "date"), TOLD)
def test_an_event_with_its_date(text: str, kind: str, status: str, date: str | None) -> None:
    assert (kind, status, date) in {(m.type, m.status, m.edtf) for m in mentions(text)}


def test_a_march_called_off_right_after_its_day_is_not_of_next_week() -> None:
    (told,) = mentions("The march planned for Saturday was cancelled.", dt.date(2016, 6, 12))
    assert (told.status, told.edtf) == ("negated", "2016-06-11")
    (ahead,) = mentions("The march planned for Saturday was cancelled.", dt.date(2016, 6, 9))
    assert ahead.edtf == "2016-06-11"


def test_a_year_taken_over_leaves_the_likeliest_one_a_candidate() -> None:
    (found,) = [
        m for m in mentions("The ship sank in March 2004, and the inquiry began in April.") if m.edtf != "2004-03"
    ]
    assert found.candidates == ("2004-04", "2016-04")


def test_days_after_one_of_two_robberies_are_not_guessed() -> None:
    found = mentions(
        "The shop was robbed on May 3 and robbed again on May 30. A man was arrested two days after the robbery."
    )
    assert {m.edtf for m in found if m.type == "arrest"} == {None}


def test_what_came_before_the_shooting_does_not_date_it() -> None:
    found = mentions("The shooting happened after officers responded on Monday to a report of a quarrel.")
    assert not [m for m in found if m.type == "shooting" and m.edtf]


def test_news_of_these_weeks_keeps_its_own_year() -> None:
    found = mentions("The clerk was charged in March 2014 and pleaded guilty on June 2.")
    assert "2016-06-02" in {m.edtf for m in found if m.type == "plea"}


CHRONOLOGY = """A timeline of the flood:
March 19 - The state orders an inspection of the dam.
May 2, 2015 - The dam bursts; nine people die in the village.
Sept. 14 - Police raid the office of the builder.
2016: The builder resigns.
June 30: The inquiry will report."""


@pytest.mark.parametrize(
    ("kind", "status", "date"),
    [
        ("investigation", "occurred", "2016-03-19"),
        ("accident", "occurred", "2015-05-02"),
        ("death", "occurred", "2015-05-02"),
        ("search", "occurred", "2015-09-14"),
        ("resignation", "occurred", "2016"),
    ],
)
def test_the_lines_of_a_chronology_are_told_in_the_present(kind: str, status: str, date: str) -> None:
    assert (kind, status, date) in {(m.type, m.status, m.edtf) for m in mentions(CHRONOLOGY)}


def test_a_line_of_a_chronology_was_before_publication() -> None:
    (told,) = mentions("Sept. 30 - Police raid the bank.")
    assert (told.edtf, told.status) == ("2015-09-30", "occurred")


def test_a_date_soon_to_come_keeps_both_years() -> None:
    (told,) = mentions("June 21 - The council votes on the bridge.")
    assert set(told.candidates) == {"2015-06-21", "2016-06-21"}


def test_weeks_before_are_no_day() -> None:
    found = mentions("He was arrested on Tuesday, three weeks after the robbery.")
    assert not [m for m in found if m.type == "robbery" and m.edtf]


def test_the_answer_no_denies_not_what_follows() -> None:
    (told,) = mentions("No, he was charged in May.")
    assert (told.status, told.headline) == ("occurred", "He was charged")
    (none,) = mentions("No arrests were made on Tuesday.")
    assert none.status == "negated"


def test_a_charge_of_murder_dates_no_murder() -> None:
    found = mentions("Police charged a 32-year-old man with murder on Tuesday night.")
    assert {m.type for m in found} == {"charge"}
    (killing,) = [m for m in mentions("He is accused of the murder of a guard on May 3.") if m.type == "killing"]
    assert killing.edtf == "2016-05-03"

"""Anchoring, told as tables: what was said, when it was published, and the days that it means."""

import datetime as dt
from dataclasses import dataclass

import pytest

from timeline.extraction.timex import find_timexes
from timeline.extraction.types import Timex

FRIDAY = dt.date(2016, 6, 10)


@dataclass(frozen=True)
class Paragraph:
    number: int
    start: int
    end: int
    kind: str = "body"


def find(
    text: str, published: dt.date | None = FRIDAY, *, kind: str = "body", whole: bool = False
) -> tuple[Timex, ...]:
    """The timexes of a text whose lines are paragraphs; `whole` takes the text as one hard-wrapped paragraph."""
    blocks, position = [], 0
    for number, line in enumerate([text] if whole else text.splitlines(keepends=True), start=1):
        blocks.append(Paragraph(number, position, position + len(line), kind))
        position += len(line)
    return find_timexes(text, published=published, blocks=blocks)


def only(text: str, published: dt.date | None = FRIDAY) -> Timex:
    found = find(text, published)
    assert len(found) == 1, [timex.text for timex in found]
    return found[0]


WEEKDAYS = [
    ("The jury met on Wednesday.", "2016-06-08"),
    ("The jury meets Friday.", "2016-06-10"),
    ("A rally is under way on Friday at the court.", "2016-06-10"),
    ("The jury will meet on Wednesday.", "2016-06-15"),
    ("On Monday, the jury will hear the last witness.", "2016-06-13"),
    ("The sentencing is scheduled for Thursday.", "2016-06-16"),
    ("The law is to be signed on Tuesday.", "2016-06-14"),
    ("The verdict could come as early as Monday.", "2016-06-13"),
    ("The deadline had been due to expire on Monday.", "2016-06-06"),
    ("They gave the tenants until Monday to move out.", "2016-06-13"),
    ("She said on Thursday that the mill would shut.", "2016-06-09"),
    ("The mill shut last Thursday.", "2016-06-09"),
    ("The mill shut Thursday of last week.", "2016-06-02"),
    ("The mill will shut this Sunday.", "2016-06-12"),
    ("The mill shut this Tuesday.", "2016-06-07"),
]
MONTHS = [
    ("The mill shut in March.", dt.date(2016, 6, 10), "2016-03"),
    ("The mill shut in October.", dt.date(2016, 6, 10), "2015-10"),
    ("The mill will shut in October.", dt.date(2016, 6, 10), "2016-10"),
    ("The mill will shut in March.", dt.date(2016, 6, 10), "2016-03"),  # nine months ahead is too far for a bare month
    ("Voters are asked to choose a mayor in June.", dt.date(2018, 1, 12), "2018-06"),
    ("The mill shut in November of last year.", dt.date(2016, 6, 10), "2015-11"),
    ("The mill shut last November.", dt.date(2016, 6, 10), "2015-11"),
    ("The mill reopens next March.", dt.date(2016, 6, 10), "2017-03"),
]
MONTH_DAYS = [
    ("He was charged on May 2.", "2016-05-02"),
    ("He was charged on Dec. 30.", "2015-12-30"),
    ("The fair is on Aug. 3.", "2016-08-03"),
    ("The polls were open on Nov. 8.", "2015-11-08"),
    ("Voters go to the polls on Nov. 8.", "2016-11-08"),
    ("Voters will go to the polls on Nov. 8.", "2016-11-08"),
    ("Voters go to the polls on Tuesday, Nov. 8.", "2016-11-08"),  # a Tuesday in 2016
    ("For the year ended June 30 it lost money.", "2015-06-30"),
]
COUNTED = [
    ("The mill shut three days ago.", "2016-06-07"),
    ("The mill shut two weeks ago.", "2016-W21"),
    ("The mill shut five months ago.", "2016-01"),
    ("The mill shut four years ago.", "2012"),
    ("The mill shut a decade ago.", "2006~"),
    ("The mill shut about four years ago.", "2012~"),
    ("The mill shut two hours ago.", "2016-06-10"),
    ("The mill will reopen in three weeks.", "2016-W26"),
    ("The mill shut last week.", "2016-W22"),
    ("The mill shut this week.", "2016-W23"),
    ("The mill shut last weekend.", "2016-06-04/2016-06-05"),
    ("The mill shut last month.", "2016-05"),
    ("The mill shut earlier this year.", "2016"),
    ("The mill shut last fall.", "2015-23"),
    ("The mill shut yesterday.", "2016-06-09"),
    ("The mill shut on Thanksgiving.", "2015-11-26"),
    ("The mill shut in the fall.", "2015-23"),
    ("The mill shut two years ago today.", "2014-06-10"),
    ("The mill shut in the same month last year.", "2015-06"),
    ("The mill lost money in the third quarter of 2009.", "2009-07/2009-09"),
    ("The mill was built in the 1920s.", "192X"),
    ("The mill was built in the 19th century.", "18XX"),
]
FROM_ANOTHER_DATE = [
    ("He was charged on May 2. Two days later he fled.", "Two days", "2016-05-04"),
    ("He was charged on May 2, and fled the next day.", "the next day", "2016-05-03"),
    ("He was charged on May 4, and tried the following Monday.", "the following Monday", "2016-05-09"),
    ("The mill burned in 2007. That same year it had been sold.", "That same year", "2007"),
    ("The mill burned in 2007.\nIt was rebuilt a year after the fire.", "a year", "2008"),
    ("The mill burned in 2007; two years earlier it had flooded.", "two years earlier", "2005"),
    ("The talks are on May 24 and 25.", "25", "2016-05-25"),
    ("Third-quarter sales beat those of the year-ago period.", "the year-ago period", "2014-07/2014-09"),
    ("The fair runs Monday to Friday.", "Friday", "2016-06-10"),
    ("The fair ran Thursday through Sunday.", "Sunday", "2016-06-12"),
    ("It rained on Friday and Saturday.", "Saturday", "2016-06-11"),
    ("It rained on Friday and Thursday.", "Thursday", "2016-06-09"),
    ("It lost money for the quarter ended April 30.", "the quarter", "2016-02/2016-04"),
    ("The mill burned in 2007, and was sold the following March.", "the following March", "2008-03"),
    ("It burned in May 2007; the previous November it had been sold.", "the previous November", "2006-11"),
    ("It burned in January 2014. That winter, it was rebuilt.", "That winter", "2013-24"),
    ("He left two weeks before the May 2 vote.", "two weeks", "2016-W16"),
    ("He left two days after Monday's vote.", "two days", "2016-06-08"),
    ("The mill shut three years after the 1987 flood.", "three years", "1990"),
    ("The fair ran from 3 to 9 May 2012.", "3", "2012-05-03"),
    ("The fair ran from May 3-9, 2012.", "May 3", "2012-05-03"),
    ("It was built in the 17th and 18th centuries.", "the 17th", "16XX"),
    ("The council meets two weeks from Monday.", "two weeks from Monday", "2016-06-27"),
    ("It happened early on Sunday, June 5, at home.", "early on Sunday, June 5", "2016-06-05"),
    ("It happened in May, 2005, at home.", "May, 2005", "2005-05"),
]
ASKED_FOR = [  # what the first demonstration of the product had to get right, in other words
    ("Neighbours hand in their forms on Friday.", FRIDAY, "2016-06-10"),
    ("Twenty neighbours refused to serve on Wednesday.", FRIDAY, "2016-06-08"),
    ("The sentence was handed down last week.", FRIDAY, "2016-W22"),
    ("He was sentenced on June 2.", FRIDAY, "2016-06-02"),
    ("Volunteers met in the town hall this week.", dt.date(2018, 1, 12), "2018-W02"),
    ("They have the names it takes to unseat the mayor in June.", dt.date(2018, 1, 12), "2018-06"),
    ("The shop was raided in 2007.\nShe spoke up a year after the attack.", FRIDAY, "2008"),
]
AMBIGUOUS = [
    ("He was hurt last January.", ("2016-01", "2015-01")),
    ("It rained last spring.", ("2016-21", "2015-21")),
    ("Nobody forgets that cold January night.", ("2016-01", "2015-01")),
    ("The March robbery was never solved.", ("2016-03", "2015-03")),
    ("The form is dated 05/06/2016.", ("2016-05-06", "2016-06-05")),
    ("They were fined for their roles in the Aug. 22 rally.", ("2015-08-22", "2016-08-22")),
]
UNRESOLVED = [
    ("Two days later he fled.", "no date before it"),
    ("He fled a few days after the fire.", "gives no number"),
    ("He fled a week after the fire.", "an event that no date before it fixes"),
    ("The mill burned in 2007. That day it rained.", "names no day"),
    ("He fled several years ago.", "no number"),
]
WITHOUT_PUBLICATION = [
    ("Monday", "XXXX-WXX-1"),
    ("in January", "XXXX-01"),
    ("on June 2", "XXXX-06-02"),
    ("yesterday", "XXXX-XX-XX"),
    ("last week", "XXXX-WXX"),
    ("two years ago", "XXXX"),
    ("next spring", "XXXX-SP"),
    ("the first quarter", "XXXX-Q1"),
    ("this morning", "XXXX-XX-XXTMO"),
]


@pytest.mark.parametrize(("text", "expected"), WEEKDAYS)
def test_weekdays(text: str, expected: str) -> None:
    assert only(text).edtf == expected


@pytest.mark.parametrize(("text", "published", "expected"), MONTHS)
def test_months(text: str, published: dt.date, expected: str) -> None:
    assert only(text, published).edtf == expected


@pytest.mark.parametrize(("text", "expected"), MONTH_DAYS)
def test_month_and_day(text: str, expected: str) -> None:
    assert find(text)[-1].edtf == expected


@pytest.mark.parametrize(("text", "published", "expected"), ASKED_FOR)
def test_what_was_asked_for(text: str, published: dt.date, expected: str) -> None:
    assert find(text, published)[-1].edtf == expected


@pytest.mark.parametrize(("text", "expected"), COUNTED)
def test_counted_from_publication(text: str, expected: str) -> None:
    assert only(text).edtf == expected


@pytest.mark.parametrize(("text", "words", "expected"), FROM_ANOTHER_DATE)
def test_counted_from_another_date_of_the_text(text: str, words: str, expected: str) -> None:
    timex = next(timex for timex in find(text) if timex.text == words)
    assert timex.edtf == expected


def test_the_place_of_publication_tells_how_a_day_is_likelier_written() -> None:
    text = "The clerk stamped it 05/12/2016."
    blocks = [Paragraph(1, 0, len(text))]
    timex, *_ = find_timexes(text, published=dt.date(2017, 3, 1), blocks=blocks, day_first=True)
    assert (timex.edtf, timex.candidates) == ("2016-12-05", ("2016-12-05", "2016-05-12"))


@pytest.mark.parametrize(("text", "readings"), AMBIGUOUS)
def test_both_readings_stay_where_words_allow_two(text: str, readings: tuple[str, str]) -> None:
    timex = only(text)
    assert timex.candidates == readings
    assert timex.edtf == readings[0]
    assert timex.explanation


@pytest.mark.parametrize(("text", "reason"), UNRESOLVED)
def test_unresolved_says_why(text: str, reason: str) -> None:
    timex = find(text)[-1]
    assert timex.edtf is None
    assert reason in timex.explanation


@pytest.mark.parametrize(("words", "value"), WITHOUT_PUBLICATION)
def test_without_publication_nothing_relative_is_guessed(words: str, value: str) -> None:
    timex = only(f"It rained {words}.", None)
    assert (timex.value, timex.edtf, timex.earliest, timex.latest) == (value, None, None, None)


def test_without_publication_written_dates_resolve() -> None:
    assert [t.edtf for t in find("Built in 1961, it burned on May 12, 2016.", None)] == ["1961", "2016-05-12"]


def test_expression_crosses_a_line_break_inside_a_paragraph_only() -> None:
    wrapped = "The council met in the third\nquarter of 2009 and again on June\n2 of this year."
    assert [t.value for t in find(wrapped, whole=True)] == ["2009-Q3", "2016-06-02"]
    assert "2009-Q3" not in [t.value for t in find(wrapped)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("It was shut between January and June of 2015.", "2015-01"),
        ("It was shut from June 3 to July 9, 2012.", "2012-06-03"),
        ("It was shut from November to January 2013.", "2012-11"),
        ("It was shut in January, and in June 2015 it burned.", "2016-01"),
        ("It will be shut in June and July next year.", "2017-06"),
    ],
)
def test_first_end_of_a_range_shares_the_year_of_the_second(text: str, first: str) -> None:
    assert find(text)[0].edtf == first


@pytest.mark.parametrize("text", ["It met on 30 February 2016.", "It met on February 30.", "It met at 25 p.m. sharp."])
def test_what_no_calendar_has_is_no_date(text: str) -> None:
    assert find(text) == ()


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("OAKVILLE, June 9 (Wire) -- The council met.", "dateline"),
        ("Posted June 9, 2016 by the city desk", "stamp"),
        ("Last updated: Thursday, June 9, 2016", "stamp"),
        ("The council met on June 9, as published before.", "month-day"),
    ],
)
def test_datelines_and_stamps_are_told_apart_from_the_story(text: str, rule: str) -> None:
    assert find(text)[0].rule == rule


def test_nothing_counts_from_a_stamp() -> None:
    found = find("Posted June 9, 2016\nTwo days later he fled.")
    assert found[-1].edtf is None


@pytest.mark.parametrize("first", ["Posted June 9, 2016", "Updated: June 9, 2016", "On June 9, 2016 it rained."])
def test_no_day_of_publication_is_guessed_from_the_text(first: str) -> None:
    assert [t.edtf for t in find(f"{first}\nIt fell on Monday.", None)] == ["2016-06-09", None]


@pytest.mark.parametrize(
    ("stamp", "text", "readings"),
    [
        ("Updated: June 13, 2016", "It fell on Sunday.", ("2016-06-12", "2016-06-05")),
        ("Last modified June 11, 2016", "It fell on Saturday.", ("2016-06-11", "2016-06-04")),
        ("Updated: June 13, 2016", "It fell on Tuesday.", ()),
        ("Updated: June 13, 2018", "It fell on Sunday.", ()),
        ("Posted: June 13, 2016", "It fell on Sunday.", ()),
    ],
)
def test_a_weekday_between_publication_and_the_last_change(stamp: str, text: str, readings: tuple[str, ...]) -> None:
    assert find(f"{stamp}\n{text}")[-1].candidates == readings


def test_caption_is_named_in_the_explanation() -> None:
    assert "caption" in find("The bridge as it stood on Friday", kind="caption")[0].explanation


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Shots fell at 3:30am local time (02:30 GMT) on Sunday.", "2016-06-05T03:30"),
        ("On Sunday, shots fell at about 11 p.m. downtown.", "2016-06-05T23:00"),
        ("Shots fell at 11 p.m. local time (0300 GMT) yesterday.", "2016-06-09T23:00"),
        ("Shots fell on the night of June 3.", "2016-06-03TNI"),
        ("Shots fell early Sunday morning.", "2016-06-05TMO"),
        ("Shots fell at noon on May 3, 2016.", "2016-05-03T12:00"),
        ("Shots fell at 10 o'clock Saturday night.", "2016-06-04T22:00"),
        ("Shots fell at 7:30 Saturday evening.", "2016-06-04T19:30"),
        ("Shots fell at 8 a.m. Saturday morning.", "2016-06-04T08:00"),
        ("Shots fell at 2:30 Sunday night.", "2016-06-05T02:30"),
        ("Shots fell at 5.30pm on Monday.", "2016-06-06T17:30"),
    ],
)
def test_time_of_day_has_the_day_beside_it(text: str, value: str) -> None:
    assert value in [timex.value for timex in find(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Call the desk at 822-1999 or write to 1903 Elm Street.",
        "The boy is 6 years old and the man is 37.",
        "May I sit in the sun, asked the second man.",
        "Version 2.1.4 costs $1990 in Room 2011.",
    ],
)
def test_what_only_looks_like_a_time(text: str) -> None:
    assert find(text) == ()


TWO_WEEKS = [
    ("He fled last Wednesday.", ("2016-06-08", "2016-06-01")),
    ("He fled last Friday.", ()),
    ("He fled last Monday.", ()),
    ("He fled this past Wednesday.", ()),
]


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("The mill burned a month ago Monday.", ("2016-05-09", "2016-05-06")),
        ("The mill burned two years ago Monday.", ("2014-06-06", "2014-06-09")),
        ("The mill burned two years ago this Sunday.", ()),
        ("The mill burned a week ago Monday.", ()),
    ],
)
def test_months_and_years_before_a_weekday_are_that_weekday_or_that_day(text: str, candidates: tuple[str, ...]) -> None:
    assert only(text).candidates == candidates


@pytest.mark.parametrize(("text", "candidates"), TWO_WEEKS)
def test_last_weekday_of_this_week_keeps_that_of_last_week(text: str, candidates: tuple[str, ...]) -> None:
    assert only(text).candidates == candidates


def test_american_holiday_is_not_read_by_their_calendar_elsewhere() -> None:
    text = "They marched on Independence Day."
    blocks = [Paragraph(1, 0, len(text))]
    here, there = (find_timexes(text, published=FRIDAY, blocks=blocks, day_first=first)[0] for first in (False, True))
    assert (here.value, there.edtf) == ("2015-07-04", None)

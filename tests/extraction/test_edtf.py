"""EDTF ↔ days, granularity and plain words: a specification as tables."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.extraction import edtf

DAYS = st.dates()

ALLOWED = [
    ("2016-06-10", "2016-06-10", "2016-06-10", "day"),
    ("2016-06-10T22:30", "2016-06-10", "2016-06-10", "day"),
    ("2016-02", "2016-02-01", "2016-02-29", "month"),
    ("2016-02~", "2016-02-01", "2016-02-29", "month"),
    ("2016", "2016-01-01", "2016-12-31", "year"),
    ("2016?", "2016-01-01", "2016-12-31", "year"),
    ("2016-XX", "2016-01-01", "2016-12-31", "year"),
    ("201X", "2010-01-01", "2019-12-31", "decade"),
    ("19XX", "1900-01-01", "1999-12-31", "century"),
    ("2016-W22", "2016-05-30", "2016-06-05", "week"),
    ("2015-W53", "2015-12-28", "2016-01-03", "week"),
    ("2010-21", "2010-03-01", "2010-05-31", "season"),
    ("2010-24", "2010-12-01", "2011-02-28", "season"),
    ("2009-35", "2009-07-01", "2009-09-30", "quarter"),
    ("2016-05-30/2016-06-05", "2016-05-30", "2016-06-05", "interval"),
    ("2016-01/2016-03", "2016-01-01", "2016-03-31", "interval"),
    ("../2016-06-10", None, "2016-06-10", "interval"),
    ("2016-06/..", "2016-06-01", None, "interval"),
    ("[2016-06-03..2016-06-09]", "2016-06-03", "2016-06-09", "once"),
    ("[..2016-05-11]", None, "2016-05-11", "once"),
    ("{2016,2017}", "2016-01-01", "2017-12-31", "interval"),
]
NONSENSE = [
    *("", "junk", "2016-13", "2016-02-30", "0000", "10000", "2016-W53", "2016-W00", "9999-24", "2016-24-05"),
    *("2016-06-10/2016-06-09", "/", "[..]", "..", "2016/2017/2018", "[2016..[2015..2017]]", "٢٠١٦", "2016-06-10" * 20),
]
WORDS = [
    ("2016-06-10", "10 June 2016"),
    ("2019-03", "March 2019"),
    ("2019", "2019"),
    ("2019-03-04~", "about 4 March 2019"),
    ("2019?", "possibly 2019"),
    ("2019%", "possibly about 2019"),
    ("[..2016-05-11]", "before 12 May 2016"),
    ("[2016-05-12..]", "after 11 May 2016"),
    ("[..2016-05]", "before the end of May 2016"),
    ("../2016-05-12", "until 12 May 2016"),
    ("2016-05/..", "from May 2016"),
    ("2016-W22", "week of 30 May 2016"),
    ("[2016-06-03..2016-06-09]", "between 3 and 9 June 2016"),
    ("[2016-06-03..2016-07-09]", "between 3 June and 9 July 2016"),
    ("[2015-12-30..2016-01-02]", "between 30 December 2015 and 2 January 2016"),
    ("2016-06-03/2016-06-09", "3 to 9 June 2016"),
    ("2016-05/2016-07", "May to July 2016"),
    ("2010-21", "spring 2010"),
    ("2009-35", "the third quarter of 2009"),
    ("199X", "the 1990s"),
    ("19XX", "the 20th century"),
    ("{2016,2017}", "2016 to 2017"),
    ("no date", "no date"),
]
OVERLAPS = [
    ("2016-06", "2016-06-10", "2016-06-10"),
    ("2016", "2016-W22", "2016-W22"),
    ("2016-W22", "2016-06", "[2016-06-01..2016-06-05]"),
    ("2016-06", "2016-07", None),
    ("../2016-06-10", "2016-06", "[2016-06-01..2016-06-10]"),
    ("2016-05-30/2016-06-01", "2016-06", "2016-06-01"),
    ("2015", "2015~", "2015"),
]


def day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


@pytest.mark.parametrize(("text", "earliest", "latest", "unit"), ALLOWED)
def test_days_and_granularity(text: str, earliest: str | None, latest: str | None, unit: str) -> None:
    assert edtf.days(text) == (day(earliest), day(latest))
    assert edtf.granularity(text) == unit


@pytest.mark.parametrize("text", NONSENSE)
def test_nonsense_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        edtf.days(text)
    assert not edtf.is_valid(text)
    assert edtf.describe(text) == text


@pytest.mark.parametrize(("text", "words"), WORDS)
def test_description_for_a_reader(text: str, words: str) -> None:
    assert edtf.describe(text) == words


@pytest.mark.parametrize(("first", "second", "both"), OVERLAPS)
def test_what_two_dates_both_allow(first: str, second: str, both: str | None) -> None:
    assert edtf.intersect(first, second) == both


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused_with_value_error(text: str) -> None:
    try:
        earliest, latest = edtf.days(text)
    except ValueError:
        return
    assert earliest is None or latest is None or earliest <= latest
    assert edtf.describe(text)


@given(DAYS, DAYS)
def test_days_survive_the_way_through_edtf(one: dt.date, other: dt.date) -> None:
    first, last = min(one, other), max(one, other)
    assert edtf.days(edtf.from_days(first, last)) == (first, last)


@pytest.mark.parametrize(
    ("first", "last", "shortest"),
    [
        ("2016-01-01", "2016-12-31", "2016"),
        ("2016-02-01", "2016-02-29", "2016-02"),
        ("2016-05-30", "2016-06-05", "2016-W22"),
        ("2009-07-01", "2009-09-30", "2009-07/2009-09"),
        ("2009-07-01", "2009-09-29", "2009-07-01/2009-09-29"),
        (None, "2009-09-29", "../2009-09-29"),
    ],
)
def test_shortest_edtf_of_two_days(first: str | None, last: str | None, shortest: str) -> None:
    assert edtf.from_days(day(first), day(last)) == shortest

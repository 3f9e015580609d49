"""The day of publication: what is a day, which day it is in the article's zone, and what is refused."""

import datetime as dt

import pytest

from articles.days import publication_day, refuse_future, writes_day_first
from articles.errors import IngestError

DAYS = [
    ("2016-06-10", "America/Los_Angeles", "2016-06-10"),
    (" 2016-06-10 ", "UTC", "2016-06-10"),
    ("2013-03-12T02:31:00+00:00", "America/New_York", "2013-03-11"),  # still the evening before
    ("2013-03-12T02:31:00Z", "America/New_York", "2013-03-11"),
    ("2013-03-12T02:31:00+0000", "America/New_York", "2013-03-11"),
    ("2013-03-12T02:31:00Z", "Europe/London", "2013-03-12"),
    ("2013-03-11T23:30:00-05:00", "Europe/London", "2013-03-12"),
    ("2013-03-12T02:31:00", "America/New_York", "2013-03-12"),  # no offset: the article's own time
    ("2013-03-12 02:31", "America/New_York", "2013-03-12"),
    (dt.date(2016, 6, 10), "Asia/Tokyo", "2016-06-10"),
    (dt.datetime(2013, 3, 12, 2, 31, tzinfo=dt.UTC), "America/New_York", "2013-03-11"),
]


@pytest.mark.parametrize(("raw", "zone", "day"), DAYS)
def test_day(raw: str | dt.date, zone: str, day: str) -> None:
    assert publication_day(raw, zone).isoformat() == day


@pytest.mark.parametrize(
    "raw",
    ["soon", "03/04/2016", "10 June 2016", "2016", "2016-06", "2016-06-31", "Friday", "0001-01-01T00:00:00+23:00"],
)
def test_what_is_no_day_is_refused_with_an_example(raw: str) -> None:
    with pytest.raises(IngestError, match=r"(?s)is no day of publication.*like 2016-06-10"):
        publication_day(raw, "America/New_York")


@pytest.mark.parametrize("raw", ["", "  ", None])
def test_a_missing_day_is_asked_for(raw: str | None) -> None:
    with pytest.raises(IngestError, match="no day of publication"):
        publication_day(raw, "UTC")


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc/passwd", "", "\0", "America", "x" * 5000])
def test_a_zone_that_is_none_is_refused(zone: str) -> None:
    with pytest.raises(IngestError, match="no time zone"):
        publication_day("2016-06-10", zone)


def test_tomorrow_is_refused_and_it_comes_earlier_in_the_east() -> None:
    now = dt.datetime(2016, 6, 10, 20, 0, tzinfo=dt.UTC)
    refuse_future(dt.date(2016, 6, 11), "Asia/Tokyo", now)
    with pytest.raises(IngestError, match="2016-06-11, which is still to come"):
        refuse_future(dt.date(2016, 6, 11), "America/New_York", now)


@pytest.mark.parametrize(
    ("zone", "day_first"),
    [
        ("Europe/London", True),
        ("Australia/Sydney", True),
        ("America/New_York", False),
        ("America/Indiana/Knox", False),
        ("UTC", False),
        ("Etc/GMT+5", False),
        ("", False),
    ],
)
def test_the_zone_tells_how_days_are_written_there(zone, day_first):
    assert writes_day_first(zone) is day_first

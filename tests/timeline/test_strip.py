"""The strip above a timeline: its bars, the levels that it zooms through, and the periods beside. No database."""

import datetime as dt

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from timeline.filters import Asked, parse
from timeline.presentation import periods, zoom
from timeline.presentation.strip import HEIGHT, core, frame, strip
from timeline.queries import Bucket, Extent

D = dt.date


@pytest.mark.parametrize(
    ("first", "last", "unit", "covers"),
    [
        (D(2016, 6, 3), D(2016, 6, 20), "day", (D(2016, 6, 3), D(2016, 6, 20))),
        (D(2016, 1, 1), D(2016, 5, 30), "week", (D(2015, 12, 28), D(2016, 6, 5))),
        (D(2016, 1, 1), D(2016, 12, 31), "month", (D(2016, 1, 1), D(2016, 12, 31))),
        (D(2015, 1, 20), D(2018, 6, 5), "month", (D(2015, 1, 1), D(2018, 6, 30))),
        (D(1990, 5, 1), D(2018, 6, 5), "year", (D(1990, 1, 1), D(2018, 12, 31))),
        (D(1, 1, 1), D(9999, 12, 31), "decade", (D(1, 1, 1), D(9999, 12, 31))),
    ],
)
def test_bars_fit_the_span(first: dt.date, last: dt.date, unit: str, covers: tuple[dt.date, dt.date]) -> None:
    framed = frame(Asked(), Extent(5, first, last), {})
    assert framed is not None
    assert (framed[2].name, framed[:2]) == (unit, covers)


@pytest.mark.parametrize(
    ("years", "first", "last"),
    [
        ({1932: 1, 2015: 9, 2016: 20}, D(2015, 1, 1), D(2016, 12, 31)),
        ({2015: 9, 2016: 20, 2055: 1}, D(2015, 1, 1), D(2016, 12, 31)),
        ({1932: 1, 2015: 9, 2016: 20, 2055: 1}, D(2015, 1, 1), D(2016, 12, 31)),
        ({1932: 9, 2016: 20}, D.min, D.max),  # too many to be exceptions
        ({2012: 1, 2014: 9, 2016: 20}, D.min, D.max),  # not far enough away
        ({2016: 3}, D.min, D.max),
        ({}, D.min, D.max),
    ],
)
def test_a_few_events_far_away_do_not_press_the_others_together(years, first, last) -> None:
    assert core(years) == (first, last)


def test_there_is_no_strip_without_dates() -> None:
    assert frame(Asked(), Extent(3, None, None), {}) is None
    assert frame(Asked(first=D(2020, 1, 1)), Extent(3, D(2015, 1, 1), D(2016, 1, 1)), {}) is None


def test_bars_stand_in_their_places_and_lead_to_their_time() -> None:
    extent = Extent(9, D(2015, 1, 10), D(2015, 12, 20))
    framed = frame(Asked(q="gull"), Extent(9, D(2012, 1, 1), D(2015, 12, 20)), {})
    assert framed is not None
    drawn = strip(Asked(q="gull"), extent, framed, [Bucket(D(2012, 1, 1), 2, 0), Bucket(D(2015, 12, 1), 6, 3)], [2012])
    low, high = drawn.bars
    assert (low.place, round(high.place + drawn.place)) == (0, 100)
    assert (low.height, high.height, high.y, high.ahead) == (HEIGHT // 3, HEIGHT, 0, HEIGHT // 2)
    assert high.url == "?q=gull&from=2015-12&to=2015-12"
    assert high.label == "December 2015: 6 events, 3 of them planned or open"
    assert "the most, 6, in December 2015" in drawn.caption
    assert "1 other event" in drawn.caption
    assert [tick.text for tick in drawn.ticks] == ["2012", "2013", "2014", "2015"]


def test_bars_are_stacked_by_the_types_with_the_most_events() -> None:
    counts = {"vote": 5, "trial": 3, "visit": 2, "letter": 1, "storm": 1}
    extent = Extent(12, D(2015, 1, 10), D(2015, 1, 20))
    framed = frame(Asked(), extent, {})
    assert framed is not None
    drawn = strip(Asked(), extent, framed, [Bucket(D(2015, 1, 10), 12, 0, counts)], [2015], {"vote": "Vote"})
    assert [layer.name for layer in drawn.layers] == ["Vote", "trial", "visit", "Other types"]
    assert drawn.layers[0].path.endswith("V72z")  # the first stands on the ground
    assert drawn.layers[-1].path.split("V")[1].startswith("0h")  # the last reaches the top
    folded = strip(Asked(), extent, framed, [Bucket(D(2015, 1, 10), 1, 0, {"vote": 1})], [2015])
    assert [layer.name for layer in folded.layers] == ["vote"]


def test_each_level_is_there_around_what_is_shown() -> None:
    asked = Asked(first=D(2016, 6, 1), last=D(2016, 6, 30))
    told = [
        (level.text, level.words, level.is_current) for level in zoom.levels(asked, D(2016, 6, 8), "day", D(2016, 6, 8))
    ]
    assert told == [
        ("Decade", "2010s", False),
        ("Year", "2016", False),
        ("Month", "June 2016", True),
        ("Week", "week of 6 June 2016", False),
        ("Day", "8 June 2016", False),
    ]


def test_what_is_closer_than_a_bar_leads_to_an_event_that_is_listed() -> None:
    extent, buckets = (
        Extent(3, D(2016, 2, 5), D(2016, 9, 9)),
        [Bucket(D(2016, 6, 1), 2, 0), Bucket(D(2016, 9, 1), 1, 0)],
    )
    framed = frame(Asked(first=D(2016, 1, 1), last=D(2016, 12, 31)), extent, {})
    assert framed is not None
    for listed, day in (([D(2016, 9, 9), D(2016, 6, 17)], "17 June 2016"), ([D(2016, 9, 9)], "9 September 2016")):
        told = {level.text: level.words for level in strip(Asked(), extent, framed, buckets, [2016], {}, listed).levels}
        assert (told["Month"], told["Day"]) == ("June 2016", day)


@given(st.dates())
def test_levels_hold_the_day_that_they_close_in_on(day: dt.date) -> None:
    for level in zoom.levels(Asked(), day, "day", day):
        asked, notes = parse(QueryDict(level.url.removeprefix("?")))
        assert notes == []
        assert asked.first is not None
        assert asked.last is not None
        assert asked.first <= day <= asked.last


def test_zoom_leads_out_and_pan_leads_beside() -> None:
    asked = Asked(first=D(2016, 6, 1), last=D(2016, 6, 30))
    extent = Extent(2, D(2016, 6, 2), D(2016, 6, 8))
    framed = frame(asked, extent, {2015: 1, 2016: 2})
    assert framed is not None
    drawn = strip(asked, extent, framed, [Bucket(D(2016, 6, 2), 2, 0)], [2015, 2016])
    assert [(link.text, link.url, link.is_current) for link in drawn.zoom] == [
        ("All", "?", False),
        ("2016", "?from=2016&to=2016", False),
        ("June 2016", "?from=2016-06&to=2016-06", True),
    ]
    assert (drawn.earlier, drawn.later) == ("?from=2016-05&to=2016-05", "?from=2016-07&to=2016-07")


@pytest.mark.parametrize(
    ("first", "last", "earlier", "later"),
    [
        (D(2016, 1, 1), D(2016, 12, 31), (D(2015, 1, 1), D(2015, 12, 31)), (D(2017, 1, 1), D(2017, 12, 31))),
        (D(2016, 3, 1), D(2016, 3, 31), (D(2016, 2, 1), D(2016, 2, 29)), (D(2016, 4, 1), D(2016, 4, 30))),
        (D(2016, 6, 3), D(2016, 6, 9), (D(2016, 5, 27), D(2016, 6, 2)), (D(2016, 6, 10), D(2016, 6, 16))),
        (D(1, 1, 1), D(1, 12, 31), None, (D(2, 1, 1), D(2, 12, 31))),
        (D(9999, 12, 31), D(9999, 12, 31), (D(9999, 12, 30), D(9999, 12, 30)), None),
        (None, D(2016, 1, 1), None, None),
    ],
)
def test_the_periods_beside(first, last, earlier, later) -> None:
    assert periods.beside(first, last) == (earlier, later)


@given(st.dates(), st.sampled_from(["day", "week", "month", "year", "decade"]))
def test_units_tile_the_calendar(day: dt.date, unit: str) -> None:
    start = periods.floor(day, unit)
    assert start <= day
    after = periods.following(start, unit)
    assert day < after or after == D.max
    assert periods.floor(start, unit) == start
    assert periods.label(start, unit)

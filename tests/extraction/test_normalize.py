"""Lengths of time and calendar periods as TIMEX3 and EDTF write them."""

import datetime as dt

import pytest

from timeline.extraction import holidays
from timeline.extraction.meaning import VAGUE, Meaning
from timeline.extraction.normalize import duration_value
from timeline.extraction.periods import Period, shift_day

DAY = dt.date(2016, 1, 31)


@pytest.mark.parametrize(
    ("number", "unit", "value"),
    [
        (3, "month", "P3M"),
        (2, "hour", "PT2H"),
        (90, "minute", "PT90M"),
        (2.5, "year", "P2Y6M"),
        (1.5, "minute", "PT1M30S"),
        (0.5, "hour", "PT30M"),
        (2, "decade", "P20Y"),
        (0.5, "century", "P50Y"),
        (1, "fortnight", "P2W"),
        (VAGUE, "year", "PXY"),
        (VAGUE, "hour", "PTXH"),
        (None, "week", "PXW"),
        (12_000_000, "year", "P12000000Y"),
    ],
)
def test_length_of_time(number: float | None, unit: str, value: str) -> None:
    assert duration_value(Meaning("duration", unit=unit, number=number)) == value


@pytest.mark.parametrize(
    ("unit", "value", "edtf"),
    [
        ("day", "2016-01-31", "2016-01-31"),
        ("week", "2016-W04", "2016-W04"),
        ("weekend", "2016-W04-WE", "2016-01-30/2016-01-31"),
        ("month", "2016-01", "2016-01"),
        ("quarter", "2016-Q1", "2016-01/2016-03"),
        ("half", "2016-H1", "2016-01/2016-06"),
        ("season", "2015-WI", "2015-24"),
        ("year", "2016", "2016"),
        ("decade", "201", "201X"),
        ("century", "20", "20XX"),
    ],
)
def test_period_that_holds_a_day(unit: str, value: str, edtf: str) -> None:
    period = Period(unit, DAY)
    assert (period.value, period.edtf) == (value, edtf)


@pytest.mark.parametrize(
    ("unit", "number", "expected"),
    [
        ("month", 1, dt.date(2016, 2, 29)),
        ("month", -2, dt.date(2015, 11, 30)),
        ("year", 1, dt.date(2017, 1, 31)),
        ("week", 2, dt.date(2016, 2, 14)),
        ("quarter", -1, dt.date(2015, 10, 31)),
        ("century", 80, None),
        ("year", -2016, None),
        ("day", 10**9, None),
    ],
)
def test_shifted_day(unit: str, number: int, expected: dt.date | None) -> None:
    assert shift_day(DAY, unit, number) == expected


@pytest.mark.parametrize(
    ("name", "year", "expected"),
    [
        ("thanksgiving day", 2015, dt.date(2015, 11, 26)),
        ("election day", 2016, dt.date(2016, 11, 8)),
        ("memorial day", 2016, dt.date(2016, 5, 30)),
        ("easter sunday", 2014, dt.date(2014, 4, 20)),
        ("good friday", 2016, dt.date(2016, 3, 25)),
        ("new year's eve", 1999, dt.date(1999, 12, 31)),
        ("easter", 1500, None),
        ("sports day", 2016, None),
    ],
)
def test_holidays(name: str, year: int, expected: dt.date | None) -> None:
    assert holidays.day_of(name, year) == expected

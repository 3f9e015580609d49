"""Any text, however hostile: no exception, exact offsets, linear time."""

import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.extraction.test_timex import FRIDAY, find
from timeline.extraction import edtf
from timeline.extraction.timex import find_timexes

WORDS = (
    "last next this past the a two 3 12 2016 1990s year years ago later earlier after before week month day night "
    "Friday Monday May March June Jan. quarter third first of and half in on at - / , . 10:30 p.m. noon today now "
    "every each century decade spring several few couple 99999999 0 31 30 February 06/10/2016 same following tomorrow "
    "from until ended shooting will was Updated: '92 FY14 Q3 H1 ½ through o'clock tonight centuries Christmas since to"
)
PHRASES = st.lists(st.sampled_from(WORDS.split()), max_size=25).map(" ".join)
DAYS = st.dates()


@given(st.one_of(st.text(max_size=300), PHRASES), st.none() | DAYS)
def test_offsets_fit_and_earliest_is_not_after_latest(text: str, published: dt.date | None) -> None:
    found = find(text, published, whole=True)

    position = 0
    for timex in found:
        assert timex.text == text[timex.start : timex.end]
        assert position <= timex.start < timex.end
        position = timex.end
        if timex.edtf is None:
            assert (timex.earliest, timex.latest) == (None, None)
        else:
            assert (timex.earliest, timex.latest) == edtf.days(timex.edtf)
            assert timex.earliest is None or timex.latest is None or timex.earliest <= timex.latest
        assert timex.explanation
        assert not timex.candidates or timex.edtf == timex.candidates[0]


@given(PHRASES, DAYS)
def test_resolving_twice_gives_the_same(text: str, published: dt.date) -> None:
    assert find(text, published, whole=True) == find(text, published, whole=True)


@given(
    st.sampled_from(["on Monday", "last Tuesday", "this Saturday", "for a rally due Sunday", "Friday night"]),
    st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)),
    st.integers(-500, 500),
)
def test_shifting_publication_by_weeks_shifts_weekdays_equally(words: str, published: dt.date, weeks: int) -> None:
    shift = dt.timedelta(weeks=weeks)
    (before,), (after,) = find(f"It met {words}.", published), find(f"It met {words}.", published + shift)

    assert before.earliest is not None
    assert after.earliest == before.earliest + shift


@pytest.mark.parametrize("day", [dt.date.min, dt.date.max])
def test_ends_of_the_calendar(day: dt.date) -> None:
    text = (
        "It met yesterday, tomorrow, last week, next weekend, last winter, next month, in the next century, Friday, "
        "Monday, two decades ago, 50 years from now, in March, on Dec. 31, on Jan. 1, the following day, on Easter."
    )
    for timex in find(text, day):
        assert timex.edtf is None or edtf.is_valid(timex.edtf)


HOSTILE = {
    "one word again and again": "last " * 20_000,
    "digits": "1" * 100_000,
    "figures": "1 " * 20_000,
    "too many years": "99999999 years ago and " + "9" * 40 + " years ago " + "in 88888888 centuries",
    "years that no calendar has": "year 0, 0000-00-00, 10000, 10000-01-01, 99999-99-99, 30 February, 2016-13-45",
    "numbers in words": "two thousand and " * 5_000,
    "halves": "two and a half " * 5_000,
    "brackets": "(" * 50_000,
    "full stops": "." * 50_000,
    "initials": "a." * 50_000,
    "hyphens": "two-" * 20_000,
    "weekdays": "Friday " * 5_000,
    "times of day": "5 p.m. at " * 5_000,
    "figures of other scripts": "٢٠١٦-٠٦-١٠ ²⁰¹⁶ ½ ① 二〇一六年 " * 500,
    "lone surrogates and marks": "\ud800 \u0301\u0301 \u202e May\u00a02,\u00a02016 \u0000",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_neither_raises_nor_hangs(name: str) -> None:
    text = HOSTILE[name]
    started = time.process_time()
    found = find(text, whole=True)

    assert all(timex.text == text[timex.start : timex.end] for timex in found)
    assert time.process_time() - started < 10


def test_absurd_distances_name_no_day() -> None:
    assert {timex.edtf for timex in find(HOSTILE["too many years"], whole=True)} == {None}


def test_ten_times_the_text_takes_about_ten_times_as_long() -> None:
    """Five million characters in one paragraph; the bound is wide, for a busy machine."""
    sentence = "Nobody from the mill spoke at the council, and those who came to listen left as they had come. "
    page = (sentence * 4 + "It met on Friday and will meet again in two weeks. ") * 1_200
    times = []
    for text in (page[:500_000], (page * 10)[:5_000_000]):
        started = time.process_time()
        find_timexes(text, published=FRIDAY, blocks=[_Whole(len(text))])
        times.append(time.process_time() - started)

    assert times[1] < 20 * times[0]


class _Whole:
    number, kind, start = 1, "body", 0

    def __init__(self, end: int) -> None:
        self.end = end

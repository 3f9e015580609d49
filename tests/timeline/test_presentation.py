"""What rows and texts are turned into: pieces, words, bars. No database."""

import datetime as dt

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from timeline.filters import Asked, parse, period
from timeline.presentation import periods, wording, zoom
from timeline.presentation.evidence import text_fragment
from timeline.presentation.facets import facets
from timeline.presentation.marks import Mark, pieces, runs
from timeline.presentation.strip import HEIGHT, core, frame, strip
from timeline.presentation.timeline import found_pieces
from timeline.queries import Bucket, Choice, Extent

D = dt.date
MARKS = st.lists(
    st.builds(Mark, st.integers(-5, 60), st.integers(-5, 60), st.sampled_from(["sentence", "trigger", "date"])),
    max_size=8,
)


@given(st.text(max_size=50), MARKS)
def test_pieces_give_the_text_back(text: str, marks: list[Mark]) -> None:
    cut = pieces(text, marks)
    assert "".join(piece.text for piece in cut) == text
    assert all(piece.text for piece in cut)
    assert "".join(piece.text for run in runs(text, marks) for piece in run.pieces) == text


@given(st.text(min_size=1, max_size=50), MARKS)
def test_every_letter_is_under_the_marks_that_cover_it(text: str, marks: list[Mark]) -> None:
    at = 0
    for piece in pieces(text, marks):
        for offset in range(at, at + len(piece.text)):
            assert piece.kinds == {m.kind for m in marks if m.start <= offset < m.end}
        at += len(piece.text)


def test_pieces_end_where_their_marks_end() -> None:
    text = "It was opened on Wednesday."
    cut = pieces(text, [Mark(0, 27, "sentence"), Mark(7, 13, "trigger", "/e/"), Mark(17, 26, "date")])
    assert [(p.text, sorted(p.kinds - {"sentence"}), sorted(p.ends)) for p in cut] == [
        ("It was ", [], []),
        ("opened", ["trigger"], ["trigger"]),
        (" on ", [], []),
        ("Wednesday", ["date"], ["date"]),
        (".", [], ["sentence"]),
    ]
    assert cut[1].url == "/e/"


@pytest.mark.parametrize(
    ("marked", "text", "found"),
    [
        ("a \x02gull\x03 flew", "a gull flew", ["gull"]),
        ("\x02a\x03 \x02b\x03", "a b", ["a", "b"]),
        ("a gull flew", "a gull flew", []),
        ("a  \x02flew\x03", "a <b> flew", []),  # the search dropped something that looks like markup
        ("", "a gull flew", []),
    ],
)
def test_words_that_a_search_found(marked: str, text: str, found: list[str]) -> None:
    cut = found_pieces(marked, text)
    assert "".join(piece.text for piece in cut) == text
    assert [piece.text for piece in cut if "found" in piece.kinds] == found


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("nearly 1000000 signature", "nearly 1,000,000 signatures"),
        ("more than 1000000 signature", "more than 1,000,000 signatures"),
        ("20 juror", "20 jurors"),
        ("several juror", "several jurors"),
        ("1 month", "1 month"),
        ("about 1 month", "about 1 month"),
        ("2.5 mile", "2.5 miles"),
        ("12500.75 dollar", "12,500.75 dollars"),
        ("3 person", "3 people"),
        ("4 county", "4 counties"),
        ("2 day", "2 days"),
        ("6 bus", "6 buses"),
        ("juror", "juror"),
    ],
)
def test_claimed_counts(value: str, words: str) -> None:
    assert wording.claim_words("quantity", value) == words


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("date", "2016-06", "June 2016"),
        ("date", "", "Undated"),
        ("status", "planned", "planned"),
        ("status", "negated", "did not happen"),
        ("status", "unheard-of", "unheard-of"),
    ],
)
def test_other_claims(field: str, value: str, words: str) -> None:
    assert wording.claim_words(field, value) == words


@pytest.mark.parametrize(
    ("end", "start", "words"),
    [
        (D(2015, 1, 1), D(2015, 1, 2), ""),
        (D(2015, 1, 1), D(2015, 2, 28), ""),
        (D(2015, 1, 1), D(2015, 3, 10), "2 months"),
        (D(2015, 3, 30), D(2016, 5, 30), "14 months"),
        (D(2010, 1, 1), D(2016, 1, 2), "6 years"),
        (D(2016, 1, 1), D(2015, 1, 1), ""),
    ],
)
def test_gaps(end: dt.date, start: dt.date, words: str) -> None:
    assert wording.gap_words(end, start) == words


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2016", D(2016, 1, 1), D(2016, 12, 31)),
        ("2016-02", D(2016, 2, 1), D(2016, 2, 29)),
        ("2016-6", D(2016, 6, 1), D(2016, 6, 30)),
        ("2016-06-10", D(2016, 6, 10), D(2016, 6, 10)),
        ("9999", D(9999, 1, 1), D(9999, 12, 31)),
    ],
)
def test_periods_as_people_type_them(text: str, first: dt.date, last: dt.date) -> None:
    assert period(text) == (first, last)


@pytest.mark.parametrize(
    ("query", "chip"),
    [
        ("from=2016-06&to=2016-06", "June 2016"),
        ("from=2016-06-08&to=2016-07", "8 June 2016 – 31 July 2016"),
        ("from=2016-06-08", "From 8 June 2016"),
        ("to=2016", "Until 31 December 2016"),
        ("q=gull", "Words: gull"),
        ("status=planned", "Status: planned"),
        ("outlet=7", "The Linden Post"),
        ("outlet=8", "Outlet 8"),
        ("type=vote", "Type “vote”"),
        ("differ=1", "Sources differ"),
    ],
)
def test_chips_name_their_filter_and_lead_back(query: str, chip: str) -> None:
    asked, _ = parse(QueryDict(query))
    shown = facets(asked, [], [Choice("7", "The Linden Post", 3)], [], None)
    assert [(c.text, c.url) for c in shown.chips] == [(chip, "?")]


def outlets(count: int) -> list[Choice]:
    """The first has the fewest events."""
    return [Choice(str(number), f"Outlet {number:03}", number) for number in range(1, count + 1)]


@pytest.mark.parametrize(
    ("count", "query", "first", "rest", "others", "is_open"),
    [
        (10, "", 10, 0, 0, False),
        (48, "", 8, 40, 0, False),
        (48, "outlet=1", 8, 40, 0, True),
        (49, "", 8, 0, 41, False),
        (200, "outlet=1&outlet=200", 8, 1, 191, True),  # one of the two stands among the first
        (200, "outlet=1&choices=all", 8, 192, 0, True),
    ],
)
def test_of_a_long_list_a_page_draws_what_it_has_room_for(
    count: int, query: str, first: int, rest: int, others: int, is_open: bool
) -> None:
    asked, _ = parse(QueryDict(query))
    (group,) = facets(asked, [], outlets(count)).groups
    assert (len(group.options), len(group.rest), group.others, group.is_open) == (first, rest, others, is_open)
    drawn = [option.value for option in (*group.options, *group.rest)]
    assert {str(pk) for pk in asked.outlets} <= set(drawn)  # what is chosen stays so when the form is sent
    assert drawn[0] == (str(count) if count > first else "1")


@pytest.mark.parametrize(
    "query", ["", "q=a%26from%3D0001", "type=vote&order=newest&open=all&after=x", "from=2016&to=2017"]
)
@pytest.mark.parametrize("days", [(D.min, D.max), (D(2016, 1, 1), D(2016, 12, 31)), (D(2016, 2, 1), D(2016, 2, 29))])
def test_links_to_periods_ask_the_same_of_another_time(query: str, days: tuple[dt.date, dt.date]) -> None:
    asked, _ = parse(QueryDict(query))
    assert asked.periods()(*days) == asked.but(first=days[0], last=days[1]).query()


@pytest.mark.parametrize("text", ["", "soon", "2016-13", "2016-02-30", "0000", "20160610", "2016-06-10T12:00", "-2016"])
def test_what_is_no_period(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 -- the text of the message is Python's own
        period(text)


@given(
    st.dictionaries(
        st.sampled_from(
            ["q", "type", "outlet", "status", "differ", "from", "to", "order", "open", "after", "choices", "x"]
        ),
        st.lists(st.text(max_size=30) | st.sampled_from(["2016", "9999-12-31", "planned", "7", "1"]), max_size=3),
    )
)
def test_any_query_string_is_read_and_said_again(raw: dict[str, list[str]]) -> None:
    params = QueryDict(mutable=True)
    for key, values in raw.items():
        params.setlist(key, values)
    asked, _ = parse(params)
    again, notes = parse(QueryDict(asked.query().removeprefix("?")))
    assert again == asked
    assert notes == []


def test_what_is_not_understood_is_named() -> None:
    asked, notes = parse(QueryDict("from=soon&status=maybe&outlet=me&type=vote&type=a%20b"))
    assert asked == Asked(types=("vote",))
    assert len(notes) == 4
    assert "“soon”" in notes[0]


def test_a_period_that_ends_before_it_begins_is_left_out() -> None:
    asked, notes = parse(QueryDict("from=2018&to=2016"))
    assert (asked.first, asked.last, len(notes)) == (None, None, 1)


def test_toggling_a_card_keeps_the_others() -> None:
    asked = Asked(q="gull", open=("a",))
    assert asked.toggle("b") == "?q=gull&open=a&open=b"
    assert asked.toggle("a") == "?q=gull"
    assert Asked(open=("all",)).toggle("b") == "?"


def test_text_fragments_name_both_ends_of_a_long_quote() -> None:
    assert text_fragment("https://example.org/a", "A well-known gull, here") == (
        "https://example.org/a#:~:text=A%20well%2Dknown%20gull%2C%20here"
    )
    words = " ".join(f"w{n}" for n in range(1, 21))
    assert text_fragment("https://example.org/a", words) == (
        "https://example.org/a#:~:text=w1%20w2%20w3%20w4%20w5%20w6,w15%20w16%20w17%20w18%20w19%20w20"
    )
    assert text_fragment("", words) == ""
    assert text_fragment("https://example.org/a", "") == "https://example.org/a"


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
    told = [(level.text, level.words, level.is_current) for level in zoom.levels(asked, D(2016, 6, 8))]
    assert told == [
        ("Decade", "2010s", False),
        ("Year", "2016", False),
        ("Month", "June 2016", True),
        ("Week", "week of 6 June 2016", False),
        ("Day", "8 June 2016", False),
    ]


@given(st.dates())
def test_levels_hold_the_day_that_they_close_in_on(day: dt.date) -> None:
    for level in zoom.levels(Asked(), day):
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

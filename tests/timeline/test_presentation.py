"""What rows and texts are turned into: pieces, words, bars. No database."""

import datetime as dt

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from timeline.filters import Asked, parse, parse_page, period
from timeline.presentation import wording
from timeline.presentation.evidence import text_fragment
from timeline.presentation.facets import facets
from timeline.presentation.marks import Mark, pieces, runs
from timeline.presentation.timeline import found_pieces
from timeline.queries import Choice

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


@pytest.mark.parametrize(
    ("query", "notes"),
    [
        ("order=zzz", ["“zzz” is nothing that “order” can be; write oldest or newest."]),
        ("tpye=ruling", ["This page cannot be asked for “tpye”; “type” may be meant."]),
        ("ref=newsletter&_ga=1&mkt_tok=x&%00=1", []),
        ("order=oldest&differ=0&choices=all&q=&after=x", []),
    ],
)
def test_what_a_page_does_not_know_is_named(query: str, notes: list[str]) -> None:
    assert parse_page(QueryDict(query))[1] == notes


def test_a_period_that_ends_before_it_begins_is_left_out() -> None:
    asked, notes = parse(QueryDict("from=2018&to=2016"))
    assert (asked.first, asked.last, len(notes)) == (None, None, 1)


def test_toggling_a_card_keeps_the_others() -> None:
    asked = Asked(q="gull", open=("a",))
    assert asked.toggles()("b") == "?q=gull&open=a&open=b"
    assert asked.toggles()("a") == "?q=gull"
    assert Asked(open=("all",)).toggles()("b") == "?"
    assert Asked(q="gull&open=0", newest_first=True).toggles()("b") == "?q=gull%26open%3D0&order=newest&open=b"


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

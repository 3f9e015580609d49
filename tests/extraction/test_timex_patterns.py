"""The automaton: what patterns may say, and which match comes first."""

import pytest

from timeline.extraction.patterns import Automaton, Match, Symbol

MACROS = {"COUNT": "number:( NUM | a )"}


def symbols(text: str) -> list[Symbol]:
    """One symbol per word; figures are NUM, and a word after + touches the one before it."""
    return [
        Symbol(frozenset({"NUM"} if word.strip("+").isdigit() else {word.strip("+")}), word.startswith("+"))
        for word in text.split()
    ]


def matches(patterns: list[str], text: str, start: int = 0) -> list[Match]:
    return list(Automaton(patterns, MACROS).matches(symbols(text), start))


def test_longest_match_comes_first_then_the_first_pattern() -> None:
    found = matches(["last week", "last ( week | month ) of? may?", "last week of may"], "last week of may")

    assert [(match.pattern, match.end) for match in found] == [(1, 4), (2, 4), (1, 3), (0, 2), (1, 2)]


def test_captures_name_the_tokens_that_they_read() -> None:
    (found,) = matches(["COUNT ( more )? unit:( week | weeks ) ago"], "in 3 more weeks ago", start=1)

    assert found.captures == {"number": (1, 2), "unit": (3, 4)}


def test_first_alternative_that_fits_is_taken() -> None:
    (found,) = matches(["( first:NUM | second:NUM ) x"], "7 x")

    assert found.captures == {"first": (0, 1)}


@pytest.mark.parametrize(("text", "ends"), [("3 +- +month", [3]), ("3 - +month", []), ("3 +- month", [])])
def test_what_must_touch_must_touch(text: str, ends: list[int]) -> None:
    assert [match.end for match in matches(["NUM ~- ~month"], text)] == ends


@pytest.mark.parametrize("pattern", ["( last week", "last ) week", "( last | ( week )"])
def test_a_bracket_too_few_or_too_many_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"bracket|unexpected"):
        Automaton([pattern], {})


def test_no_pattern_matches_nothing() -> None:
    assert matches(["last week"], "next week") == []
    assert matches(["last week"], "last") == []

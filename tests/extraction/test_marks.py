"""What marks the story of an article. All sentences were written for these tests."""

import pytest

from tests.extraction.event_helpers import Line
from timeline.extraction import marks


def found(text: str, *, kind: str = "body", title: str = "") -> set[str]:
    return set(marks.find(text, [Line(1, kind, 0, len(text))], title))


TEXTS = [
    ("They met Ana Ruiz of Porto Bell.", {"ana", "ruiz", "porto", "bell"}),
    ("At the house in the 4100 block of Elm Row a 14-year-old fell.", {"#4100", "elm", "row", "@14 year"}),
    ("Police found Tim Oake, 44, and a four-month-old girl.", {"tim", "oake", "@44 year", "@4 month"}),
    ("The street was named after Elm Street, and the street is wide.", {"elm"}),
    ("Ruiz's car stood in Bell's yard.", {"bell"}),
    ("In 2016 Lena left.", {"lena"}),
    ("", set()),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_names_and_numbers_mark_a_story(text: str, expected: set[str]) -> None:
    assert found(text) == expected


def test_a_headline_gives_its_names() -> None:
    assert found("Nobody knows why.", title="Oake shot in Lowmoor") == {"oake", "lowmoor"}


def test_what_is_not_told_gives_none() -> None:
    assert found("Read more: Ana Ruiz of Porto Bell", kind="teaser") == set()


def test_a_long_list_is_cut() -> None:
    text = "Among them " + " ".join(f"Name{'abcdefghij'[i // 10]}{'klmnopqrst'[i % 10]}" for i in range(100))
    assert len(found(text)) == marks.MOST

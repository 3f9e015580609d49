"""What was added to a text after the day that it bears. Published on Thursday 16 June 2016."""

import pytest

from tests.extraction.event_helpers import mentions

SHOT = "A guard was shot on Wednesday. "
TEXTS = [
    # Friday is six days ago, or tomorrow: what follows from Wednesday's shooting is told of tomorrow
    (SHOT + "A clerk was arrested on Friday.", {"2016-06-15", "2016-06-17"}),
    (SHOT + "A clerk was arrested on Monday.", {"2016-06-15", "2016-06-13"}),
    (SHOT + "A clerk was arrested on June 10.", {"2016-06-15", "2016-06-10"}),
    (SHOT + "Another guard was shot on Friday.", {"2016-06-15", "2016-06-10"}),
    ("A clerk was arrested on Friday.", {"2016-06-10"}),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_what_follows_from_the_news_did_not_come_before_it(text: str, expected: set[str]) -> None:
    assert {m.edtf for m in mentions(text) if m.edtf} == expected


def test_what_was_added_later_is_less_certain_and_says_why() -> None:
    (added,) = [m for m in mentions(TEXTS[0][0]) if m.edtf == "2016-06-17"]
    assert not added.certain
    assert added.explanation.endswith(
        "It follows from what happened just before publication: 17 June 2016, added later."
    )

"""Which counts of two papers readers are told to differ, and in which words."""

import pytest

from timeline.disputes import Said, differing
from timeline.presentation.wording import claim_words

DIFFER = [
    ("hundreds of person", "some 2000 person", True),
    ("hundreds of person", "400 person", False),
    ("2 person", "3 person", True),
    ("hundreds of signature", "thousands of signature", True),
]


@pytest.mark.parametrize(("first", "second", "differ"), DIFFER)
def test_counts_of_two_articles_differ_or_not(first: str, second: str, differ: bool) -> None:
    said = [Said(1, "quantity", first), Said(2, "quantity", second)]
    assert bool(differing(said)) is differ


def test_a_vague_count_is_told_in_the_papers_words() -> None:
    assert claim_words("quantity", "hundreds of person") == "hundreds of people"
    assert claim_words("quantity", "tens of thousands of signature") == "tens of thousands of signatures"

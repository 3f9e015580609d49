"""Sketches: what is alike, what is not, and which links lead to one page."""

import pytest

from articles.sketches import ALIKE, MINIMA, address_key, sketch, story

WORDS = (
    "harbour ferry quay master divers council bridge petition winter engineers piers cracks gulls lamps rain".split()
)
TEXT = [" ".join(WORDS[(i * k) % len(WORDS)] for i in range(1, 30)) for k in range(1, 8)]


def test_case_punctuation_and_line_ends_count_for_nothing() -> None:
    assert sketch(["The ferry sank on Monday.", "Nobody was hurt!"]) == sketch(
        ["THE FERRY, sank\non Monday nobody was hurt"]
    )


def test_a_copy_with_another_lead_is_alike_and_shares_a_band() -> None:
    first, second = sketch(TEXT), sketch(["LINDEN (Wire)", *TEXT[:-1], "The council did not answer on Friday."])
    assert 0.6 < first.likeness(second.minima) < 1
    assert set(first.bands) & set(second.bands)
    assert first.words != second.words


def test_another_story_is_not() -> None:
    first, second = sketch(TEXT), sketch(["A petition against the new bridge was handed over in eleven orange boxes."])
    assert first.likeness(second.minima) < ALIKE
    assert not set(first.bands) & set(second.bands)


@pytest.mark.parametrize("paragraphs", [[], [""], ["…"], ["Sunk"], ["Sunk on Monday"]])
def test_the_shortest_texts_have_a_sketch(paragraphs: list[str]) -> None:
    drawn = sketch(paragraphs)
    assert len(drawn.minima) == 4 * MINIMA
    assert all(-(2**63) <= band < 2**63 for band in drawn.bands)


def test_sketches_of_today_are_like_those_that_are_stored() -> None:
    """A new release of the library must not draw otherwise: then all of them have to be drawn again."""
    drawn = sketch(["The ferry sank on Monday near the old quay."])
    assert drawn.minima[:8].hex() == "f844e8c196a994c1"
    assert drawn.bands[:2] == [4937417402103351587, 3590572148017302658]


def test_what_an_outlet_prints_under_every_article_tells_no_story() -> None:
    kinds = "heading body caption summary teaser boilerplate repeat".split()
    assert story((kind, kind) for kind in kinds) == ["heading", "body", "caption", "summary"]


ONE_PAGE = [
    "https://post.example/ferry?id=3",
    "http://www.post.example/ferry?id=3&utm_source=mail&fbclid=x",
    "https://m.post.example/ferry/?id=3#top",
    "HTTPS://AMP.POST.EXAMPLE/ferry?id=3",
]


@pytest.mark.parametrize("url", ONE_PAGE)
def test_links_to_one_page_have_one_key(url: str) -> None:
    assert address_key(url) == "post.example/ferry?id=3"


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("", ""),
        ("https://[", ""),
        ("https://post.example/", "post.example"),
        ("https://a.example/x?id=4", "a.example/x?id=4"),
    ],
)
def test_keys_of_odd_addresses(url: str, key: str) -> None:
    assert address_key(url) == key

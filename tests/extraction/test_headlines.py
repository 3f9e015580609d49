"""Headlines: the clause that reports the event, without what means nothing away from its article."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.segment import segment
from tests.extraction.event_helpers import mentions
from timeline.extraction import extract
from timeline.extraction.headlines import LONGEST

PUBLISHED = dt.date(2016, 6, 10)

HEADLINES = [
    ("Police arrested the ferryman on Tuesday.", "Police arrested the ferryman"),
    ("On Tuesday, police arrested the ferryman.", "Police arrested the ferryman"),
    ("LINDEN, Calif. (Example Wire) – Police arrested the ferryman on June 7.", "Police arrested the ferryman"),
    ("Police arrested the ferryman on Tuesday, three days after the ferry sank.", "Police arrested the ferryman"),
    ("A judge sentenced Tom Reed on June 2 to six months in jail.", "A judge sentenced Tom Reed to six months in jail"),
    (
        "LINDEN, Ohio (EW)_ The port was shut on Monday, but the Port and Harbour Guard arrested Tom on Tuesday.",
        "The Port and Harbour Guard arrested Tom",
    ),
    (
        "Sailors in and around the town were angry, as a guard in and around the port was shot on Tuesday.",
        "A guard in and around the port was shot",
    ),
    (
        "The clerk, Tom Reed, fired the shots that killed a guard on Tuesday.",
        "The clerk, Tom Reed, fired the shots that killed a guard",
    ),
    (
        "The mayor was angry on Monday, and police arrested Gov. Ada Quill on Tuesday.",
        "Police arrested Gov. Ada Quill",
    ),
]


def headlines(text: str) -> list[str]:
    return [m.headline for m in extract(text, published=PUBLISHED, blocks=segment(text)).mentions]


@pytest.mark.parametrize(("sentence", "headline"), HEADLINES)
def test_headline(sentence: str, headline: str) -> None:
    assert headline in headlines(sentence)


def test_a_date_that_tells_one_thing_from_another_stays() -> None:
    found = headlines("Police arrested a leader of the 2014 march on Tuesday.")
    assert set(found) == {"Police arrested a leader of the 2014 march"}


def test_a_long_headline_loses_what_is_set_aside_and_is_cut_between_phrases() -> None:
    long = (
        "Meanwhile, Tom Reed, a ferryman of 29 from the lower town, was arrested on Tuesday by Ada Quill and Ben Moss "
        "of the harbour guard near the tower of the northern pier."
    )
    (headline,) = headlines(long)
    assert headline == (
        "Tom Reed was arrested by Ada Quill and Ben Moss of the harbour guard near the tower of the northern pier"
    )


def test_a_headline_is_cut_between_phrases() -> None:
    long = "The harbour master said on Thursday that " + "the old ferry was safe in all weather and " * 4
    (headline,) = headlines(long)
    assert headline.endswith(" safe…")


def test_the_words_before_tell_who_he_is() -> None:
    (first, *_) = headlines("Tom Reed has faced protest since he was arrested on Tuesday.")
    assert first.startswith("Tom Reed")


def test_a_statement_tells_what_was_said() -> None:
    (headline,) = headlines("The harbour master said on Thursday that the ferry was safe.")
    assert headline == "The harbour master said that the ferry was safe"


def test_what_was_said_may_come_before_who_said_it() -> None:
    (headline,) = headlines("The ferry was safe, harbour master Ada Quill said on Thursday.")
    assert headline == "The ferry was safe, harbour master Ada Quill said"


@given(
    st.text(st.sampled_from("abc ,.–- Police arrested Tom on Tuesday Judge sentenced him to six months"), max_size=400)
)
def test_no_headline_is_blank_or_too_long(text: str) -> None:
    text = f"Police arrested Tom Reed on Tuesday {text}"
    for headline in headlines(text):
        assert 0 < len(headline) <= LONGEST
        assert headline == headline.strip()


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("Nor does it touch the owner, Ada Quill, who resigned on Tuesday.", "Ada Quill resigned"),
        (
            "Lawmakers passed the bill on Tuesday, and Gov. Ada Quill has until May to sign it.",
            "Lawmakers passed the bill",
        ),
    ],
)
def test_the_thought_of_the_event_alone_makes_the_headline(text, headline):
    assert headline in {mention.headline for mention in mentions(text)}

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
        "Ada Quill said she was not fired in May, as the Herald had claimed, but resigned on June 1.",
        "Ada Quill said she was not fired, as the Herald had claimed, but resigned",
    ),
    ("Tom could not say if a guard was shot or died on Tuesday.", "Tom could not say if a guard was shot or died"),
    ("Friday's strike was called off on Tuesday.", "Friday's strike was called off"),
    ("A bomb went off on Tuesday, killing a guard.", "A bomb went off"),
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
        ("A man who fled after hitting a dog was jailed on Tuesday.", "A man who fled after hitting a dog was jailed"),
        ("A clerk, 16, turned herself in Tuesday morning.", "A clerk, 16, turned herself in"),
        ("She was arrested on June 4. Two days later she was released.", "She was released"),
        ("The vote was delayed when a juror fell ill. A guard was arrested on Tuesday.", "A guard was arrested"),
        ("The mayor, elected in 2005, resigned on Tuesday.", "The mayor resigned"),
        ("The law, passed in 2012, takes effect on Friday.", "The law passed"),
        ("The clerk was stabbed on Pier Lane in the early hours of Tuesday.", "The clerk was stabbed on Pier Lane"),
        ("The clerk was arrested the night before she was to testify.", "The clerk was arrested"),
        ("Police arrested a man on Tuesday who shot a guard on May 3.", "A man shot a guard"),
        ("Nor does it touch the owner, Ada Quill, who resigned on Tuesday.", "Ada Quill resigned"),
        (
            "Lawmakers passed the bill on Tuesday, and Gov. Ada Quill has until May to sign it.",
            "Lawmakers passed the bill",
        ),
    ],
)
def test_the_thought_of_the_event_alone_makes_the_headline(text, headline):
    assert headline in {mention.headline for mention in mentions(text)}


WHOLE = [
    ("A jury recommended on Tuesday that the clerk be fined.", "A jury recommended that the clerk be fined"),
    (
        "The court did not decide on Tuesday whether the lease is valid.",
        "The court did not decide whether the lease is valid",
    ),
    ("His next court date is June 21.", "His next court date is June 21"),
    ("Tom Reed was booked into the jail on Tuesday (June 7).", "Tom Reed was booked into the jail"),
    (
        "The guard — a father of two sons — died after a shooting on Tuesday.",
        "The guard — a father of two sons — died after a shooting",
    ),
    ("Reed, who was born in Linden and stole a boat on June 3, made no secret of it.", "Reed stole a boat"),
    ("Two nurses who were kidnapped in March are well.", "Two nurses were kidnapped"),
    (
        "“This boy belongs here,” Ada Quill said on Tuesday, adding that she was glad.",
        "“This boy belongs here,” Ada Quill said",
    ),
    ('Ben "Lefty" Moss was arrested on Tuesday.', 'Ben "Lefty" Moss was arrested'),
    ("Linden — Police arrested the sailor on Tuesday.", "Police arrested the sailor"),
    ("Police raided two houses on Tuesday – one a bakery – and left.", "Police raided two houses"),
    ("It ended at 3 a.m. The guard was arrested on Tuesday.", "The guard was arrested"),
    ("He lives in Utica, N.Y. The guard was arrested on Tuesday.", "The guard was arrested"),
    ("Ben Moss, a.k.a. The Knife, was arrested on Tuesday.", "Ben Moss, a.k.a. The Knife, was arrested"),
    ("In 2013, though, that sentence was amended.", "That sentence was amended"),
    ("Witnesses said that shots were fired on Tuesday at 10 p.m.", "Witnesses said that shots were fired at 10 p.m."),
    ("The guards met on April 24 and 25.", "The guards met"),
    ("A: The pier was closed on Tuesday.", "The pier was closed"),
]


@pytest.mark.parametrize(("sentence", "headline"), WHOLE)
def test_a_headline_says_who_and_what_and_leaves_nothing_hanging(sentence: str, headline: str) -> None:
    assert headline in headlines(sentence)


def test_who_said_it_comes_first_where_what_was_said_is_long() -> None:
    long = (
        "The ferry had been painted twice in May and was safe "
        + "for the crossing of the outer harbour and the bay " * 2
    )
    (headline,) = headlines(f"{long.strip()}, harbour master Ada Quill told reporters on Thursday.")
    assert headline.startswith("Harbour master Ada Quill told reporters: The ferry had been painted twice")


def test_a_long_joined_deed_keeps_its_subject() -> None:
    found = headlines(
        "Tom Reed of Linden was stopped by the harbour guard near the northern tower of the old pier on June 3, and "
        "charged on June 6 with stealing a boat from the owner of the ferry."
    )
    assert "Tom Reed of Linden was charged with stealing a boat from the owner of the ferry" in found


@pytest.mark.parametrize(
    "sentence",
    [
        "Ada Quill, who was never tried and convicted of theft, is free.",
        "Tom Reed, who had not been tried and sentenced on June 2, is free.",
        "Tom Reed was not hurt in the crash of two ferries on the far side of the outer harbour wall near the old "
        "northern lighthouse, and arrested on Tuesday.",
        "Nobody at the long meeting of the port and harbour board in the old town hall by the river, which lasted "
        "until the early morning hours of the day, said that the harbour master was suspended on Tuesday.",
    ],
)
def test_no_headline_loses_a_denial_or_takes_one(sentence: str) -> None:
    denials = {"not", "never", "Nobody"} & set(sentence.split())
    for headline in headlines(sentence):
        assert headline.endswith("…") or denials & set(headline.split()), headline
        assert "not arrested" not in headline


MEETING = "at the long meeting of the council of the old harbour town, which had begun in the early morning"


@pytest.mark.parametrize(
    ("sentence", "is_stated"),
    [
        (f"A spokeswoman {MEETING}, said that the harbour master was suspended on Tuesday.", True),
        (f"A rival {MEETING}, wrongly claimed that the harbour master was suspended on Tuesday.", False),
        (f"Few {MEETING}, believed that the harbour master was suspended on Tuesday.", False),
        (f"A rumour {MEETING}, said that the harbour master was suspended on Tuesday.", False),
    ],
)
def test_a_headline_leaves_out_who_said_so_only_of_what_was_stated(sentence: str, is_stated: bool) -> None:
    assert ("The harbour master was suspended" in headlines(sentence)) == is_stated


def test_a_shared_helper_comes_without_its_adverb() -> None:
    found = headlines(
        "Tom Reed was barely hurt in the crash of two old lorries on the bridge over the river near the northern gate "
        "of the harbour town, and arrested on Tuesday."
    )
    assert "Tom Reed was arrested" in found


def test_what_was_decided_comes_with_its_own_verb() -> None:
    found = headlines("The jury decided on Tuesday that the guard who shot the clerk on the pier was guilty.")
    assert "The jury decided that the guard who shot the clerk on the pier was guilty" in found

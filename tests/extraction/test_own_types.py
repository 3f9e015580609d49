"""Types that editors write: laid over the rule files, refused with the reason where they would be found everywhere."""

import datetime as dt

import pytest

from articles.segment import segment
from timeline.extraction import EXTRACTOR, OwnType, extract, extractor
from timeline.extraction.own_types import MOST, problems, taxonomy_with

FERRY = OwnType("ferry", "Ferry", verbs="moor .. ferry\nrun* aground", nouns="ferry disaster*")
TEXT = "Crews moored the ferry on Tuesday. A judge sentenced the captain on Wednesday."


def types_in(text: str, *own: OwnType) -> list[str]:
    found = extract(text, published=dt.date(2016, 6, 10), blocks=segment(text), own=own)
    return [mention.type for mention in found.mentions]


def test_a_type_of_ones_own_is_found_with_its_date():
    assert types_in(TEXT) == ["sentencing"]
    assert types_in(TEXT, FERRY) == ["ferry", "sentencing"]
    assert types_in("The ferry disaster took place on Monday.", FERRY) == ["ferry"]


def test_a_known_type_takes_further_phrases_and_gives_some_up():
    more = OwnType("sentencing", "Sentencing", verbs="put* .. behind =bars")
    assert types_in("A judge put the captain behind bars on Tuesday.", more) == ["sentencing"]
    less = OwnType("sentencing", "Sentencing", hushed="sentence")
    assert "sentencing" not in types_in("A judge sentenced the captain on Wednesday.", less)
    unless = OwnType("ferry", "Ferry", verbs="moor", unless="toy, model")
    assert types_in("Crews moored the toy boat on Tuesday.", unless) == []


@pytest.mark.parametrize(
    ("verbs", "reason"),
    [
        ("the", "nearly everywhere"),
        ("say .. that", "nearly everywhere"),
        ("be .. in", "nearly everywhere"),
        (".. sink", "starts with a word"),
        ("sink ..", "ends with a word"),
        ("s[ai]nk", "is no word"),
        (".*", "is no word"),
        ("sink* ship*", "one word of a phrase"),
        ("launches", "launches is a form of launch"),
        ("a b c d e f g h i j k l m", "at most 12 words"),
        (", ".join(f"sink{n}" for n in range(MOST + 1)), f"at most {MOST} phrases"),
    ],
)
def test_phrases_that_say_nothing_or_cannot_be_read_are_refused(verbs: str, reason: str):
    assert reason in " ".join(problems(OwnType("ferry", "Ferry", verbs=verbs)))


def test_hushing_what_is_not_there_is_refused():
    assert "could be hushed" in problems(OwnType("sentencing", "Sentencing", hushed="sail"))[0]


@pytest.mark.parametrize("own", [FERRY, OwnType("ferry", "Ferry"), OwnType("ferry", "Ferry", verbs="=launches, sink")])
def test_what_can_be_used_has_no_problems(own: OwnType):
    assert problems(own) == []


def test_a_type_with_problems_is_not_compiled():
    with pytest.raises(ValueError, match="ferry"):
        taxonomy_with((OwnType("ferry", "Ferry", verbs="the"),))


def test_other_words_are_another_extractor():
    assert extractor() == EXTRACTOR
    assert extractor((FERRY,)) != EXTRACTOR
    assert extractor((FERRY,)) == extractor((FERRY,))
    assert len(extractor((FERRY,))) <= 64

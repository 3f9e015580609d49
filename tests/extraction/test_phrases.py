"""The language in which event types are written."""

import pytest

from timeline.extraction.phrases import GAP, PhraseIndex, parse
from timeline.extraction.words import lemma


def found(phrase: str, text: str) -> list[str]:
    words = text.lower().split()
    index = PhraseIndex([(parse(phrase), "owner")])
    matches = index.find(words, [lemma(word) for word in words], {})
    return [" ".join(words[match.start : match.end]) for match, _ in matches]


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("sentence", "she sentenced him", ["sentenced"]),
        ("=sentence", "she sentenced him", []),
        (
            "hand|turn in .. petition",
            "they turned in twelve boxes of petitions",
            ["turned in twelve boxes of petitions"],
        ),
        ("hand|turn in .. petition", "they turned in early", []),
        ("break off? .. talks", "they broke off the talks", ["broke off the talks"]),
        ("break off? .. talks", "they broke the talks", ["broke the talks"]),
        ("hand .. petition", "they hand . a petition", []),
        ("hand .. petition", f"they hand {'very ' * GAP}long petitions", []),
        ("strike .. deal", "a deal", []),
        ("serve .. warrant", 'they served a " high risk " warrant', ['served a " high risk " warrant']),
    ],
)
def test_a_phrase_matches_forms_alternatives_and_bounded_gaps(phrase, text, expected):
    assert found(phrase, text) == expected


def test_a_gap_passes_over_what_is_said_aside():
    words = "jurors , who had been chosen only the week before last , refused".split()
    index = PhraseIndex([(parse("juror .. refuse*"), "owner")])

    ((match, _),) = index.find(words, [lemma(word) for word in words], {1: 11})

    assert words[match.head] == "refused"


@pytest.mark.parametrize(
    ("phrase", "reason"),
    [
        ("", "one word at least"),
        (".. petition", "starts with a word"),
        ("off? petition", "starts with a word"),
        ("hand ..", "ends with a word"),
        ("hand* in* petition", "Only one word"),
        ("(a+)+$", "is no word"),
        ("a.*b", "is no word"),
        ("one two three four five six seven eight nine ten eleven twelve thirteen", "at most 12 words"),
    ],
)
def test_what_is_no_phrase_is_refused_with_the_reason(phrase, reason):
    with pytest.raises(ValueError, match=reason.replace("(", "\\(")):
        parse(phrase)

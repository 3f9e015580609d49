"""What denies a verb, however it is spelled: "was not", "wasn't", "never", "no longer", "not, however, paid". Pure."""

from collections.abc import Iterable

from timeline.extraction import words as w
from timeline.extraction.sentence import Sentence, Verb

DENYING = frozenset({"no", "not", "never", "cannot"})
CUT_SHORT = {"won't": "will", "can't": "can", "cannot": "can", "shan't": "shall"}
JOINTS = frozenset({",", ";", "and", "but"})
ASIDE = 4  # words between the commas of "was not, police said on Monday, arrested"
# Between a negation and its participle: "not at any point", "not so far", "not himself".
LOOSE = frozenset(
    "so far as yet at any time point stage in way fact all to date himself herself themselves itself".split()
)
ONLY = (["only"], ["merely"], ["just"], ["simply"])  # "was not only arrested, but charged"


def helpers(word: str) -> tuple[str, ...]:
    """What an auxiliary says, its negation apart: "didn't" is "did" and "not"."""
    if word == "cannot" or word.endswith("n't"):
        return CUT_SHORT.get(word, word[: -len("n't")]), "not"
    return (word,)


def says_no(words: Iterable[str]) -> bool:
    """Whether one of the words negates: "not", "hasn't", "never", "no" (also of "no longer")."""
    return any(word in DENYING or word.endswith("n't") for word in words)


def denies(s: Sentence, i: int) -> bool:
    """Whether word i negates the verb group that it stands in or before: "not", "never", the "longer" of "no longer",
    and no "not only"."""
    if s.words[i] == "longer":
        return s.words[i - 1 : i] == ["no"]
    return s.words[i] in {"not", "never"} and s.words[i + 1 : i + 2] not in ONLY


def is_negated(s: Sentence, verb: Verb) -> bool:
    """Whether it is denied in its group ("was not paid"), before it ("never paid"), or where words stand between that
    and a participle ("was not, however, paid", "has not so far been paid")."""
    if "not" in verb.auxiliaries:
        return True
    i = _denial_before(s, verb.first - 1)
    lacks_helper = not verb.auxiliaries or verb.auxiliaries[0] == "been"
    if i < 0 and lacks_helper and verb.first and s.words[verb.first - 1] == ",":
        near = range(verb.first - 2, max(0, verb.first - 2 - ASIDE), -1)
        i = next((_denial_before(s, k - 1) for k in near if s.words[k] == ","), -1)
    return i >= 0


def begins_then(s: Sentence, start: int) -> bool:
    """Whether the date words at word `start` are the day of what was not done before: "did not resign until Monday"."""
    verb = s.verb_before(start)
    if verb is None or not verb.is_negated or verb.tense not in {"past", "future"}:
        return False
    between = s.words[verb.head + 1 : start]
    return between[-1:] in (["until"], ["till"]) and JOINTS.isdisjoint(between)


def is_passed(s: Sentence, i: int) -> bool:
    """Whether word i may stand in a verb group without being part of it: an adverb, a date, the "no" of "no longer"."""
    word = s.words[i]
    is_adverb = word in w.FILLER or (word.endswith("ly") and len(word) > 4)
    return is_adverb or s.timex[i] >= 0 or s.words[i : i + 2] == ["no", "longer"]


def _denial_before(s: Sentence, i: int) -> int:
    """The word that negates what follows word i, over adverbs and the like; -1 where none does."""
    while i >= 0 and not denies(s, i) and not s.words[i].endswith("n't"):
        if s.words[i] not in LOOSE and not is_passed(s, i):
            return -1
        i -= 1
    return i

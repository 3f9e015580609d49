"""What a sentence tells only as somebody's error or lie: "wrongly reported that …", "the hoax said …". Pure."""

from itertools import pairwise

from timeline.extraction import negation
from timeline.extraction import words as w
from timeline.extraction.sentence import Sentence, Verb
from timeline.extraction.triggers import Trigger
from timeline.extraction.types import Status

WRONGLY = frozenset("wrongly falsely mistakenly erroneously incorrectly inaccurately untruthfully".split())
FAKE = frozenset("hoax fake false bogus fabricated forged doctored made-up untrue".split())
RETRACTING = frozenset({"withdraw", "retract", "recant", "revoke"})
STATEMENTS = frozenset("statement report claim story article allegation announcement account post message".split())
EARLIER = frozenset("earlier previous original".split())  # version of an article, which a correction speaks of
NEAR = 6  # words


def of(sentence: Sentence, trigger: Trigger) -> tuple[Status, str] | None:
    """The status that a false telling gives the event, and its words; None where nothing says that it was false."""
    at = trigger.start if trigger.is_noun or trigger.verb is None else trigger.verb.first
    saying = _saying(sentence, at)
    if saying is not None:
        found = _wrongly(sentence, saying) or _by_fake(sentence, saying) or _corrected(sentence, saying)
        if found is not None:
            return found
    return _trailing(sentence, at) or _withdrawn(sentence, at)


def _saying(sentence: Sentence, at: int) -> Verb | None:
    """The saying right before the event, or before the verb that it is joined to."""
    for verb in reversed([v for v in sentence.verbs if v.form == "finite" and v.head < at]):
        between = sentence.words[verb.head + 1 : at]
        if verb.lemma in w.SAY:
            return None if {"but", ";"} & set(between) else verb
        if "and" not in between or {",", ";", "but"} & set(between):
            return None
    return None


def _wrongly(sentence: Sentence, saying: Verb) -> tuple[Status, str] | None:
    near = sentence.words[max(0, saying.first - 1) : saying.head + 2]
    said = next((word for word in near if word in WRONGLY), None)
    return None if said is None or saying.is_negated else ("negated", said)


def _by_fake(sentence: Sentence, saying: Verb) -> tuple[Status, str] | None:
    subject = sentence.words[max(0, saying.first - NEAR) : saying.first]
    said = next((word for word in subject if word in FAKE), None)
    return None if said is None or "," in subject[subject.index(said) :] else ("negated", said)


def _corrected(sentence: Sentence, saying: Verb) -> tuple[Status, str] | None:
    """What a correction repeats is no news, whichever part of it was wrong."""
    subject = sentence.words[: saying.first]
    near = any(a in EARLIER and b == "version" for a, b in pairwise(subject))
    return ("hypothetical", "earlier version") if near else None


def _trailing(sentence: Sentence, at: int) -> tuple[Status, str] | None:
    """ "…, the paper wrongly reported.": of all that stands before it."""
    last = sentence.verb_before(len(sentence.words), "finite")
    if last is None or last.lemma not in w.SAY or last.first <= at or "," not in sentence.words[at : last.first]:
        return None
    rest = range(last.head + 1, len(sentence.words))
    closes = all(
        sentence.timex[i] >= 0 or sentence.words[i] in WRONGLY | {"on", "in", "."} or not sentence.words[i][0].isalnum()
        for i in rest
    )
    return _wrongly(sentence, last) if closes else None


def _withdrawn(sentence: Sentence, at: int) -> tuple[Status, str] | None:
    """ "withdrew a statement that …", "retracted a report of …", "a false report that …"."""
    for i in range(at - 1, max(0, at - 2 * NEAR), -1):
        if sentence.words[i] in {",", ";"}:
            return None
        if sentence.lemmas[i] in STATEMENTS and sentence.words[i + 1] in {"that", "of", "about"}:
            before = set(sentence.lemmas[max(0, i - NEAR) : i])
            if sentence.words[i - 1] in FAKE and "no" not in before:
                return "negated", sentence.words[i - 1]
            said = next(iter(sorted(before & RETRACTING)), None)
            return None if said is None or negation.says_no(sentence.words[max(0, i - NEAR) : i]) else ("alleged", said)
    return None

"""A headline for a mention: the words of its own clause as one sentence, at most 120 characters."""

from timeline.extraction import words as w
from timeline.extraction.clauses import Sentence
from timeline.extraction.triggers import Trigger

LONGEST = 120
OPENERS = (
    w.COORDINATORS
    | (w.SUBORDINATORS - {"who", "which", "that"})
    | {",", ";", ":", "—", "–", "-", "“", "”", '"', ")", "("}
)


def make(text: str, sentence: Sentence, trigger: Trigger) -> str:
    """The clause of the trigger, from its subject to where the next thought starts."""
    first, last = _clause(sentence, trigger)
    while first < last and sentence.words[first] in OPENERS:
        first += 1
    said = " ".join(text[sentence.tokens[first].start : sentence.tokens[last - 1].end].split())
    said = said.strip(" ,;:—–-“”\"'‘’.")
    return _shorten(said[:1].upper() + said[1:]) or trigger.type.name


def _clause(sentence: Sentence, trigger: Trigger) -> tuple[int, int]:
    verb = trigger.verb
    at = verb.first if verb is not None and not trigger.is_noun else trigger.start
    first = max((start for start in sentence.clause_starts if start <= at), default=0)
    if verb is not None and trigger.is_noun:
        first = min(first, max((start for start in sentence.clause_starts if start <= verb.first), default=0))
    head = max(trigger.end, verb.head + 1 if verb is not None else 0)
    last = next((start for start in sentence.clause_starts if start >= head), len(sentence.words))
    if sentence.words[first] in {"who", "which", "that"} or _subjectless(sentence, first, at):
        first = max((start for start in sentence.clause_starts if start < first), default=0)
    return first, max(last, head)


def _subjectless(sentence: Sentence, first: int, at: int) -> bool:
    return not any(word[0].isalnum() and word not in OPENERS for word in sentence.words[first:at])


def _shorten(said: str) -> str:
    if len(said) <= LONGEST:
        return said
    cut = said[: LONGEST - 1]
    return cut[: cut.rfind(" ")].rstrip(" ,;:—–-") + "…" if " " in cut else cut + "…"

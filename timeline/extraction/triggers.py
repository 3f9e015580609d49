"""The words of a sentence that express events: verbs that report one, and nouns that name one."""

from collections.abc import Iterator
from dataclasses import dataclass

from timeline.extraction.clauses import Sentence, Verb
from timeline.extraction.phrases import Found
from timeline.extraction.taxonomy import EventType, Taxonomy


@dataclass(slots=True)
class Trigger:
    """An event word at words [start, end) with its type. `verb` is the verb group that carries its tense, and its date
    where the words do not stand beside the noun itself; None where no verb does. `is_noun` for a named event."""

    type: EventType
    found: Found
    start: int
    end: int
    verb: Verb | None
    is_noun: bool = False


# What happens to an event in the words of its report: the verb says that it took place, and when, and nothing of its own.
LIGHT = frozenset(
    "hold happen occur take schedule set plan begin start open break erupt continue follow expect cancel postpone delay "
    "attend organize stage conduct slate come end call resume conclude adjourn be due get leave reschedule lead fuel "
    "announce order descend proceed ensue unfold appear report make go join await face convene host".split()
)
PRESENT_OF_LIGHT = frozenset("be have".split())


def find(sentence: Sentence, taxonomy: Taxonomy) -> list[Trigger]:
    """The triggers from left to right; one to a verb and one to a noun, the longest phrase and then the first type."""
    verbs = _best(_verb_matches(sentence, taxonomy))
    nouns = _best(_noun_matches(sentence, taxonomy))
    triggers = [_of_verb(sentence, *match) for match in verbs]
    taken = {word for found, _ in verbs for word in range(found.start, found.end)}
    triggers += [_of_noun(sentence, *match) for match in nouns if match[0].head not in taken]
    return sorted(triggers, key=lambda trigger: trigger.found.head)


def _verb_matches(sentence: Sentence, taxonomy: Taxonomy) -> Iterator[tuple[Found, EventType]]:
    for found, type_ in taxonomy.verbs.find(sentence.words, sentence.lemmas):
        number = sentence.verb_at.get(found.head)
        if number is None or not isinstance(type_, EventType):
            continue
        verb = sentence.verbs[number]
        if found.head in (verb.head, verb.first) and _in_one_clause(sentence, found, number):
            yield found, type_


def _in_one_clause(sentence: Sentence, found: Found, number: int) -> bool:
    """Whether the phrase reaches into no other clause than that of its verb (infinitives that hang on it aside)."""
    for i in range(found.start, found.end):
        other = sentence.verb_at.get(i)
        if other is None or other == number or sentence.verbs[other].governor is not None:
            continue
        if sentence.verbs[other].form == "finite" and sentence.verbs[other].clause != sentence.verbs[number].clause:
            return False
    return True


def _noun_matches(sentence: Sentence, taxonomy: Taxonomy) -> Iterator[tuple[Found, EventType]]:
    for found, type_ in taxonomy.nouns.find(sentence.words, sentence.lemmas):
        if found.head not in sentence.verb_at and isinstance(type_, EventType):
            yield found, type_


def _best(matches: Iterator[tuple[Found, EventType]]) -> list[tuple[Found, EventType]]:
    best: dict[int, tuple[Found, EventType]] = {}
    for found, type_ in matches:
        known = best.get(found.head)
        if known is None or _weight(found, type_) > _weight(*known):
            best[found.head] = (found, type_)
    return list(best.values())


def _weight(found: Found, type_: EventType) -> tuple[int, int]:
    words = sum(not element.gap for element in found.phrase.elements)
    return words, -type_.rank


def _of_verb(sentence: Sentence, found: Found, type_: EventType) -> Trigger:
    verb = sentence.verbs[sentence.verb_at[found.head]]
    return Trigger(type_, found, verb.head if found.head == verb.first else found.head, found.head + 1, verb)


def _of_noun(sentence: Sentence, found: Found, type_: EventType) -> Trigger:
    verb = _carrier(sentence, found.start, found.end)
    return Trigger(type_, found, found.start, found.end, verb, is_noun=True)


def _carrier(sentence: Sentence, start: int, end: int) -> Verb | None:
    """The light verb whose subject ("the hearing was held") or object ("will hold a hearing") the noun is."""
    after = next((v for v in sentence.verbs if v.first >= end), None)
    if after and after.lemma in LIGHT and after.first - end <= 8 and not _broken(sentence, end, after.first):
        return after
    before = next((v for v in reversed(sentence.verbs) if v.head < start), None)
    if before and before.lemma in LIGHT - {"be", "appear"} and start - before.head <= 6:
        if not _broken(sentence, before.head + 1, start):
            return before
    return None


def _broken(sentence: Sentence, start: int, end: int) -> bool:
    marks = sum(word in {";", ":", "“", "”", '"', "."} for word in sentence.words[start:end])
    return marks > 0 or sentence.words[start:end].count(",") == 1

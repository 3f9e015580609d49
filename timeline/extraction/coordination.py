"""Verbs that share a helper and its negation: "was never tried and convicted", "was not arrested or charged". Pure."""

from timeline.extraction import words as w
from timeline.extraction.clauses import OBJECTLESS, REDUCERS
from timeline.extraction.sentence import Sentence, Verb

ALTERNATIVES = frozenset({"or", "nor"})
JOINING = ALTERNATIVES | {"and"}
ENDING = frozenset({"", ".", ",", ";", "!", "?", ")"}) | JOINING


def helped(sentence: Sentence, verb: Verb) -> Verb:
    """The verb before in whose helpers this one takes part; itself, where it has its own or takes part in none."""
    number = sentence.verb_at.get(verb.head, 0)
    while number and not _is_helped(sentence, sentence.verbs[number]) and _is_joined(sentence, number):
        number -= 1
    found = sentence.verbs[number]
    return found if _is_helped(sentence, found) and _has_its_shape(sentence, verb, found) else verb


def _is_helped(s: Sentence, verb: Verb) -> bool:
    return bool(verb.auxiliaries) or verb.is_negated


def _is_joined(s: Sentence, number: int) -> bool:
    """Whether a verb goes on with the one before: right behind it ("tried and convicted", "arrested, charged or
    tried"), or after "or" with what belongs to that one ("charged with theft or arrested")."""
    before, verb = s.verbs[number - 1], s.verbs[number]
    between = [word for word in s.words[before.head + 1 : verb.first] if not (word.endswith("ly") and len(word) > 4)]
    if not between or between[-1] not in JOINING | {","}:
        return False
    if between == [","]:
        return _runs_on(s, number)
    return between == ["and"] or (between[-1] in ALTERNATIVES and "," not in between[:-2])


def _runs_on(s: Sentence, number: int) -> bool:
    """Whether the list of a verb behind a comma ends in another: "arrested, charged or tried"."""
    if number + 1 >= len(s.verbs):
        return False
    gap = s.words[s.verbs[number].head + 1 : s.verbs[number + 1].first]
    return bool(gap) and (gap[-1] in JOINING or gap == [","]) and len(gap) <= len([",", "or"])


def _has_its_shape(s: Sentence, verb: Verb, helper: Verb) -> bool:
    """Whether those helpers can help the verb: a participle without object after "be"; after "have" and "never"
    only in a choice, since "had not paid and left" tells of one who left."""
    if not w.is_past(s.words[verb.head]):
        return False
    if helper.passive:
        return (
            s.lemmas[verb.head] not in OBJECTLESS and s.words[verb.head] not in w.PAST_ONLY and _lacks_object(s, verb)
        )
    is_choice = verb.first > 0 and s.words[verb.first - 1] in ALTERNATIVES
    return is_choice and not (helper.auxiliaries and w.HAVE.isdisjoint(helper.auxiliaries))


def _lacks_object(s: Sentence, verb: Verb) -> bool:
    return s.behind_dates(verb.head + 1) in ENDING | REDUCERS | w.PREPOSITIONS

"""Date words that say something of another deed than the verb beside them: "charged with killing a guard on March 9",
"rejected a bid to remove the mayor on Aug. 4". Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from timeline.extraction import rescheduling
from timeline.extraction import words as w
from timeline.extraction.sentence import Sentence, Verb
from timeline.extraction.triggers import LIGHT, Trigger

MAKES_KNOWN = frozenset({"announce", "declare", "reveal", "confirm"})
HARM = frozenset({"violence", "death", "accident"})
INCIDENTS = frozenset("incident altercation confrontation crime melee fight brawl encounter ordeal".split())
NEWS_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday yesterday today".split())
WITHIN = 4  # words between an incident and the preposition before it: "related to the fatal bar incident"
PURPOSES = frozenset("mark discuss celebrate commemorate honor protest demand consider review debate".split())
ANSWERS = frozenset({"deny", "admit"})  # to a charge
DECISIONS = frozenset("conviction ruling sentence verdict decision judgment judgement order acquittal".split())


@dataclass(frozen=True, slots=True)
class DateWords:
    """Date words at words [start, end) of the sentence; `lead` is where their preposition starts, `lies_ahead` whether
    they name days after publication."""

    index: int
    lead: int
    start: int
    end: int
    lies_ahead: bool = False


def raised(sentence: Sentence, triggers: Sequence[Trigger], verb: Verb, date: DateWords) -> Verb:
    """ "announced his decision to sit it out on Monday": the day of the announcement, if the deed is no event too;
    "charged with killing a guard on Monday": a weekday is that of the news."""
    if (
        is_object(sentence, verb)
        and verb.governor is not None
        and sentence.verbs[verb.governor].tense != "present"  # "is accused of killing a guard on Monday"
        and not sentence.verbs[verb.governor].timexes  # "admitted on Monday killing a guard on Sunday"
        and NEWS_DAYS & set(sentence.words[date.start : date.end])
    ):
        return sentence.verbs[verb.governor]
    if _is_request(sentence, verb, date):
        return sentence.verbs[verb.governor or 0]
    if verb.form != "infinitive" or verb.governor is None or any(trigger.verb is verb for trigger in triggers):
        return verb
    governor = sentence.verbs[verb.governor]
    if verb.lemma in PURPOSES and governor.lemma in LIGHT and governor.tense == "past":
        return governor  # "held a meeting to discuss the budget on Tuesday"
    near = verb.first - governor.head <= 4
    return governor if near and governor.lemma in MAKES_KNOWN and governor.tense == "past" else verb


def belongs(sentence: Sentence, date: DateWords) -> bool:
    """ "Friday's newspaper", "a year after the fire on 7 June": the date words say which, and date nothing else."""
    is_possessive = sentence.words[date.end - 1].endswith("'s")
    return (
        is_possessive
        or _is_of_decision(sentence, date)
        or _is_counted_from(sentence, date)
        or _is_followed(sentence, date)
    )


def is_nobodys(sentence: Sentence, triggers: Sequence[Trigger], date: DateWords, verb: Verb) -> bool:
    """Whether the date words date nothing for certain: "turned down an appeal to stop the sale on June 30", told on
    June 15, may be the day of the sale, or of the decision a year before."""
    return _is_of_incident(sentence, triggers, date, verb) or (date.lies_ahead and _is_request(sentence, verb, date))


def is_object(sentence: Sentence, verb: Verb) -> bool:
    """ "charged with killing a guard on March 9", "denied killing a guard": what somebody is charged with was another
    day's."""
    if verb.form != "gerund" or verb.governor is None:
        return verb.form == "gerund" and sentence.words[verb.first - 1] in {"of", "with", "for"}
    governor, before = sentence.verbs[verb.governor], sentence.words[verb.first - 1]
    pleads = governor.lemma == "plead" and before == "to"
    return pleads or before in {"of", "with", "for"} or is_answer(sentence, governor, verb)


def is_answer(sentence: Sentence, governor: Verb, verb: Verb) -> bool:
    """ "denied killing a guard", "admitted on Monday in court killing a guard", "admitted to killing a guard"."""
    first = verb.first - (sentence.words[verb.first - 1] == "to")
    return governor.lemma in ANSWERS and w.before_dates(sentence.words, sentence.timex, first) == governor.head


def _is_of_incident(sentence: Sentence, triggers: Sequence[Trigger], date: DateWords, verb: Verb) -> bool:
    """ "charged with crimes related to the incident on Saturday": the day of the incident, not of the charge."""
    if date.lead == 0 or sentence.words[date.lead - 1] not in INCIDENTS or verb.head > date.start:
        return False
    if any(trigger.verb is verb and trigger.type.family in HARM for trigger in triggers):
        return False
    return bool(w.PREPOSITIONS & set(sentence.words[max(verb.head, date.lead - 1 - WITHIN) : date.lead - 1]))


def _is_request(sentence: Sentence, verb: Verb, date: DateWords) -> bool:
    """ "rejected a bid to remove the mayor on Aug. 4": the day of the decision, and of nothing that was asked for."""
    if verb.form != "infinitive" or verb.governor is None:
        return False
    asked, is_news = sentence.lemmas[verb.first - 1], not NEWS_DAYS.isdisjoint(sentence.words[date.start : date.end])
    if asked not in w.REQUESTS and not (asked == "signature" and is_news):
        return False
    decided = sentence.verbs[verb.governor].tense == "past"
    return decided and sentence.words[date.start - 1] not in rescheduling.GOALS


def _is_followed(sentence: Sentence, date: DateWords) -> bool:
    """ "The protest followed the dismissal of two teachers on Jan. 12": the day of what came before."""
    verb = sentence.verb_before(date.start)
    if verb is None or verb.lemma != "follow" or verb.passive or verb.form != "finite" or date.lead == verb.head + 1:
        return False
    return "," not in sentence.words[verb.head : date.lead]


def _is_of_decision(sentence: Sentence, date: DateWords) -> bool:
    """ "upheld the ruling of 3 May 2024": which ruling."""
    near = sentence.words[max(0, date.start - 2) : date.start]
    return near[1:] == ["of"] and sentence.lemmas[date.start - 2] in DECISIONS


def _is_counted_from(sentence: Sentence, date: DateWords) -> bool:
    for i in range(date.lead - 1, max(0, date.lead - WITHIN - 1), -1):
        if i in sentence.verb_at or sentence.words[i] == ",":
            return False
        if sentence.words[i] in {"after", "before"}:
            return i + 1 < date.lead and sentence.timex[i - 1] >= 0
    return False

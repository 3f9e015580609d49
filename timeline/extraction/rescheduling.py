"""Events moved to another day: "was postponed from 18 May to 25 May", "brought forward to Friday". Pure."""

from timeline.extraction.sentence import Sentence, Verb

CANCELLING = frozenset({"avert", "cancel", "postpone", "delay", "adjourn", "scrap", "reschedule", "defer"})
GONE = frozenset({"avert", "cancel", "scrap"})
MOVING = frozenset({"move", "shift", "change"})  # in time, where a day follows "from" or "to"
SETTING = frozenset({"set", "schedule"})  # "on Tuesday set a hearing for Monday"
PARTICLES = {"put": frozenset({"off", "back"}), "push": frozenset({"back"}), "bring": frozenset({"forward"})}
GOALS = frozenset({"to", "until", "till", "for"})
ARTICLES = frozenset({"the", "a", "early", "late", "next", "this"})
REACH = 6  # words from such a verb to its particle: "put the hearing off"


def takes_off(sentence: Sentence, verb: Verb) -> bool:
    """Whether the verb takes an event off its day."""
    if verb.lemma in CANCELLING:
        return True
    if verb.lemma in MOVING:
        return any(_preposition(sentence, i) in GOALS | {"from"} for i in _days_after(sentence, verb))
    particles = PARTICLES.get(verb.lemma, frozenset()) & set(sentence.words[verb.head + 1 : verb.head + 1 + REACH])
    return bool(particles) and (particles != {"forward"} or bool(new_days(sentence, verb)))


def new_days(sentence: Sentence, verb: Verb) -> list[int]:
    """The date words that say to which day the verb moves an event, nearest first; none for what is gone for good."""
    if verb.lemma in GONE or verb.lemma not in CANCELLING | MOVING | SETTING | PARTICLES.keys():
        return []
    return [sentence.timex[i] for i in _days_after(sentence, verb) if _preposition(sentence, i) in GOALS]


def is_left(sentence: Sentence, start: int) -> bool:
    """Whether the date words at word `start` are the day that an event was moved away from."""
    verb = sentence.verb_before(start)
    return verb is not None and _preposition(sentence, start) == "from" and takes_off(sentence, verb)


def is_new(sentence: Sentence, start: int) -> bool:
    """Whether the date words at word `start` are the day that an event was moved to."""
    verb = sentence.verb_before(start)
    return verb is not None and takes_off(sentence, verb) and sentence.timex[start] in new_days(sentence, verb)


def _days_after(sentence: Sentence, verb: Verb) -> list[int]:
    """The words at which date words start between the verb and the next."""
    following, timex = sentence.verb_after(verb.head + 1), sentence.timex
    end = following.first if following else len(timex)
    return [i for i in range(verb.head + 1, end) if timex[i] >= 0 and timex[i] != timex[i - 1]]


def _preposition(sentence: Sentence, start: int) -> str:
    before = start - 1 - (sentence.words[start - 1] in ARTICLES)
    return sentence.words[before] if before >= 0 else ""

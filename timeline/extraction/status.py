"""Whether an event took place, is planned, alleged, denied or only thought of: by the words that carry it."""

from timeline.extraction.clauses import Sentence, Verb
from timeline.extraction.triggers import Trigger
from timeline.extraction.types import Status

ALLEGING = frozenset("allege accuse suspect claim contend charge".split())
ALLEGED_WORDS = frozenset("allegedly alleged accused suspected purportedly supposedly unconfirmed".split())
REFUSING = frozenset("refuse decline fail cancel scrap abandon call".split())
PLANNING = frozenset(
    "plan schedule expect intend set due vow pledge promise prepare agree hope want choose slate aim await book invite "
    "tentatively arrange slat going".split()
)
NEVER_PLANNED = frozenset({"violence", "death", "arrest", "accident"})  # "to investigate a shooting" plans no shooting
AHEAD = frozenset("due schedule set expect slate plan".split())
DOING = frozenset("begin start continue manage go help come appear serve force proceed".split())
ATTEMPTING = frozenset({"try", "attempt"})
OFFERING = frozenset("offer threaten propose ask urge demand seek beg encourage".split())  # what others may do or not
BELIEVING = frozenset("believe believes suspect suspects allege alleges claim claims contend contends".split())
CANCELLING = frozenset({"cancel", "postpone", "delay", "adjourn", "scrap", "reschedule", "defer"})
TALKING = frozenset({"say", "tell", "mention"})
GONE = frozenset({"cancel", "scrap"})
GOALS = frozenset({"to", "until", "till", "for"})
ARRANGING = frozenset({"schedule", "set", "plan", "expect", "slate", "await"})
CONDITIONS = frozenset("if unless whether".split())


def of(sentence: Sentence, trigger: Trigger) -> tuple[Status, str]:
    """The status of a trigger and the words that show it."""
    if trigger.found.phrase in trigger.type.outcomes:
        return "occurred", ""
    status, word = _of_noun(sentence, trigger) if trigger.is_noun else _of_deed(sentence, trigger)
    if status == "occurred" and _is_alleged(sentence, trigger):
        return "alleged", "allegedly"
    return status, word


def _of_deed(sentence: Sentence, trigger: Trigger) -> tuple[Status, str]:
    verb = trigger.verb
    if verb is None:
        return "occurred", ""
    if _denied_subject(sentence, verb):
        return "negated", "no"
    status, word = _of_verb(sentence, verb)
    if status == "hypothetical" and trigger.type.family == "violence" and _is_attempt(sentence, verb):
        return "occurred", ""
    return _unless_called_off(sentence, verb, status, word)


def _is_attempt(sentence: Sentence, verb: Verb) -> bool:
    """ "tried to rob the store": the attempt is a crime of its own."""
    governor = None if verb.governor is None else sentence.verbs[verb.governor]
    return governor is not None and governor.lemma in ATTEMPTING and _of_verb(sentence, governor)[0] == "occurred"


def _unless_called_off(sentence: Sentence, verb: Verb, status: Status, word: str) -> tuple[Status, str]:
    """A plan that the rest of the sentence takes back: "was to be sentenced on Friday, but the hearing was delayed"."""
    later = (v for v in sentence.verbs if v.first > verb.head and v.form == "finite")
    off = next((v for v in later if _calls_off(sentence, v)), None)
    if status != "planned" or off is None:
        return status, word
    return "negated", " ".join(sentence.words[off.head : off.head + (2 if off.lemma == "call" else 1)])


def _calls_off(sentence: Sentence, verb: Verb) -> bool:
    is_off = verb.lemma in CANCELLING or (
        verb.lemma == "call" and sentence.words[verb.head + 1 : verb.head + 2] == ["off"]
    )
    return is_off and verb.tense == "past" and "not" not in verb.auxiliaries


def _of_noun(sentence: Sentence, trigger: Trigger) -> tuple[Status, str]:
    """A named event has the status of its light verb, and of what the verb says of it: held, scheduled, cancelled."""
    verb = trigger.verb
    if _denied_noun(sentence, trigger):
        return "negated", "no"
    if verb is None:
        ahead = trigger.type.family not in NEVER_PLANNED and _looks_ahead(sentence, trigger)
        return ("planned", "to") if ahead else ("occurred", "")
    status, word = _of_verb(sentence, verb)
    if status == "hypothetical" and word == "should":
        return "planned", word
    if verb.tense == "present" and "next" in sentence.words[max(0, trigger.start - 2) : trigger.start]:
        return "planned", "next"
    if status == "occurred" and verb.lemma in CANCELLING:
        return ("planned" if _is_put_off_to(sentence, verb) else "negated"), sentence.words[verb.head]
    if status == "occurred" and verb.lemma in ARRANGING:
        status, word = "planned", sentence.words[verb.head]
    return _unless_called_off(sentence, verb, status, word)


def _is_put_off_to(sentence: Sentence, verb: Verb) -> bool:
    """ "was postponed to March": the new day is the plan."""
    starts = (sentence.timex.index(index) for index in verb.timexes)
    return verb.lemma not in GONE and any(start > verb.head and sentence.words[start - 1] in GOALS for start in starts)


def _denied_noun(sentence: Sentence, trigger: Trigger) -> bool:
    return bool({"no", "without"} & set(sentence.words[max(0, trigger.start - 2) : trigger.start]))


def _denied_subject(sentence: Sentence, verb: Verb) -> bool:
    """ "No arrests have been made", "none of them was charged": of the verb's own clause."""
    start = max((s for s in sentence.clause_starts if s <= verb.first), default=0)
    return bool({"no", "none", "nobody", "neither"} & set(sentence.words[start : verb.first]))


def _looks_ahead(sentence: Sentence, trigger: Trigger) -> bool:
    """A noun after a verb that looks ahead: "to take part in elections in the spring"."""
    before = next((v for v in reversed(sentence.verbs) if v.head < trigger.start), None)
    return before is not None and before.tense in {"future", "modal", "infinitive"} and trigger.start - before.head <= 6


def _of_verb(sentence: Sentence, verb: Verb) -> tuple[Status, str]:
    if verb.opener in CONDITIONS or _is_once_done(verb):
        return "hypothetical", verb.opener
    if "not" in verb.auxiliaries or any(a.endswith("n't") for a in verb.auxiliaries) or _is_never(sentence, verb):
        return "negated", "not"
    if verb.auxiliaries[:2] in {("was", "to"), ("were", "to")}:
        return "planned", " ".join(verb.auxiliaries[:2])
    if verb.tense == "present" and verb.lemma in AHEAD and verb.auxiliaries:
        return "planned", sentence.words[verb.head]
    if verb.tense == "future":
        return "planned", " ".join(verb.auxiliaries)
    if verb.tense == "modal":
        likely = verb.auxiliaries[0] == "would" and bool(verb.timexes)
        return ("planned" if likely else "hypothetical"), verb.auxiliaries[0]
    if verb.form == "infinitive":
        return _of_infinitive(sentence, verb)
    return _of_gerund(sentence, verb) if verb.form == "gerund" else ("occurred", "")


def _is_never(sentence: Sentence, verb: Verb) -> bool:
    if verb.lemma in TALKING:  # "never said a word about the gun", in an interview on Sunday
        return "never" in verb.auxiliaries
    return "never" in verb.auxiliaries or "never" in sentence.words[max(0, verb.first - 1) : verb.head]


def _is_once_done(verb: Verb) -> bool:
    """ "once the sentence has been passed": not yet."""
    return verb.opener == "once" and verb.auxiliaries[:1] in {("has",), ("have",), ("is",), ("are",)}


def _of_gerund(sentence: Sentence, verb: Verb) -> tuple[Status, str]:
    if verb.governor is not None:
        governor = sentence.verbs[verb.governor]
        if governor.lemma in ALLEGING and sentence.words[verb.first - 1] in {"of", "with"}:
            return "alleged", sentence.words[governor.head]
        if governor.lemma in DOING and verb.first == governor.head + 1:
            return _of_verb(sentence, governor)
    return "occurred", ""


def _of_infinitive(sentence: Sentence, verb: Verb) -> tuple[Status, str]:
    if verb.governor is None:
        return "hypothetical", "to"
    if verb.first and sentence.words[verb.first - 1] == "not":
        return "negated", "not"
    governor = sentence.verbs[verb.governor]
    status, word = _of_verb(sentence, governor)
    said = sentence.words[governor.head]
    if status in {"negated", "hypothetical", "alleged"}:
        return status, word
    if governor.lemma in REFUSING:
        return "negated", said
    if governor.lemma in OFFERING | ATTEMPTING:
        return "hypothetical", said
    if governor.lemma in PLANNING:
        return "planned", said
    if governor.lemma in DOING:
        return status, word
    return ("planned", "to") if verb.timexes else ("hypothetical", said)


def _is_alleged(sentence: Sentence, trigger: Trigger) -> bool:
    """A word of allegation in the words of the event's own clause."""
    if trigger.type.family not in {"violence", "death"}:
        return False
    first = trigger.verb.first if trigger.verb and not trigger.is_noun else trigger.start
    near = sentence.words[max(0, first - 6) : trigger.end + 1]
    verb = trigger.verb
    if ALLEGED_WORDS & set(near) or (verb is not None and _is_believed(sentence, trigger, verb)):
        return True
    governor = sentence.verbs[verb.governor] if verb is not None and verb.governor is not None else None
    return governor is not None and governor.lemma in ALLEGING


def _is_believed(sentence: Sentence, trigger: Trigger, verb: Verb) -> bool:
    """ "Police believe he shot the clerk": who did it; that a clerk was shot, nobody doubts."""
    if trigger.is_noun or verb.passive or verb.form != "finite":
        return False
    return bool(BELIEVING & set(sentence.words[max(0, verb.first - 4) : verb.first]))

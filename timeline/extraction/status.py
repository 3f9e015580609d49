"""Whether an event took place, is planned, alleged, denied or only thought of: by the words that carry it."""

from itertools import pairwise

from timeline.extraction import coordination, denials, negation, rescheduling, retractions, whose
from timeline.extraction import words as w
from timeline.extraction.sentence import Sentence, Verb
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
OFFERING = frozenset("offer threaten propose ask urge demand seek beg encourage call".split())  # others may or not
BELIEVING = frozenset("believe believes suspect suspects allege alleges claim claims contend contends".split())
TALKING = frozenset({"say", "tell", "mention"})
ARRANGING = frozenset({"schedule", "set", "plan", "expect", "slate", "await"})
SUPPOSED = frozenset(
    "alleged believed suspected said thought reported accused claimed claims rumoured rumored feared presumed assumed "
    "pretended".split()
)
CLAIMING = frozenset({"allege", "alleges", "alleged", "claim", "claims", "claimed"})
PAPERS = frozenset({"complaint", "affidavit", "indictment", "lawsuit", "suit", "chargesheet"})
COMING = frozenset("turn show appear attend come happen materialise materialize go".split())
UNDONE = "did not"
POSSIBLY = {("may",), ("might",), ("can",), ("should",), ("must",)}  # "may not resign", or may
UNABLE = frozenset({"not", "unable", "powerless", "yet"})  # before "to"
STAYING = frozenset({"remains", "remained", "stays", "stayed", "still"})
WAS_TO = frozenset({"was to", "were to"})
SUSPENDING = frozenset("suspend abandon shelve ban forbid prohibit prevent foil thwart".split())
WARNING = frozenset("warn fear threaten predict".split())
AVOIDING = frozenset("escape avoid evade dodge".split())  # being shot
PREVENTING = frozenset(
    "prevent stop keep deter dissuade discourage block bar ban prohibit save protect restrain refrain".split()
)  # somebody from shooting
NEAR = 6  # words from a verb to its object
# Between a verb and what is not its object: "suspended two teachers after a protest".
NO_OBJECT = w.PREPOSITIONS - {"of", "for", "on", "off"} | {",", "and"}
CLEARING = frozenset({"acquit", "clear", "exonerate"})
CONDITIONS = frozenset("if unless whether".split())
NO_ONE = frozenset("no none nobody neither nor".split())
INSTEAD = frozenset({"instead of", "rather than", "short of", "far from"})
NOTHING = (["no"], ["nobody"], ["none"])
COMPARING = frozenset("longer fewer less more later sooner".split())  # "no fewer than two were arrested"


def of(sentence: Sentence, trigger: Trigger) -> tuple[Status, str]:
    """The status of a trigger and the words that show it."""
    denied = denials.of(sentence, trigger) or retractions.of(sentence, trigger)
    if denied is not None:
        return denied
    if trigger.found.phrase in trigger.type.outcomes:
        return "occurred", ""
    status, word = _of_noun(sentence, trigger) if trigger.is_noun else _of_deed(sentence, trigger)
    if status == "occurred" and (_is_alleged(sentence, trigger) or _is_disowned(sentence, trigger)):
        return "alleged", "allegedly"
    return status, word


def told_as(trigger: Trigger, state: Status) -> Status:
    """The status that its date goes by: what was denied with a finite verb of the past would have been past, too: "was
    not arrested on March 9"."""
    verb = trigger.verb
    if state != "negated" or trigger.is_noun or verb is None or "to" in verb.auxiliaries:
        return state
    return "occurred" if verb.form == "finite" and verb.tense == "past" else state


def _of_deed(sentence: Sentence, trigger: Trigger) -> tuple[Status, str]:
    verb = trigger.verb
    if verb is None:
        return "occurred", ""
    helped = coordination.helped(sentence, verb)
    if _denied_subject(sentence, helped) and "would" not in helped.auxiliaries:
        return "negated", "no"
    averting = _averting(sentence, verb)
    if averting is not None:
        return _unless_averted(sentence, averting)
    status, word = _of_verb(sentence, helped)
    if status == "occurred" and _denied_object(sentence, verb):
        return "negated", "no"
    if status == "hypothetical" and trigger.type.family == "violence" and _is_attempt(sentence, verb):
        return "occurred", ""
    return _unless_called_off(sentence, trigger, verb, status, word)


def _averting(sentence: Sentence, verb: Verb) -> Verb | None:
    """The verb that kept the deed from being done: "escaped being shot", "prevented a man from stabbing the mayor"."""
    by = sentence.verb_before(verb.first)
    between = [] if by is None else sentence.words[by.head + 1 : verb.first]
    if by is None or (by.lemma not in PREVENTING if between else by.lemma not in AVOIDING):
        return None
    is_object = not between or (between[-1] == "from" and "," not in between)
    return by if is_object and (verb.form == "gerund" or verb.auxiliaries[:1] == ("being",)) else None


def _unless_averted(sentence: Sentence, averting: Verb) -> tuple[Status, str]:
    status, _ = _of_verb(sentence, averting)
    if status == "negated":
        return "occurred", ""  # "could not prevent the man from stabbing her"
    return "negated" if status == "occurred" else "hypothetical", sentence.words[averting.head]


def _denied_object(sentence: Sentence, verb: Verb) -> bool:
    """ "arrested nobody", "found no bodies"; "said no charges were filed" and "voted no" were done."""
    after = sentence.words[verb.head + 1 : verb.head + 3]
    is_nothing = after[:1] in NOTHING and COMPARING.isdisjoint(after[1:])
    if verb.passive or not is_nothing or verb.lemma in w.SAY | {"vote", "plead"}:
        return False
    told = sentence.verb_after(verb.head + 1)
    return told is None or told.form != "finite" or bool(told.opener)


def _is_attempt(sentence: Sentence, verb: Verb) -> bool:
    """ "tried to rob the store": the attempt is a crime of its own."""
    governor = None if verb.governor is None else sentence.verbs[verb.governor]
    return governor is not None and governor.lemma in ATTEMPTING and _of_verb(sentence, governor)[0] == "occurred"


def _unless_called_off(
    sentence: Sentence, trigger: Trigger, verb: Verb, status: Status, word: str
) -> tuple[Status, str]:
    """A plan that the rest of the sentence takes back: "was to be sentenced on Friday, but the hearing was delayed"."""
    later = (v for v in sentence.verbs if v.first > verb.head and v.form == "finite")
    off = _taken_off(sentence, trigger) or next((v for v in later if _calls_off(sentence, v)), None)
    undone = any(v.first > verb.head and _is_undone(sentence, v) for v in sentence.verbs)
    if status == "planned" and (undone or (word in WAS_TO and _stays(sentence, verb.head))):
        return "negated", UNDONE
    is_plan = status == "planned" or (trigger.is_noun and off is verb)
    if not is_plan or off is None:
        return status, word
    return "negated", _off_words(sentence, off)


def _off_words(sentence: Sentence, off: Verb) -> str:
    return " ".join(sentence.words[off.head : off.head + (2 if off.lemma == "call" else 1)])


def _is_undone(sentence: Sentence, verb: Verb) -> bool:
    """ "…, but did not"."""
    after = sentence.words[verb.head + 1 : verb.head + 3]
    rest = [word for word in after if word != "not"][:1]
    if verb.lemma in COMING and verb.is_negated and verb.tense == "past" and verb.opener == "but":
        return True
    return verb.lemma == "do" and verb.is_negated and verb.tense == "past" and rest in ([], ["."], [","], [";"])


def _stays(sentence: Sentence, at: int) -> bool:
    """ "was to be freed on Friday but remains in custody": all stayed as it was."""
    words = sentence.words
    return any(words[i] == "but" and STAYING & set(words[i + 1 : i + 4]) for i in range(at, len(words)))


def taken_off_by(sentence: Sentence, trigger: Trigger) -> Verb | None:
    """The verb that a named event was taken off by, where that says all of it: "called off Friday's strike", "Friday's
    strike was called off"; None where the strike has a verb of its own ("the strike that began on Friday")."""
    if not trigger.is_noun or trigger.verb is not None:
        return None
    after = sentence.verb_after(trigger.found.end)
    is_subject = after is not None and after.passive and "," not in sentence.words[trigger.found.end : after.first]
    if after is not None and is_subject and after.first - trigger.found.end <= NEAR and _calls_off(sentence, after):
        return after
    return _taken_off(sentence, trigger)


def _taken_off(sentence: Sentence, trigger: Trigger) -> Verb | None:
    """The verb that a plan is the object of, and that takes it off: "called off a march planned for Friday"."""
    start = trigger.found.start
    before = sentence.verb_before(start)
    if before is None or before.passive or start - before.head > NEAR:
        return None
    suspended = before.lemma in SUSPENDING and before.tense == "past" and not before.is_negated
    between = set(sentence.words[before.head + 1 : start])
    is_object = not between & NO_OBJECT and not rescheduling.new_days(sentence, before)
    return before if is_object and (suspended or _calls_off(sentence, before)) else None


def _calls_off(sentence: Sentence, verb: Verb) -> bool:
    is_off = rescheduling.takes_off(sentence, verb) or (verb.lemma == "call" and _is_off(sentence, verb))
    return is_off and verb.tense == "past" and not verb.is_negated


def _is_off(sentence: Sentence, verb: Verb) -> bool:
    return sentence.words[verb.head + 1 : verb.head + 2] == ["off"]


def _of_noun(sentence: Sentence, trigger: Trigger) -> tuple[Status, str]:
    """A named event has the status of its light verb, and of what the verb says of it: held, scheduled, cancelled."""
    verb = trigger.verb
    if _denied_noun(sentence, trigger):
        return "negated", "no"
    if _is_feared(sentence, trigger):
        return "hypothetical", "warned"
    if verb is None:
        off = taken_off_by(sentence, trigger)
        if off is not None:
            return "negated", _off_words(sentence, off)
        ahead = trigger.type.family not in NEVER_PLANNED and _looks_ahead(sentence, trigger)
        return ("planned", "to") if ahead else ("occurred", "")
    status, word = _of_verb(sentence, verb)
    if status == "hypothetical" and word == "should":
        return "planned", word
    if verb.tense == "present" and "next" in sentence.words[max(0, trigger.start - 2) : trigger.start]:
        return "planned", "next"
    if status == "occurred" and rescheduling.takes_off(sentence, verb):
        return ("planned" if rescheduling.new_days(sentence, verb) else "negated"), sentence.words[verb.head]
    if status == "occurred" and verb.lemma in ARRANGING:
        status, word = "planned", sentence.words[verb.head]
    return _unless_called_off(sentence, trigger, verb, status, word)


def _is_feared(sentence: Sentence, trigger: Trigger) -> bool:
    """ "warned of a strike", "threatened another strike"; whoever "warned about the explosion" knew of one."""
    before = sentence.verb_before(trigger.start)
    between = [] if before is None else sentence.words[before.head + 1 : trigger.start]
    if "the" in between[-2:]:
        return False
    is_near = len(between) <= NEAR and {"of", "about"} >= w.PREPOSITIONS.intersection(between)
    return before is not None and before.lemma in WARNING and is_near and {",", "and"}.isdisjoint(between)


def _denied_noun(sentence: Sentence, trigger: Trigger) -> bool:
    before = sentence.words[max(0, trigger.start - 4) : trigger.start]
    is_instead = any(" ".join(pair) in INSTEAD for pair in pairwise(before))
    return is_instead or bool({"no", "without"} & set(before[-2:]))


def _denied_subject(sentence: Sentence, verb: Verb) -> bool:
    """ "No arrests have been made", "none of them was charged": of the verb's own clause."""
    start = sentence.clause_start(verb.first)
    if sentence.words[start : start + 1] == ["no"] and sentence.words[start + 1 : start + 2] in ([","], [":"]):
        start += 1  # the answer to a question
    opens = sentence.words[start : start + 2]  # "not one of them was paid", "never was he paid"
    whole = sentence.words[start : verb.first]
    is_plain = (
        not {"but", "few", ",", "after", "later"} & set(whole)
        and max(sentence.timex[start : verb.first], default=-1) < 0
    )
    no_one = opens[:1] == ["never"] or (is_plain and opens[:1] == ["not"] and opens[1:] in (["a"], ["one"]))
    subject = [a for a, b in pairwise(sentence.words[start : verb.first + 1]) if a != "no" or b not in COMPARING]
    return no_one or not NO_ONE.isdisjoint(subject)


def _looks_ahead(sentence: Sentence, trigger: Trigger) -> bool:
    """A noun after a verb that looks ahead: "to take part in elections in the spring"."""
    before = sentence.verb_before(trigger.start)
    return before is not None and before.tense in {"future", "modal", "infinitive"} and trigger.start - before.head <= 6


def _of_verb(sentence: Sentence, verb: Verb) -> tuple[Status, str]:
    if verb.opener in CONDITIONS or _is_once_done(verb):
        return "hypothetical", verb.opener
    if verb.tense == "modal" and {"would", "have"} <= set(verb.auxiliaries):
        return "hypothetical", "would"
    if _is_negated(verb):
        return _of_negated(sentence, verb)
    if verb.auxiliaries[:2] in {("was", "to"), ("were", "to")}:
        if "have" in verb.auxiliaries:
            return "hypothetical", "have"
        return "planned", " ".join(verb.auxiliaries[:2])
    if verb.tense == "present" and verb.lemma in AHEAD and verb.auxiliaries:
        return "planned", sentence.words[verb.head]
    if verb.tense == "future":
        return "planned", " ".join(verb.auxiliaries)
    if verb.tense == "modal":
        likely = verb.auxiliaries[0] in {"would", "must"} and "have" not in verb.auxiliaries and bool(verb.timexes)
        return ("planned" if likely else "hypothetical"), verb.auxiliaries[0]
    if verb.form == "infinitive":
        return _of_infinitive(sentence, verb)
    return _of_gerund(sentence, verb) if verb.form == "gerund" else ("occurred", "")


def _is_negated(verb: Verb) -> bool:
    """ "never said a word about the gun", in an interview on Sunday, was said all the same."""
    return "not" in verb.auxiliaries or (verb.is_negated and verb.lemma not in TALKING)


def _of_negated(sentence: Sentence, verb: Verb) -> tuple[Status, str]:
    """ "did not resign", and "did not resign until Wednesday": then he did."""
    if any(negation.begins_then(sentence, sentence.timex.index(i)) for i in verb.timexes):
        return ("planned" if verb.tense == "future" else "occurred"), "until"
    return ("hypothetical" if verb.auxiliaries[:1] in POSSIBLY else "negated"), "not"


def _is_once_done(verb: Verb) -> bool:
    """ "once the sentence has been passed": not yet."""
    is_ahead = verb.form == "reduced" or verb.auxiliaries[:1] in {("has",), ("have",), ("is",), ("are",)}
    return verb.opener == "once" and is_ahead


def _of_gerund(sentence: Sentence, verb: Verb) -> tuple[Status, str]:
    instead = " ".join(sentence.words[max(0, verb.first - 2) : verb.first])
    if instead in INSTEAD:
        return "negated", instead
    if verb.governor is None:
        return "occurred", ""
    governor = sentence.verbs[verb.governor]
    said, between = sentence.words[governor.head], sentence.words[governor.head : verb.first]
    if governor.lemma in DOING and verb.first == governor.head + 1:
        return _of_verb(sentence, governor)
    if governor.lemma in ALLEGING and between[-1] in {"of", "with"}:
        return "alleged", said
    if governor.lemma in CLEARING or (governor.lemma in {"plead", "find"} and "not" in between):
        return "alleged", said
    if whose.is_answer(sentence, governor, verb) and (governor.lemma == "deny" or governor.is_negated):
        return "alleged", said  # "denied shooting a guard", "did not admit to it"
    return "occurred", ""


def _of_infinitive(sentence: Sentence, verb: Verb) -> tuple[Status, str]:
    if verb.governor is None:
        return "hypothetical", "to"
    if verb.first and sentence.words[verb.first - 1] in UNABLE:
        return "negated", sentence.words[verb.first - 1]
    governor = sentence.verbs[verb.governor]
    if sentence.words[verb.first - 1] == "due" and governor.head < verb.first - 1:
        return "planned", "due"  # "did not talk of the strike, due to begin on Friday"
    status, word = _of_verb(sentence, governor)
    said = sentence.words[governor.head]
    if "have" in verb.auxiliaries and status == "occurred" and governor.lemma not in PLANNING:
        supposed = SUPPOSED & set(sentence.words[governor.head : verb.first])  # "is alleged to have shot a guard"
        return ("alleged", min(supposed)) if supposed else ("occurred", "")
    if status in {"negated", "hypothetical", "alleged"}:
        return status, word
    if governor.lemma in REFUSING and (governor.lemma != "call" or _is_off(sentence, governor)):
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
    papers = PAPERS & set(sentence.words[2:NEAR]) if sentence.words[:2] == ["according", "to"] else None
    if papers or ALLEGED_WORDS & set(near) or (verb is not None and _is_believed(sentence, trigger, verb)):
        return True
    governor = sentence.verbs[verb.governor] if verb is not None and verb.governor is not None else None
    return governor is not None and governor.lemma in ALLEGING


def _is_disowned(sentence: Sentence, trigger: Trigger) -> bool:
    """ "denied having shot her husband", "denies ever having robbed a bank"."""
    verb = trigger.verb
    if verb is None or trigger.is_noun or verb.auxiliaries[:1] != ("having",):
        return False
    number = sentence.verbs.index(verb)
    before = sentence.verbs[number - 1] if number else None
    between = set() if before is None else set(sentence.words[before.head + 1 : verb.first])
    return before is not None and before.lemma in {"deny", "dispute"} and "," not in between


def _is_believed(sentence: Sentence, trigger: Trigger, verb: Verb) -> bool:
    """ "Police believe he shot the clerk": who did it; that a clerk was shot, nobody doubts."""
    if trigger.is_noun or verb.form != "finite":
        return False
    near = set(sentence.words[max(0, verb.first - 4) : verb.first])
    return not near.isdisjoint(CLAIMING if verb.passive else BELIEVING)

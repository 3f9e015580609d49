"""What a sentence tells only to deny, to doubt or to imagine it: "police denied that …", "had he resigned, …". Pure."""

from collections.abc import Sequence

from timeline.extraction import coordination, negation
from timeline.extraction import words as w
from timeline.extraction.sentence import Sentence, Verb
from timeline.extraction.triggers import Trigger
from timeline.extraction.types import Status

DENYING = frozenset("deny reject refute rebut disprove debunk".split())
DISPUTING = frozenset("dispute contest question doubt".split())
DISMISSING = DENYING | {"dismiss"}  # of a report, as against a case
RUMOURS = frozenset("rumour rumor claim allegation accusation suggestion speculation suspicion theory".split())
REPORTS = RUMOURS | {"report", "story"}
REPORTED = frozenset("reported rumoured rumored alleged supposed".split())
FALSE = frozenset(
    "false untrue wrong incorrect baseless unfounded groundless fabricated invented lie hoax myth".split()
)
TRUE = frozenset({"true", "correct", "case", "truth"})
SURE = frozenset("clear certain known proven proved established sure convinced confirmed obvious evident".split())
UNSURE = frozenset("unclear uncertain doubtful unlikely unknown".split())
PROOFS = frozenset("evidence proof sign indication confirmation suggestion".split())
# Who does not say it, or cannot prove it, leaves open whether it happened; who does not admit it does not.
ASSERTING = frozenset(
    "say claim allege find prove establish show conclude convince persuade believe think suggest indicate insist argue "
    "testify assert rule determine".split()
)
FEARING = frozenset("fear assume dream imagine pretend presume speculate guess hope wish".split())
NO_ONE = frozenset("nobody neither none nothing".split())
SUBJECTS = frozenset("he she they we i".split())
WHOSE_OWN = frozenset({"he", "she", "they", "it", "his", "her", "their"})  # who denies what he himself did
BETWEEN = frozenset({"the", "any", "those", "on", "in"})  # between a verb and its "that"
IMAGINING = frozenset({"had", "should", "were"})  # before their subject
CONFIRMING = frozenset("confirm verify corroborate substantiate".split())
UNABLE = frozenset("neither nobody none unable decline refuse fail without yet".split())
QUOTES = frozenset("“\"'‘")
NEAR = 5  # words


def of(sentence: Sentence, trigger: Trigger) -> tuple[Status, str] | None:
    """The status that the words around its clause give an event, and those words; None where they say nothing."""
    rumoured = _rumoured(sentence, trigger) if trigger.is_noun else None
    verb = trigger.verb
    if rumoured is not None or verb is None:
        return rumoured
    told = _told(sentence, coordination.helped(sentence, verb))
    if _is_imagined(sentence, told):
        return "hypothetical", "had"
    if _is_asked(sentence, told):
        return "hypothetical", "?"
    that = _that_before(sentence, told)
    unconfirmed = _unconfirmed(sentence, told, that)
    if unconfirmed is not None:
        return unconfirmed
    return _without_that(sentence, told) if that is None else _denied(sentence, that, told)


def _rumoured(sentence: Sentence, trigger: Trigger) -> tuple[Status, str] | None:
    """ "denied reports of an arrest", "rumours of a strike"."""
    near = range(max(0, trigger.start - NEAR), trigger.start - 1)
    report = next((i for i in near if sentence.lemmas[i] in REPORTS and sentence.words[i + 1] in {"of", "about"}), None)
    if report is None and sentence.words[trigger.start - 1] in REPORTED:
        return _told_untrue(sentence, trigger.end)
    if report is None:
        return None
    untrue = _told_untrue(sentence, trigger.end)
    if untrue is not None:
        return untrue
    first = max(0, report - NEAR)
    before = [lemma for lemma in sentence.lemmas[first:report] if lemma not in {"the", "a", "all"}]
    if before and before[-1] in DISMISSING | FALSE and not negation.says_no(sentence.words[first:report]):
        return "negated", before[-1]
    return ("alleged", sentence.words[report]) if sentence.lemmas[report] in RUMOURS else None


def _told(sentence: Sentence, verb: Verb) -> Verb:
    """The finite verb on which an infinitive hangs."""
    while verb.form == "infinitive" and verb.governor is not None:
        verb = sentence.verbs[verb.governor]
    return verb


def _is_imagined(sentence: Sentence, verb: Verb) -> bool:
    """ "Had Meier resigned, …", "would have been paid had he resigned"."""
    number = sentence.verbs.index(verb)
    helper = sentence.verbs[number - 1] if number else None
    if helper is None or sentence.words[helper.head] not in IMAGINING or helper.first != helper.head:
        return False
    between = sentence.words[helper.head + 1 : verb.first]
    opens = all(word in QUOTES for word in sentence.words[: helper.first])
    unreal = any(v.tense == "modal" and "have" in v.auxiliaries for v in sentence.verbs)
    return (opens or unreal) and 0 < len(between) <= NEAR and "," not in between


def _without_that(sentence: Sentence, verb: Verb) -> tuple[Status, str] | None:
    """ "denied he had resigned", "feared they had died"."""
    before = sentence.verb_before(verb.first)
    if before is None or verb.form != "finite" or verb.opener:
        return None
    subject = sentence.words[before.head + 1 : verb.first]
    if not subject or subject[0] not in SUBJECTS or "," in subject:
        return None
    return _by_verb(sentence, before, verb, "")


def _is_asked(sentence: Sentence, verb: Verb) -> bool:
    """ "Was the clerk arrested on Monday?"; "why was he arrested?" says that he was."""
    words = sentence.words
    first = next((i for i, word in enumerate(words) if word not in QUOTES | {"and", "but", "so", "or"}), 0)
    before = sentence.verb_before(verb.first)
    is_main = before is None or (before.first == first and verb.opener in {"", "that"})
    return w.is_auxiliary(words[first]) and is_main and "?" in words[verb.head :]


def _that_before(sentence: Sentence, verb: Verb) -> int | None:
    """The "that" of whose clause the verb is the first and main one."""
    if verb.form != "finite":
        return None
    number = sentence.verbs.index(verb)
    start = sentence.verbs[number - 1].head + 1 if number else 0
    near = [i for i in range(start, verb.first) if sentence.words[i] in {"that", "who", "which", "whose"}]
    return near[0] if len(near) == 1 and sentence.words[near[0]] == "that" else None


def _unconfirmed(sentence: Sentence, verb: Verb, that: int | None) -> tuple[Status, str] | None:
    """ "could not confirm that a clerk was arrested", "unable to verify reports that …", "cannot confirm he was shot":
    what nobody confirms may be."""
    number = sentence.verbs.index(verb)
    if that is None and (number == 0 or verb.form != "finite" or verb.opener):
        return None
    at = (that if that is not None else sentence.verbs[number - 1].head + 1) - 1
    while at > 0 and (sentence.lemmas[at] in REPORTS or sentence.timex[at] >= 0 or sentence.words[at] in BETWEEN):
        at -= 1
    near = range(max(0, at - NEAR), at)
    first = max((i + 1 for i in near if sentence.words[i] in {",", ";", "only", "and", "but"}), default=near.start)
    before = {*sentence.words[first:at], *sentence.lemmas[first:at]}
    said = sentence.words[at]
    answers = sentence.lemmas[at] in CONFIRMING or (sentence.lemmas[at] == "deny" and "neither" in before)
    ruled_out = sentence.lemmas[at - 1 : at + 1] == ["rule", "out"]
    is_unable = not UNABLE.isdisjoint(before) or negation.says_no(before)
    return ("alleged", f"not {said}") if (answers or ruled_out) and is_unable else None


def _denied(sentence: Sentence, that: int, verb: Verb) -> tuple[Status, str] | None:
    before = next((v for v in reversed(sentence.verbs) if v.head < that and not _is_report(sentence, v, that)), None)
    noun = sentence.lemmas[that - 1] if that else ""
    near = sentence.words[max(0, that - NEAR) : that]
    if noun == "doubt":
        sure = negation.says_no(near) or "without" in sentence.words[:that]
        return None if sure else ("alleged", noun)
    if noun in PROOFS and (negation.says_no(near) or not {"without", "little"}.isdisjoint(near)):
        return "alleged", f"no {noun}"
    if noun in REPORTS and not {"contrary", "despite"}.isdisjoint(near):
        return ("negated", "contrary") if "contrary" in near else ("alleged", noun)
    if before is not None and that - before.head <= NEAR and (noun in REPORTS or _follows(sentence, before, that)):
        told = _by_verb(sentence, before, verb, noun)
        if told is not None:
            return told
    if before is not None and before.lemma == "be" and that - before.head <= NEAR:
        told = _untrue(sentence.words[before.first : that])
        if told is not None:
            return told
    return _by_what_follows(sentence, verb) if noun in REPORTS else None


def _untrue(words: Sequence[str]) -> tuple[Status, str] | None:
    """What "is false" and "is not true" say."""
    if negation.says_no(words):
        if not TRUE.isdisjoint(words):
            return "negated", "not true"
        return None if SURE.isdisjoint(words) else ("alleged", "not sure")
    if not UNSURE.isdisjoint(words):
        return "alleged", min(UNSURE.intersection(words))
    false = next((word for word in words if word in FALSE), None)
    return None if false is None else ("negated", false)


def _is_report(sentence: Sentence, verb: Verb, that: int) -> bool:
    """ "rejected reports that …": what has the shape of a verb is the object of the verb before."""
    number = sentence.verbs.index(verb)
    if verb.head != that - 1 or verb.lemma not in REPORTS or number == 0 or verb.auxiliaries:
        return False
    between = sentence.words[sentence.verbs[number - 1].head + 1 : verb.first]
    return len(between) < NEAR and "," not in between and sentence.verbs[number - 1].lemma in DISMISSING | DISPUTING


def _follows(sentence: Sentence, verb: Verb, that: int) -> bool:
    """Whether nothing but date words and adverbs stands between the verb and its "that"."""
    return all(
        sentence.timex[i] >= 0 or sentence.words[i] in {"on", "in", "out", ","} or sentence.words[i].endswith("ly")
        for i in range(verb.head + 1, that)
    )


def _by_verb(sentence: Sentence, before: Verb, verb: Verb, noun: str) -> tuple[Status, str] | None:
    said = sentence.words[before.head]
    if _is_denied(sentence, before):
        return ("alleged", f"not {said}") if before.lemma in ASSERTING else None  # "did not deny that …"
    if before.lemma == "rule" and sentence.words[before.head + 1] == "out":
        return "negated", "ruled out"
    if before.lemma in DISPUTING | FEARING:
        return "alleged", said
    if before.lemma in (DISMISSING if noun in REPORTS else DENYING):
        own = WHOSE_OWN & set(sentence.words[verb.first - 2 : verb.first])
        return ("alleged" if own else "negated"), said
    return None


def _is_denied(sentence: Sentence, verb: Verb) -> bool:
    """Whether the saying itself did not take place: "did not say", "declined to say", "nothing proves"."""
    by = sentence.verbs[verb.governor] if verb.form == "infinitive" and verb.governor is not None else verb
    if verb.is_negated or by.is_negated or by.lemma in UNABLE or sentence.words[verb.first - 1] in UNABLE:
        return True
    subject = sentence.words[sentence.clause_start(by.first) : by.first]
    return negation.says_no(subject[-2:]) or not NO_ONE.isdisjoint(subject)


def _by_what_follows(sentence: Sentence, verb: Verb) -> tuple[Status, str] | None:
    """ "The rumour that Meier resigned is false", "was denied by the board"; a mere rumour is no fact either."""
    untrue = _told_untrue(sentence, verb.head + 1)
    if untrue is not None:
        return untrue
    nouns = (sentence.lemmas[i] for i in range(verb.first) if i not in sentence.verb_at)
    rumour = next((noun for noun in nouns if noun in RUMOURS), None)
    return None if rumour is None else ("alleged", rumour)


def _told_untrue(sentence: Sentence, start: int) -> tuple[Status, str] | None:
    """What the verbs behind this word say of a report: "is false", "turned out to be a hoax", "was denied"."""
    for later in (v for v in sentence.verbs if v.first >= start):
        says = later.lemma == "be" or sentence.words[later.head] in FALSE
        told = _untrue(sentence.words[later.first : later.head + 3]) if says else None
        if told is not None:
            return told
        if later.passive and later.lemma in DISMISSING and not later.is_negated:
            return "negated", sentence.words[later.head]
    return None

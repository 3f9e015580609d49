"""The words of a sentence that express events: verbs that report one, and nouns that name one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from timeline.extraction import rescheduling
from timeline.extraction import words as w
from timeline.extraction.phrases import Found
from timeline.extraction.sentence import Sentence, Verb
from timeline.extraction.taxonomy import Echo, EventType, Taxonomy

Match = tuple[Found, EventType]


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


# What happens to an event in the words of its report: the verb says that it took place, and when, and nothing of its
# own.
LIGHT = frozenset(
    "hold happen occur take schedule set plan begin start open break erupt continue follow expect cancel postpone "
    "delay attend organize stage conduct slate come end resume conclude adjourn be due get leave reschedule lead fuel "
    "announce speak issue unseal address order descend proceed ensue unfold appear report make go join await "
    "degenerate escalate face convene host deliver give carry launch".split()
)
# Whoever is sent to "a crash on Monday" goes there that day.
SENT = frozenset({"call", "summon", "dispatch", "alert", "send", "respond", "rush"})
NOT_THERE = frozenset("jail prison trial court inquest hearing".split())
HARM = frozenset({"violence", "death", "accident"})
AIMING = frozenset({"at", "on", "into", "upon", "toward", "towards", "back"})  # after "fired"
FILMED = frozenset("film movie documentary series sitcom drama video clip scene episode commercial advert".split())
SCORED = 12  # words from "beat" to the score
REACH = 4  # words from a verb to what it is done to
HAPPENINGS = frozenset("death deaths spree incident rampage attack".split())  # "the shooting spree" is the shooting
SUBJECT, LONG_SUBJECT = 8, 40  # words between a noun and its verb; the long one from the start of a sentence


def find(sentence: Sentence, taxonomy: Taxonomy, told: EventType | None = None) -> list[Trigger]:
    """The triggers from left to right; one to a verb and one to a noun, the longest phrase and then the first type.

    `told` is the type of the last event before this sentence, which "it happened on Saturday" reports again.
    """
    verbs = _best(_verb_matches(sentence, taxonomy))
    known = {found.head for found, _ in verbs}
    nouns = _best(_noun_matches(sentence, taxonomy))
    verbs += [
        match
        for match in _best(_echoes(sentence, taxonomy, told))
        if match[0].head not in known and not _tells_before(sentence, match, [*verbs, *nouns])
    ]
    triggers = [_of_verb(sentence, *match) for match in verbs]
    taken = {word for found, _ in verbs for word in range(found.start, found.end)}
    heads = {found.head for found, _ in nouns}
    for found, type_ in nouns:
        if found.head not in taken and not _modifies(sentence, found, heads) and not _within_another(found, nouns):
            triggers += _of_noun(sentence, found, type_)
    return sorted(triggers, key=lambda trigger: trigger.found.head)


def _verb_matches(sentence: Sentence, taxonomy: Taxonomy) -> Iterator[tuple[Found, EventType]]:
    for found, type_ in taxonomy.verbs.find(sentence.words, sentence.lemmas, sentence.asides):
        number = sentence.verb_at.get(found.head)
        if number is None or not isinstance(type_, EventType):
            continue
        verb = sentence.verbs[number]
        heads = found.head in (verb.head, verb.first) and not _is_asked_for(sentence, verb)
        if heads and _in_one_clause(sentence, found, number) and not _means_else(sentence, verb, type_):
            yield found, type_


def _is_asked_for(sentence: Sentence, verb: Verb) -> bool:
    """ "signatures to recall the mayor", "a motion to dismiss the case": asked for, and neither done nor planned."""
    return verb.form == "infinitive" and verb.first > 0 and sentence.lemmas[verb.first - 1] in w.REQUESTS


def _means_else(sentence: Sentence, verb: Verb, type_: EventType) -> bool:
    if verb.lemma in {"call", "kill"} and sentence.words[verb.head + 1 : verb.head + 2] == ["off"]:
        return True  # "the strike was called off": the noun is left, and what the verb says of it
    if verb.lemma == "beat" and _has_score(sentence.words[verb.head : verb.head + SCORED]):
        return True  # "the Rovers beat Linden 2-1"
    if (
        type_.family == "dismissal"
        and verb.lemma == "fire"
        and not AIMING.isdisjoint(sentence.words[verb.head + 1 :][:1])
        and not (verb.passive and verb.head + 1 in sentence.asides)  # "was fired on Tuesday"
    ):
        return True
    first = min(sentence.clause_start(verb.first), max(0, verb.head - 3))
    end = verb.head + 1  # "charged with battery": what follows is no object
    if sentence.words[end : end + 1] != ["with"]:
        end += REACH
    return bool(type_.unless & set(sentence.lemmas[first:end]))


def _has_score(words: Sequence[str]) -> bool:
    dashes = (i for i in range(1, len(words) - 1) if words[i] in {"-", "–"})
    closing = w.PREPOSITIONS | w.COORDINATORS | {".", ",", ";"}  # "12-15 inmates" are no score
    return any(
        words[i - 1].isdigit() and words[i + 1].isdigit() and closing.issuperset(words[i + 2 : i + 3]) for i in dashes
    )


def _echoes(sentence: Sentence, taxonomy: Taxonomy, told: EventType | None) -> Iterator[tuple[Found, EventType]]:
    if told is None:
        return
    for found, echo in taxonomy.echoes.find(sentence.words, sentence.lemmas, sentence.asides):
        number = sentence.verb_at.get(found.head)
        if number is not None and isinstance(echo, Echo) and told.family in echo.families:
            verb = sentence.verbs[number]
            if found.head in (verb.head, verb.first) and verb.form == "finite" and not verb.is_negated:
                yield found, told


def _tells_before(sentence: Sentence, echo: Match, matches: Sequence[Match]) -> bool:
    """ "The shooting happened after officers were called to a quarrel": what came before it is none of it."""
    verb = sentence.verbs[sentence.verb_at[echo[0].head]]
    told = (found for found, type_ in matches if type_.family == echo[1].family)
    return verb.opener in {"after", "before"} and any(found.head < verb.first for found in told)


def _in_one_clause(sentence: Sentence, found: Found, number: int) -> bool:
    """Whether the phrase reaches into no other clause than that of its verb (infinitives that hang on it aside)."""
    inside = [start for start in sentence.clause_starts if found.head < start < found.end]
    if any(sentence.words[start] in w.COORDINATORS for start in inside):
        return False  # "was found on Monday, and a body | was recovered"
    aside = 0
    for i in range(found.start, found.end):
        aside = max(aside, sentence.asides.get(i, 0))
        if i < aside:
            continue
        other = sentence.verb_at.get(i)
        if other is None or other == number or sentence.verbs[other].governor is not None:
            continue
        if sentence.verbs[other].form == "finite" and sentence.verbs[other].clause != sentence.verbs[number].clause:
            return False
    return True


def _noun_matches(sentence: Sentence, taxonomy: Taxonomy) -> Iterator[tuple[Found, EventType]]:
    for found, type_ in taxonomy.nouns.find(sentence.words, sentence.lemmas, sentence.asides):
        is_word = found.head not in sentence.verb_at and sentence.timex[found.head] < 0
        if is_word and isinstance(type_, EventType) and not _is_of_else(sentence, found, type_):
            yield found, type_


def _is_of_else(sentence: Sentence, found: Found, type_: EventType) -> bool:
    """ "a lightning strike", "a strike of lightning", "the market crash"."""
    if type_.slug == "shooting" and _is_filmed(sentence, found.end):
        return True
    beside = sentence.lemmas[max(0, found.start - 1) : found.start]
    if sentence.words[found.end : found.end + 1] == ["of"]:
        beside = [*beside, *sentence.lemmas[found.end + 1 : found.end + 2]]
    return not type_.unless.isdisjoint(beside)


def _is_filmed(sentence: Sentence, end: int) -> bool:
    """ "the shooting of the new film", and not "of a film producer"."""
    i = end + 1
    while sentence.words[end : end + 1] == ["of"] and i < len(sentence.words) and _goes_on(sentence, i):
        i += 1
    return i > end + 1 and sentence.lemmas[i - 1] in FILMED


def _goes_on(sentence: Sentence, i: int) -> bool:
    """Whether a phrase that opens with "the" or "a" goes on with word `i`."""
    is_word = sentence.words[i].isalpha() and sentence.words[i] not in w.FUNCTION - w.DETERMINERS
    return is_word and i not in sentence.verb_at and sentence.timex[i] < 0


def _best(matches: Iterator[tuple[Found, EventType]]) -> list[tuple[Found, EventType]]:
    """For each head the match that says most; the same whatever the order of the matches."""
    best: dict[int, tuple[Found, EventType]] = {}
    for found, type_ in matches:
        known = best.get(found.head)
        if known is None or _weight(found, type_) > _weight(*known):
            best[found.head] = (found, type_)
    return list(best.values())


def _weight(found: Found, type_: EventType) -> tuple[int, int, int, str]:
    words = sum(not element.gap for element in found.phrase.elements)
    return words, -type_.rank, found.start - found.end, found.phrase.text


def _of_verb(sentence: Sentence, found: Found, type_: EventType) -> Trigger:
    verb = sentence.verbs[sentence.verb_at[found.head]]
    return Trigger(type_, found, verb.head, verb.head + 1, verb)


def _within_another(found: Found, nouns: Sequence[tuple[Found, EventType]]) -> bool:
    """ "memorial" in "memorial service"."""
    return any(
        o.start <= found.start and found.end <= o.end and (o.end - o.start) > (found.end - found.start)
        for o, _ in nouns
    )


def _modifies(sentence: Sentence, found: Found, heads: set[int]) -> bool:
    """ "the vigil site", "two counts of murder": the noun only says which site, or which crime, and names no event."""
    i = found.end
    if {"count", "charge", "suspicion"} & set(sentence.lemmas[max(0, found.start - 4) : found.start]):
        return True
    if _names_something(sentence, found) or _is_of_charge(sentence, found) or _is_voted_on(sentence, found):
        return True
    if i >= len(sentence.words) or i in heads or i in sentence.verb_at or sentence.timex[i] >= 0:
        return False
    word = sentence.words[i]
    return word.isalpha() and word not in w.FUNCTION and sentence.tokens[i].text[0].islower() and word not in HAPPENINGS


def _is_of_charge(sentence: Sentence, found: Found) -> bool:
    """ "charged a man with murder on Tuesday": which crime, and none that was done on that day; "with the murder of a
    guard on Tuesday" may be."""
    before = sentence.words[max(0, found.start - 3) : found.start]
    if not {"with", "of", "for"} & set(before) or w.DETERMINERS & set(before):
        return False
    verb = sentence.verb_before(found.start)
    return verb is not None and verb.lemma in {"charge", "accuse", "convict", "indict", "acquit"}


def _is_voted_on(sentence: Sentence, found: Found) -> bool:
    """ "voted for the strike on Tuesday": the day of the vote."""
    verb = sentence.verb_before(found.start)
    if verb is None or verb.lemma != "vote" or verb.head + 1 >= found.start:
        return False
    between = sentence.words[verb.head + 1 : found.start]
    return between[0] in {"for", "against"} and w.DETERMINERS.issuperset(between[1:])


def _names_something(sentence: Sentence, found: Found) -> bool:
    """ "Grady Memorial Hospital": a word of a name."""
    beside = [*sentence.tokens[max(0, found.start - 1) : found.start], *sentence.tokens[found.end : found.end + 1]]
    return sentence.tokens[found.start].text[0].isupper() and any(token.text[0].isupper() for token in beside)


def _of_noun(sentence: Sentence, found: Found, type_: EventType) -> list[Trigger]:
    """One trigger, and one more for each verb joined to its light verb: "was issued on Monday and unsealed on
    Friday"."""
    verb = _carrier(sentence, found.start, found.end)
    if verb is None and type_.family in HARM:
        verb = _sent_there(sentence, found.start)
    triggers = [Trigger(type_, found, found.start, found.end, verb, is_noun=True)]
    if verb is None or verb.first < found.end:
        return triggers
    for other in sentence.verbs[sentence.verbs.index(verb) + 1 :]:
        if other.lemma not in LIGHT or other.opener != "and" or sentence.words[other.first - 1] != "and":
            break
        triggers.append(Trigger(type_, found, other.head, other.head + 1, other, is_noun=True))
    return triggers


def _carrier(sentence: Sentence, start: int, end: int) -> Verb | None:
    """The light verb whose subject ("the hearing was held") or object ("will hold a hearing") the noun is."""
    after = _told_of(sentence, end)
    joined = after is not None and sentence.words[after.first - 1] in w.COORDINATORS  # "planned a march and were …"
    if after and not joined and _carries(sentence, after) and not _broken(sentence, end, after.first):
        opens = start <= 2 or (sentence.words[start - 1] in w.DETERMINERS and sentence.words[start - 2] in {",", "and"})
        if after.first - end <= (LONG_SUBJECT if opens else SUBJECT):
            return _moved(sentence, after) or after
    before = sentence.verb_before(start)
    if before is None or before.lemma in {"be", "appear"} or not _carries(sentence, before):
        return None
    is_cause = rescheduling.takes_off(sentence, before) and not {
        "after",
        "because",
        "following",
        "over",
        "amid",
    }.isdisjoint(sentence.words[before.head + 1 : start])
    near = start - before.head <= SUBJECT - 1 and not is_cause
    return before if near and not _broken(sentence, before.head + 1, start) else None


def _sent_there(sentence: Sentence, start: int) -> Verb | None:
    """ "Officers were called to a shooting", "responded to reports of a crash"; whoever "responded to the shooting" may
    only have spoken of it."""
    verb = sentence.verb_before(start)
    if verb is None or verb.lemma not in SENT or verb.tense != "past" or start - verb.head > SUBJECT:
        return None
    between = sentence.words[verb.head + 1 : start]
    is_known = not {"the", "this", "that", "his", "her", "their"}.isdisjoint(between)
    goes = "to" in between and (verb.passive or not is_known)
    where = between[len(between) - between[::-1].index("to") :] if goes else []
    goes = goes and {*w.PREPOSITIONS - {"of"}, *NOT_THERE}.isdisjoint(where)
    return verb if goes and not _broken(sentence, verb.head + 1, start) else None


def _told_of(sentence: Sentence, end: int) -> Verb | None:
    """The verb after word `end`; past what only describes somebody in between: "the trial of a baker accused of robbing
    a bank opened"."""
    after = sentence.verb_after(end)
    for verb in sentence.verbs if after is not None and not _carries(sentence, after) else ():
        aside = verb.form != "finite" or verb.opener in w.SUBORDINATORS
        if verb.first >= end and not aside:
            return verb if verb.lemma != "be" and _carries(sentence, verb) else after
    return after


def _carries(sentence: Sentence, verb: Verb) -> bool:
    return verb.lemma in LIGHT or rescheduling.takes_off(sentence, verb)


def _moved(sentence: Sentence, verb: Verb) -> Verb | None:
    """ "The hearing, scheduled for Monday, was postponed to Friday": what became of it, behind what was planned."""
    following = sentence.verb_after(verb.head + 1, "finite")
    is_reduced = verb.form == "reduced" or (not verb.auxiliaries and following is not None and not following.opener)
    if not is_reduced and verb.opener not in {"which", "that"}:  # "the rally planned for Monday was …" is no clause
        return None
    is_moved = following is not None and following.passive and bool(rescheduling.new_days(sentence, following))
    return following if is_moved else None


def _broken(sentence: Sentence, start: int, end: int) -> bool:
    marks = sum(word in {";", ":", "“", "”", '"'} for word in sentence.words[start:end])
    commas = [i for i in range(start, end) if sentence.words[i] == ","]
    relative = len(commas) == 1 and sentence.words[commas[0] + 1 : commas[0] + 2] in (["which"], ["who"], ["where"])
    return marks > 0 or (len(commas) == 1 and not relative)

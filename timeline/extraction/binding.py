"""Which date words belong to which event: those of its clause, and not any that the sentence holds."""

from collections.abc import Iterator, Sequence

from timeline.extraction import negation, rescheduling, whose
from timeline.extraction import words as w
from timeline.extraction.sentence import Sentence, Verb
from timeline.extraction.triggers import HAPPENINGS, HARM, SENT, Trigger
from timeline.extraction.whose import DateWords
from timeline.extraction.worth import PROSECUTING

LEADS = w.PREPOSITIONS | {"early", "late", "around", "about", "shortly", "just", "sometime", "earlier", "later"}
STARTS = frozenset(',;:—–("“‘') | w.COORDINATORS | w.SUBORDINATORS
OCCASIONS = frozenset({"meeting", "hearing", "statement"})
FOLLOWED_BY = frozenset("after before when while because".split())  # open a clause that the date words stand before
OPENS = frozenset({"and", "but", ";", ",", "—", "–", ":"})  # before date words that open a thought
# Open what is told aside, of another day: "who was shot in 2010", "after he was arrested".
ASIDE = frozenset("who which whom whose where that after before since because as if".split())
INTRODUCING = frozenset("after following since before for over in of with about".split())
SAID = 8  # words from date words behind "said" to the verb of what was said
GIVEN = 6  # words from "given" to its day: "has given the Miami relatives until 9 a.m. Tuesday"
LONGEST_NOUN = 16  # words between a noun and its date: "the shooting of a 15-year-old boy at a party on Saturday"
TOPIC = frozenset(
    "investigate probe follow describe witness see survive attend discuss be have remember recall mourn".split()
)


def date_words(sentence: Sentence, usable: frozenset[int], ahead: frozenset[int] = frozenset()) -> list[DateWords]:
    """The date words of the sentence that name days, in order; those of `ahead` name days after publication."""
    found, i = [], 0
    while i < len(sentence.timex):
        index = sentence.timex[i]
        if index < 0:
            i += 1
            continue
        end = sentence.timex_end(i)
        if index in usable and not _since(sentence, i) and not rescheduling.is_left(sentence, i):
            lead = i
            while lead > 0 and sentence.words[lead - 1] in LEADS and lead - 1 not in sentence.verb_at:
                lead -= 1
            found.append(DateWords(index, lead, i, end, index in ahead))
        i = end
    return found


def borrow(sentence: Sentence, trigger: Trigger) -> Verb | None:
    """The dated saying that dates news in the present perfect: "two men have been arrested, police said on Monday"."""
    verb = trigger.verb
    if verb is None or trigger.is_noun or verb.timexes or not verb.auxiliaries:
        return None
    if verb.auxiliaries[0] not in {"has", "have", "had"} or verb.is_negated:
        return None
    impersonal = verb.auxiliaries[0] == "had"  # "it was reported on Monday that the troops had left"
    sayings = [v for v in sentence.verbs if v.lemma in w.SAY and v.timexes and v.quoted == verb.quoted]
    sayings = [v for v in sayings if v.passive == impersonal]
    if impersonal and sayings and sentence.words[sayings[0].first - 1] != "it":
        return None
    return sayings[0] if len(sayings) == 1 and sayings[0].tense == "past" else None


def _since(sentence: Sentence, i: int) -> bool:
    """ "since October": how long, not when; "since the October fire" names a fire."""
    if i and sentence.words[i - 1] in {"the", "a", "an"}:
        return False
    end = sentence.timex_end(i)
    if "when" in sentence.words[end : end + 2]:
        return False  # "since 2005, when he resigned"
    if i and sentence.words[i - 1] in {"until", "till"} and _is_given(sentence, i):
        return False
    if rescheduling.is_new(sentence, i) or negation.begins_then(sentence, i):
        return False  # "delayed until March"
    return "since" in sentence.words[max(0, i - 2) : i + 1] or "until" in sentence.words[max(0, i - 2) : i + 1]


def _is_given(sentence: Sentence, i: int) -> bool:
    """ "has until July 1 to repay the grant", "was given until Friday": a deadline."""
    verb = sentence.verb_before(i)
    return verb is not None and verb.lemma in {"give", "have"} and i - verb.head <= GIVEN


def bind(sentence: Sentence, triggers: Sequence[Trigger], dates: Sequence[DateWords]) -> dict[int, list[int]]:
    """For each trigger (by its place in `triggers`) the date words that date it, nearest first. Verbs keep their
    own."""
    beside: dict[int, list[int]] = {}
    for date in dates:
        noun = _noun_beside(sentence, triggers, date)
        saying = None if noun is None else _said_there(sentence, triggers[noun])
        if saying is not None:
            saying.timexes.append(date.index)
            continue
        deed = None if noun is None else _done_there(sentence, triggers, triggers[noun])
        if deed is not None:
            deed.timexes.append(date.index)
            continue
        if noun is not None:
            beside.setdefault(noun, []).append(date.index)
            continue
        when = _when(sentence, date)
        if when is not None:
            when.timexes.append(date.index)
            continue
        verb = None if whose.belongs(sentence, date) else _verb_of(sentence, date)
        if verb is not None and not whose.is_nobodys(sentence, triggers, date, verb):
            whose.raised(sentence, triggers, verb, date).timexes.append(date.index)
    bound = {}
    for n, trigger in enumerate(triggers):
        moved = rescheduling.new_days(sentence, trigger.verb) if trigger.is_noun and trigger.verb else []
        own = moved or beside.get(n) or (_dates_of(sentence, trigger.verb, trigger, triggers) if trigger.verb else [])
        if not own and trigger.verb and not trigger.is_noun:
            own = _fronted(sentence, trigger.verb, dates)
        if own:
            bound[n] = own
    return bound


def _noun_beside(sentence: Sentence, triggers: Sequence[Trigger], date: DateWords) -> int | None:
    """The noun that the date words touch: "the Saturday shooting", "after the killing on March 9"."""
    for n, trigger in enumerate(triggers):
        if not trigger.is_noun:
            continue
        if _stands_before(sentence, trigger, date):
            return n
        if _reaches(sentence, trigger, date) and _prefers_noun(sentence, trigger, date):
            return n
    return None


def _stands_before(sentence: Sentence, trigger: Trigger, date: DateWords) -> bool:
    near = 0 <= trigger.found.start - date.end <= 1 and sentence.words[date.start - 1 : date.start] != [","]
    comma = sentence.words[date.end : date.end + 1] == [","] and sentence.words[date.end - 1].isdigit()
    return near and _within_phrase(sentence, date.end + comma, trigger.found.start)  # "the Aug. 7, 1998, fire"


def _within_phrase(sentence: Sentence, start: int, end: int) -> bool:
    return all(word.isalpha() and word not in LEADS | w.DETERMINERS for word in sentence.words[start:end])


def _said_there(sentence: Sentence, trigger: Trigger) -> Verb | None:
    """The saying that took place at a named occasion, which is one event with it: "said at a news conference on
    Monday"."""
    if trigger.type.slug not in OCCASIONS or not {"at", "in", "during"} & set(
        sentence.words[max(0, trigger.found.start - 5) : trigger.found.start]
    ):
        return None
    clause = [
        v for v in sentence.verbs if abs(v.clause - _clause_at(sentence, trigger.found.start)) <= 1 and not v.quoted
    ]
    return next((v for v in clause if v.lemma in w.SAY and v.form == "finite" and v.tense == "past"), None)


def _done_there(sentence: Sentence, triggers: Sequence[Trigger], noun: Trigger) -> Verb | None:
    """What was done on a named occasion, which is one event with it: "was arrested in a raid on Monday"."""
    before = sentence.words[max(0, noun.found.start - 4) : noun.found.start]
    if noun.type.slug not in {"search", "hearing", "meeting"} or not {"at", "in", "during"} & set(before):
        return None
    deeds = (t.verb for t in triggers if not t.is_noun and t.verb and t.verb.head < noun.found.start)
    clause = _clause_at(sentence, noun.found.start)
    return next((v for v in deeds if v.tense == "past" and v.clause == clause and not v.timexes), None)


def _when(sentence: Sentence, date: DateWords) -> Verb | None:
    """ "has lived there since 2005, when he resigned": the day of what follows."""
    end = date.end + (sentence.words[date.end : date.end + 1] == [","])
    if date.start == 0 or sentence.words[date.start - 1] != "since" or sentence.words[end : end + 1] != ["when"]:
        return None
    return sentence.verb_after(end + 1, "finite")


def _clause_at(sentence: Sentence, i: int) -> int:
    return max(0, sum(start <= i for start in sentence.clause_starts) - 1)


def _reaches(sentence: Sentence, trigger: Trigger, date: DateWords) -> bool:
    """The date words follow at once, or after what the noun is of: "the shooting of a teenager in Brooklyn on
    Saturday"."""
    between = range(trigger.found.end, date.lead)
    if date.lead <= trigger.found.end:
        return date.lead == trigger.found.end
    if sentence.words[between[0]] not in {"of", "in", "at", "on"} | HAPPENINGS or len(between) > LONGEST_NOUN:
        return False
    if any(i in sentence.verb_at or sentence.words[i] == "," for i in between):
        return False
    opening = sentence.words[max(0, trigger.found.start - 5) : trigger.found.start]
    introduced = bool(INTRODUCING & set(opening))
    before = sentence.verb_before(trigger.found.start)
    subject = date.end in sentence.verb_at and sentence.verbs[sentence.verb_at[date.end]].form == "finite"
    return introduced or subject or (before is not None and before.lemma in TOPIC)


def _prefers_noun(sentence: Sentence, trigger: Trigger, date: DateWords) -> bool:
    """Whether date words after a noun date it, rather than the verb of its clause."""
    before = sentence.verb_before(trigger.found.start)
    if date.end in sentence.verb_at and sentence.verbs[sentence.verb_at[date.end]].form == "finite":
        return trigger.found.end != date.lead or trigger.verb is None
    apart = before is not None and bool({";", "—", "–"} & set(sentence.words[before.head : trigger.found.start]))
    if before is not None and before.form == "reduced" and trigger.found.start - before.head <= 5:
        return True
    if before is None or apart or before.lemma in TOPIC or trigger.verb is not None:
        return trigger.verb is None or trigger.verb.first >= trigger.found.end
    opening = sentence.words[max(0, trigger.found.start - 4) : trigger.found.start]
    return any(
        word in {"after", "following", "since", "during", "in", "before", "from", "of", "for", "with", "about"}
        for word in opening
    )


def _verb_of(sentence: Sentence, date: DateWords) -> Verb | None:
    quoted = sentence.quoted[date.start]
    verbs = [v for v in sentence.verbs if v.quoted == quoted]
    left = next((v for v in reversed(verbs) if v.head < date.start), None)
    inside = next((v for v in verbs if v.first < date.start <= v.head), None)
    if inside is not None:
        return inside
    after = [v for v in verbs if v.first >= date.end and v.form == "finite"]
    right = next((v for v in after if not _is_parenthesis(sentence, date, v)), None)
    if right is None or not _looks_right(sentence, date, left, right):
        return left
    return _said_to_be_then(sentence, date, right) or right


def _said_to_be_then(sentence: Sentence, date: DateWords, saying: Verb) -> Verb | None:
    """ "At 9 p.m. Sunday, police said, they were called to the pier": what was done, since nobody tells at what hour
    something was said."""
    is_fronted = date.lead == 0 or sentence.words[date.lead - 1] in OPENS
    if not is_fronted or saying.lemma not in w.SAY or not _names_hour(sentence.words[date.lead : saying.first]):
        return None
    done = sentence.verb_after(saying.head + 1, "finite")
    if done is None or any(i >= 0 for i in sentence.timex[saying.head + 1 :]):
        return None  # it has a day of its own
    return done if done.tense == "past" and done.opener in {"", "that"} else None


def _is_parenthesis(sentence: Sentence, date: DateWords, verb: Verb) -> bool:
    """ "On Tuesday, the sheriff said, a guard was shot": a saying between commas, which the date words pass over."""
    beside = sentence.words[date.end : date.end + 1] + sentence.words[verb.head + 1 : verb.head + 2]
    return verb.lemma in w.SAY and beside == [",", ","]


def _looks_right(sentence: Sentence, date: DateWords, left: Verb | None, right: Verb) -> bool:
    """Whether the date words open the clause of the verb after them, or stand between its subject and it."""
    if left is None:
        return True
    before = sentence.words[date.lead - 1] if date.lead else ""
    after = sentence.words[date.end] if date.end < len(sentence.words) else "."
    if left.lemma in w.SAY and left.head == date.lead - 1 and _names_hour(sentence.words[date.lead : date.end]):
        return after != "that" and right.first - date.end <= SAID  # "said around 9 p.m. Sunday they were called"
    if after in FOLLOWED_BY and left.form == "finite" and left.lemma not in w.SAY:
        return False
    starts = [start for start in sentence.clause_starts if left.head < start <= date.lead]
    if starts and after not in {".", ";", ")"}:
        same_clause = not any(date.start < start <= right.first for start in sentence.clause_starts)
        return same_clause or before in STARTS - {","}
    if before == "and" and date.lead > 1 and sentence.timex[date.lead - 2] >= 0:
        return False
    if before in {"and", "but", ";", "—", "–", ":"} and right.first - date.end <= 8:
        return True
    return before == "," and after not in {",", "."} and right.first - date.end <= 6


def _names_hour(words: Sequence[str]) -> bool:
    return any(":" in word or word in {"a.m", "p.m", "a.m.", "p.m.", "am", "pm", "noon", "midnight"} for word in words)


def _dates_of(sentence: Sentence, verb: Verb, trigger: Trigger, triggers: Sequence[Trigger]) -> list[int]:
    """The date words of a verb; without any, those of a verb with which it makes one thought."""
    if verb.timexes:
        return verb.timexes
    if trigger.is_noun and verb.lemma == "be":
        return []  # "the trial is on Monday" has its own date words, "the protest is about a sentence" has none
    number = sentence.verbs.index(verb)
    for other in (*_companions(sentence, number), *_arrivals(sentence, number, trigger)):
        is_saying = other.lemma in w.SAY and not _is_sent(other)
        if other.timexes and (not is_saying or _moments(sentence, verb)):
            return [] if _came_before(trigger, other, triggers) else other.timexes
    return []


def _arrivals(sentence: Sentence, number: int, trigger: Trigger) -> list[Verb]:
    """ "On Monday officers were called to a man shot in the leg", "found a boy stabbed": of that day."""
    verb = sentence.verbs[number]
    if not number or verb.form != "reduced" or trigger.type.family not in HARM:
        return []
    before = sentence.verbs[number - 1]
    comes = (before.lemma == "find" or _is_sent(before)) and "," not in sentence.words[before.head : verb.first]
    return [before] if comes and before.tense == "past" else []


def _is_sent(verb: Verb) -> bool:
    return verb.lemma in SENT and (verb.passive or verb.lemma in {"respond", "rush"})


def _came_before(trigger: Trigger, other: Verb, triggers: Sequence[Trigger]) -> bool:
    """ "was charged after attacking a guard on Sunday": the day of the attack, and who charges takes longer; "was shot
    after leaving a party on Sunday" is of that day."""
    if other.form != "gerund" or other.opener not in {"after", "before"} or trigger.type.family in HARM:
        return False
    is_told = any(t.verb is other and not t.is_noun for t in triggers)
    return is_told or trigger.type.family in PROSECUTING - {"arrest"}


def _fronted(sentence: Sentence, verb: Verb, dates: Sequence[DateWords]) -> list[int]:
    """Date words that open the thought and hold for all that it tells in turn: "on Wednesday all was calm until a girl
    was arrested"."""
    perfect = {"had", "has", "have"} & set(verb.auxiliaries)
    tenses = {"past", "present"} if sentence.entry else {"past"}
    if verb.form != "finite" or verb.tense not in tenses or perfect or verb.opener in ASIDE:
        return []
    before = [date for date in dates if date.end <= verb.first]
    if not before or (before[-1].lead and sentence.words[before[-1].lead - 1] not in OPENS):
        return []
    opened = next((v for v in sentence.verbs if before[-1].index in v.timexes), None)
    if opened is None or opened.first < before[-1].end or opened.form != "finite" or opened.tense not in tenses:
        return []
    is_told = opened.lemma not in w.SAY and opened.quoted == verb.quoted and opened.opener not in ASIDE
    return [before[-1].index] if is_told else []


def _companions(sentence: Sentence, number: int) -> list[Verb]:
    """Verbs that share the time of this one: what it hangs on, what hangs on it, what "and" joins, a while-clause."""
    verbs, verb = sentence.verbs, sentence.verbs[number]
    found = [verbs[number - 1]] if number and verb.opener in {"where", "when", "while"} else []
    following = verbs[number + 1] if number + 1 < len(verbs) else None
    if following is not None:
        if following.form == "infinitive" and following.governor == number and following.first - verb.head == 1:
            found.append(following)
        described = following.form == "reduced" and "," not in sentence.words[verb.head : following.first]
        if described or _is_joined(sentence, verb, following):
            found.append(following)
        found.extend(_meanwhile(sentence, number))
    if verb.form == "infinitive" and verb.governor is not None and verb.first - verbs[verb.governor].head <= 4:
        found.append(verbs[verb.governor])
    begun = verb.form == "gerund" and verb.governor is not None and not whose.is_object(sentence, verb)
    if begun and verb.governor is not None and verb.first - verbs[verb.governor].head == 1:
        found.append(verbs[verb.governor])  # "will begin hearing evidence"
    if number and _moments(sentence, verb):
        found.append(verbs[number - 1])
    mate = sentence.verb_before(verb.first, "finite")
    if mate is not None and _is_joined(sentence, mate, verb):
        found.append(mate)
    return found


def _meanwhile(sentence: Sentence, number: int) -> Iterator[Verb]:
    """What went on at the time, said after it: "was shot when a gun went off while they were playing on Monday"."""
    for following in sentence.verbs[number + 1 : number + 4]:
        progressive = following.form == "finite" and following.lemma != "be" and following.is_progressive
        if whose.is_object(sentence, following) or not (
            following.opener in {"while", "when", "as"} or progressive or following.form == "gerund"
        ):
            return
        yield following


def _moments(sentence: Sentence, verb: Verb) -> bool:
    """ "said on Monday, minutes before he was released": the same day."""
    start = sentence.clause_start(verb.first)
    return verb.opener in {"before", "after"} and sentence.words[start - 1] in {
        "minutes",
        "moments",
        "hours",
        "shortly",
    }


def _is_joined(sentence: Sentence, first: Verb, second: Verb) -> bool:
    """ "was arrested and charged": joined by "and" with no subject of its own."""
    between = sentence.words[first.head + 1 : second.first]
    ahead = {"future", "modal"}  # "resigned and will be tried in May", "is to be tried in May and has been suspended"
    is_apart = first.tense == "past" and second.tense in ahead | {"present"}
    is_apart = is_apart or (first.tense in ahead and second.tense == "past")
    if not between or first.quoted != second.quoted or first.lemma in w.SAY or is_apart:
        return False
    return between[-1] in {"and", "then"} or (second.opener == "and" and second.passive and len(between) <= 14)

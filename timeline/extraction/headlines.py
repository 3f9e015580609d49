"""A headline for a mention: its own clause as one sentence, at most 120 characters.

The words are the article's, in their order. Left out are the dateline and the date words, which mean nothing away from
their article ("on Friday"), and what a cut would leave hanging. What was said comes with who said it, and what was
decided with the decision.
"""

import re
from collections.abc import Collection, Iterator

from timeline.extraction import negation, titling
from timeline.extraction import words as w
from timeline.extraction.chronologies import NUMBERS
from timeline.extraction.sentence import Sentence, Verb
from timeline.extraction.titling import LONGEST, OPENERS
from timeline.extraction.triggers import Trigger

DATELINE = 14  # words; the longest way from a place to the dash behind it
NEAR = 3  # words between "who" and its verb
PERSON = 5  # words of a person before "who": "two former guards"
HANGING = 6  # words behind the last comma that are dropped with the clause that they belong to

OPENING = re.compile(
    r"^(?:[QA]: |No, |Yes, |(?:Also|Earlier|Later|Meanwhile|However|Moreover|Meantime|Though|Still|Instead|Similarly"
    r"|Likewise|Then|Separately|Nevertheless|Finally|Afterwards?|In addition|In fact|At the time|As a result), )"
)
RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})
SUBJECT_PRONOUNS = frozenset({"he", "she", "it", "they"})
DENIALS = w.NOT | frozenset(
    "no denied denies deny denying false falsely untrue doubt doubts doubted hardly if whether".split()
)
STATING = frozenset("say tell announce report rule confirm".split())  # what they state may stand without who says so
DOUBTS = frozenset("wrongly falsely mistakenly few rumour rumours rumor rumors".split())
OBJECTS = frozenset({"them", "him", "her", "it"})  # the thought before tells whom
COMPLEMENTS = frozenset("that whether if how why what".split())  # open what was decided, found or asked
TRAILING = frozenset("when while because although which who whom whose where".split())  # hang without their verb
ASIDES = TRAILING | {"as", "since", "after", "before"}
QUOTED = frozenset({"”", '"', "'"})
ENDS_THOUGHT = frozenset({",", "”", '"', "'", "?", "!"})


def make(text: str, sentence: Sentence, trigger: Trigger, dates: Collection[int] = ()) -> str:
    """The clause of the trigger, from its subject to where the next thought starts; `dates` are the indexes of the
    timexes that may be left out."""
    word = text[sentence.tokens[trigger.start].start : sentence.tokens[trigger.end - 1].end]
    said = titling.shorten(_told(text, sentence, trigger, dates), word)
    if said.endswith("…") and word not in said and (own := _own_clause(sentence, trigger)):
        said = titling.shorten(titling.say(sentence, own, dates), word)
    return said or trigger.type.name


def _told(text: str, sentence: Sentence, trigger: Trigger, dates: Collection[int]) -> str:
    start = _behind_dateline(sentence)
    first, last = _clause(sentence, trigger)
    said = _of_relative(text, sentence, trigger, dates) or _of_joined(text, sentence, trigger, dates)
    said = said or titling.say(sentence, range(max(first, start), last), dates)
    if said.split(" ", 1)[0].lower() in SUBJECT_PRONOUNS and first > start:
        whole = titling.say(sentence, range(start, last), dates)  # the words before tell who "he" is
        said = whole if len(whole) <= LONGEST else said
    if len(said) > LONGEST and trigger.type.family == "statement" and first <= start:
        said = _speaker_first(text, sentence, trigger, dates, range(start, last)) or said
    said = OPENING.sub("", said)
    return said[:1].upper() + said[1:]


def _behind_dateline(sentence: Sentence) -> int:
    """One past the dash of "PALO ALTO, Calif. (Wire) –" or "Linden —"; 0 where the sentence has no dateline."""
    first = sentence.tokens[0].text
    if not first[0].isupper() or len(first) < 2:
        return 0
    inside, shouted = False, first.isupper()
    for i, token in enumerate(sentence.tokens[:DATELINE]):
        if token.text in {"–", "—", "-", "--", "_"} and i and _is_spaced(sentence, i):
            return i + (2 if sentence.words[i + 1 : i + 2] == ["-"] else 1)
        if shouted and i < 4 and token.text == ":" and first in {"UPDATE", "UPDATED", "BREAKING", "CORRECTION"}:
            return i + 1
        inside = (inside or token.text == "(") and token.text != ")"
        is_place = token.text[0].isupper() or token.text in {",", ".", "/"} or (shouted and not token.text[0].islower())
        if not inside and not is_place:
            return 0
    return 0


def _is_spaced(sentence: Sentence, i: int) -> bool:
    return sentence.tokens[i - 1].end < sentence.tokens[i].start or sentence.tokens[i - 1].text == ")"


def _of_relative(text: str, sentence: Sentence, trigger: Trigger, dates: Collection[int]) -> str:
    """ "Ada Quill resigned" of "… the owner, Ada Quill, 41, who resigned on Monday", or "who was ill and resigned";
    nothing where no name is meant."""
    verb = _carrier(sentence, trigger)
    if verb is None or verb.form != "finite" or trigger.type.family == "statement":
        return ""
    opening = verb
    while (
        not _denies(sentence, verb)
        and sentence.words[opening.first - 1] == "and"
        and (number := sentence.verbs.index(opening))
    ):
        opening = sentence.verbs[number - 1]
    if opening is not verb and _shares_helper(sentence, opening, verb):
        return ""  # "who was tried and convicted"
    near = range(opening.first - 1, max(-1, opening.first - NEAR - 1), -1)
    end = next((i for i in near if sentence.words[i] == "who"), 0)
    while end and (sentence.words[end - 1] == "," or sentence.words[end - 1].isdigit() or _is_dated(sentence, end - 1)):
        end -= 1
    start = _antecedent(sentence, end)
    if end <= start:
        return ""
    last = _end(sentence, max(trigger.end, verb.head + 1))
    following = sentence.verb_after(verb.head + 1, "finite")
    last = min(last, following.first) if following else last  # "two nurses who were freed | are well"
    told = titling.say(sentence, range(_with_adverb(sentence, verb), last), dates)
    name = text[sentence.tokens[start].start : sentence.tokens[end - 1].end]
    comma = "," if ", " in name else ""
    return f"{name[:1].upper()}{name[1:]}{comma} {told[:1].lower()}{told[1:]}" if told else ""


def _is_dated(sentence: Sentence, i: int) -> bool:
    return sentence.timex[i] >= 0 or (sentence.timex[i + 1] >= 0 and sentence.words[i] in w.PREPOSITIONS)


def _antecedent(sentence: Sentence, end: int) -> int:
    """Where the name or the person before "who" starts ("Ada Quill", "two nurses", and not "the board" of "a member of
    the board"); `end` where neither is meant."""
    start = end
    while start and sentence.tokens[start - 1].text[0].isupper() and sentence.words[start - 1] not in w.FUNCTION:
        start -= 1
    if start < end:
        return start
    for i in range(end - 1, max(-1, end - PERSON - 1), -1):
        word = sentence.words[i]
        if word in {"a", "an", "the"} or word in NUMBERS or word.isdigit():
            if i == end - 1 or (word == "the" and sentence.words[i - 1 : i] == ["of"]):
                return end
            is_apposition = i > 1 and sentence.words[i - 1] == "," and sentence.tokens[i - 2].text[0].isupper()
            return _antecedent(sentence, i - 1) if is_apposition else i
        if not word.isalpha() or i in sentence.verb_at or word in w.FUNCTION:
            break
    return end


def _with_adverb(sentence: Sentence, verb: Verb) -> int:
    return verb.first - 1 if sentence.words[verb.first - 1].endswith("ly") else verb.first


def _of_joined(text: str, sentence: Sentence, trigger: Trigger, dates: Collection[int]) -> str:
    """ "Tom Reed was charged with theft" of "Tom Reed was stopped …, and charged with theft": who it was, with the
    trigger's own verb, where both thoughts together are too long."""
    verb = _carrier(sentence, trigger)
    if verb is None or trigger.type.family == "statement" or not verb.first or _denies(sentence, verb):
        return ""
    before = sentence.verb_before(verb.first, "finite")
    if before is None or sentence.words[verb.first - 1] != "and" or before.quoted != verb.quoted:
        return ""
    first = sentence.clause_start(before.first)
    last = _end(sentence, max(trigger.end, verb.head + 1))
    whole = titling.say(sentence, range(first, last), dates)
    if len(whole) <= LONGEST or _is_subjectless(sentence, first, before.first) or sentence.words[first] in RELATIVES:
        return ""
    if OBJECTS & set(sentence.words[verb.head + 1 : last]):
        return ""
    helped = range(before.first, before.head) if _shares_helper(sentence, before, verb) else range(0)
    helpers = [i for i in helped if sentence.words[i] in w.AUXILIARY]
    return titling.say(sentence, [*range(first, before.first), *helpers, *range(verb.first, last)], dates)


def _denies(sentence: Sentence, verb: Verb) -> bool:
    """Whether a word up to this verb denies or doubts: then nothing before the verb may be left out."""
    words = sentence.words[: verb.head + 1]
    return not DENIALS.isdisjoint(words) or negation.says_no(words)


def _shares_helper(sentence: Sentence, before: Verb, verb: Verb) -> bool:
    """ "was stopped and charged with theft": the "was" belongs to both."""
    after = sentence.words[verb.head + 1 : verb.head + 2] or ["."]
    is_passive = before.passive and not verb.auxiliaries and sentence.words[verb.head] not in w.PAST_ONLY
    return is_passive and (after[0] in w.PREPOSITIONS | {",", "."} or sentence.timex[verb.head + 1] >= 0)


def _carrier(sentence: Sentence, trigger: Trigger) -> Verb | None:
    """The finite verb whose subject the headline starts with; for a noun without a verb of its own that of its
    clause."""
    carrier = trigger.verb
    while carrier is not None and carrier.form != "finite" and carrier.governor is not None:
        carrier = sentence.verbs[carrier.governor]  # "accused of taking" starts with who is accused
    if carrier is not None and carrier.form == "finite":
        return carrier
    first = sentence.clause_start(trigger.start)
    own = (v for v in sentence.verbs if first <= v.first and v.head < trigger.start and v.form == "finite")
    return next(own, carrier)


def _own_clause(sentence: Sentence, trigger: Trigger) -> range | None:
    """The words of the trigger's clause alone, without who said so; None where they tell not who did it, or where it
    is who said so that makes them bearable."""
    verb = _carrier(sentence, trigger)
    if verb is None or trigger.type.family in {"statement", "violence", "death"} or _denies(sentence, verb):
        return None
    first = sentence.clause_start(verb.first)
    is_object = sentence.words[first] == "that" and sentence.words[first - 1] not in {",", "and"}
    if (sentence.words[first] in RELATIVES and not is_object) or (is_object and not _is_stated(sentence, first)):
        return None
    first += is_object
    if _is_subjectless(sentence, first, verb.first) or sentence.words[first] in SUBJECT_PRONOUNS:
        return None
    return range(first, _end(sentence, max(trigger.end, verb.head + 1)))


def _is_stated(sentence: Sentence, at: int) -> bool:
    """Whether the "that" at this word hangs on one who states it, in no words of doubt."""
    verb = sentence.verb_before(at)
    return verb is not None and verb.lemma in STATING and DOUBTS.isdisjoint(sentence.words[:at])


def _clause(sentence: Sentence, trigger: Trigger) -> tuple[int, int]:
    carrier = _carrier(sentence, trigger)
    at = min(trigger.start, carrier.first) if carrier is not None else trigger.start
    own = first = sentence.clause_start(at)
    while first > 0 and (
        sentence.words[first] in RELATIVES or _is_aside(sentence, first, own) or _is_subjectless(sentence, first, at)
    ):
        first = sentence.clause_start(first - 1)
        at = next((verb.first for verb in sentence.verbs if verb.first >= first), at)
    if sentence.words[first] in w.SAY or (sentence.lemmas[first] in w.SAY and first in sentence.verb_at):
        first = 0  # "said the mayor, who …": what was said comes before
    if trigger.type.family == "statement":
        return _of_saying(sentence, trigger, first)
    head = max(trigger.end, trigger.verb.head + 1 if trigger.verb is not None else 0)
    return first, _end(sentence, head)


def _is_aside(sentence: Sentence, first: int, own: int) -> bool:
    """Whether the clause at word `first` is none that the one at `own` goes on: "she was not sacked, as he had claimed,
    but resigned", "nobody knows if he was shot or died"."""
    if first == own:
        return False
    is_closed = "," in sentence.words[own - 1 : own + 1]
    return sentence.words[first] in {"if", "whether"} or (is_closed and sentence.words[first] in ASIDES)


def _of_saying(sentence: Sentence, trigger: Trigger, first: int) -> tuple[int, int]:
    """A saying with what was said, which may come before it: "it was safe, the mayor said on Monday, adding …"."""
    end = len(sentence.words)
    if all(verb.head <= trigger.end for verb in sentence.verbs):
        return 0, end
    after = trigger.end
    while after < end and (sentence.timex[after] >= 0 or sentence.words[after] in w.PREPOSITIONS):
        after += 1
    thought = sentence.verb_before(trigger.start, "finite")
    near = set(sentence.words[max(0, trigger.start - HANGING) : trigger.start])
    closed = ENDS_THOUGHT & set(sentence.words[thought.head : trigger.start]) if thought is not None else QUOTED & near
    if closed and after < end and sentence.words[after] == ",":
        return 0, after
    return first, end


def _speaker_first(text: str, sentence: Sentence, trigger: Trigger, dates: Collection[int], words: range) -> str:
    """ "The mayor said: the pier was safe" of "the pier was safe, the mayor said", which is too long to end so."""
    thought = sentence.verb_before(trigger.start, "finite")
    marks = [i for i in words if i < trigger.start and sentence.words[i] in ENDS_THOUGHT]
    is_last = not any(v.form == "finite" for v in sentence.verbs if trigger.end <= v.first < words.stop)
    if not is_last or thought is None or not marks or thought.head >= marks[-1]:
        return ""
    if trigger.start - marks[-1] > HANGING or _is_subjectless(sentence, marks[-1] + 1, trigger.start):
        return ""
    speaker = titling.say(sentence, range(marks[-1] + 1, words.stop), dates)
    said = titling.say(sentence, range(words.start, marks[-1] + 1), dates)
    return f"{speaker}: {said}" if " " in speaker and said else ""


def _is_subjectless(sentence: Sentence, first: int, at: int) -> bool:
    """Whether nobody is named between the start of a clause and its verb: only adverbs, dates, an apposition to what
    came before (", a guard of the pier, was …") or another verb."""
    verb = sentence.verbs[sentence.verb_at[at]] if at in sentence.verb_at else None
    is_reduced = verb is not None and verb.form == "reduced"  # ", a guard hurt by the blast, was …"
    if sentence.words[first] == "," and (is_reduced or (sentence.words[at - 1] == "," and at - 1 > first)):
        return True
    said = _content(sentence, first, at)
    i = next(said, None)
    if i is None:
        return True
    form = sentence.verbs[sentence.verb_at[i]].form if i in sentence.verb_at else ""
    return form in {"finite", "reduced"} or (form == "gerund" and sentence.words[first] in {"after", "before", "since"})


def _content(sentence: Sentence, first: int, at: int) -> Iterator[int]:
    for i in range(first, at):
        word = sentence.words[i]
        is_adverb = word in w.FILLER or (word.endswith("ly") and len(word) > 4 and sentence.tokens[i].text.islower())
        is_dated = sentence.timex[i] >= 0 or (i + 1 < at and sentence.timex[i + 1] >= 0 and word in w.PREPOSITIONS)
        if word[0].isalnum() and word not in OPENERS and not is_adverb and not is_dated:
            yield i


def _end(sentence: Sentence, head: int) -> int:
    """Where the clause ends: before the next one, and before what hangs on that ("…, three months | after"); what was
    decided ("that …", "whether …") belongs to it."""
    head = _behind_complement(sentence, head)
    starts = [start for start in sentence.clause_starts if start >= head and _parts(sentence, start)]
    starts = _next_thought(sentence, head) + starts
    if not starts:
        return len(sentence.words)
    last = min(starts)
    comma = next((i for i in range(last - 1, max(head, last - HANGING) - 1, -1) if sentence.words[i] == ","), last)
    loose = next((i for i in range(head, last) if _hangs(sentence, i)), last)
    return max(min(comma, loose), head)


def _hangs(sentence: Sentence, i: int) -> bool:
    """Whether word i opens a thought whose verb comes later: "while the two", "as the two of them"."""
    follows = sentence.words[i + 1] if i + 1 < len(sentence.words) else ""
    if sentence.words[i] in {"as", "after", "before"}:
        return follows in SUBJECT_PRONOUNS or sentence.words[i + 1 : i + 3] in (["the", "two"], ["the", "three"])
    return sentence.words[i] in TRAILING and i not in sentence.verb_at


def _behind_complement(sentence: Sentence, head: int) -> int:
    """One past the verb of what was decided, found or asked, where that follows at once or behind a date."""
    i = head
    while i < len(sentence.words) and (sentence.timex[i] >= 0 or _leads_to_date(sentence, i)):
        i += 1
    opens = i in sentence.clause_starts or not w.DETERMINERS.isdisjoint(sentence.words[i + 1 : i + 2])
    if not opens or i == len(sentence.words) or sentence.words[i] not in COMPLEMENTS:
        return head
    later = (verb for verb in sentence.verbs if verb.first > i and verb.form == "finite")
    return next((verb.head + 1 for verb in later if verb.opener not in TRAILING), head)


def _leads_to_date(sentence: Sentence, i: int) -> bool:
    return sentence.words[i] in w.PREPOSITIONS and i + 1 < len(sentence.words) and sentence.timex[i + 1] >= 0


def _next_thought(sentence: Sentence, head: int) -> list[int]:
    """The "and" of ", and Gov. Brown has …": a thought with a subject and a verb of its own."""
    verb = sentence.verb_after(head + 1, "finite")
    if verb is None:
        return []
    joints = (i + 1 for i in range(head, verb.first - 2) if sentence.words[i] == ",")
    return [i for i in joints if sentence.words[i] in w.COORDINATORS]


def _parts(sentence: Sentence, start: int) -> bool:
    """Whether this border parts two thoughts, and is not the "until" of "until July 1"."""
    leads_to_date = start + 1 < len(sentence.words) and sentence.timex[start + 1] >= 0
    return not (sentence.words[start] == "until" and leads_to_date)

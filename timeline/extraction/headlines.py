"""A headline for a mention: its own clause as one sentence, at most 120 characters.

The words are the article's, in their order. Left out are the dateline and the date words, which mean nothing away from
their article ("on Friday"), and what a cut would leave hanging.
"""

import re
from collections.abc import Collection

from timeline.extraction import words as w
from timeline.extraction.clauses import Sentence
from timeline.extraction.tokens import ABBREVIATIONS
from timeline.extraction.triggers import Trigger

LONGEST = 120
DATELINE = 14  # words; the longest way from a place to the dash behind it
NEAR = 3  # words between "who" and its verb
HANGING = 6  # words behind the last comma that are dropped with the clause that they belong to

OPENING = re.compile(r"^(?:Also|Earlier|Later|Meanwhile|However|Moreover|Meantime|In addition), ")
# What tells more of a name: "…, a guard of the pier, …", "…, 29, …"; not one name of several in a row.
ASIDE = re.compile(r", (?:an?|the|who|whose|now|then|formerly|\d+)\b[^,“”\"]{0,70},(?! (?:and|or|the|an?)\b)")
BOUNDARY = re.compile(
    r" (?=(?:in|on|at|by|for|from|with|after|before|over|under|during|as|who|which|when|while|because) )"
)
RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})
SUBJECT_PRONOUNS = frozenset({"he", "she", "it", "they"})
DATE_PREPOSITIONS = frozenset({"on", "in", "at", "early", "late", "around"})
MARKS = frozenset("•●▪*,;:—–-“”\"'()[]_") | {"--"}
OPENERS = w.COORDINATORS | (w.SUBORDINATORS - RELATIVES) | MARKS


def make(text: str, sentence: Sentence, trigger: Trigger, dates: Collection[int] = ()) -> str:
    """The clause of the trigger, from its subject to where the next thought starts; `dates` are the indexes of the
    timexes that may be left out."""
    start = _behind_dateline(sentence)
    first, last = _clause(sentence, trigger)
    said = _of_relative(text, sentence, trigger, dates) or _say(text, sentence, max(first, start), last, dates)
    if said.split(" ", 1)[0].lower() in SUBJECT_PRONOUNS and first > start:
        whole = _say(text, sentence, start, last, dates)  # the words before tell who "he" is
        said = whole if len(whole) <= LONGEST else said
    said = OPENING.sub("", said)
    word = text[sentence.tokens[trigger.start].start : sentence.tokens[trigger.end - 1].end]
    return _shorten(said[:1].upper() + said[1:], word) or trigger.type.name


def _behind_dateline(sentence: Sentence) -> int:
    """One past the dash of "PALO ALTO, Calif. (Wire) –"; 0 where the sentence has no dateline."""
    if not (sentence.tokens[0].text.isupper() and len(sentence.tokens[0].text) > 1):
        return 0
    inside = False
    for i, token in enumerate(sentence.tokens[:DATELINE]):
        if token.text in {"–", "—", "-", "--", "_"} and i and _is_spaced(sentence, i):
            return i + (2 if sentence.words[i + 1 : i + 2] == ["-"] else 1)
        inside = (inside or token.text == "(") and token.text != ")"
        if token.text[0].islower() and not inside:
            return 0
    return 0


def _is_spaced(sentence: Sentence, i: int) -> bool:
    return sentence.tokens[i - 1].end < sentence.tokens[i].start or sentence.tokens[i - 1].text == ")"


def _of_relative(text: str, sentence: Sentence, trigger: Trigger, dates: Collection[int]) -> str:
    """ "Ada Quill resigned" of "… the owner, Ada Quill, 41, who resigned on Monday"; nothing where no name is meant."""
    verb = trigger.verb
    if verb is None or verb.form != "finite" or trigger.type.family == "statement":
        return ""
    first = max((start for start in sentence.clause_starts if start <= verb.first), default=0)
    if sentence.words[first] != "who" or verb.first - first > NEAR:
        return ""
    end = first
    while end and (sentence.words[end - 1] == "," or sentence.words[end - 1].isdigit()):
        end -= 1
    start = end
    while start and sentence.tokens[start - 1].text[0].isupper() and sentence.words[start - 1] not in w.FUNCTION:
        start -= 1
    told = _say(text, sentence, first + 1, _end(sentence, max(trigger.end, verb.head + 1)), dates)
    name = text[sentence.tokens[start].start : sentence.tokens[end - 1].end] if end > start else ""
    return f"{name} {told[:1].lower()}{told[1:]}" if name and told else ""


def _clause(sentence: Sentence, trigger: Trigger) -> tuple[int, int]:
    verb = trigger.verb
    carrier = verb
    while carrier is not None and carrier.form != "finite" and carrier.governor is not None:
        carrier = sentence.verbs[carrier.governor]  # "accused of taking" starts with who is accused
    at = min(trigger.start, carrier.first) if carrier is not None else trigger.start
    first = max((start for start in sentence.clause_starts if start <= at), default=0)
    while first > 0 and (sentence.words[first] in RELATIVES or _subjectless(sentence, first, at)):
        first = max((start for start in sentence.clause_starts if start < first), default=0)
        at = next((verb.first for verb in sentence.verbs if verb.first >= first), at)
    if sentence.words[first] in w.SAY or (sentence.lemmas[first] in w.SAY and first in sentence.verb_at):
        first = 0  # "said the mayor, who …": what was said comes before
    if trigger.type.family == "statement":
        return (0 if _ends_with(sentence, trigger) else first), len(sentence.words)  # with what was said
    head = max(trigger.end, verb.head + 1 if verb is not None else 0)
    return first, _end(sentence, head)


def _ends_with(sentence: Sentence, trigger: Trigger) -> bool:
    """Whether the saying follows what was said: "the pier was safe, the mayor said on Monday"."""
    return all(verb.head <= trigger.end for verb in sentence.verbs)


def _subjectless(sentence: Sentence, first: int, at: int) -> bool:
    return not any(word[0].isalnum() and word not in OPENERS for word in sentence.words[first:at])


def _end(sentence: Sentence, head: int) -> int:
    """Where the clause ends: before the next one, and before what hangs on that ("…, three months | after")."""
    starts = [start for start in sentence.clause_starts if start >= head and not _abbreviated(sentence, start)]
    starts = _next_thought(sentence, head) + starts
    if not starts:
        return len(sentence.words)
    last = min(starts)
    comma = next((i for i in range(last - 1, max(head, last - HANGING) - 1, -1) if sentence.words[i] == ","), last)
    return max(comma, head)


def _next_thought(sentence: Sentence, head: int) -> list[int]:
    """The "and" of ", and Gov. Brown has …": a thought with a subject and a verb of its own."""
    verb = next((v for v in sentence.verbs if v.first > head and v.form == "finite"), None)
    if verb is None:
        return []
    joints = (i + 1 for i in range(head, verb.first - 2) if sentence.words[i] == ",")
    return [i for i in joints if sentence.words[i] in w.COORDINATORS]


def _abbreviated(sentence: Sentence, start: int) -> bool:
    """Whether the full stop at this border belongs to a word: "Gov. Brown"."""
    return sentence.words[start] == "." and start > 0 and sentence.words[start - 1] in ABBREVIATIONS


def _say(text: str, sentence: Sentence, first: int, last: int, dates: Collection[int]) -> str:
    while first < last and sentence.words[first] in OPENERS:
        first += 1
    left_out = _left_out(sentence, first, last, dates)
    while last > first and (last - 1 in left_out or sentence.words[last - 1] in OPENERS | w.PREPOSITIONS):
        last -= 1
    pieces = []
    for i in range(first, last):
        if i not in left_out:
            gap = text[sentence.tokens[i - 1].end : sentence.tokens[i].start] if i > first else ""
            pieces.append((" " if gap.strip() or gap else "") + sentence.tokens[i].text)
    said = " ".join("".join(pieces).split()).strip(" ,;:—–-“”\"'‘’").removesuffix(".")
    said = said.replace(" ,", ",").replace(",,", ",").rstrip(" ,")
    return said[:1].upper() + said[1:]


def _left_out(sentence: Sentence, first: int, last: int, dates: Collection[int]) -> set[int]:
    """The words of these dates with the preposition before them; not where they tell one thing from another
    ("the June election", "Friday's ruling")."""
    found: set[int] = set()
    for i in range(first, last):
        index = sentence.timex[i]
        if index not in dates or (i > first and sentence.timex[i - 1] == index):
            continue
        end = i
        while end < last and sentence.timex[end] == index:
            end += 1
        before = sentence.words[i - 1] if i > first else ""
        if before in w.DETERMINERS or before in w.PREPOSITIONS - DATE_PREPOSITIONS or _is_possessive(sentence, end):
            continue
        begin = i - 1 if before in DATE_PREPOSITIONS else i
        found.update(range(begin, end))
        if end < last and sentence.words[end] == "," and (begin == first or sentence.words[begin - 1] == ","):
            found.add(end)
    return found


def _is_possessive(sentence: Sentence, end: int) -> bool:
    return sentence.words[end - 1].endswith("'s") or sentence.words[end : end + 1] == ["'s"]


def _shorten(said: str, word: str) -> str:
    """At most LONGEST characters: without what is set aside between commas, from the left, where `word`, the name of
    the event, is not in it; then cut before a preposition or the like."""
    while len(said) > LONGEST:
        aside = next((m for m in ASIDE.finditer(said) if word not in m[0]), None)
        if aside is None:
            break
        said = said[: aside.start()] + said[aside.end() :]
    if len(said) <= LONGEST:
        return said
    cut = said[: LONGEST - 1]
    ends = [m.start() for m in BOUNDARY.finditer(cut) if m.start() > LONGEST // 2]
    end = ends[-1] if ends else cut.rfind(" ")
    return (cut[:end] if end > 0 else cut).rstrip(" ,;:—–-") + "…"

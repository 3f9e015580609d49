"""How words of a sentence become a headline: without dates, without loose ends, with quotes closed, not too long."""

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

from timeline.extraction import words as w
from timeline.extraction.sentence import Sentence
from timeline.extraction.tokens import ABBREVIATIONS

LONGEST = 120
REMNANT = 4  # words

# What tells more of a name: "…, a guard of the pier, …", "…, 29, …", "…, led by Ada Quill, …"; not one name of several.
ASIDE = re.compile(
    r", (?:(?:an?|the|who|whose|now|then|formerly|\d+)\b|(?:one|two|three|most|some|all|both|many|nine) of whom\b"
    r"|[a-z]+(?:ing|ed) (?:by|to|for|in|on|of|from|at)\b)"
    r"[^,“”\"]{0,70},(?! (?:and|or|the|an?|his|her|their|its|\d+)\b)"
)
BRACKETED = re.compile(r" \([^()]{1,60}\)| [—–] [^—–]{1,70} [—–](?= )")
BOUNDARY = re.compile(
    r" (?=(?:in|on|at|by|for|from|with|after|before|over|under|during|as|who|which|when|while|because) )"
)
LOOSE_END = re.compile(r"(?: (?:in|on|at|by|for|from|with|of|to|and|or|but|the|an?|between|whether|that)|,)+$")
DATE_PREPOSITIONS = frozenset({"on", "in", "at", "early", "late", "around"})
MATED = frozenset('"“”()[]«»')
PAIRS = {"”": "“", ")": "(", "]": "[", "»": "«"}
MARKS = frozenset("•●▪*,;:—–-“”\"'()[]_«»") | {"--"}
OPENERS = w.COORDINATORS | (w.SUBORDINATORS - {"who", "which", "that", "whom", "whose"}) | MARKS
PARTS_OF_DAY = frozenset("morning afternoon evening night".split())
COUNTED_FROM = PARTS_OF_DAY | frozenset({"day", "week", "month", "year"})
DAYS_OF_WEEK = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
REFLEXIVE = frozenset({"himself", "herself", "themselves"})
ARRANGED = frozenset("scheduled set due slated planned expected".split())


def say(sentence: Sentence, words: Iterable[int], dates: Collection[int]) -> str:
    """These words of the sentence in their order, as a headline of any length; nothing where only marks are left."""
    chosen = list(words)
    left_out = _left_out(sentence, chosen, dates)
    kept = _trimmed(sentence, [i for i in chosen if i not in left_out])
    if kept and _needs_date(sentence, kept):
        kept = _trimmed(sentence, chosen)
    kept = _without_remnant(sentence, _without_hanging(sentence, kept))
    tokens, pieces = sentence.tokens, []
    for before, i in pairwise([-1, *kept]):
        if before >= 0 and (tokens[i].start > tokens[i - 1].end or (before != i - 1 and tokens[i].text[0].isalnum())):
            pieces.append(" ")
        pieces.append(tokens[i].text)
    said = "".join(pieces).replace("``", "“").replace("''", "”").strip(" ,;:—–-'‘’")
    said = said.replace("()", "").replace(" ,", ",").replace(",,", ",")
    return _balanced(" ".join(said.split()).rstrip(" ,"))


def _without_hanging(sentence: Sentence, kept: list[int]) -> list[int]:
    """Without the "the night" of "the night | before he fled", and the comma of "the mayor, elected | in 2005"."""
    words = [sentence.words[i] for i in kept[-2:]]
    after = sentence.words[kept[-1] + 1 : kept[-1] + 2] if kept else []
    if words[:1] == ["the"] and words[-1] in COUNTED_FROM and after in (["before"], ["after"]):
        return _trimmed(sentence, kept[:-2])
    if len(kept) > len(words) and _is_bare(sentence, kept[-1]) and words[0] == ",":
        return [*kept[:-2], kept[-1]]
    return kept


def _without_remnant(sentence: Sentence, kept: list[int]) -> list[int]:
    """Without the few words behind a dash that a cut has left of a thought: "lit candles – many"."""
    dash = next((n for n in range(len(kept) - 1, 0, -1) if sentence.words[kept[n]] in {"-", "–", "—"}), 0)
    rest = kept[dash + 1 :]
    is_cut = dash > 0 and kept[-1] + 2 < len(sentence.words) and _is_apart(sentence, kept[dash])
    if not is_cut or len(rest) > REMNANT or any(i in sentence.verb_at for i in rest):
        return kept
    return _trimmed(sentence, kept[:dash])


def _is_apart(sentence: Sentence, i: int) -> bool:
    """Whether a space stands before mark i, or the same mark: "candles -- many", and not "self-defense"."""
    return sentence.tokens[i].start > sentence.tokens[i - 1].end or sentence.words[i - 1] == sentence.words[i]


def _trimmed(sentence: Sentence, kept: Sequence[int]) -> list[int]:
    """Without marks and small words at either end; a bracket or quote stays where its other half is inside. What ends
    the sentence hangs on nothing: "at once", "a break-in"."""
    words = [sentence.words[i] for i in kept]
    first, last = 0, len(kept)
    while first < last and words[first] in OPENERS and not _opens_pair(words[first:last]):
        is_since = words[first] in w.PREPOSITIONS
        first += 1
        while is_since and first < last and (sentence.timex[kept[first]] >= 0 or words[first] == ","):
            first += 1  # "since 1949, …"
    while last > first and not _closes_pair(words[first:last]):
        ends = kept[last - 1] + 1 >= len(sentence.words) - 1
        loose = MARKS | w.COORDINATORS if ends else OPENERS | w.PREPOSITIONS
        if _is_part_of_word(sentence, kept[last - 2 : last]) or (
            words[last - 1] not in loose and not _is_full_stop(words[first:last])
        ):
            break
        last -= 1
    return list(kept[first:last])


def _is_part_of_word(sentence: Sentence, last: Sequence[int]) -> bool:
    """Whether the second of two words belongs to the first: "a sit-in", "turned himself in", "was called off"."""
    if len(last) < 2 or last[1] != last[0] + 1 or not sentence.words[last[1]].isalpha():
        return False
    glued = sentence.words[last[0]] == "-" and not _is_apart(sentence, last[0])
    is_off = sentence.words[last[1]] == "off" and last[0] in sentence.verb_at
    return glued or is_off or (sentence.words[last[0]] in REFLEXIVE and sentence.words[last[1]] == "in")


def _is_full_stop(words: Sequence[str]) -> bool:
    return words[-1] == "." and not (len(words) > 1 and words[-2] in ABBREVIATIONS)


def _opens_pair(words: Sequence[str]) -> bool:
    if words[0] == '"':
        return words.count('"') % 2 == 0
    return any(words[0] == opening and closing in words for closing, opening in PAIRS.items())


def _closes_pair(words: Sequence[str]) -> bool:
    if words[-1] == '"':
        return words.count('"') % 2 == 0
    return PAIRS.get(words[-1]) in words


def _needs_date(sentence: Sentence, kept: Sequence[int]) -> bool:
    """ "His next court date is": the date words are what the sentence says."""
    words = [sentence.words[i] for i in kept[-2:]]
    return words[-1] in w.BE or (words[-1] in ARRANGED and words[0] in w.BE)


def _left_out(sentence: Sentence, chosen: Sequence[int], dates: Collection[int]) -> set[int]:
    """The words of these dates with the preposition before them; not where they tell one thing from another
    ("the June election", "Friday's ruling")."""
    found: set[int] = set()
    if not dates:
        return found
    inside = set(chosen)
    for i in chosen:
        index = sentence.timex[i]
        if index not in dates or (i - 1 in inside and sentence.timex[i - 1] == index):
            continue
        end = i
        while end in inside and sentence.timex[end] == index:
            end += 1
        before = _preposition(sentence, i, end) if i - 1 in inside else ""
        if before == "and" and i - 2 in inside and sentence.timex[i - 2] in dates:
            found.update(range(i - 1, end) if i - 2 in found else ())  # "on April 24 and 25", "between 1994 and 1997"
            continue
        tells = before in w.PREPOSITIONS - DATE_PREPOSITIONS and not _hours_before(sentence, i)
        if before in w.DETERMINERS or tells or _is_possessive(sentence, end) or _tells_which(sentence, i, end):
            continue
        while end in inside and sentence.words[end] in PARTS_OF_DAY | {"later", "earlier"}:
            end += 1
        begin = _hours_before(sentence, i) or (i - 1 if before in DATE_PREPOSITIONS else i)
        found.update(range(begin, end))
        opens = begin - 1 not in inside or sentence.words[begin - 1] == ","
        if end in inside and sentence.words[end] == "," and opens:
            found.add(end)
        elif end in inside and sentence.words[end] == "," and _is_bare(sentence, begin - 1) and begin - 2 in inside:
            found.update(range(begin - 2, end + 1))  # "the mayor, elected in 2005, resigned"
    return found


def _preposition(sentence: Sentence, i: int, end: int) -> str:
    """The word before date words [i, end), if it leads to them: not the "in" of "turned himself in Monday"."""
    before = sentence.words[i - 1]
    return "" if before == "in" and not DAYS_OF_WEEK.isdisjoint(sentence.words[i:end]) else before


def _is_bare(sentence: Sentence, i: int) -> bool:
    """Whether word i is a participle right behind a comma: what stays of "…, elected in 2005" without its date."""
    if i < 1 or i not in sentence.verb_at or sentence.words[i - 1] != ",":
        return False
    return sentence.verbs[sentence.verb_at[i]].form == "reduced"


def _hours_before(sentence: Sentence, i: int) -> int:
    """Where "in the early hours of" before date words starts; 0 where it does not stand there."""
    start = i - 5
    if start < 1 or sentence.words[i - 2 : i] != ["hours", "of"] or sentence.words[start] not in w.PREPOSITIONS:
        return 0
    return start if sentence.words[start + 1] == "the" and sentence.words[start + 2] in {"early", "small"} else 0


def _tells_which(sentence: Sentence, i: int, end: int) -> bool:
    """ "the 20 August election": date words with their article, before what they describe."""
    after = sentence.words[end : end + 1]
    if sentence.words[i] != "the" or not after or end in sentence.verb_at or not after[0].isalpha():
        return False
    return after[0] not in w.FUNCTION and after[0] not in PARTS_OF_DAY | {"later", "earlier"}


def _is_possessive(sentence: Sentence, end: int) -> bool:
    return sentence.words[end - 1].endswith("'s") or sentence.words[end : end + 1] == ["'s"]


def _balanced(said: str) -> str:
    """Without a quote or bracket whose other half is missing."""
    if MATED.isdisjoint(said):
        return said[:1].upper() + said[1:]
    if said.count('"') % 2:
        last = said.rfind('"')
        said = said[:last] + said[last + 1 :]
    for closing, opening in PAIRS.items():
        while said.count(opening) > said.count(closing):
            last = said.rfind(opening)
            said = said[:last] + said[last + 1 :]
        while said.count(closing) > said.count(opening):
            said = said.replace(closing, "", 1)
    said = " ".join(said.split())
    return said[:1].upper() + said[1:]


def shorten(said: str, word: str) -> str:
    """At most LONGEST characters: without what is set aside between commas or in brackets, from the left, where `word`,
    the name of the event, is not in it; then cut before a preposition or the like."""
    for aside in (ASIDE, BRACKETED):
        while len(said) > LONGEST and (found := next((m for m in aside.finditer(said) if word not in m[0]), None)):
            said = said[: found.start()] + said[found.end() :]
    if len(said) <= LONGEST:
        return said
    cut = said[: LONGEST - 2]
    ends = [m.start() for m in BOUNDARY.finditer(cut) if m.start() > LONGEST // 2]
    end = ends[-1] if ends else cut.rfind(" ")
    kept = LOOSE_END.sub("", (cut[:end] if end > 0 else cut).rstrip(" ,;:—–-"))
    is_open = kept.count('"') % 2 or kept.count("“") > kept.count("”")
    return f"{kept}…{('”' if '“' in kept else chr(34)) if is_open else ''}"


def remarked(said: str, remark: str) -> str:
    """With a remark of ours in brackets behind it; the words give way where both do not fit."""
    room = LONGEST - len(remark)
    kept = said if len(said) <= room else said[: room - 1].rpartition(" ")[0].rstrip(" ,;:—–-…") + "…"
    return kept + remark

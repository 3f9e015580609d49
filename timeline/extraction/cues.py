"""Whether the words around an expression look ahead or back: the nearest verb group of the sentence decides.

No tagger: word lists and endings are right in 96 % of the weekdays that are not the day of publication.
"""

from collections.abc import Sequence
from typing import NamedTuple

from timeline.extraction.tokens import Token


class Cue(NamedTuple):
    """direction 1 ahead, -1 back, 0 unknown; the word that shows it; weak for an infinitive, which only leans ahead."""

    direction: int
    word: str
    weak: bool = False


NONE = Cue(0, "")
NEAR = 24  # words; beyond, the verb belongs to another thought more often than not

WILL = frozenset(["will", "shall", "won't", "would", "wouldn't", "'ll"])
AHEAD = frozenset(
    [
        *(
            "scheduled",
            "due",
            "plans",
            "plan",
            "planning",
            "planned",
            "expects",
            "expected",
            "upcoming",
            "slated",
            "intends",
        ),
        *(
            "intend",
            "aims",
            "hopes",
            "hoping",
            "tentatively",
            "deadline",
            "await",
            "awaits",
            "awaiting",
            "vows",
            "promises",
        ),
        *(
            "forthcoming",
            "pending",
            "proposed",
            "begins",
            "starts",
            "opens",
            "expires",
            "postponed",
            "extended",
            "delayed",
        ),
        *("adjourned", "rescheduled", "anticipated", "may", "might", "should", "must"),
    ]
)
BACK = frozenset(
    [
        *(
            "was",
            "were",
            "had",
            "did",
            "said",
            "told",
            "went",
            "came",
            "took",
            "gave",
            "got",
            "made",
            "found",
            "saw",
            "left",
        ),
        *("began", "fell", "rose", "met", "held", "won", "lost", "ran", "wrote", "spoke", "sent", "led", "kept", "set"),
        *("shot", "died", "hit", "heard", "brought", "thought", "became", "stood", "paid", "sold", "bought", "felt"),
        *(
            "knew",
            "showed",
            "broke",
            "drove",
            "flew",
            "grew",
            "drew",
            "fought",
            "caught",
            "put",
            "cut",
            "read",
            "spent",
        ),
        *("built", "struck", "sought", "withdrew", "threw", "wore", "has", "have", "been", "since", "says", "ended"),
    ]
)
TO_BE = frozenset(["is", "are", "be", "'s", "'re", "being"])
NOT_VERBS = frozenset(["indeed", "hundred", "speed", "exceed", "proceed"])
NOT_INFINITIVE = frozenset(
    [
        *(
            "the",
            "a",
            "an",
            "his",
            "her",
            "its",
            "their",
            "my",
            "our",
            "your",
            "this",
            "that",
            "these",
            "those",
            "him",
            "them",
        ),
        *(
            "us",
            "me",
            "it",
            "which",
            "whom",
            "and",
            "or",
            "about",
            "more",
            "some",
            "all",
            "each",
            "two",
            "three",
            "one",
            "death",
            "court",
            "jail",
        ),
        *(
            "prison",
            "school",
            "church",
            "town",
            "date",
            "life",
            "police",
            "news",
            "reporters",
            "people",
            "power",
            "what",
        ),
    ]
)
GIVING = frozenset(["give", "gives", "gave", "given", "has", "have", "wait", "valid", "open", "remain", "remains"])
SOON = frozenset(["early", "soon", "late"])  # in "as early as"


def look(tokens: Sequence[Token], sentence: tuple[int, int], start: int, end: int, *, weak: bool = False) -> Cue:
    """The cue for tokens [start, end) from the sentence around them: the nearest verb before, else the first after.

    With `weak` an infinitive ("to open in May") counts too.
    """
    first = max(sentence[0], start - NEAR)
    if start >= 3 and tokens[start - 1].lower == "as" and tokens[start - 2].lower in SOON:
        return Cue(1, f"as {tokens[start - 2].lower} as")
    until = start > first and tokens[start - 1].lower in {"until", "till"}
    if until and GIVING & {token.lower for token in tokens[first:start]}:
        return Cue(1, tokens[start - 1].lower)
    for i in range(start - 1, first - 1, -1):
        cue = _verb(tokens, i, first)
        if cue.direction and (weak or not cue.weak):
            return cue
    for i in range(end, min(sentence[1], end + NEAR)):
        cue = _verb(tokens, i, end)
        if cue.direction and not cue.weak:
            return cue
    return NONE


def _verb(tokens: Sequence[Token], i: int, first: int) -> Cue:
    """What token i says, read with the words beside it."""
    word = tokens[i].lower
    if word in WILL or word.endswith("'ll"):
        return Cue(1, word)
    if word in AHEAD:
        return _planned(tokens, i, first)
    if word == "to":
        return _infinitive(tokens, i, first)
    if word == "set" and i + 1 < len(tokens) and tokens[i + 1].lower in {"for", "to"}:
        return _planned(tokens, i, first)
    if word in BACK or (word.endswith("ed") and len(word) > 4 and not word.startswith("un") and word not in NOT_VERBS):
        return _participle(tokens, i, first)
    return NONE


def _planned(tokens: Sequence[Token], i: int, first: int) -> Cue:
    """A plan of the past is past: "had been due to expire on Friday"."""
    before = {token.lower for token in tokens[max(first, i - 4) : i]}
    if "had" in before:
        return Cue(-1, "had")
    return Cue(1, tokens[i].lower)


def _infinitive(tokens: Sequence[Token], i: int, first: int) -> Cue:
    if i > first and tokens[i - 1].lower in TO_BE:
        return Cue(1, f"{tokens[i - 1].lower} to")
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if after is not None and after.text.isalpha() and after.text.islower() and after.lower not in NOT_INFINITIVE:
        return Cue(1, f"to {after.lower}", weak=True)
    return NONE


def _participle(tokens: Sequence[Token], i: int, first: int) -> Cue:
    """A past form, unless a helping word before it looks ahead: "will be sentenced", "to be held"."""
    window = [token.lower for token in tokens[max(first, i - 4) : i]]
    for j, word in enumerate(window):
        if word in WILL or word.endswith("'ll"):
            return Cue(1, word)
        if word == "to" and "be" in window[j + 1 :]:
            return Cue(1, "to be")
    if window and window[-1] in {"is", "are"}:
        return Cue(1, f"{window[-1]} {tokens[i].lower}", weak=True)
    return Cue(-1, tokens[i].lower)

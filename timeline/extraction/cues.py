"""Whether the words around an expression look ahead or back. No tagger: the nearest verb group of the sentence decides."""

from collections.abc import Sequence
from typing import NamedTuple

from timeline.extraction.tokens import Token


class Cue(NamedTuple):
    """direction 1 ahead, -1 back, 0 unknown; the word that shows it."""

    direction: int
    word: str


NONE = Cue(0, "")
NEAR = 14  # words; beyond, the verb belongs to another thought more often than not

MODALS = frozenset("will 'll shall won't would should must can may might could cannot".split())
WILL = frozenset("will shall won't".split())
AHEAD = frozenset(
    "scheduled due planned plans plan planning expects expected upcoming slated intends intend aims hopes hoping "
    "tentatively deadline until await awaits awaiting vows promises looms ahead begins starts opens expires takes "
    "coming forthcoming pending proposed".split()
)
BACK = frozenset(
    "was were had did said told went came took gave got made found saw left began fell rose met held won lost ran "
    "wrote spoke sent led kept set shot died hit heard brought thought became stood paid sold bought felt knew showed "
    "broke drove flew grew drew fought caught put cut read let spent built struck sought withdrew threw wore "
    "ago earlier since after has have been".split()
)
TO_BE = frozenset("is are be 's 're being".split())
NOT_VERBS = frozenset("indeed hundred need speed feed seed weed red bed shed united bred deed wed exceed".split())
NOT_INFINITIVE = frozenset("the a an his her its their this that these those him them us me it and or be".split())
BREAKS = frozenset([";", ":", '"', "“", "”", "''", "``"])


def look(tokens: Sequence[Token], sentence: tuple[int, int], start: int, end: int) -> Cue:
    """The cue for tokens [start, end) from the sentence around them: the nearest verb before, else the first after."""
    before = _backwards(tokens, max(sentence[0], start - NEAR), start)
    return before if before.direction else _forwards(tokens, end, min(sentence[1], end + NEAR))


def _backwards(tokens: Sequence[Token], first: int, start: int) -> Cue:
    for i in range(start - 1, first - 1, -1):
        cue = _verb(tokens, i, first)
        if cue.direction:
            return cue
    return NONE


def _forwards(tokens: Sequence[Token], end: int, last: int) -> Cue:
    for i in range(end, last):
        cue = _verb(tokens, i, end)
        if cue.direction:
            return cue
    return NONE


def _verb(tokens: Sequence[Token], i: int, first: int) -> Cue:
    """What token i says, read with the helping words just before it."""
    word = tokens[i].lower
    if word in WILL or word.endswith("'ll"):
        return Cue(1, word)
    if word in AHEAD:
        return Cue(1, word)
    if word == "to" and i > first and tokens[i - 1].lower in TO_BE:
        return Cue(1, f"{tokens[i - 1].lower} to")
    if word in BACK or (word.endswith("ed") and len(word) > 4 and word not in NOT_VERBS):
        return _helped(tokens, i, first) or Cue(-1, word)
    return NONE


def _helped(tokens: Sequence[Token], i: int, first: int) -> Cue | None:
    """A participle after will, to be or is to looks ahead: "will be sentenced", "is to be held"."""
    window = [token.lower for token in tokens[max(first, i - 4) : i]]
    for j, word in enumerate(window):
        if word in WILL or word.endswith("'ll"):
            return Cue(1, word)
        if word == "to" and "be" in window[j + 1 :]:
            return Cue(1, "to be")
    return None

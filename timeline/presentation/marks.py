"""Text with marks in it: from overlapping spans to pieces that a template can print one after the other. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Literal, NamedTuple

from timeline.withholding import Cut

Kind = Literal["sentence", "trigger", "date", "found", "withheld"]


class Mark(NamedTuple):
    """A half-open span of a text with its kind; `url` is where it leads, if anywhere."""

    start: int
    end: int
    kind: Kind
    url: str = ""


class Piece(NamedTuple):
    """A stretch of text under the same marks. `ends` holds the kinds of mark that end with it."""

    text: str
    kinds: frozenset[Kind] = frozenset()
    url: str = ""
    ends: frozenset[Kind] = frozenset()


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring pieces that lie all inside, or all outside, a marked sentence."""

    marked: bool
    pieces: tuple[Piece, ...]


def pieces(text: str, marks: Iterable[Mark]) -> tuple[Piece, ...]:
    """Cut the text wherever a mark starts or ends. Joined, the pieces are the text; marks outside it are cut off."""
    fitting = [m for m in marks if max(m.start, 0) < min(m.end, len(text))]
    cuts = sorted({0, len(text), *(max(m.start, 0) for m in fitting), *(min(m.end, len(text)) for m in fitting)})
    return tuple(_piece(text, a, b, fitting) for a, b in pairwise(cuts))


def runs(text: str, marks: Iterable[Mark]) -> tuple[Run, ...]:
    """The pieces, grouped by whether a sentence is marked around them."""
    return _runs(text, tuple(marks))


def masked(text: str, marks: Iterable[Mark], cuts: Sequence[Cut]) -> tuple[str, list[Mark]]:
    """The text with other words in place of its cuts, and the marks moved to fit."""
    parts, at = [], 0
    for cut in cuts:
        parts += [text[at : cut.start], cut.words]
        at = cut.end
    moved = []
    for mark in marks:
        start, end = _moved(mark.start, cuts, to_end=False), _moved(mark.end, cuts, to_end=True)
        moved.append(Mark(start, end, mark.kind, mark.url))
    return "".join([*parts, text[at:]]), moved


@lru_cache(maxsize=1024)
def _runs(text: str, marks: tuple[Mark, ...]) -> tuple[Run, ...]:
    grouped = groupby(pieces(text, marks), key=lambda piece: "sentence" in piece.kinds)
    return tuple(Run(marked, tuple(group)) for marked, group in grouped)


def _moved(place: int, cuts: Iterable[Cut], *, to_end: bool) -> int:
    """Where an offset lies once the cuts are made; one inside a cut goes to its start or its end."""
    shift = 0
    for cut in cuts:
        if cut.end <= place:
            shift += len(cut.words) - (cut.end - cut.start)
        elif cut.start < place:
            return cut.start + shift + (len(cut.words) if to_end else 0)
    return place + shift


def _piece(text: str, start: int, end: int, marks: Sequence[Mark]) -> Piece:
    here = [m for m in marks if m.start < end and m.end > start]
    if not here:
        return Piece(text[start:end])
    return Piece(
        text=text[start:end],
        kinds=frozenset(m.kind for m in here),
        url=next((m.url for m in here if m.url), ""),
        ends=frozenset(m.kind for m in here if min(m.end, len(text)) == end),
    )

"""Which paragraphs print again what an earlier one said. Pure, and linear in the text."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from articles.kinds import Kind, is_terminated

TOKEN = re.compile(r"[^\W_]+")
LONGEST = 3000  # characters of a paragraph that are looked at; what is longer repeats nothing
SHORTEST = 4  # words; "Yes." may be said twice
FEW = 12  # words; shorter ones count as repeats only word for word
SOURCES = 2  # a caption may join two sentences of the text
POSTINGS = 8  # places kept for one run of three words: bounds the work on a text that repeats itself without end
IN_ORDER = {"body": 0.8, "caption": 0.6}  # share of its runs of three words that the earlier text has
NEW_WORDS = {"body": 0.0, "caption": 0.08}  # share of its words that the earlier text lacks
NAMING = (
    "no not never nor neither without cannot t today tonight yesterday tomorrow last next first second third half "
    "one two three four five six seven eight nine ten eleven twelve dozen hundred thousand million billion"
)
TELLING = frozenset(NAMING.split())

Run = tuple[str, str, str]


class _Words:
    """The words of a paragraph, as written and without their case, and its runs of three."""

    __slots__ = ("folded", "line", "runs", "written")

    def __init__(self, text: str) -> None:
        self.written: list[str] = TOKEN.findall(text[:LONGEST])
        self.line = " ".join(self.written).casefold()  # no letter becomes a space
        self.folded = self.line.split(" ") if self.line else []
        self.runs = set(_runs(self.folded))


@dataclass(slots=True)
class _Index:
    """Where each run of three words stands, and each paragraph taken in.

    Nearly all runs of a text are new: what they cost is a look at many at once, and no step for each.
    """

    places: dict[Run, tuple[int, ...]] = field(default_factory=dict)
    words: dict[int, _Words] = field(default_factory=dict)

    def add(self, i: int, words: _Words) -> None:
        self.words[i] = words
        known = self.places.keys() & words.runs
        self.places.update(dict.fromkeys(words.runs - known if known else words.runs, (i,)))
        for run in known:
            if len(self.places[run]) < POSTINGS:
                self.places[run] += (i,)

    def nearest(self, words: _Words) -> list[int]:
        """The paragraphs that share most runs with these words, best first, the earliest among equals."""
        known = self.places.keys() & words.runs
        votes = Counter(chain.from_iterable(map(self.places.__getitem__, known)))
        return sorted(votes, key=lambda i: (-votes[i], i))[:SOURCES]


def find_repeats(texts: Sequence[str], kinds: Sequence[Kind]) -> dict[int, int]:
    """The repeats among the paragraphs, each with the index of the earlier one that it repeats most of.

    Body text repeats body text only: where a caption or summary came first, the body text stays. A paragraph with a
    day, a number or a name that the earlier text lacks repeats nothing, however alike they are.
    """
    body, other = _Index(), _Index()
    repeats: dict[int, int] = {}
    for i, (text, kind) in enumerate(zip(texts, kinds, strict=True)):
        if kind not in ("body", "caption", "summary"):
            continue
        words = _Words(text)
        earlier = None
        if len(text) <= LONGEST and len(words.written) >= SHORTEST:
            if kind != "body":
                earlier = _retold(words, "caption", body) or _retold(words, "caption", other)
            elif is_terminated(text):
                earlier = _retold(words, "body", body)
            else:  # an item of a list may well say what another says; a caption at the end of the page may not
                earlier = _reprinted(words, other, other.nearest(words))
        if earlier:
            repeats[i] = earlier.place
        else:
            (body if kind == "body" else other).add(i, words)
    return repeats


class _Earlier(NamedTuple):
    """A paragraph that was found to say the same. Always true, also at the first place of the text."""

    place: int


def _retold(words: _Words, measure: str, index: _Index) -> _Earlier | None:
    """The earlier paragraph that says all this, in nearly the same words."""
    sources = index.nearest(words)
    if len(words.folded) < FEW or not sources:
        return _reprinted(words, index, sources)
    known = {word for i in sources for word in index.words[i].folded}
    new = [pair for pair in zip(words.written, words.folded, strict=True) if pair[1] not in known]
    if len(new) > NEW_WORDS[measure] * len(words.folded) or any(_is_telling(*pair) for pair in new):
        return None
    runs = list(_runs(words.folded))
    shared = set().union(*(index.words[i].runs for i in sources))
    return _Earlier(sources[0]) if sum(run in shared for run in runs) >= IN_ORDER[measure] * len(runs) else None


def _reprinted(words: _Words, index: _Index, sources: Sequence[int]) -> _Earlier | None:
    """The earlier paragraph, one of these, in which these very words stand."""
    found = (i for i in sources if f" {words.line} " in f" {index.words[i].line} ")
    return next(map(_Earlier, found), None)


def _runs(words: Sequence[str]) -> Iterator[Run]:
    return zip(words, words[1:], words[2:], strict=False)


def _is_telling(as_written: str, word: str) -> bool:
    """Names, numbers, days and "not": words that make another statement of the same sentence."""
    return as_written[0].isupper() or any(c.isdigit() for c in word) or word in TELLING

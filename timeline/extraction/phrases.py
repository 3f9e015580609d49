"""A small, safe language for the phrases that name events. No regular expressions: whoever may edit types may write it.

    sentence            any form of the word: sentences, sentenced, sentencing
    =guilty             this very form
    petition|signature  either word
    off?                the word may be missing
    ..                  at most twelve words in between, none of them a mark that ends a clause
    deliver*            the word that carries the event (without a star, the first one)

A phrase is matched against the words and their dictionary forms in time linear in the text: gaps are bounded.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

GAP = 12  # words; marks do not count; "findings of the Election Complaints Commission (ECC), due to be published"
LONGEST = 12  # elements of a phrase; a longer one is a sentence and not a phrase
CLAUSE_MARKS = frozenset(";:.!?—–")


@dataclass(frozen=True, slots=True)
class Element:
    words: frozenset[str]
    exact: bool = False
    optional: bool = False
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """A compiled phrase; `head` is the index of the element that carries the event, `text` what was written."""

    text: str
    elements: tuple[Element, ...]
    head: int


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase at words [start, end), its head at word `head`."""

    phrase: Phrase
    start: int
    end: int
    head: int


def parse(text: str) -> Phrase:
    """The phrase that these words describe. ValueError, in a sentence for the person who wrote it, if they are none."""
    parts = text.lower().split()
    if not parts:
        raise ValueError("A phrase needs one word at least.")
    if len(parts) > LONGEST:
        raise ValueError(f"A phrase has at most {LONGEST} words; this one has {len(parts)}.")
    heads = [i for i, part in enumerate(parts) if part.rstrip("?").endswith("*")]
    if len(heads) > 1:
        raise ValueError("Only one word of a phrase can carry the star.")
    elements = tuple(_element(part) for part in parts)
    if elements[0].gap or elements[0].optional or elements[-1].gap:
        raise ValueError("A phrase starts with a word that must be there, and ends with a word.")
    return Phrase(text, elements, heads[0] if heads else 0)


def _element(part: str) -> Element:
    if part == "..":
        return Element(frozenset(), gap=True)
    optional, bare = part.endswith("?"), part.rstrip("?").rstrip("*")
    exact = bare.startswith("=")
    words = bare.removeprefix("=").split("|")
    if not all(word and all(mark.isalnum() or mark in "'-$" for mark in word) for word in words):
        raise ValueError(f"{part!r} is no word: letters and digits only, with | between alternatives.")
    return Element(frozenset(words), exact, optional)


class PhraseIndex:
    """Many phrases, found together: each is tried only where its first word stands."""

    def __init__(self, phrases: Iterable[tuple[Phrase, object]]) -> None:
        self._by_word: dict[str, list[tuple[Phrase, frozenset[str], object]]] = {}
        for phrase, owner in phrases:
            rarest = [element.words for element in phrase.elements if element.words and not element.optional][-1]
            for word in phrase.elements[0].words:
                self._by_word.setdefault(word, []).append((phrase, rarest, owner))

    def find(
        self, words: Sequence[str], lemmas: Sequence[str], asides: Mapping[int, int]
    ) -> Iterator[tuple[Found, object]]:
        """Each phrase wherever it stands, overlapping ones too, in no order. Owners come back as given.

        `asides` (first word: one past the last) are passed over at no cost: relative clauses, date words.
        """
        known, line = self._by_word, _Line(words, lemmas, asides)
        present = {*words, *lemmas}
        for start in present & known.keys():
            likely = [entry for entry in known[start] if not entry[1].isdisjoint(present)]
            if not likely:
                continue
            starts = [i for i, word in enumerate(words) if word == start or lemmas[i] == start]
            for phrase, _, owner in likely:
                for i in starts:
                    places = _match(phrase.elements, 0, line, i)
                    if places is not None:
                        yield Found(phrase, i, places[-1] + 1, places[phrase.head]), owner


class _Line(NamedTuple):
    words: Sequence[str]
    lemmas: Sequence[str]
    asides: Mapping[int, int]


def _match(elements: Sequence[Element], at: int, line: _Line, i: int) -> list[int] | None:
    """The place of each element from `at` on, read from word i; -1 for an optional one that is missing."""
    if at == len(elements):
        return []
    element = elements[at]
    if element.gap:
        return _match_gap(elements, at, line, i)
    words = line.words
    if i < len(words) and (words[i] in element.words or (not element.exact and line.lemmas[i] in element.words)):
        rest = _match(elements, at + 1, line, i + 1)
        if rest is not None:
            return [i, *rest]
    if at and i in line.asides:
        return _match(elements, at, line, line.asides[i])
    if element.optional:
        rest = _match(elements, at + 1, line, i)
        return None if rest is None else [i - 1, *rest]
    return None


def _match_gap(elements: Sequence[Element], at: int, line: _Line, i: int) -> list[int] | None:
    passed = 0
    while passed <= GAP:
        i = line.asides.get(i, i)
        rest = _match(elements, at + 1, line, i)
        if rest is not None:
            return [i - 1, *rest]
        if i >= len(line.words) or line.words[i] in CLAUSE_MARKS:
            return None
        passed += line.words[i][0].isalnum()
        i += 1
    return None

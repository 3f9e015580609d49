"""How alike two reports of a case are: by the people they name, their words, and whether their articles tell one story.

A case is one running story, or a collection of many (a year of shootings). What marks a story are names, house numbers
and ages; what all articles of a case share marks nothing. Weights are inverse document frequencies over its articles.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from timeline.extraction import words as w
from timeline.extraction.reports import Report

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+")
AGE = re.compile(r"\b(\d{1,2})[- ]year[- ]old|, (\d{1,2}),")
HOUSE_NUMBER = re.compile(r"\b(\d{3,5})(?= (?:block\b|[A-Z]))")
PRIOR = 30  # articles that we imagine beside those of the case, so that in a small case a shared name still weighs
SHARED_BY_ALL = 0.4  # of the articles: a name that so many bear tells what the case is about, not which event
MARKS_OF_ONE_STORY = 2  # names that SHARED_BY_ALL of the articles have in common, for the case to be one story
# Weight of the marks that two articles of a collection have to share to tell one story: beside the same day, and alone.
STORY = 6.0
STORY_ALONE = 14.0
RAREST = 5  # words of a sentence by which reports without a day are looked up
CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december jan feb mar apr jun jul aug sept sep oct nov dec am pm "
    "easter christmas eve thanksgiving new year i mr mrs ms dr".split()
)
FUNCTION_WORDS = w.AUXILIARY | w.PREPOSITIONS | w.DETERMINERS | w.PRONOUNS | w.SUBORDINATORS | w.COORDINATORS | w.FILLER
COMMON = FUNCTION_WORDS | w.SAY | CALENDAR | frozenset("year month week day night morning evening time today".split())


@dataclass(frozen=True, slots=True)
class Person:
    """A surname with the initial of the first name ("" where only the surname is given), both in lower case."""

    surname: str
    initial: str

    def may_be(self, other: "Person") -> bool:
        return self.surname == other.surname and (self.initial == other.initial or "" in (self.initial, other.initial))


def person(name: str) -> Person:
    parts = [p for p in re.sub(r"[.’']", "", name.lower()).split() if p not in {"jr", "sr", "ii", "iii"}]
    return Person(parts[-1], parts[0][0] if len(parts) > 1 else "") if parts else Person(name.lower(), "")


class CaseWords:
    """The words of all reports of a case, counted once. Linear in their length."""

    def __init__(self, reports: Sequence[Report]) -> None:
        texts: dict[Hashable, set[str]] = defaultdict(set)
        for report in reports:
            texts[report.article].add(report.mention.sentence.text)
        self.articles = max(len(texts), 1)
        self._names = _proper_words(text for sentences in texts.values() for text in sentences)
        self._marks = {article: self._marks_of(sentences) for article, sentences in texts.items()}
        self._spread = Counter(mark for marks in self._marks.values() for mark in marks)
        self._words: dict[str, frozenset[str]] = {}
        self._norms: dict[str, float] = {}
        self._word_spread: Counter[str] = Counter()
        for sentences in texts.values():
            self._word_spread.update({word for text in sentences for word in self.words(text)})
        self._squares = {word: self._weight(spread) ** 2 for word, spread in self._word_spread.items()}
        self._likeness: dict[tuple[Hashable, Hashable], float] = {}
        self._familiar = self._spread_of_people(reports)

    @property
    def is_one_story(self) -> bool:
        """Whether nearly every article bears the same names."""
        enough = SHARED_BY_ALL * self.articles
        wide = [mark for mark, count in self._spread.items() if count >= enough and mark[0].isalpha()]
        return len(wide) >= MARKS_OF_ONE_STORY

    def story_likeness(self, first: Hashable, second: Hashable) -> float:
        """The weight of the marks that two articles share."""
        if first == second:
            return math.inf
        key = (first, second)
        if key not in self._likeness:
            shared = self._marks[first] & self._marks[second]
            weight = sum(self._weight(self._spread[mark]) for mark in sorted(shared))
            self._likeness[key] = self._likeness[second, first] = weight
        return self._likeness[key]

    def words(self, text: str) -> frozenset[str]:
        """The dictionary forms of the words that carry meaning."""
        found = self._words.get(text)
        if found is None:
            lemmas = {w.lemma(word.replace("’", "'")) for word in WORD.findall(text.lower())}
            found = self._words[text] = frozenset(lemmas - COMMON)
        return found

    def wording(self, first: str, second: str) -> float:
        """How alike two sentences are, from 0 to 1: the cosine of their words by weight."""
        shared = self.words(first) & self.words(second)
        return self._square(shared) / (self._norm(first) * self._norm(second)) if shared else 0.0

    def rarest(self, text: str) -> list[str]:
        """The words of a sentence that the fewest articles use, of those that two use at least."""
        shared = [word for word in self.words(text) if self._word_spread[word] > 1]
        return sorted(shared, key=lambda word: (self._word_spread[word], word))[:RAREST]

    def tells_apart(self, who: Person) -> bool:
        """Whether a name tells events of the case apart: most articles do not bear it."""
        return self._familiar[who.surname] <= max(2, SHARED_BY_ALL * self.articles)

    def _marks_of(self, sentences: Iterable[str]) -> frozenset[str]:
        marks: set[str] = set()
        for text in sentences:
            marks.update(
                word.lower() for word in WORD.findall(text) if word.lower() in self._names and word[0].isupper()
            )
            marks.update(f"#{number}" for number in HOUSE_NUMBER.findall(text) if not number.startswith(("19", "20")))
            marks.update(f"@{a or b}" for a, b in AGE.findall(text))
        return frozenset(marks)

    def _spread_of_people(self, reports: Sequence[Report]) -> Counter[str]:
        bearers = {(report.article, person(name).surname) for report in reports for name in report.mention.names}
        return Counter(surname for _, surname in bearers)

    def _weight(self, spread: int) -> float:
        return math.log((self.articles + PRIOR) / spread)

    def _square(self, words: Iterable[str]) -> float:
        return math.fsum(self._squares[word] for word in words)

    def _norm(self, text: str) -> float:
        norm = self._norms.get(text)
        if norm is None:
            norm = self._norms[text] = math.sqrt(self._square(self.words(text)))
        return norm


def _written(text: str) -> list[str]:
    """The words as they stand, without possessive endings."""
    return [word[:-2] if word.endswith(("'s", "’s")) else word for word in WORD.findall(text)]


def _proper_words(texts: Iterable[str]) -> frozenset[str]:
    """Words in lower case that the texts write with a capital nearly always, and not only to begin a sentence."""
    capital, small = Counter[str](), Counter[str]()
    for text in texts:
        for n, word in enumerate(_written(text)):
            if word[0].islower():
                small[word] += 1
            elif n and word[0].isupper():
                capital[word.lower()] += 1
    return frozenset(
        word for word, count in capital.items() if count > 4 * small[word] and word not in COMMON and len(word) > 2
    )

"""How alike two reports of a case are: by the people they name, their words, and whether their articles tell one story.

A case is one running story, or a collection of many (a year of shootings). What marks a story are names, house numbers
and ages; what all articles of a case share marks nothing. Weights are inverse document frequencies over its articles.
"""

import datetime as dt
import math
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from timeline.extraction import words as w
from timeline.extraction.reports import Report

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+")
NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split()
AGE = re.compile(rf"\b(\d{{1,2}}|{'|'.join(NUMBERS)})[- ](year|month|week)s?[- ]old|, (\d{{1,2}}),", re.IGNORECASE)
HOUSE_NUMBER = re.compile(r"\b(\d{3,5})(?= (?:block\b|[A-Z]))")
PRIOR = 30  # articles that we imagine beside those of the case, so that in a small case a shared name still weighs
SHARED_BY_ALL = 0.4  # of the articles: a name that so many bear tells what the case is about, not which event
MARKS_OF_ONE_STORY = 3  # words of names that SHARED_BY_ALL of the articles bear, for the case to be one story,
MOST_SHARED = 0.5  # and of which one stands in so many articles
# Weight of evidence, in natural logarithms of odds, from which two reports of a collection are of one story: shared
# marks, and how unlikely it is that their dates fit by chance. See docs/decisions/0011-events.md.
ENOUGH = 11.5
# Capitalised words of addresses and of bodies, which name no story.
PLACE_WORDS = frozenset(
    "street avenue road drive lane boulevard parkway county city town township village north south east west northeast "
    "northwest southeast southwest hospital center medical police department sheriff university school park".split()
)
MOST_MARKS = 12  # marks of an article by which its story is looked up
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
        published = [report.published for report in reports] or [dt.date.min]
        self.days = (max(published) - min(published)).days + 1
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
        self._initials = _initials(reports)
        self._familiar = self._spread_of_people(reports)

    def coincidence(self, days: int) -> float:
        """How much it says that two dates of this collection meet within so many days."""
        return math.log(max(self.days / days, 1.0))

    def marks(self, article: Hashable) -> list[str]:
        """The names, house numbers and ages of an article that the fewest others give, of those that one other does."""
        shared = [mark for mark in self._marks[article] if self._spread[mark] > 1]
        return sorted(shared, key=lambda mark: (self._spread[mark], mark))[:MOST_MARKS]

    @property
    def is_one_story(self) -> bool:
        """Whether nearly every article bears the same names."""
        shares = [count / self.articles for mark, count in self._spread.items() if mark[0].isalpha()]
        wide = [share for share in shares if share >= SHARED_BY_ALL]
        return len(wide) >= MARKS_OF_ONE_STORY and max(wide) >= MOST_SHARED

    def story_likeness(self, first: Hashable, second: Hashable) -> float:
        """The weight of the marks that two articles share."""
        if first == second:
            return math.inf
        key = (first, second)
        if key not in self._likeness:
            shared = sorted(
                mark for mark in self._marks[first] & self._marks[second] if self._agree(mark, first, second)
            )
            weight = sum(self._weight(self._spread[mark]) for mark in shared)
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

    def _agree(self, mark: str, first: Hashable, second: Hashable) -> bool:
        """Whether a shared word may be of one person, if it is of a person at all: "Ann Hart" is not "Ray Hart"."""
        mine, others = self._initials[first].get(mark), self._initials[second].get(mark)
        return not mine or not others or bool(mine & others) or "" in mine | others

    def _marks_of(self, sentences: Iterable[str]) -> frozenset[str]:
        marks: set[str] = set()
        for text in sentences:
            marks.update(
                word.lower() for word in WORD.findall(text) if word.lower() in self._names and word[0].isupper()
            )
            marks.update(f"#{number}" for number in HOUSE_NUMBER.findall(text) if not number.startswith(("19", "20")))
            marks.update(map(_age, AGE.finditer(text)))
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


def _age(found: re.Match[str]) -> str:
    """ "@14 year" for "14-year-old" and ", 14,", "@4 month" for "four-month-old"."""
    number, unit = (found[1] or found[3]).lower(), (found[2] or "year").lower()
    return f"@{NUMBERS.index(number) + 1 if number in NUMBERS else number} {unit}"


def _initials(reports: Iterable[Report]) -> dict[Hashable, dict[str, set[str]]]:
    """For each article the words of its people's names, each with the initials of the names that it stands in.

    A first name goes with the surname's initial, so that it counts only where the surname may agree as well.
    """
    found: dict[Hashable, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for report in reports:
        for name in report.mention.names:
            who = person(name)
            found[report.article][who.surname].add(who.initial)
            for given in name.lower().split()[:-1]:
                found[report.article][given].add(who.surname[:1])
    return found


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
        word
        for word, count in capital.items()
        if count > 4 * small[word] and word not in COMMON | PLACE_WORDS and len(word) > 2
    )

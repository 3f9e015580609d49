"""What is counted over the articles of a case, so that its reports can be weighed: small, and slow to change.

A case of more than SAMPLE articles is judged by a sample of them, drawn by a digest of what they say: so the same
articles give the same statistics in whatever order they came, and a further article seldom changes them.
"""

import datetime as dt
import hashlib
import math
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from timeline.extraction import words as w
from timeline.extraction.marks import WORD, of_sentences, written
from timeline.extraction.reports import Report

SAMPLE = 512  # articles; see docs/decisions/0015-growing-cases.md
FEW_MARKS = 6  # told with the events of an article; so few leave open which story it tells
CROWDED = 60  # articles of the case; what more of them bear is not looked up in a large case
PRIOR = 30  # articles that we imagine beside those of the case, so that in a small case a shared name still weighs
SHARED_BY_ALL = 0.4  # of the articles: a name that so many bear tells what the case is about, not which event
MARKS_OF_ONE_STORY = 3  # words of names that SHARED_BY_ALL of the articles bear, for the case to be one story,
MOST_SHARED = 0.5  # and of which one stands in so many articles
# Capitalised words of addresses and of bodies, which name no story.
PLACE_WORDS = frozenset(
    "street avenue road drive lane boulevard parkway county city town township village north south east west northeast "
    "northwest southeast southwest hospital center medical police department sheriff university school park".split()
)
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


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts over the articles that were asked. `names` are words in lower case that are written as names, `seen` all
    words; `marks`, `words` (dictionary forms) and `people` (surnames) say how many articles bear each."""

    articles: int
    days: int
    is_sample: bool
    scale: float  # articles of the case for each one that was asked
    names: frozenset[str]
    seen: frozenset[str]
    marks: Mapping[str, int]
    words: Mapping[str, int]
    people: Mapping[str, int]

    @classmethod
    def of(cls, reports: Sequence[Report]) -> "Statistics":
        """The statistics of the case that these are all reports of."""
        asked = sample(reports)
        is_sample = len(asked) < len({report.article for report in reports})
        chosen = [report for report in reports if report.article in asked] if is_sample else reports
        told = sentences_of(chosen)
        texts, given = list(told.values()), given_marks(chosen)
        names, seen = _proper_words(text for sentences in texts for text in sentences)
        published = [report.published for report in chosen] or [dt.date.min]
        return cls(
            articles=max(len(texts), 1),
            days=(max(published) - min(published)).days + 1,
            is_sample=is_sample,
            scale=magnitude(len({report.article for report in reports})) / len(asked) if is_sample else 1.0,
            names=names,
            seen=seen,
            marks=Counter(
                mark
                for article, sentences in told.items()
                for mark in story_marks(of_sentences(sentences, names), given[article], names)
            ),
            words=Counter(word for sentences in texts for word in frozenset().union(*map(words_of, sentences))),
            people=_spread_of_people(chosen),
        )

    @property
    def is_one_story(self) -> bool:
        """Whether nearly every article bears the same names."""
        shares = [count / self.articles for mark, count in self.marks.items() if mark[0].isalpha()]
        wide = [share for share in shares if share >= SHARED_BY_ALL]
        return len(wide) >= MARKS_OF_ONE_STORY and max(wide) >= MOST_SHARED

    @property
    def familiar(self) -> frozenset[str]:
        """Surnames that so many articles bear that they tell no event from another."""
        most = max(2, SHARED_BY_ALL * self.articles)
        return frozenset(surname for surname, count in self.people.items() if count > most)

    def weight(self, spread: Mapping[str, int], what: str, *, bearers: int = 1) -> float:
        """How much a mark or word says that is known to have so many bearers at least, whatever the sample knows."""
        return math.log((self.articles + PRIOR) / max(spread.get(what, 0), bearers))

    def rarest(self, spread: Mapping[str, int], found: Iterable[str], most: int) -> list[str]:
        """Those that the fewest articles bear, of those that another one bears. From a sample that cannot be told of
        what it does not know, and as many of these come with them; what a crowd bears points nowhere."""
        found = sorted(found, key=lambda what: (spread.get(what, 0), what))
        if not self.is_sample:
            return [what for what in found if spread.get(what, 0) > 1][:most]
        known = [what for what in found if 0 < spread.get(what, 0) * self.scale <= CROWDED]
        return known[:most] + [what for what in found if what not in spread][:most]

    def is_name(self, word: str, *, is_persons: bool) -> bool:
        """Whether a word (in lower case, capitalised in its text) marks a story as one of a name; one that the sample
        has not seen does if it is in the name of a person."""
        return word in self.names or (is_persons and word not in self.seen and _may_be_name(word))


def magnitude(articles: int) -> int:
    """The power of two below a number of articles: it seldom changes as the case grows."""
    return 1 << (articles.bit_length() - 1) if articles else 0


def sample(reports: Iterable[Report]) -> dict[Hashable, str]:
    """The articles that the statistics are taken from, with their places in the draw: the SAMPLE lowest ones."""
    places = {report.article: report for report in reports}
    drawn = sorted((place_in_draw(report), article) for article, report in places.items())
    return {article: place for place, article in drawn[:SAMPLE]}


def place_in_draw(report: Report) -> str:
    """A digest of what the report's article says, and of who printed it when."""
    told = f"{report.digest or report.article}\0{report.source}\0{report.published}"
    return hashlib.sha256(told.encode()).hexdigest()


def sentences_of(reports: Iterable[Report]) -> dict[Hashable, set[str]]:
    """The sentences of each article that report something."""
    texts: dict[Hashable, set[str]] = defaultdict(set)
    for report in reports:
        texts[report.article].add(report.mention.sentence.text)
    return texts


def given_marks(reports: Iterable[Report]) -> dict[Hashable, tuple[str, ...]]:
    """The marks that each article gives anywhere."""
    return {report.article: report.marks for report in reports}


@lru_cache(maxsize=4096)
def words_of(text: str) -> frozenset[str]:
    """The dictionary forms of the words that carry meaning."""
    return frozenset({w.lemma(word.replace("’", "'")) for word in WORD.findall(text.lower())} - COMMON)


def story_marks(told: set[str], given: Iterable[str], names: frozenset[str]) -> frozenset[str]:
    """The marks of an article: those told with its events, and where these are few, those that it gives anywhere. The
    rest of a page may tell of other stories."""
    if len(told) >= FEW_MARKS:
        return frozenset(told)
    return frozenset(told).union(mark for mark in given if mark in names or not mark[0].isalpha())


def _spread_of_people(reports: Iterable[Report]) -> Counter[str]:
    bearers = {(report.article, person(name).surname) for report in reports for name in report.mention.names}
    return Counter(surname for _, surname in bearers)


def _proper_words(texts: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Words in lower case that the texts write with a capital nearly always, and not only to begin a sentence; and all
    words that they write."""
    capital, small, seen = Counter[str](), Counter[str](), set[str]()
    for text in texts:
        for n, word in enumerate(written(text)):
            seen.add(word.lower())
            if word[0].islower():
                small[word] += 1
            elif n and word[0].isupper():
                capital[word.lower()] += 1
    names = (word for word, count in capital.items() if count > 4 * small[word] and _may_be_name(word))
    return frozenset(names), frozenset(seen)


def _may_be_name(word: str) -> bool:
    return word not in COMMON and word not in PLACE_WORDS and len(word) > 2

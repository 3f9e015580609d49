"""How alike two reports of a case are: by the people they name, their words, and whether their articles tell one story.

A case is one running story, or a collection of many (a year of shootings). What marks a story are names, house numbers
and ages; what all articles of a case share marks nothing. Weights are inverse document frequencies over its articles.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Container, Hashable, Iterable, Sequence

from timeline.extraction.case_statistics import (
    Person,
    Statistics,
    given_marks,
    person,
    sentences_of,
    story_marks,
    words_of,
)
from timeline.extraction.marks import WORD, numbers_of
from timeline.extraction.reports import Report

# Weight of evidence, in natural logarithms of odds, from which two reports of a collection are of one story: shared
# marks, and how unlikely it is that their dates fit by chance. See docs/decisions/0011-events.md.
ENOUGH = 11.5
BEARERS = 2  # of a mark that two articles share
# Of 361 articles on shootings, 42 % are of the day of the shooting; the share of later days falls with this power.
SAME_DAY, FADING = 0.4, 1.7
MOST_MARKS = 12  # marks of an article by which its story is looked up
RAREST = 5  # words of a sentence by which reports without a day are looked up


class CaseWords:
    """The words of the reports of a case, weighed by the case's statistics. Linear in their length.

    It has to learn all reports of an article of which anything is compared.
    """

    def __init__(self, statistics: Statistics) -> None:
        self._said = statistics
        self.is_one_story = statistics.is_one_story
        self._words: dict[str, frozenset[str]] = {}
        self._weights = _Weights(lambda word: statistics.weight(statistics.words, word))
        self._squares = _Weights(lambda word: self._weights[word] ** 2)
        self._familiar = statistics.familiar
        self._norms: dict[str, float] = {}
        self._information: dict[str, float] = {}
        self._likeness: dict[tuple[Hashable, Hashable], float] = {}
        self._initials: dict[Hashable, dict[str, set[str]]] = defaultdict(dict)
        self._marks: dict[Hashable, frozenset[str]] = {}
        self._starts: dict[Hashable, int] = {}

    def learn(self, reports: Sequence[Report]) -> "CaseWords":
        """Take in these articles, each with all its reports; itself again."""
        self._initials.update(_initials(reports))
        given = given_marks(reports)
        for article, told in sentences_of(reports).items():
            marks = self._marks_of(told, self._initials[article])
            self._marks[article] = story_marks(marks, given[article], self._said.names)
        for report in reports:
            known = self._starts.get(report.article, report.mention.paragraph)
            self._starts[report.article] = min(known, report.mention.paragraph)
        return self

    def start(self, article: Hashable) -> int:
        """The first paragraph of an article that reports anything."""
        return self._starts[article]

    def coincidence(self, days: int) -> float:
        """How much it says that two dates of this collection meet within so many days."""
        return math.log(max(self._said.days / days, 1.0))

    def freshness(self, days: int) -> float:
        """How much it says that a report without a date was published so many days after an event: news is mostly of
        the day before, and later reports thin out by a power law."""
        return math.log(self._said.days * SAME_DAY) - FADING * math.log(days + 1)

    def marks(self, article: Hashable) -> list[str]:
        """The names, house numbers and ages of an article that the fewest others give, of those that one other does."""
        return self._said.rarest(self._said.marks, self._marks[article], MOST_MARKS)

    def story_likeness(self, first: Hashable, second: Hashable) -> float:
        """The weight of the marks that two articles share."""
        if first == second:
            return math.inf
        weight = self._likeness.get((first, second))
        if weight is None:
            shared = sorted(
                mark for mark in self._marks[first] & self._marks[second] if self._agree(mark, first, second)
            )
            weight = sum(self._said.weight(self._said.marks, mark, bearers=BEARERS) for mark in shared)
            self._likeness[first, second] = self._likeness[second, first] = weight
        return weight

    def words(self, text: str) -> frozenset[str]:
        """The dictionary forms of the words that carry meaning."""
        found = self._words.get(text)
        if found is None:
            found = self._words[text] = words_of(text)
        return found

    def wording(self, first: str, second: str) -> float:
        """How alike two sentences are, from 0 to 1: the cosine of their words by weight."""
        return self._cosine(first, second, self.words(first) & self.words(second))

    def information(self, text: str) -> float:
        """The weight of the words of a sentence: the most that it can share."""
        found = self._information.get(text)
        if found is None:
            found = self._information[text] = self._weights.sum(self.words(text))
        return found

    def shared_information(self, first: str, second: str) -> float:
        """The weight of the words that two sentences share, times how alike they are: "he was pronounced dead" says
        little, however often it is said."""
        shared = self.words(first) & self.words(second)
        return self._cosine(first, second, shared) * self._weights.sum(shared) if shared else 0.0

    def rarest(self, text: str) -> list[str]:
        """The words of a sentence that the fewest articles use, of those that two use at least."""
        return self._said.rarest(self._said.words, self.words(text), RAREST)

    def tells_apart(self, who: Person) -> bool:
        """Whether a name tells events of the case apart: most articles do not bear it."""
        return who.surname not in self._familiar

    def _agree(self, mark: str, first: Hashable, second: Hashable) -> bool:
        """Whether a shared word may be of one person, if it is of a person at all: "Ann Hart" is not "Ray Hart"."""
        mine, others = self._initials[first].get(mark), self._initials[second].get(mark)
        return not mine or not others or bool(mine & others) or "" in mine | others

    def _marks_of(self, sentences: Iterable[str], people: Container[str]) -> set[str]:
        capitalised = {word.lower() for text in sentences for word in WORD.findall(text) if word[0].isupper()}
        names = (word for word in capitalised if self._said.is_name(word, is_persons=word in people))
        return set(names).union(*map(numbers_of, sentences))

    def _cosine(self, first: str, second: str, shared: frozenset[str]) -> float:
        return self._squares.sum(shared) / (self._norm(first) * self._norm(second)) if shared else 0.0

    def _norm(self, text: str) -> float:
        norm = self._norms.get(text)
        if norm is None:
            norm = self._norms[text] = math.sqrt(self._squares.sum(self.words(text)))
        return norm


class _Weights(dict[str, float]):
    """Of words, each weighed when it is met first."""

    def __init__(self, weigh: Callable[[str], float]) -> None:
        super().__init__()
        self._weigh = weigh

    def __missing__(self, word: str) -> float:
        found = self[word] = self._weigh(word)
        return found

    def sum(self, words: Iterable[str]) -> float:
        return math.fsum(map(self.__getitem__, words))


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

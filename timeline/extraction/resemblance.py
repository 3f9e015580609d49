"""How much two reports speak of the same people and places. What is rare in the case counts, what every article says does
not part anything; what is neither (the name of the city, half-way common) says little."""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from timeline.extraction.names import surname
from timeline.extraction.types import Mention

CAPITALISED = re.compile(r"(?<![.!?] )(?<!^)\b[A-Z][\w’']{2,}")
NUMBERED = re.compile(r"\b\d{3,5} (?:block|[A-Z])|\b\d{1,2}(?=-year-old)")
COMMON = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september "
    "october november december police department county city sheriff court judge officer street avenue the his her their "
    "they but and according officers detectives authorities prosecutors witnesses sgt lt detective chief state district "
    "attorney office superior news university road hospital medical center school justice commission block year old".split()
)
SHARED_BY_ALL = 0.2  # of the articles: a word of the whole case
RARE = 0.02  # of the articles, and never fewer than RARE_LEAST: more would be a city, not a person
RARE_LEAST = 4


@dataclass(frozen=True, slots=True)
class Profile:
    """What a report tells of who and where: surnames of its people, and other names of its article."""

    people: frozenset[str]
    words: frozenset[str]


class Context:
    """The words of each article, and in how many articles each stands."""

    def __init__(self, reports: Iterable[tuple[Hashable, Mention]]) -> None:
        self._words: dict[Hashable, set[str]] = {}
        for article, mention in reports:
            self._words.setdefault(article, set()).update(words_of(mention))
        self._frequency = Counter(word for words in self._words.values() for word in words)
        count = max(len(self._words), 1)
        self._widespread = max(2, SHARED_BY_ALL * count)
        self._rare = max(RARE_LEAST, RARE * count)

    def words(self, article: Hashable) -> frozenset[str]:
        return frozenset(self._words.get(article, ()))

    def rare(self, words: Iterable[str]) -> list[str]:
        """Those of the words that few articles use."""
        return sorted(word for word in words if self._frequency[word] <= self._rare)

    def widespread(self, words: Iterable[str]) -> list[str]:
        """Those of the words that run through the whole case."""
        return sorted(word for word in words if self._frequency[word] >= self._widespread)


def words_of(mention: Mention) -> set[str]:
    """Surnames, other capitalised words and house numbers of a report's sentence, in lower case."""
    said = {match.lower().replace("’", "'").removesuffix("'s") for match in CAPITALISED.findall(mention.sentence.text)}
    numbers = set(NUMBERED.findall(mention.sentence.text))
    return (said - COMMON) | people_of(mention) | numbers


def people_of(mention: Mention) -> set[str]:
    return {surname(name) for name in mention.names}


def all_people(mentions: Sequence[Mention]) -> set[str]:
    return {person for mention in mentions for person in people_of(mention)}

"""Where the groups of a case are found again without looking at all of them.

Every look at other groups goes through a key. The shelf keeps which keys a report asked for, and each group those that
it stands under: a report whose keys no change has touched goes where it went before (`regrouping`).
"""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from functools import lru_cache

from timeline.extraction.groups import SHORT, Group, Key, Profile, days_of, month_number, months_of
from timeline.extraction.likeness import CaseWords

WEEK = 7  # days
CROWD = 60  # groups; of more that the dates allow, only those that share a rare word are looked at
MAIN = ""  # of the key under which the event stands that a family of types is mostly about


class Shelf:
    """Groups by the days or months that they span, by their rarest words, their articles and the marks of these."""

    def __init__(self) -> None:
        self._shelves: dict[Key, list[Group]] = defaultdict(list)
        self._main: dict[str, Group | None] = {}
        self.asked: set[Key] = set()
        self.stood: set[Key] = set()

    def put(self, group: Group, first: Profile) -> None:
        is_short = first.length <= SHORT
        self._put(group, "day", days_of(first) if is_short else ())
        months = list(dict.fromkeys(months_of(first)))
        self._put(group, "month", months)
        self._put(group, "long", () if is_short else months)

    def add_article(self, group: Group, article: Hashable, words: Iterable[str], marks: Iterable[str]) -> None:
        """Find the group by an article more that tells of it: by its words that are the rarest, and by its marks."""
        self._put(group, "article", [article])
        self._put(group, "word", words)
        self._put(group, "mark", marks)

    def of_article(self, family: str, article: Hashable) -> list[Group]:
        return self._ask("article", family, article)

    def of_marks(self, one: Profile, case: CaseWords) -> list[Group]:
        """Groups whose articles share a mark with the report's. One that a crowd of groups shares points to none."""
        shelves = (self._ask("mark", one.family, mark) for mark in case.marks(one.report.article))
        return unique([shelf for shelf in shelves if len(shelf) <= CROWD])

    def main(self, family: str) -> Group | None:
        """The event that the family is mostly about."""
        self.asked.add(key_of("main", family, MAIN))
        return self._main.get(family)

    def set_main(self, family: str, group: Group | None) -> None:
        self._main[family] = group

    def of_days(self, family: str, days: Sequence[int]) -> list[Group]:
        """Groups whose dates may hold one of these days, the day beside it or that of the week beside it."""
        near = [min(days) - WEEK, *range(min(days) - 1, max(days) + 2), max(days) + WEEK]
        months = {month_number(dt.date.fromordinal(day)) for day in days}
        shelves = [self._ask("day", family, day) for day in near]
        return unique([*shelves, *(self._ask("long", family, month) for month in sorted(months))])

    def of_day(self, family: str, day: dt.date) -> list[Group]:
        """Groups whose date is exactly this day, and that have not been given to another."""
        found = self._ask("day", family, day.toordinal())
        return [group for group in found if group.profiles and group.spans == ((day, day),)]

    def of_exactly(self, family: str, days: Iterable[int]) -> list[Group]:
        """Groups whose date is one of these days, given as ordinals."""
        return [g for day in days for g in self._ask("day", family, day) if g.spans and g.spans[0][0] == g.spans[-1][1]]

    def of_months(self, family: str, months: Iterable[int]) -> list[Group]:
        return unique(self._ask("month", family, month) for month in months)

    def of_words(self, one: Profile, case: CaseWords, among: Sequence[Group] | None = None) -> list[Group]:
        """Groups that share one of the report's rarest words. A word that a crowd of groups shares points to none."""
        words = case.rarest(one.report.mention.sentence.text)
        shelves = (self._ask("word", one.family, word) for word in words)
        found = unique([shelf for shelf in shelves if len(shelf) <= CROWD])
        if among is None:
            return found
        allowed = {id(group) for group in among}
        return [group for group in found if id(group) in allowed]

    def _ask(self, kind: str, family: str, value: Hashable) -> list[Group]:
        key = key_of(kind, family, value)
        self.asked.add(key)
        return self._shelves.get(key, [])

    def _put(self, group: Group, kind: str, values: Iterable[Hashable]) -> None:
        keys = [key_of(kind, group.family, value) for value in values]
        self.stood.update(keys)
        self.stand(group, keys)

    def stand(self, group: Group, keys: Iterable[Key]) -> None:
        for key in keys:
            if key not in group.keys:
                group.keys.add(key)
                self._shelves[key].append(group)


@lru_cache(maxsize=1 << 16)
def key_of(kind: str, family: str, value: Hashable) -> Key:
    """A number for a key, the same in every process: 64 bits, so that two hardly ever meet."""
    digest = hashlib.blake2b(f"{kind}\0{family}\0{value}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def unique(shelves: Iterable[Sequence[Group]]) -> list[Group]:
    """Each group once, in the order in which they come."""
    return list({id(group): group for shelf in shelves for group in shelf}.values())

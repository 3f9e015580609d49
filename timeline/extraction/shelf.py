"""Where the groups of a case are found again without looking at all of them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from timeline.extraction.groups import SHORT, Group, Profile, days_of, month_number, months_of
from timeline.extraction.likeness import CaseWords

WEEK = 7  # days
CROWD = 60  # groups; of more that the dates allow, only those that share a rare word are looked at


class Shelf:
    """Groups by the days or months that they span, by their rarest words and by the marks of their articles."""

    def __init__(self) -> None:
        self._by_day: dict[tuple[str, int], list[Group]] = defaultdict(list)
        self._by_month: dict[tuple[str, int], list[Group]] = defaultdict(list)
        self._long_by_month: dict[tuple[str, int], list[Group]] = defaultdict(list)
        self._by_word: dict[tuple[str, str], list[Group]] = defaultdict(list)
        self._by_mark: dict[tuple[str, str], list[Group]] = defaultdict(list)
        self._dated: dict[str, list[Group]] = defaultdict(list)
        self._main: dict[str, Group | None] = {}  # asked for only when all reports with dates have their places

    def put(self, group: Group, first: Profile) -> None:
        if first.spans:
            self._dated[group.family].append(group)
        is_short = first.length <= SHORT
        for day in days_of(first) if is_short else ():
            self._by_day[group.family, day].append(group)
        for month in months_of(first):
            self._by_month[group.family, month].append(group)
            if not is_short:
                self._long_by_month[group.family, month].append(group)

    def add_words(self, group: Group, words: Iterable[str]) -> None:
        for word in words:
            self._by_word[group.family, word].append(group)

    def add_marks(self, group: Group, marks: Iterable[str]) -> None:
        for mark in marks:
            self._by_mark[group.family, mark].append(group)

    def of_marks(self, one: Profile, case: CaseWords) -> list[Group]:
        """Groups whose articles share a mark with the report's. One that a crowd of groups shares points to none."""
        shelves = (self._by_mark[one.family, mark] for mark in case.marks(one.report.article))
        return unique(shelf for shelf in shelves if len(shelf) <= CROWD)

    def main(self, family: str) -> Group | None:
        """The event of the family that at least two articles tell of, and twice as many as of any other."""
        if family not in self._main:
            ranked = sorted(self._dated[family], key=lambda g: -len(g.articles))[:2]
            first, second = (len(g.articles) for g in (*ranked, *[Group((), family, False)] * 2)[:2])
            self._main[family] = ranked[0] if first >= max(2, 2 * second) else None
        return self._main[family]

    def of_days(self, family: str, days: Sequence[int]) -> list[Group]:
        """Groups whose dates may hold one of these days, the day beside it or that of the week beside it."""
        near = [min(days) - WEEK, *range(min(days) - 1, max(days) + 2), max(days) + WEEK]
        months = {month_number(dt.date.fromordinal(day)) for day in days}
        shelves = [self._by_day[family, day] for day in near]
        return unique([*shelves, *(self._long_by_month[family, month] for month in sorted(months))])

    def of_day(self, family: str, day: dt.date) -> list[Group]:
        """Groups whose date is exactly this day."""
        return [group for group in self._by_day[family, day.toordinal()] if group.spans == ((day, day),)]

    def of_exactly(self, family: str, days: Iterable[int]) -> list[Group]:
        """Groups whose date is one of these days, given as ordinals."""
        return [g for day in days for g in self._by_day[family, day] if g.spans and g.spans[0][0] == g.spans[-1][1]]

    def of_months(self, family: str, months: Iterable[int]) -> list[Group]:
        return unique(self._by_month[family, month] for month in months)

    def of_words(self, one: Profile, case: CaseWords, among: Sequence[Group] | None = None) -> list[Group]:
        """Groups that share one of the report's rarest words. A word that a crowd of groups shares points to none."""
        words = case.rarest(one.report.mention.sentence.text)
        shelves = (self._by_word[one.family, word] for word in words)
        found = unique(shelf for shelf in shelves if len(shelf) <= CROWD)
        if among is None:
            return found
        allowed = {id(group) for group in among}
        return [group for group in found if id(group) in allowed]


def unique(shelves: Iterable[Sequence[Group]]) -> list[Group]:
    """Each group once, in the order in which they come."""
    return list({id(group): group for shelf in shelves for group in shelf}.values())

"""A memory of grouping in dictionaries, as the database is one in tables."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping

from timeline.extraction.placing import Known, Placed
from timeline.extraction.reports import Report

Index = dict[Hashable, set[Hashable]]


class Remembered:
    """Rows by the keys of their reports, and found again by what they were placed with."""

    def __init__(self) -> None:
        self.rows: dict[Hashable, Known] = {}
        self._standing: Index = defaultdict(set)
        self._asking: Index = defaultdict(set)
        self._settling: Index = defaultdict(set)
        self._members: Index = defaultdict(set)
        self._articles: Index = defaultdict(set)

    def keep(self, reports: Iterable[Report], placed: Mapping[Hashable, Placed]) -> None:
        """Remember where these went; what was remembered of them is forgotten."""
        for report in reports:
            if report.key in self.rows:
                self.forget([report.key])
            self.rows[report.key] = Known(report, placed[report.key])
            for index, values in self._indexed(self.rows[report.key]):
                for value in values:
                    index[value].add(report.key)

    def forget(self, keys: Iterable[Hashable]) -> None:
        for key in keys:
            for index, values in self._indexed(self.rows.pop(key)):
                for value in values:
                    index[value].discard(key)

    def standing(self, keys: Iterable[Hashable]) -> list[Known]:
        return self._found(self._standing, keys)

    def asking(self, keys: Iterable[Hashable]) -> list[Known]:
        return self._found(self._asking, keys)

    def settling(self, keys: Iterable[Hashable]) -> list[Known]:
        return self._found(self._settling, keys)

    def members(self, founders: Iterable[Hashable]) -> list[Known]:
        return self._found(self._members, founders)

    def articles(self, articles: Iterable[Hashable]) -> list[Report]:
        return [known.report for known in self._found(self._articles, articles)]

    def _found(self, index: Index, values: Iterable[Hashable]) -> list[Known]:
        keys = {key for value in values for key in index.get(value, ())}
        return [self.rows[key] for key in sorted(keys, key=str)]

    def _indexed(self, known: Known) -> list[tuple[Index, Iterable[Hashable]]]:
        placed = known.placed
        return [
            (self._standing, placed.stands | placed.stands_later),
            (self._asking, placed.asked),
            (self._settling, placed.asked_later),
            (self._members, placed.groups),
            (self._articles, [known.report.article]),
        ]

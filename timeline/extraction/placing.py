"""Where each report of a case went, as far as grouping it again has to know."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from timeline.extraction.groups import Key, Why
from timeline.extraction.reports import Report

TOP = 4  # groups of a family that are remembered as the ones that most articles tell of


@dataclass(frozen=True, slots=True)
class Main:
    """The dated groups of a family that most articles tell of: founders, with the number of articles. No other group
    has more than `floor`."""

    top: tuple[tuple[Hashable, int], ...] = ()
    floor: int = 0

    @classmethod
    def of(cls, articles: Mapping[Hashable, int], floor: int) -> "Main":
        """Of these groups and others, which have `floor` articles at most."""
        ranked = sorted(articles.items(), key=lambda pair: (-pair[1], str(pair[0])))
        return cls(tuple(ranked[:TOP]), max([floor, *(n for _, n in ranked[TOP : TOP + 1])]))

    @property
    def founder(self) -> Hashable | None:
        """That of the group which two articles tell of at least, and twice as many as of any other."""
        first, second = self._most
        return self.top[0][0] if first >= max(2, 2 * second) else None

    @property
    def is_unsure(self) -> bool:
        """Whether a group that is not remembered may be among the first two."""
        return self._most[1] < self.floor

    @property
    def _most(self) -> tuple[int, int]:
        first, second = (n for _, n in (*self.top, (None, 0), (None, 0))[:2])
        return first, second


Mains = Mapping[str, Main]  # by family


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a report went. Groups go by the key of the report that founded them; `founder` is None where it is in none.

    `asked` are the keys that were looked at for the report, `stands` those under which its group is found because of
    it. With the founder of a group is kept what became of it afterwards: `given` are the groups that all of it was
    given to, `asked_later` the keys that were looked at for that, `stands_later` those that it brought along.
    """

    founder: Hashable | None
    reason: str
    asked: frozenset[Key]
    stands: frozenset[Key]
    given: tuple[tuple[Why, Hashable], ...] = ()
    asked_later: frozenset[Key] = frozenset()
    stands_later: frozenset[Key] = frozenset()

    @property
    def groups(self) -> set[Hashable]:
        """All groups that it is in, or was on its way."""
        founders = {self.founder, *(founder for _, founder in self.given)}
        return founders - {None}


@dataclass(frozen=True, slots=True)
class Known:
    report: Report
    placed: Placed


class Memory(Protocol):
    """What is remembered of a case's grouping: a database, or a dictionary."""

    def standing(self, keys: Iterable[Key]) -> Iterable[Known]:
        """Those because of which a group is found under one of the keys."""
        ...

    def asking(self, keys: Iterable[Key]) -> Iterable[Known]:
        """Those for which one of the keys was looked at."""
        ...

    def settling(self, keys: Iterable[Key]) -> Iterable[Known]:
        """The founders for whose groups one of the keys was looked at."""
        ...

    def members(self, founders: Iterable[Hashable]) -> Iterable[Known]:
        """Those that are in one of these groups, or were on their way."""
        ...

    def articles(self, articles: Iterable[Hashable]) -> Iterable[Report]:
        """All reports in force of these articles."""
        ...

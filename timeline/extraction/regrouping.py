"""Grouping again after a few reports have come or gone, with the result that grouping all of them would have. Pure.

It is a replay. All reports keep their turns; one goes where it went before, unless something has changed under a key
that was looked at for it. What changes under a key is written down as the replay goes on ("hot" keys), and those that
looked there are fetched and placed anew, with all that they may look at, until nothing further changes. So the cost is
that of the new reports, of the events that they touch, and of the reports that looked at what is new in these.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from timeline.extraction.case_statistics import Statistics
from timeline.extraction.groups import NONE_APART, Apart, Group, Key, Profile, in_order, profile
from timeline.extraction.likeness import CaseWords
from timeline.extraction.placing import Known, Mains, Memory, Placed
from timeline.extraction.replay import Replay
from timeline.extraction.reports import Report

MOST = 6000  # reports; where more are touched, grouping the whole case is as quick


class TooWide(Exception):
    """So much has changed that the whole case has to be grouped."""


@dataclass(frozen=True, slots=True)
class Grouped:
    """`groups` in the order of their dates. `placed` says of reports, by key, where they went, and `mains` which groups
    most articles tell of. After regrouping: only the groups and reports of which that has changed; `touched` are the
    keys of all reports that are in a changed group, or were."""

    groups: list[Group]
    placed: dict[Hashable, Placed]
    mains: Mains
    touched: frozenset[Hashable] = frozenset()


def group_all(reports: Sequence[Report], statistics: Statistics, apart: Apart = NONE_APART) -> Grouped:
    """The groups of all reports of a case as `grouping.group` makes them, with what regrouping has to remember."""
    replay = Replay(CaseWords(statistics).learn(reports), apart)
    replay.gather(map(profile, reports))
    return Grouped(sorted(replay.groups(), key=in_order), replay.placed(), replay.mains())


def regroup(
    *,
    fresh: Sequence[Report],
    gone: Sequence[Known] = (),
    again: Sequence[Known] = (),
    statistics: Statistics,
    memory: Memory,
    mains: Mains,
    apart: Apart = NONE_APART,
) -> Grouped:
    """What changes when `fresh` reports come, `gone` ones go, and those of `again` are placed anew.

    `statistics` and `mains` are those that the memory was made with. Raises TooWide where too much changes.
    """
    world = _World(memory, CaseWords(statistics))
    world.learn(fresh)
    world.take([*gone, *again])
    asked, hot, stirred = set[Key](), set[Key](), set[Key]()
    while True:
        replay = Replay(world.case, apart, mains)
        replay.remember(world.known, world.bystanders, gone=_keys(gone), again=_keys(again))
        replay.gather(world.profiles.values())
        is_all_here = not replay.missing and not replay.woken and replay.asked <= asked
        if is_all_here and replay.hot <= hot and replay.stirred <= stirred:
            if replay.is_unsure:
                raise TooWide
            changed = sorted(replay.changed(), key=in_order)
            return Grouped(changed, replay.placed(), replay.mains(), replay.touched())
        before = world.size, len(asked), len(hot), len(stirred)
        world.wake(replay.woken)
        world.take(memory.standing(replay.asked - asked))
        world.take(memory.members(replay.missing))
        world.watch(memory.asking(replay.hot - hot))
        world.watch(memory.settling(replay.stirred - stirred))
        asked |= replay.asked
        hot |= replay.hot
        stirred |= replay.stirred
        if before == (world.size, len(asked), len(hot), len(stirred)):
            raise TooWide  # part of what is remembered is gone, as with an article that was deleted


def _keys(known: Iterable[Known]) -> frozenset[Hashable]:
    return frozenset(one.report.key for one in known)


@dataclass(slots=True)
class _World:
    """The part of the case that has been fetched: `known` holds whole groups; `bystanders` are those that looked at
    something hot, but maybe before it was."""

    memory: Memory
    case: CaseWords
    known: dict[Hashable, Known] = field(default_factory=dict)
    bystanders: dict[Hashable, Known] = field(default_factory=dict)
    profiles: dict[Hashable, Profile] = field(default_factory=dict)
    _groups: set[Hashable] = field(default_factory=set)
    _articles: set[Hashable] = field(default_factory=set)

    @property
    def size(self) -> tuple[int, int]:
        return len(self.known), len(self.bystanders)

    def learn(self, fresh: Sequence[Report]) -> None:
        self.case.learn(fresh)
        self._articles |= {report.article for report in fresh}
        self._add(fresh)

    def take(self, some: Iterable[Known]) -> None:
        """Add reports, and whole groups with them, and what their articles say."""
        new = {one.report.key: one for one in some if one.report.key not in self.known}
        while new:
            self.known.update(new)
            self._add(one.report for one in new.values())
            if len(self.known) > MOST:
                raise TooWide
            groups = {founder for one in new.values() for founder in one.placed.groups} - self._groups
            self._groups |= groups
            members = self.memory.members(groups) if groups else ()
            new = {one.report.key: one for one in members if one.report.key not in self.known}
        self.bystanders = {key: one for key, one in self.bystanders.items() if key not in self.known}
        self._learn_articles()

    def watch(self, some: Iterable[Known]) -> None:
        new = {one.report.key: one for one in some if one.report.key not in self.known}
        self.bystanders.update(new)
        self._add(one.report for one in new.values())

    def wake(self, keys: Iterable[Hashable]) -> None:
        self.take([self.bystanders[key] for key in keys])

    def _add(self, reports: Iterable[Report]) -> None:
        for report in reports:
            if report.key not in self.profiles:
                self.profiles[report.key] = profile(report)

    def _learn_articles(self) -> None:
        new = {one.report.article for one in self.known.values()} - self._articles
        if new:
            self.case.learn(list(self.memory.articles(new)))
            self._articles |= new

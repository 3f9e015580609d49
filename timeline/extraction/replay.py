"""A gathering that goes as the last one went, wherever nothing has changed. See `regrouping`."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace

from timeline.extraction.grouping import Gathering
from timeline.extraction.groups import SETTLED, Apart, Group, Key, Profile, Why
from timeline.extraction.likeness import CaseWords
from timeline.extraction.placing import Known, Main, Mains, Placed
from timeline.extraction.shelf import MAIN, key_of


class Replay(Gathering):
    """Places what is remembered as it was, and anew what is new or has looked at something that changed.

    `hot` are the keys under which others can see that something has changed so far, `stirred` all of the groups that
    have changed in any way. `asked` are the keys that were looked at anew. `woken` are
    bystanders that have to be placed anew, `missing` founders of groups that have to be known: then the replay counts
    for nothing, and is done again with these.
    """

    def __init__(self, case: CaseWords, apart: Apart, mains: Mains | None = None) -> None:
        super().__init__(case, apart)
        self._mains = dict(mains or {})
        self._chosen: dict[str, Hashable | None] = {}  # the founder of the main event of each family
        self._known: Mapping[Hashable, Known] = {}
        self._bystanders: Mapping[Hashable, Known] = {}
        self._gone: frozenset[Hashable] = frozenset()
        self._again: frozenset[Hashable] = frozenset()
        self._now: dict[Hashable, Group] = {}
        self._past: dict[Hashable, Group] = {}
        self._founder: dict[int, Hashable] = {}  # by the id of the group
        self._placed: dict[Hashable, Placed] = {}
        self._given: dict[Hashable, list[tuple[Why, Hashable]]] = defaultdict(list)
        self._later: dict[Hashable, set[Key]] = defaultdict(set)
        self._asked_later: dict[Hashable, set[Key]] = defaultdict(set)
        self._parted: set[Hashable] = set()  # founders of groups that are not what they were
        self._loud: set[Hashable] = set()  # of these, founders of those that look different
        self._into: Group | None = None  # where the report went that is being placed
        self._is_settling = False
        self.is_unsure = False
        self.hot: set[Key] = set()
        self.stirred: set[Key] = set()
        self.asked: set[Key] = set()
        self.woken: set[Hashable] = set()
        self.missing: set[Hashable] = set()

    def remember(
        self,
        known: Mapping[Hashable, Known],
        bystanders: Mapping[Hashable, Known],
        *,
        gone: frozenset[Hashable],
        again: frozenset[Hashable],
    ) -> None:
        self._known, self._bystanders, self._gone, self._again = known, bystanders, gone, again

    def place(self, one: Profile) -> None:
        key = one.report.key
        if key in self._bystanders:
            if not self._bystanders[key].placed.asked.isdisjoint(self.hot):
                self.woken.add(key)
            return
        before = self._known[key].placed if key in self._known else None
        if key not in self._gone:
            if before is None or key in self._again or not before.asked.isdisjoint(self.hot):
                self._place_anew(one)
            else:
                self._follow(one, before)
        if before is not None and before.founder is not None:
            self._go_as_before(one, before, before.founder)
        self._compare(one, before)

    def settle_all(self, groups: Sequence[Group], why: Why) -> None:
        self._settle_as_before(why)
        for key, one in self._bystanders.items():
            if not one.placed.asked_later.isdisjoint(self.stirred):
                self.woken.add(key)
        super().settle_all(groups, why)
        for founder in self._parted:
            self._heat(founder, self._keys(founder))

    def settle(self, small: Group, why: Why) -> None:
        founder = self._founder[id(small)]
        before = self._target_before(founder, why)
        if self._is_quiet(founder):
            target = self._group(before)
            self._asked_later[founder] |= self._known[founder].placed.asked_later
        else:
            target = self._meant_anew(small, why)
            if (now := self._founder[id(target)] if target else None) != before:
                self._part({founder, now, before})
        if target is not None:
            self._shelf.stood = set()
            self._is_settling = True
            self._give(small, target, why)
            self._is_settling = False
            self._later[founder] |= self._shelf.stood
            self._given[founder].append((why, self._founder[id(target)]))

    def choose_mains(self) -> None:
        dated: dict[str, dict[Hashable, int]] = defaultdict(dict)
        for founder, group in self._now.items():
            if group.spans:
                dated[group.family][founder] = len(group.articles)
        for family in sorted(self._mains.keys() | dated.keys()):
            before = self._mains.get(family, Main())
            outside = {founder: n for founder, n in before.top if founder not in self._known}
            main = Main.of({**outside, **dated[family]}, before.floor)
            self._mains[family] = main
            self.is_unsure |= main.is_unsure
            self._chosen[family] = main.founder
            self._shelf.set_main(family, self._now.get(main.founder))
            if main.founder != before.founder or (main.founder in self._parted and not self._looks_alike(main.founder)):
                self.hot.add(key_of("main", family, MAIN))

    def changed(self) -> list[Group]:
        """The groups that have other reports or reasons than before."""
        new = {id(self._now[founder]) for founder in self._changed() if founder in self._now}
        return [group for group in self.groups() if id(group) in new]

    def touched(self) -> frozenset[Hashable]:
        """The keys of the reports that are in these groups, or were in them."""
        sides = (side.get(founder) for founder in self._changed() for side in (self._now, self._past))
        return frozenset(one.report.key for side in sides if side for one in side.profiles)

    def placed(self) -> dict[Hashable, Placed]:
        """Where the reports went, of which that is not the same as before."""
        found = {}
        for key, placed in self._placed.items():
            if key in self._now:  # what became of a group is kept with the report that founded it
                asked, stands = frozenset(self._asked_later[key]), frozenset(self._later[key])
                placed = replace(placed, asked_later=asked, given=tuple(self._given[key]), stands_later=stands)
            if key not in self._known or self._known[key].placed != placed:
                found[key] = placed
        return found

    def mains(self) -> dict[str, Main]:
        return self._mains

    def _place_anew(self, one: Profile) -> None:
        self._shelf.asked, self._shelf.stood, self._into = set(), set(), None
        super().place(one)
        asked, stood = frozenset(self._shelf.asked), frozenset(self._shelf.stood)
        self.asked |= asked
        if key_of("main", one.family, MAIN) in asked and (main := self._chosen.get(one.family)) is not None:
            self._group(main)
        key, group = one.report.key, self._into
        founder = None if group is None else self._founder[id(group)]
        self._placed[key] = Placed(founder, "" if group is None else group.reasons[key], asked, stood)

    def _follow(self, one: Profile, before: Placed) -> None:
        key = one.report.key
        self._placed[key] = before
        group = self._open(one) if before.founder == key else self._group(before.founder)
        if group is not None:
            self._know(group, before.founder)
            self._shelf.stand(group, before.stands)
            self._narrow(one, group)
            group.add(one, before.reason)

    def _add(self, one: Profile, group: Group, reason: str) -> None:
        if not self._is_settling:
            self._into = group
            self._know(group, one.report.key)
        super()._add(one, group, reason)

    def _know(self, group: Group, founder: Hashable) -> None:
        self._now.setdefault(self._founder.setdefault(id(group), founder), group)

    def _group(self, founder: Hashable | None) -> Group | None:
        """The group of that founder, which is fetched if it is not here."""
        if founder is None:
            return None
        if founder not in self._now and founder not in self._known:
            self.missing.add(founder)
        return self._now.get(founder)

    def _go_as_before(self, one: Profile, before: Placed, founder: Hashable) -> None:
        """Keep the groups as they were beside those that they become."""
        past = self._past.setdefault(founder, Group(one.spans, one.family, one.lasting))
        past.keys |= before.stands
        self._narrow(one, past)
        past.add(one, before.reason)

    def _compare(self, one: Profile, before: Placed | None) -> None:
        now = self._placed.get(one.report.key)
        founders = {placed.founder for placed in (now, before) if placed is not None} - {None}
        is_moved = now is None or before is None or now.founder != before.founder
        if is_moved:
            self._part(founders)
            self.hot.add(key_of("article", one.family, one.report.article))
        for founder in founders & self._parted:
            stands = {key for placed in (now, before) if placed is not None for key in placed.stands}
            self._heat(founder, stands, is_marked=is_moved and one.report.key in self._apart)

    def _part(self, founders: Iterable[Hashable | None]) -> None:
        for founder in founders:
            if founder is not None and founder not in self._parted:
                self._parted.add(founder)
                self.stirred |= self._keys(founder)

    def _heat(self, founder: Hashable, keys: Iterable[Key], *, is_marked: bool = False) -> None:
        """Write down what others may see of a group that is not what it was: all of it, unless in a case of one story
        it looks as it did; of `keys` then, those under which it stands only now, or no more."""
        self.stirred.update(keys)
        if founder in self._loud:
            self.hot.update(keys)
        elif is_marked or not self._looks_alike(founder):
            self._loud.add(founder)
            self.hot |= self._keys(founder)
        else:
            now, past = self._now[founder].keys, self._past[founder].keys
            self.hot.update(key for key in keys if (key in now) != (key in past))
        group = self._now.get(founder) or self._past.get(founder)
        if founder in self._loud and group is not None and self._chosen.get(group.family) == founder:
            self.hot.add(key_of("main", group.family, MAIN))

    def _looks_alike(self, founder: Hashable) -> bool:
        now, past = self._now.get(founder), self._past.get(founder)
        return self._one_story and now is not None and past is not None and now.face() == past.face()

    def _keys(self, founder: Hashable) -> set[Key]:
        sides = (side.get(founder) for side in (self._now, self._past))
        return {key for side in sides if side is not None for key in side.keys}

    def _is_quiet(self, founder: Hashable) -> bool:
        if founder not in self._known or founder in self._parted:
            return False
        return self._known[founder].placed.asked_later.isdisjoint(self.stirred)

    def _meant_anew(self, small: Group, why: Why) -> Group | None:
        self._shelf.asked = set()
        target = self._meant(small, why)
        self.asked |= self._shelf.asked
        self._asked_later[self._founder[id(small)]] |= self._shelf.asked
        return target

    def _target_before(self, founder: Hashable, why: Why) -> Hashable | None:
        known = self._known.get(founder)
        return dict(known.placed.given).get(why) if known else None

    def _settle_as_before(self, why: Why) -> None:
        for founder, past in self._past.items():
            before = self._target_before(founder, why)
            if before is None:
                continue
            if before not in self._past:
                self._group(before)
                continue
            for one in past.profiles:
                self._past[before].add(one, SETTLED[why])
            self._past[before].keys |= self._known[founder].placed.stands_later
            past.profiles = []
            if founder not in self._now:
                self._part({before})

    def _changed(self) -> list[Hashable]:
        founders = dict.fromkeys((*self._now, *self._past))
        return [f for f in founders if _reasons(self._now.get(f)) != _reasons(self._past.get(f))]


def _reasons(group: Group | None) -> dict[Hashable, str]:
    return {one.report.key: group.reasons[one.report.key] for one in group.profiles} if group else {}

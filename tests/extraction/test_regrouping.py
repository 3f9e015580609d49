"""A case built article by article is the case built at once, whatever comes first, goes, or comes back changed."""

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.extraction import newsroom
from tests.extraction.remembering import Remembered
from timeline.extraction.case_statistics import Statistics
from timeline.extraction.grouping import group
from timeline.extraction.groups import Group
from timeline.extraction.placing import Main, Mains
from timeline.extraction.regrouping import Grouped, TooWide, group_all, regroup
from timeline.extraction.reports import Report

Articles = dict[str, list[Report]]


class Desk:
    """A case that changes, with what is remembered of its grouping. The statistics are those of all that will come."""

    def __init__(self, articles: Articles) -> None:
        self.statistics = Statistics.of([r for reports in articles.values() for r in reports])
        self.memory = Remembered()
        self.mains: Mains = {}
        self.reports: dict[object, Report] = {}

    def change(self, come: list[Report], go: list[Report] = [], again: list[Report] = [], **told) -> Grouped:  # noqa: B006
        gone = [self.memory.rows[r.key] for r in go]
        self.memory.forget([r.key for r in go])
        anew = [self.memory.rows[r.key] for r in again]
        known = {"statistics": self.statistics, "memory": self.memory, "mains": self.mains, **told}
        found = regroup(fresh=come, gone=gone, again=anew, **known)
        self.reports = {k: r for k, r in self.reports.items() if r not in go} | {r.key: r for r in come}
        self.memory.keep([self.reports[key] for key in found.placed], found.placed)
        self.mains = found.mains
        return found

    def at_once(self, **told) -> Grouped:
        return group_all(list(self.reports.values()), self.statistics, **told)

    def agrees(self, **told) -> bool:
        """Whether all that is remembered is what grouping everything anew would remember. A group may be remembered to
        have looked at more than it would now."""
        whole = self.at_once(**told).placed
        now = {key: known.placed for key, known in self.memory.rows.items()}
        return now.keys() == whole.keys() and all(
            placed.asked_later >= whole[key].asked_later
            and replace(placed, asked_later=frozenset()) == replace(whole[key], asked_later=frozenset())
            for key, placed in now.items()
        )


def told(groups: list[Group]) -> list[tuple[object, object]]:
    return sorted((sorted(map(str, g.reasons)), str(g.spans)) for g in groups)


CASES = {"many stories": newsroom.collection, "one story": newsroom.story}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("make", CASES.values(), ids=CASES)
def test_article_by_article_in_any_order_is_all_at_once(make: Callable[..., Articles], seed: int) -> None:
    articles = make(40, seed)
    desk, keys = Desk(articles), list(articles)
    random.Random(seed).shuffle(keys)
    for number, key in enumerate(keys):
        desk.change(articles[key])
        assert number % 8 or desk.agrees()
    assert told(desk.at_once().groups) == told(group([r for reports in articles.values() for r in reports]))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("make", CASES.values(), ids=CASES)
def test_articles_that_go_and_come_back_changed_leave_no_trace(make: Callable[..., Articles], seed: int) -> None:
    articles = make(40, seed)
    desk, chance = Desk(articles), random.Random(seed)
    for reports in articles.values():
        desk.change(reports)
    for key in chance.sample(sorted(articles), 6):
        kept = [replace(r, key=f"{r.key}b") for r in articles[key][1:]]
        desk.change(kept, go=articles[key])
        assert desk.agrees()
        desk.change([], go=kept)
    assert desk.agrees()


def test_only_the_groups_that_have_changed_are_given_back() -> None:
    articles = newsroom.collection(60)
    desk = Desk(articles)
    *others, last = articles.values()
    for reports in others:
        desk.change(reports)
    before = told(desk.at_once().groups)
    found = desk.change(last)
    new = [one for one in told(desk.at_once().groups) if one not in before]
    assert told(found.groups) == new
    assert len(found.groups) < len(before) / 4


def test_what_a_person_keeps_apart_is_placed_anew() -> None:
    articles = newsroom.story(40)
    desk = Desk(articles)
    for reports in articles.values():
        desk.change(reports)
    pair = next(g for g in desk.at_once().groups if len(g.profiles) > 2).profiles[:2]
    first, second = (one.report for one in pair)
    apart = {first.key: {second.key}, second.key: {first.key}}
    found = desk.change([], again=[first, second], apart=apart)
    assert desk.agrees(apart=apart)
    assert found.groups
    assert not any({first.key, second.key} <= g.reasons.keys() for g in found.groups)


def test_a_memory_with_holes_is_not_trusted() -> None:
    articles = newsroom.story(40)
    desk = Desk(articles)
    for reports in articles.values():
        desk.change(reports)
    first, second = (one.report for one in next(g for g in desk.at_once().groups if len(g.articles) > 2).profiles[:2])
    desk.memory.forget([first.key])
    with pytest.raises(TooWide):
        desk.change([], go=[second])


MAINS = [
    ({"a": 6, "b": 3}, 0, "a", False),
    ({"a": 5, "b": 3}, 0, None, False),
    ({"a": 1}, 0, None, False),
    ({}, 0, None, False),
    ({"a": 9, "b": 2}, 3, "a", True),
]


@pytest.mark.parametrize(("articles", "floor", "founder", "unsure"), MAINS)
def test_the_main_event_has_twice_the_articles_of_any_other(
    articles: dict[str, int], floor: int, founder: str | None, unsure: bool
) -> None:
    main = Main.of(articles, floor)
    assert (main.founder, main.is_unsure) == (founder, unsure)

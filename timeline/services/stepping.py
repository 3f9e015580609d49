"""A whole case is put together in steps, each a transaction of its own: whoever waits for the case has it in between.

A step takes whole events: clusters go together that share an event now, so that no event is half changed when a step
ends. Which of two that do the same at once goes on is told by a word that each leaves with the case when it begins.
"""

import secrets
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction

from articles.models import Case
from timeline.extraction.reports import Cluster
from timeline.models import LEFT, Citation, Distinct, Grouping, Review
from timeline.reconciliation import MentionKey, runs_in_force
from timeline.services.grouping import Found, Plan, citations_of
from timeline.services.suspecting import sides_of
from timeline.services.turns import take_cases

STEP = 100  # reports that a step puts into their places: a tenth of a second


class Overtaken(Exception):
    """Another one has begun to put the same case together, or has done it."""


class Steps:
    """What was remembered of how the case was grouped counts no more, until the last step has remembered the new."""

    def __init__(self, case: Case) -> None:
        self._case, self._word = case, f"under way: {secrets.token_hex(8)}"
        fresh = {"method": self._word, "statistics": {}, "drawn": {}, "mains": {}, "distincts": []}
        with transaction.atomic():
            take_cases([case.pk], by=None)
            Grouping.objects.update_or_create(case=case, defaults=fresh)

    @contextmanager
    def step(self) -> Iterator[None]:
        """Holds the case. Raises Overtaken."""
        with transaction.atomic():
            take_cases([self._case.pk], by=None)
            self._look()
            yield

    @contextmanager
    def beside(self) -> Iterator[None]:
        """Holds nothing but the word, for what nobody reads yet. Raises Overtaken."""
        with transaction.atomic():
            self._look()
            yield

    def _look(self) -> None:
        if not Grouping.objects.select_for_update().filter(case=self._case, method=self._word).exists():
            raise Overtaken


@dataclass(slots=True)
class Part:
    """Clusters that are put into their places together, and citations of the same events that no cluster has."""

    clusters: list[Cluster] = field(default_factory=list)
    strays: list[MentionKey] = field(default_factory=list)

    @property
    def size(self) -> int:
        return sum(len(cluster.reports) for cluster in self.clusters) + len(self.strays)


def parts(case: Case, plan: Plan, most: int) -> Iterator[Part]:
    """All of the plan, in its order, and all citations of the case, in parts of about so many reports."""
    part = Part()
    for whole in _wholes(plan, _cited(case)):
        part.clusters += whole.clusters
        part.strays += whole.strays
        if part.size >= most:
            yield part
            part = Part()
    if part.size:
        yield part


def found_of(case: Case, plan: Plan, part: Part) -> Found:
    """What there is to write of a part, now that the case is held: but for articles that have changed since the plan
    was made, and for clusters of what an editor has told apart since."""
    apart = [sides_of(one) for one in Distinct.objects.filter(case=case).exclude(pk__in=plan.grouping.distincts)]
    keys, strays = dict[Hashable, MentionKey](), set(part.strays)
    clusters = []
    for cluster in part.clusters:
        theirs = {report.key: plan.keys[report.key] for report in cluster.reports}
        if not any(_joins(theirs.values(), sides) for sides in apart):
            clusters.append(cluster)
            keys |= theirs
    articles = {article for article, _ in (*keys.values(), *strays)}
    now = runs_in_force(case, articles)
    same = {article for article in articles if now.get(article) == plan.runs.get(article)}
    keys = {mention: key for mention, key in keys.items() if key[0] in same}
    wanted = {key for key in (*keys.values(), *strays) if key[0] in same}
    return Found(clusters, keys, citations_of(case, wanted))


def changed_since(case: Case, plan: Plan) -> list[int]:
    """Articles that the plan does not know as they are."""
    return sorted({article for article, _ in plan.runs.items() ^ runs_in_force(case).items()})


def _cited(case: Case) -> Iterable[tuple[MentionKey, int | None]]:
    """Each citation's key, with its event where that is the machine's."""
    rows = Citation.objects.filter(case=case).order_by("pk").exclude(event__review__in=LEFT)
    columns = ("mention__run__version__article", "mention__fingerprint", "event", "event__review", "event__edited")
    for article, told, event, review, edited in rows.values_list(*columns):
        yield (article, told), event if review == Review.SUGGESTED and not edited else None


def _wholes(plan: Plan, cited: Iterable[tuple[MentionKey, int | None]]) -> Iterable[Part]:
    """Clusters and citations by the events of the machine's that they share, in the order of the plan."""
    cluster_of = {plan.keys[report.key]: n for n, c in enumerate(plan.clusters) for report in c.reports}
    root: dict[Hashable, Hashable] = {}
    held = list(cited)
    for key, event in held:
        if event is not None:
            root[_root(root, cluster_of.get(key, key))] = _root(root, ("event", event))
    wholes: dict[Hashable, Part] = defaultdict(Part)
    for number, cluster in enumerate(plan.clusters):
        wholes[_root(root, number)].clusters.append(cluster)
    for key, _ in held:
        if key not in cluster_of:
            wholes[_root(root, key)].strays.append(key)
    return wholes.values()


def _root(root: dict[Hashable, Hashable], one: Hashable) -> Hashable:
    while (above := root.get(one, one)) != one:
        root[one] = root.get(above, above)
        one = above
    return one


def _joins(keys: Collection[MentionKey], sides: tuple[set[MentionKey], set[MentionKey]]) -> bool:
    return all(not side.isdisjoint(keys) for side in sides)

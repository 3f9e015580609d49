"""How a large case was grouped, as grouping it again asks for it. Reads, and writes nothing."""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import fields
from typing import Any, cast

from django.db.models import Q

from articles.models import Case
from timeline.extraction.case_statistics import Statistics
from timeline.extraction.groups import Key
from timeline.extraction.placing import Known, Main, Mains, Placed
from timeline.extraction.reports import Report
from timeline.extraction.shelf import key_of
from timeline.models import Distinct, Grouping, Mention, Place
from timeline.reconciliation import current_mentions, mention_key, report_of

SETS = ("names", "seen")  # fields of Statistics that JSON keeps as lists


class CaseMemory:
    """The `Memory` of one case. A number of queries a question that does not grow."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._salt = key_of("case", "", case.pk)  # the keys of one case are apart from those of all others

    def standing(self, keys: Iterable[Key]) -> list[Known]:
        wanted = self._salted(keys)
        return self._known(Q(stands__overlap=wanted) | Q(stands_later__overlap=wanted)) if wanted else []

    def asking(self, keys: Iterable[Key]) -> list[Known]:
        wanted = self._salted(keys)
        return self._known(Q(asked__overlap=wanted)) if wanted else []

    def settling(self, keys: Iterable[Key]) -> list[Known]:
        wanted = self._salted(keys)
        return self._known(Q(asked_later__overlap=wanted)) if wanted else []

    def members(self, founders: Iterable[Hashable]) -> list[Known]:
        wanted = list(founders)
        return self._known(Q(groups__overlap=wanted)) if wanted else []

    def articles(self, articles: Iterable[Hashable]) -> list[Report]:
        return [report_of(row) for row in current_mentions(self._case, articles=list(articles))]

    def of_articles(self, articles: Collection[int]) -> list[Known]:
        """What is remembered of these articles, also of mentions that are not in force any more."""
        return self._known(Q(mention__run__version__article__in=articles))

    def of_distinct(self, ids: Collection[int]) -> list[Known]:
        """The mentions of both sides of these "not the same"."""
        sides = Distinct.objects.filter(pk__in=ids).values_list("first", "second")
        wanted = {tuple(key) for pair in sides for side in pair for key in side}
        found = self.of_articles({article for article, _ in wanted}) if wanted else []
        prints = dict(Mention.objects.filter(pk__in=[k.report.key for k in found]).values_list("pk", "fingerprint"))
        return [k for k in found if (k.report.article, prints[k.report.key]) in wanted]  # type: ignore[index]

    def rows(self, reports: Mapping[Hashable, Placed]) -> list[Place]:
        """What is to be kept of where these went."""
        return [self._row(key, placed) for key, placed in reports.items()]

    def _row(self, key: Any, placed: Placed) -> Place:
        return Place(
            case=self._case,
            mention_id=key,
            founder=cast(int | None, placed.founder),  # the key of a report is its mention's id
            given=[list(one) for one in placed.given],
            groups=sorted(placed.groups),
            reason=placed.reason,
            asked=self._salted(placed.asked),
            asked_later=self._salted(placed.asked_later),
            stands=self._salted(placed.stands),
            stands_later=self._salted(placed.stands_later),
        )

    def _known(self, where: Q) -> list[Known]:
        places = Place.objects.filter(where, case=self._case).order_by("mention_id")
        whole = places.select_related("mention__run__version__article__source", "mention__paragraph")
        whole = whole.defer("mention__run__version__text", "mention__paragraph__text")
        rows = whole.prefetch_related("mention__quantities")
        return [Known(report_of(row.mention), self._placed(row)) for row in rows]

    def _placed(self, row: Place) -> Placed:
        return Placed(
            founder=row.founder,
            reason=row.reason,
            asked=frozenset(self._salted(row.asked)),
            stands=frozenset(self._salted(row.stands)),
            given=tuple((why, founder) for why, founder in row.given),
            asked_later=frozenset(self._salted(row.asked_later)),
            stands_later=frozenset(self._salted(row.stands_later)),
        )

    def _salted(self, keys: Iterable[Key]) -> list[Key]:
        return sorted(key ^ self._salt for key in keys)


def statistics_of(grouping: Grouping) -> Statistics:
    told = grouping.statistics
    return Statistics(**{**told, **{name: frozenset(told[name]) for name in SETS}})


def statistics_kept(statistics: Statistics) -> dict[str, Any]:
    told = {field.name: getattr(statistics, field.name) for field in fields(statistics)}
    return {**told, **{name: sorted(told[name]) for name in SETS}}


def mains_of(grouping: Grouping) -> Mains:
    kept = grouping.mains.items()
    return {family: Main(tuple((founder, n) for founder, n in top), floor) for family, (top, floor) in kept}


def mains_kept(mains: Mains) -> dict[str, Any]:
    return {family: [[list(one) for one in main.top], main.floor] for family, main in mains.items()}


def apart(distincts: Iterable[Distinct], mentions: Iterable[Mention]) -> dict[Hashable, set[Hashable]]:
    """For each mention that an editor told from others, which of these mentions they are, all by their ids."""
    by_key = {mention_key(mention): mention.id for mention in mentions}
    found: dict[Hashable, set[Hashable]] = {}
    for distinct in distincts:
        first, second = (
            {by_key[key] for key in map(tuple, side) if key in by_key} for side in (distinct.first, distinct.second)
        )
        for one, other in ((first, second), (second, first)):
            for key in one:
                found.setdefault(key, set()).update(other)
    return found

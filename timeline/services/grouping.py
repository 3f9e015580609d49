"""Which mentions of a case tell of one event: of all of them, or of those that a few articles touch."""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from django.db.models import Count, QuerySet

from articles.models import Case
from casetracker.jobs.queueing import queue_once
from timeline import extraction
from timeline.extraction import case_statistics
from timeline.extraction.case_statistics import Statistics, magnitude, place_in_draw, sample
from timeline.extraction.coreference import clusters
from timeline.extraction.placing import Placed
from timeline.extraction.regrouping import TooWide, group_all, regroup
from timeline.extraction.reports import Cluster, Report
from timeline.memory import CaseMemory, apart, mains_kept, mains_of, statistics_kept, statistics_of
from timeline.models import Citation, Distinct, Grouping, Mention, Place
from timeline.reconciliation import (
    MentionKey,
    current_mentions,
    keys_of,
    mention_key,
    report_of,
    runs_in_force,
    whole,
)

BATCH = 2000  # rows in one INSERT
GROUP_AGAIN = "timeline.tasks.group_case_again"


@dataclass(frozen=True, slots=True)
class Plan:
    """How the mentions of a case are grouped that were in force when it was made: those of these `runs`, by article.
    `keys` are the mentions' own; `placed` is what a large case will need for a further article, `grouping` the row that
    goes with it; `familiar` are the surnames that most articles bear."""

    clusters: list[Cluster]
    keys: dict[Hashable, MentionKey]
    runs: dict[int, int]
    placed: dict[Hashable, Placed]
    grouping: Grouping
    familiar: frozenset[str]
    is_large: bool


@dataclass(frozen=True, slots=True)
class Found:
    """Clusters, the keys of their mentions, and the citations that there are of them and of what was theirs once."""

    clusters: list[Cluster]
    keys: dict[Hashable, MentionKey]
    citations: list[Citation]
    familiar: frozenset[str] = frozenset()


def plan_case(case: Case) -> Plan:
    """Group all mentions in force. Reads, and holds nothing."""
    runs = runs_in_force(case)
    mentions = whole(Mention.objects.filter(run__in=runs.values()))
    distincts = list(Distinct.objects.filter(case=case))
    reports = [report_of(mention) for mention in mentions]
    grouped = group_all(reports, statistics := Statistics.of(reports), apart(distincts, mentions))
    grouping = Grouping(
        case=case,
        method=extraction.EXTRACTOR,
        statistics=statistics_kept(statistics),
        drawn=sample(reports),
        mains=mains_kept(grouped.mains),
        distincts=[distinct.pk for distinct in distincts],
    )
    return Plan(
        clusters=clusters(grouped.groups),
        keys={mention.id: mention_key(mention) for mention in mentions},
        runs=runs,
        placed=grouped.placed if statistics.is_sample else {},
        grouping=grouping,
        familiar=statistics.familiar,
        is_large=statistics.is_sample,
    )


def is_large(case: Case) -> bool:
    """Whether more articles of the case report anything than are grouped while somebody waits."""
    reporting = Mention.objects.filter(run__version__article__cases=case).order_by()
    most = case_statistics.SAMPLE
    return reporting.values("run__version__article").distinct()[: most + 1].count() > most


def group_articles(case: Case, articles: Collection[int]) -> Found | None:
    """Group again what these articles touch, where only they have changed since the case was grouped. None where the
    whole case has to be grouped: it is small, or the program is another one, or too much is touched.

    Where the articles are among those that the case's statistics are taken from, they go by the old ones until a job
    has grouped the whole case.
    """
    grouping = Grouping.objects.filter(case=case, method=extraction.EXTRACTOR).first()
    if grouping is None:
        return None
    memory, distincts = CaseMemory(case), list(Distinct.objects.filter(case=case))
    unknown = {distinct.pk for distinct in distincts} ^ set(grouping.distincts)
    rows, before = current_mentions(case, articles=articles), memory.of_articles(articles)
    known, now = {one.report.key for one in before}, {row.id for row in rows}
    fresh = [report_of(row) for row in rows if row.id not in known]
    gone = [one for one in before if one.report.key not in now]
    again = [one for one in memory.of_distinct(unknown) if one.report.key in now or one.report.article not in articles]
    statistics, parted = statistics_of(grouping), apart(distincts, _marked(case, distincts))
    try:
        grouped = regroup(
            fresh=fresh,
            gone=gone,
            again=again,
            statistics=statistics,
            memory=memory,
            mains=mains_of(grouping),
            apart=parted,
        )
    except TooWide:
        return None
    left = [cast(int, one.report.key) for one in gone]
    Place.objects.filter(case=case, mention_id__in=left).delete()
    keep_places(case, grouped.placed)
    grouping.mains, grouping.distincts = mains_kept(grouped.mains), [distinct.pk for distinct in distincts]
    grouping.save(update_fields=["mains", "distincts", "grouped_at"])
    if _is_drawn(grouping, articles, fresh) or _has_outgrown(case, statistics):
        queue_grouping(case)
    touched = keys_of({*grouped.touched, *left})
    citations = _concerned(case, set(touched.values()), articles)
    return Found(clusters(grouped.groups), touched, citations, statistics.familiar)


def keep_places(case: Case, placed: Mapping[Hashable, Placed]) -> None:
    """Remember where these went, touching only what differs."""
    rows = {row.mention_id: row for row in CaseMemory(case).rows(placed)}
    there = list(Place.objects.filter(case=case, mention__in=rows))
    same = {row.mention_id for row in there if _told(row) == _told(rows[row.mention_id])}
    Place.objects.filter(pk__in=[row.pk for row in there if row.mention_id not in same]).delete()
    Place.objects.bulk_create([row for key, row in rows.items() if key not in same], batch_size=BATCH)


def citations_of(case: Case, keys: Collection[MentionKey]) -> list[Citation]:
    """With all that reconciling reads of them."""
    of_articles = {article for article, _ in keys}
    cited = Citation.objects.filter(case=case, mention__run__version__article__in=of_articles)
    return _citations(cited.filter(mention__fingerprint__in={told for _, told in keys}), keys)


def queue_grouping(case: Case) -> None:
    """Have the whole case grouped again by a worker. A job that waits already will see what is new as well."""
    locks = {"lock": f"case-{case.pk}", "queueing_lock": f"group-{case.pk}"}
    queue_once(GROUP_AGAIN, {"case_id": case.pk}, queue="reading", **locks)


def _concerned(case: Case, keys: Collection[MentionKey], articles: Collection[int]) -> list[Citation]:
    """The citations of what was touched, and of what these articles told once."""
    once = Citation.objects.filter(case=case, mention__run__version__article__in=articles)
    return _citations(once) + [c for c in citations_of(case, keys) if mention_key(c.mention)[0] not in articles]


def _marked(case: Case, distincts: Iterable[Distinct]) -> list[Mention]:
    """The mentions in force that editors told from others."""
    articles = {article for one in distincts for side in (one.first, one.second) for article, _ in side}
    return current_mentions(case, articles=articles) if articles else []


def _citations(citations: QuerySet[Citation], keys: Collection[MentionKey] | None = None) -> list[Citation]:
    found = citations.select_related("event", "mention__run__version")
    whole = found.defer("mention__run__version__text", "mention__quote").prefetch_related("claims")
    return [citation for citation in whole if keys is None or mention_key(citation.mention) in keys]


def _told(row: Place) -> list[object]:
    return [getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key]


def _is_drawn(grouping: Grouping, articles: Collection[int], fresh: Iterable[Report]) -> bool:
    """Whether the sample that the statistics are taken from is another one now."""
    last = max(grouping.drawn.values())
    was = any(str(article) in grouping.drawn for article in articles)
    return was or any(place_in_draw(report) < last for report in fresh)


def _has_outgrown(case: Case, statistics: Statistics) -> bool:
    """Whether the case is of another order of size than the statistics say."""
    told = Place.objects.filter(case=case).aggregate(n=Count("mention__run", distinct=True))["n"]
    return statistics.scale * statistics.articles != magnitude(told)

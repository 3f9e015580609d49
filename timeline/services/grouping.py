"""Which mentions of a case tell of one event: of all of them, or of those that a few articles touch."""

from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from articles.models import Case
from casetracker.jobs.queueing import queue_once
from timeline import extraction
from timeline.extraction.case_statistics import Statistics, magnitude, place_in_draw, sample
from timeline.extraction.coreference import clusters
from timeline.extraction.placing import Placed
from timeline.extraction.regrouping import TooWide, group_all, regroup
from timeline.extraction.reports import Cluster, Report
from timeline.memory import CaseMemory, apart, mains_kept, mains_of, statistics_kept, statistics_of
from timeline.models import Citation, Distinct, Grouping, Mention, Place
from timeline.reconciliation import current_mentions, mention_key, report_of, whole

BATCH = 2000  # rows in one INSERT
GROUP_AGAIN = "timeline.tasks.group_case_again"


@dataclass(frozen=True, slots=True)
class Found:
    """The clusters of these mentions, and the citations that there are of them. `familiar` are the surnames that most
    articles bear; `is_all` where it is the whole case."""

    clusters: list[Cluster]
    mentions: list[Mention]
    citations: list[Citation]
    familiar: frozenset[str]
    is_all: bool


def group_case(case: Case) -> Found:
    """Group all mentions in force; what a large case will need for a further article is remembered."""
    mentions = current_mentions(case)
    distincts = list(Distinct.objects.filter(case=case))
    reports = [report_of(mention) for mention in mentions]
    grouped = group_all(reports, statistics := Statistics.of(reports), apart(distincts, mentions))
    Grouping.objects.filter(case=case).delete()
    Place.objects.filter(case=case).delete()
    if statistics.is_sample:
        _keep(CaseMemory(case), grouped.placed)
        Grouping.objects.create(
            case=case,
            method=extraction.EXTRACTOR,
            statistics=statistics_kept(statistics),
            drawn=sample(reports),
            mains=mains_kept(grouped.mains),
            distincts=[distinct.pk for distinct in distincts],
        )
    citations = _citations(Citation.objects.filter(case=case))
    return Found(clusters(grouped.groups), mentions, citations, statistics.familiar, is_all=True)


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
    left = [one.report.key for one in gone]
    Place.objects.filter(case=case, mention_id__in=[*left, *grouped.placed]).delete()
    _keep(memory, grouped.placed)
    grouping.mains, grouping.distincts = mains_kept(grouped.mains), [distinct.pk for distinct in distincts]
    grouping.save(update_fields=["mains", "distincts", "grouped_at"])
    if _is_drawn(grouping, articles, fresh) or _has_outgrown(case, statistics):
        queue_grouping(case)
    touched = whole(Mention.objects.filter(pk__in={*grouped.touched, *left}))
    citations = _concerned(case, touched, articles)
    return Found(clusters(grouped.groups), touched, citations, statistics.familiar, is_all=False)


def queue_grouping(case: Case) -> None:
    """Have the whole case grouped again by a worker. A job that waits already will see what is new as well."""
    locks = {"lock": f"case-{case.pk}", "queueing_lock": f"group-{case.pk}"}
    queue_once(GROUP_AGAIN, {"case_id": case.pk}, queue="reading", **locks)


def _concerned(case: Case, touched: list[Mention], articles: Collection[int]) -> list[Citation]:
    """The citations of what was touched, and of what these articles told once."""
    keys = {mention_key(mention) for mention in touched}
    of_articles = {mention.run.version.article_id for mention in touched} | set(articles)
    cited = _citations(Citation.objects.filter(case=case, mention__run__version__article__in=of_articles))
    return [c for c in cited if mention_key(c.mention) in keys or mention_key(c.mention)[0] in articles]


def _marked(case: Case, distincts: Iterable[Distinct]) -> list[Mention]:
    """The mentions in force that editors told from others."""
    articles = {article for one in distincts for side in (one.first, one.second) for article, _ in side}
    return current_mentions(case, articles=articles) if articles else []


def _citations(citations: QuerySet[Citation]) -> list[Citation]:
    found = citations.select_related("event", "mention__run__version")
    return list(found.defer("mention__run__version__text").prefetch_related("claims"))


def _keep(memory: CaseMemory, placed: dict[Hashable, Placed]) -> None:
    Place.objects.bulk_create(memory.rows(placed), batch_size=BATCH)


def _is_drawn(grouping: Grouping, articles: Collection[int], fresh: Iterable[Report]) -> bool:
    """Whether the sample that the statistics are taken from is another one now."""
    last = max(grouping.drawn.values())
    was = any(str(article) in grouping.drawn for article in articles)
    return was or any(place_in_draw(report) < last for report in fresh)


def _has_outgrown(case: Case, statistics: Statistics) -> bool:
    """Whether the case is of another order of size than the statistics say."""
    told = Place.objects.filter(case=case).aggregate(n=Count("mention__run", distinct=True))["n"]
    return statistics.scale * statistics.articles != magnitude(told)

"""What waits for the staff, and who did what: queues, decisions, remarks and articles."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from articles.models import ArticleVersion, Case
from timeline.models import Citation, Claim, Comment, Decision, Event, Review, Verb

NEWEST = 8  # of the lists on the first page
MOST = 200  # of each kind; who wants more asks from a later day


@dataclass(frozen=True, slots=True)
class Told:
    """An event or an article that something was done to."""

    title: str
    event: Event | None = None
    article_id: int | None = None


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that somebody did. `who` is "" for the program; `to` are those whom a remark names."""

    at: dt.datetime
    who: str
    what: str
    of: tuple[Told, ...]
    said: str = ""
    to: tuple[str, ...] = ()


def deeds(case: Case, since: dt.date) -> list[Deed]:
    """From the start of that day in the newsroom's zone. At most six queries."""
    start = dt.datetime.combine(since, dt.time.min, timezone.get_current_timezone())
    found = [*_decisions(case, start), *_remarks(case, start), *_articles(case, start)]
    return sorted(found, key=lambda deed: deed.at, reverse=True)


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits in one case: suggested events, those of them without a date, events whose sources differ, public
    events with new sources to accept, and plans whose outcome no source tells."""

    case: Case
    waiting: int
    undated: int
    differ: int
    fresh: int
    overdue: int


def queues(now: dt.datetime) -> list[Queue]:
    """The cases in which something waits, the longest queue first. One query."""
    mine = Event.objects.filter(case=OuterRef("pk"))
    told = Q(Exists(Citation.objects.filter(event=OuterRef("pk"))))
    suggested = mine.filter(told | Q(edited=True) | Q(first_public_at__isnull=False), review=Review.SUGGESTED)
    open_ = mine.filter(review__in=[Review.SUGGESTED, Review.APPROVED])
    disputed = Claim.objects.filter(citation__event=OuterRef("pk"), disputed=True)
    unread = Citation.objects.filter(event=OuterRef("pk"), accepted=False)
    cases = Case.objects.annotate(
        waiting=_count(suggested),
        undated=_count(suggested.filter(edtf="")),
        differ=_count(open_.filter(Exists(disputed))),
        fresh=_count(mine.filter(Exists(unread), review=Review.APPROVED)),
        overdue=_count(mine.overdue(now)),
    ).filter(Q(waiting__gt=0) | Q(fresh__gt=0) | Q(overdue__gt=0))
    return [
        Queue(c, c.waiting, c.undated, c.differ, c.fresh, c.overdue) for c in cases.order_by("-waiting", "title")[:20]
    ]


def newest_articles() -> list[ArticleVersion]:
    """One query."""
    versions = ArticleVersion.objects.select_related("article__source", "added_by").defer("text")
    return list(versions.order_by("-id")[:NEWEST])


def failed_jobs() -> int:
    """How many jobs gave up."""
    return ProcrastinateJob.objects.filter(status="failed").count()


def remarks_to(user: User) -> list[Comment]:
    """The newest remarks that name this user."""
    remarks = Comment.objects.filter(to=user).select_related("event__case", "by")
    return list(remarks.order_by("-id")[:NEWEST])


def assigned_to(user: User) -> list[Event]:
    """What this user looks after and is not decided yet."""
    mine = Event.objects.filter(assigned_to=user, review=Review.SUGGESTED).select_related("case")
    return list(mine.order_by("case", "earliest", "id")[:NEWEST])


def _count(events: QuerySet[Event]) -> Coalesce:
    counted = events.order_by().values("case").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def _decisions(case: Case, start: dt.datetime) -> Iterator[Deed]:
    made = Decision.objects.filter(case=case, at__gte=start).select_related("by", "undoes").prefetch_related("events")
    for decision in made.order_by("-id")[:MOST]:
        what = Verb(decision.verb).label
        if decision.undoes:
            what = f"{what}: {Verb(decision.undoes.verb).label.lower()}"
        of = tuple(Told(event.headline, event=event) for event in decision.events.all())
        yield Deed(decision.at, _name(decision.by), what, of, decision.reason)


def _remarks(case: Case, start: dt.datetime) -> Iterator[Deed]:
    made = Comment.objects.filter(event__case=case, at__gte=start).select_related("by", "event").prefetch_related("to")
    for remark in made.order_by("-id")[:MOST]:
        to = tuple(user.username for user in remark.to.all())
        of = (Told(remark.event.headline, event=remark.event),)
        yield Deed(remark.at, _name(remark.by), "Commented", of, remark.text, to)


def _articles(case: Case, start: dt.datetime) -> Iterator[Deed]:
    added = ArticleVersion.objects.filter(article__cases=case, created_at__gte=start)
    for version in added.select_related("added_by", "article__source").defer("text").order_by("-id")[:MOST]:
        what = "Added an article" if version.number == 1 else f"Added version {version.number} of an article"
        of = (Told(f"{version.article}, {version.article.source}", article_id=version.article_id),)
        yield Deed(version.created_at, _name(version.added_by), what, of)


def _name(user: User | None) -> str:
    return (user.get_full_name() or user.username) if user else ""

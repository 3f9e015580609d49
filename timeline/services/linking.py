"""Whether the addresses of articles still answer. No address is called dead for a bad day of its site."""

import datetime as dt
from collections import Counter
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone as clock

from articles.errors import AwayError, GoneError, IngestError, NoSiteError
from articles.models import Answers, Article, CaseArticle, Link
from casetracker.jobs.queueing import queue_once
from timeline.services.permissions import ADD, ask

LOOK = "timeline.tasks.look_at_link"
NEW, LOOKS, OF_ONE_HOST = 2000, 300, 30  # of an hour: addresses noted, looks, and looks at one site
LAST = -2  # priority: behind pages that are fetched (0), and those that are tried again (-1)
PAUSE = 60  # seconds between two looks at one site
EVERY = dt.timedelta(days=30)  # what answers, and what cannot be told
APART = dt.timedelta(hours=20)  # two failures that count: neither a job that is repeated nor an editor adds any
CLAIMED = dt.timedelta(days=1)  # what is queued: should its job be dropped, it is due again
# So many failures, over so many days: a site that says "no such page" means it; one that is silent may be moving.
GONE, SILENT = (3, dt.timedelta(days=3)), (6, dt.timedelta(days=14))
MOST = 200  # that an editor may have looked at at once


@transaction.atomic
def queue_looks() -> int:
    """Note addresses that are new, and queue a look at those that are due: few of each site, with pauses. Returns how
    many. Addresses of demonstration cases are made up."""
    _note_new()
    now = clock.now()
    turn = Window(RowNumber(), partition_by="host", order_by=["due_at", "pk"])
    due = Link.objects.filter(due_at__lte=now).annotate(turn=turn).filter(turn__lte=OF_ONE_HOST)
    picked: list[Any] = list(due.order_by("turn", "due_at")[:LOOKS])
    for link in picked:
        _queue(link, wait=(link.turn - 1) * PAUSE)
    Link.objects.filter(pk__in=[link.pk for link in picked]).update(due_at=now + CLAIMED)
    return len(picked)


@transaction.atomic
def look_now(*, articles: QuerySet[Article], by: User | None) -> int:
    """Queue a look at the addresses of these articles, with pauses, behind what else is asked of their sites. Returns
    how many; those that were queued already are not counted."""
    ask(by, ADD)
    found = list(articles.exclude(url="")[:MOST])
    _note(found)
    turns = Counter[str]()
    for link in Link.objects.filter(article__in=found):
        turns[link.host] += _queue(link, wait=turns[link.host] * PAUSE)
    return turns.total()


@transaction.atomic
def note_look(*, article: Article, url: str, trouble: IngestError | None) -> Link | None:
    """Keep what was found at an article's address, and tell readers once it is dead, or alive again. None where the
    article has another address by now."""
    held = Article.objects.select_for_update().filter(pk=article.pk, url=url).first()
    link = Link.objects.select_for_update().filter(article=held).first() if held else None
    if held is None or link is None:
        return None
    now = clock.now()
    if isinstance(trouble, (GoneError, NoSiteError, AwayError)):
        _failed(link, GONE if isinstance(trouble, GoneError) else SILENT, now)
    elif trouble is None or link.answers != Answers.DEAD:  # "come with a browser" does not raise the dead
        link.answers, link.failures, link.failing_since = Answers.UNCLEAR if trouble else Answers.ALIVE, 0, None
    link.checked_at, link.said = now, str(trouble).partition(". ")[0].rstrip(".") + "." if trouble else ""
    link.due_at = now + (dt.timedelta(days=min(link.failures, EVERY.days)) if link.failures else EVERY)
    link.save()
    dead_since = link.failing_since.date() if link.answers == Answers.DEAD and link.failing_since else None
    if held.link_dead_since != dead_since:
        held.link_dead_since = dead_since
        held.save(update_fields=["link_dead_since"])
    return link


def _failed(link: Link, enough: tuple[int, dt.timedelta], now: dt.datetime) -> None:
    since = link.failing_since = link.failing_since or now
    if not link.failures or link.checked_at is None or now - link.checked_at >= APART:
        link.failures += 1
    times, days = enough
    if link.answers != Answers.DEAD:
        is_dead = link.failures >= times and now - since >= days
        link.answers = Answers.DEAD if is_dead else Answers.FAILING


def _note_new() -> None:
    real = CaseArticle.objects.filter(article=OuterRef("pk"), case__is_demonstration=False)
    unseen = Article.objects.exclude(url="").filter(Exists(real), link=None)
    _note(list(unseen.only("pk", "url").order_by("-pk")[:NEW]))


def _note(articles: list[Article]) -> None:
    now = clock.now()
    new = [Link(article=a, host=(urlsplit(a.url).hostname or "")[:255], due_at=now) for a in articles]
    Link.objects.bulk_create(new, ignore_conflicts=True)


def _queue(link: Link, wait: int) -> bool:
    """Behind whatever else is fetched from that site, and one at a time. False where it is queued already."""
    when = {"schedule_in": {"seconds": wait}} if wait else {}
    locks = {"lock": f"host-{link.host}", "queueing_lock": f"link-{link.pk}"}
    return queue_once(LOOK, {"article_id": link.pk}, queue="web", priority=LAST, **locks, **when)

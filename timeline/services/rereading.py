"""A whole archive read again, in chunks that any number of workers take from one list.

What is left stands in the database as rows. A job takes one of them, reads its articles, strikes it out and queues its
own successor, all in one transaction: when its worker is killed, none of that has happened. A pause leaves the rows
where they are.
"""

import logging
from collections.abc import Iterable, Iterator
from itertools import groupby, islice

from django.contrib.auth.models import User
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone as clock

from articles.models import Case
from casetracker.jobs.queueing import queue_once
from timeline import extraction
from timeline.models import Chunk, Rereading
from timeline.services import permissions
from timeline.services.extracting import extract_version, unread_versions
from timeline.services.grouping import queue_grouping
from timeline.services.types import own_types

logger = logging.getLogger(__name__)

READ_CHUNK = "timeline.tasks.read_chunk"
CHUNK = 50  # articles: one or two seconds of work, which is what a kill costs, and how soon a pause begins
LANES = 32  # jobs of one rereading at a time; what more workers there are do other work
BEHIND = -10  # priority: whatever else is queued goes first
OTHERS_END = 10  # seconds until a lane looks again whether what others have in hand was done
OTHERS_TURN = 60  # seconds until a worker that runs another version of the program asks again
BATCH = 1000  # rows in one INSERT


@transaction.atomic
def begin_rereading(*, case: Case | None = None) -> Rereading | None:
    """Have all articles read, of the case or of every case, that the extractor of today has not read last.

    None where there are none; a case is then only grouped again. One that is under way already goes on.
    """
    extractor = extraction.extractor(own_types())
    open_ones = Rereading.objects.filter(ended_at=None)
    if ongoing := open_ones.filter(case=case, extractor=extractor).first():
        _queue_lanes(ongoing)
        return ongoing
    _end(open_ones.exclude(extractor=extractor).filter(**({"case": case} if case else {})))
    rereading = Rereading.objects.create(case=case, extractor=extractor, articles=0)
    planned = _chunks(rereading, _unread(case))
    while some := list(islice(planned, BATCH)):
        Chunk.objects.bulk_create(some)
        rereading.articles += sum(chunk.articles for chunk in some)
    if not rereading.articles:
        rereading.delete()
        if case:
            queue_grouping(case)
        return None
    rereading.save(update_fields=["articles"])
    _queue_lanes(rereading)
    return rereading


@transaction.atomic
def pause_rereadings(*, rereadings: QuerySet[Rereading], by: User | None) -> int:
    """Chunks that are being read are read to their end. Returns how many were running."""
    permissions.ask(by, permissions.REREADING)
    return rereadings.filter(ended_at=None, paused_at=None).update(paused_at=clock.now())


@transaction.atomic
def resume_rereadings(*, rereadings: QuerySet[Rereading], by: User | None) -> int:
    """Go on where they were paused, or where their jobs were given up. Returns how many go on."""
    permissions.ask(by, permissions.REREADING)
    left = list(rereadings.filter(ended_at=None).select_for_update(no_key=True, of=("self",)))
    Rereading.objects.filter(pk__in=[one.pk for one in left]).update(paused_at=None)
    for rereading in left:
        rereading.paused_at = None
        _queue_lanes(rereading)
    return len(left)


@transaction.atomic
def read_chunk(*, rereading_id: int, lane: int) -> int:
    """Read a chunk that nobody else has in hand, and queue the next job of this lane. Returns how many articles it has;
    0 where it is paused or over, or where this process has another extractor."""
    rereading = Rereading.objects.filter(pk=rereading_id, ended_at=None, paused_at=None).first()
    if rereading is None:
        return 0
    if rereading.extractor != extraction.extractor(own_types()):
        _queue_lane(rereading, lane, schedule_in={"seconds": OTHERS_TURN})
        return 0
    chunk = rereading.chunks.select_for_update(skip_locked=True, of=("self",)).order_by("pk").first()
    if chunk is None:
        if rereading.chunks.exists():  # in other hands, and the database may not have missed yet that those are dead
            _queue_lane(rereading, lane, schedule_in={"seconds": OTHERS_END})
        return 0
    failed = _read(chunk)
    _strike_out(chunk, failed)
    _queue_lane(rereading, lane)
    return chunk.articles


def _unread(case: Case | None) -> Iterable[tuple[int, int]]:
    """(case, article), in this order."""
    versions = unread_versions().filter(article__cases__isnull=False)
    if case:
        versions = versions.filter(article__case_articles__case=case)
    pairs = versions.order_by("article__case_articles__case_id", "article_id")
    return pairs.values_list("article__case_articles__case_id", "article_id").iterator()


def _chunks(rereading: Rereading, pairs: Iterable[tuple[int, int]]) -> Iterator[Chunk]:
    for case_id, of_case in groupby(pairs, lambda pair: pair[0]):
        while keys := [article for _, article in islice(of_case, CHUNK)]:
            yield Chunk(rereading=rereading, case_id=case_id, first=keys[0], last=keys[-1], articles=len(keys))


def _read(chunk: Chunk) -> int:
    """Each article that is still unread, in the order of their keys, so that no two jobs wait for each other. Returns
    how many could not be read: one of them must not keep the others from being read."""
    failed = 0
    versions = unread_versions().filter(
        article__case_articles__case=chunk.case_id, article_id__gte=chunk.first, article_id__lte=chunk.last
    )
    for version in versions:
        try:
            with transaction.atomic():
                extract_version(version=version)
        except (OperationalError, InterfaceError):  # the database itself: all of this is done again
            raise
        except Exception:
            logger.exception("version %s could not be read again", version.pk)
            failed += 1
    return failed


def _strike_out(chunk: Chunk, failed: int) -> None:
    """One job at a time from here on, so that the last of a case sees that it is the last."""
    rereading = Rereading.objects.select_for_update(no_key=True).get(pk=chunk.rereading_id)
    Chunk.objects.filter(pk=chunk.pk).delete()
    Rereading.objects.filter(pk=rereading.pk).update(done=F("done") + chunk.articles, failed=F("failed") + failed)
    if not rereading.chunks.filter(case=chunk.case_id).exists():
        queue_grouping(chunk.case)
    if not rereading.chunks.exists():
        _end(Rereading.objects.filter(pk=rereading.pk))


def _end(rereadings: QuerySet[Rereading]) -> None:
    keys = list(rereadings.values_list("pk", flat=True))
    Chunk.objects.filter(rereading__in=keys).delete()
    Rereading.objects.filter(pk__in=keys).update(ended_at=clock.now())


def _queue_lanes(rereading: Rereading) -> None:
    if not rereading.paused_at:
        for lane in range(min(LANES, rereading.chunks.count())):
            _queue_lane(rereading, lane)


def _queue_lane(rereading: Rereading, lane: int, **how: object) -> None:
    key = f"rereading-{rereading.pk}-{lane}"
    args = {"rereading_id": rereading.pk, "lane": lane}
    queue_once(READ_CHUNK, args, queueing_lock=key, queue="reading", priority=BEHIND, **how)

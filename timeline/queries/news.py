"""What has become new for readers of a case between two moments."""

import datetime as dt
from collections.abc import Iterator

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone as clock

from articles.models import Case
from timeline.models import Decision, Event

SETTLED = dt.timedelta(minutes=2)
OLDEST = """
    SELECT min(xact_start) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_xid IS NOT NULL
"""
MOST = 100  # events of one answer; who was away for longer reads the timeline
CHUNK = 500  # events that are read together


def settled() -> dt.datetime:
    """Until when all that was decided is there to be read: a decision counts from when it was made, and is there once
    its transaction has ended. Two minutes ago; longer, while a transaction that writes has lasted for longer: until
    just before it began, since what it decides may count from then on."""
    before = clock.now() - SETTLED
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:  # of the primary: on a replica nobody writes
        cursor.execute(OLDEST)
        ((begun,),) = cursor.fetchall()
    return min(before, begun - dt.timedelta.resolution) if begun else before


def touched(case: Case, since: dt.datetime, until: dt.datetime) -> list[Event]:
    """Events that first were public in that time, or of which something was decided in it since they were; at most
    MOST + 1, in the order of the timeline, each with its type, its case and the decisions of `past` as
    `told`, the oldest first. Two queries."""
    return list(_touched(case, since, until)[: MOST + 1])


def all_touched(case: Case, since: dt.datetime, until: dt.datetime) -> Iterator[Event]:
    """The same without a bound, two queries a CHUNK."""
    return _touched(case, since, until).iterator(chunk_size=CHUNK)


def busy_cases(since: dt.datetime, until: dt.datetime) -> list[Case]:
    """The public cases in which events may have been touched in that time. One query."""
    decided = Decision.objects.filter(at__gt=since, at__lte=until)
    return list(Case.objects.public().filter(pk__in=decided.values("case")))


def _touched(case: Case, since: dt.datetime, until: dt.datetime) -> QuerySet[Event]:
    public = Decision.objects.filter(case=case, after_publication=True)
    decided = public.filter(at__gt=since, at__lte=until)
    seen = Event.objects.filter(case=case, case__is_public=True, first_public_at__lte=until)
    found = seen.filter(Q(first_public_at__gt=since) | Q(pk__in=decided.values("events")))
    told = Prefetch("decisions", public.order_by("pk"), to_attr="told")
    return found.select_related("type", "case").prefetch_related(told)

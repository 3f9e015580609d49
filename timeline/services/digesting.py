"""How far each reader has been told, so that nobody is told twice, whenever a worker is killed.

A mail server takes a mail or refuses it; a worker that is killed, or a line that breaks, in between leaves it open. So
a mail is begun, handed over, and then noted as sent. One that was begun and never noted is told again, in a mail that
says that it may repeat. Each step changes the row only as the caller read it: of two workers one goes on.
"""

import datetime as dt
import logging

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone as clock

from timeline.models import Follower
from timeline.services.following import next_due, stop_following

logger = logging.getLogger(__name__)
UNSURE_AFTER = dt.timedelta(hours=1)  # a mail that is still being sent by then: whoever sent it was ended
BACK_OFF = dt.timedelta(hours=2)  # after the first failure, twice as long after each further one
GIVE_UP = 8  # failures in a row, in three weeks: nobody reads this mailbox


def due_followers(limit: int) -> list[Follower]:
    """Readers whose mail may go out now, those who wait longest first; each with the case. One query."""
    now = clock.now()
    free = Q(sending_since=None) | Q(sending_since__lt=now - UNSURE_AFTER)
    due = Follower.objects.filter(free, due_at__lte=now, case__is_public=True)
    return list(due.select_related("case").order_by("due_at", "id")[:limit])


@transaction.atomic
def pass_over(*, follower: Follower, until: dt.datetime) -> None:
    """Nothing was to be told until then."""
    until = max(until, follower.told_until)
    _as_read(follower).update(told_until=until, sending_since=None, sending_until=None, due_at=_next(follower))


@transaction.atomic
def begin_mail(*, follower: Follower, until: dt.datetime) -> bool:
    """Whether it is the caller who hands the mail over; False where another worker does, or the reader has stopped."""
    now = clock.now()
    is_mine = _as_read(follower).update(sending_since=now, sending_until=until) == 1
    follower.sending_since, follower.sending_until = now, until
    return is_mine


@transaction.atomic
def note_sent(*, follower: Follower) -> None:
    """The mail server took it."""
    told = {"told_until": follower.sending_until, "sending_since": None, "sending_until": None}
    _as_read(follower).update(**told, failures=0, due_at=_next(follower))


@transaction.atomic
def note_failure(*, follower: Follower, is_refused: bool) -> None:
    """The mail server refused it, or else nobody knows. After GIVE_UP failures in a row the address is deleted."""
    failures = follower.failures + 1
    if failures >= GIVE_UP:
        logger.warning("follower %s: %s mails failed in a row, the address is deleted", follower.pk, failures)
        stop_following(follower_id=follower.pk)
        return
    nothing_is_open = {"sending_since": None, "sending_until": None} if is_refused else {}
    due = clock.now() + BACK_OFF * 2**follower.failures
    _as_read(follower).update(**nothing_is_open, failures=failures, due_at=due)


def _as_read(follower: Follower) -> QuerySet[Follower]:
    """The row, if it still says what the caller read."""
    return Follower.objects.filter(pk=follower.pk, told_until=follower.told_until, sending_since=follower.sending_since)


def _next(follower: Follower) -> dt.datetime:
    return next_due(follower.frequency, clock.now(), follower.case.timezone)

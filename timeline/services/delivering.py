"""Webhooks: who is told, what is queued for whom, and what became of each attempt.

An attempt is noted, with the time of the next one, before anything is sent: a worker that is killed leaves a delivery
that is tried again, under the same key, by which the receiver knows it.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone as clock

from timeline.models import Delivery, Webhook
from timeline.services import permissions

# Minutes from one attempt to the next; after the last of them nothing is tried any more.
BACK_OFF = (1, 5, 30, 120, 300, 600, 840, 1200)
DISABLE_AFTER = dt.timedelta(days=3)  # without one delivery that was taken: nobody listens there
KEPT = dt.timedelta(days=30)
BATCH = 500  # rows in one statement
TOLD = frozenset({"url", "secret", "case", "is_active"})


@transaction.atomic
def save_webhook(*, by: User | None, webhook: Webhook | None = None, **told: Any) -> Webhook:
    """Add a webhook, or change one: url, secret, case, is_active, those that are given. Raises ValidationError, by
    field. One that is switched on again is sent what it missed."""
    if unknown := told.keys() - TOLD:
        raise TypeError(f"A webhook has no {', '.join(sorted(unknown))}.")
    permissions.ask(by, permissions.WEBHOOKS)
    kept = Webhook.objects.select_for_update().get(pk=webhook.pk) if webhook else Webhook()
    for name, value in told.items():
        setattr(kept, name, value)
    if told.get("is_active"):
        kept.failing_since = None
    kept.full_clean()
    kept.save()
    return kept


@transaction.atomic
def deliver_again(*, deliveries: QuerySet[Delivery], by: User | None) -> int:
    """Try these once more from the beginning, under their own keys. Returns how many."""
    permissions.ask(by, permissions.WEBHOOKS)
    return deliveries.update(status=Delivery.Status.WAITING, attempts=0, due_at=clock.now())


def listening() -> list[Webhook]:
    return list(Webhook.objects.filter(is_active=True).select_related("case"))


@transaction.atomic
def queue_deliveries(*, webhook: Webhook, until: dt.datetime, told: Iterable[Delivery]) -> bool:
    """Keep what is to be sent, all until then. False, and nothing is kept, where another worker has done so."""
    as_read = Webhook.objects.filter(pk=webhook.pk, told_until=webhook.told_until, is_active=True)
    if until <= webhook.told_until or not as_read.update(told_until=until):
        return False
    Delivery.objects.bulk_create(told, batch_size=BATCH)
    return True


def due_deliveries(limit: int) -> list[Delivery]:
    """Those to be tried now, the oldest first, each with its webhook and its event. One query."""
    due = Delivery.objects.filter(
        status=Delivery.Status.WAITING, due_at__lte=clock.now(), webhook__is_active=True, event__case__is_public=True
    )
    return list(due.select_related("webhook", "event__case", "event__type").order_by("due_at", "id")[:limit])


@transaction.atomic
def begin_attempt(*, delivery: Delivery) -> bool:
    """Whether it is the caller who sends it; False where another worker does."""
    wait = dt.timedelta(minutes=BACK_OFF[min(delivery.attempts, len(BACK_OFF) - 1)])
    waiting = Delivery.objects.filter(pk=delivery.pk, attempts=delivery.attempts, status=Delivery.Status.WAITING)
    return waiting.update(attempts=delivery.attempts + 1, due_at=clock.now() + wait) == 1


@transaction.atomic
def note_attempt(*, delivery: Delivery, answered: int | None, problem: str = "") -> bool:
    """Note what came of an attempt that `begin_attempt` began, and return whether the receiver took it (2xx)."""
    taken = answered is not None and 200 <= answered < 300
    is_over = delivery.attempts >= len(BACK_OFF)
    status = Delivery.Status.TAKEN if taken else Delivery.Status.FAILED if is_over else Delivery.Status.WAITING
    row = Delivery.objects.filter(pk=delivery.pk, attempts=delivery.attempts + 1)
    row.update(status=status, answered=answered, problem=problem[:200])
    hook, now = Webhook.objects.filter(pk=delivery.webhook_id), clock.now()
    if taken:
        hook.exclude(failing_since=None).update(failing_since=None)
    else:
        hook.filter(failing_since=None).update(failing_since=now)
        hook.filter(failing_since__lt=now - DISABLE_AFTER).update(is_active=False)
    return taken


@transaction.atomic
def put_off(*, webhook: Webhook) -> int:
    """What is due for a receiver that has just failed waits for a minute, so that what is due for others comes first.
    Returns how many deliveries."""
    now = clock.now()
    due = Delivery.objects.filter(webhook=webhook, status=Delivery.Status.WAITING, due_at__lte=now)
    return due.update(due_at=now + dt.timedelta(minutes=BACK_OFF[0]))


@transaction.atomic
def forget_old_deliveries() -> int:
    """Those that wait no longer. Returns how many."""
    over = Delivery.objects.filter(~Q(status=Delivery.Status.WAITING), at__lt=clock.now() - KEPT)
    return over.delete()[0]

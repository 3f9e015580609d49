"""Telling other programs what is new: each change posted as JSON, signed as Standard Webhooks has it
(https://www.standardwebhooks.com): HMAC-SHA256 over the key, the time of the attempt and the body.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone as clock

from articles import limited
from articles.errors import IngestError
from timeline import queries, services
from timeline.exports.records import case_record, event_records
from timeline.models import Delivery, Webhook
from timeline.models.webhooks import key_in
from timeline.presentation.history import news_of
from timeline.reader import Reader, withheld_in

BATCH = 50  # deliveries of one job
SECONDS = 10  # for one; a receiver that has more to do answers first
KINDS = {"new": "published", "corrected": "changed", "changed": "changed", "withdrawn": "withdrawn"}


def queue_deliveries() -> None:
    """For each webhook, what has become new for readers since it was asked last."""
    for webhook in services.listening():
        until = queries.settled()
        services.queue_deliveries(webhook=webhook, until=until, told=_told(webhook, until))


def send_deliveries() -> bool:
    """Try a batch of those that are due, and say whether there may be more. A receiver that fails is asked no more for
    a minute: one that is silent keeps the others waiting for SECONDS and no longer."""
    due = services.due_deliveries(BATCH)
    failed: set[int] = set()
    for delivery in due:
        hook = delivery.webhook_id
        if hook not in failed and services.begin_attempt(delivery=delivery) and not _send(delivery):
            failed.add(hook)
            services.put_off(webhook=delivery.webhook)
    return len(due) == BATCH


def payload(delivery: Delivery) -> dict[str, Any]:
    """What is sent: the event as the public reads it at this moment. Of one that is off the timeline, only where it
    was."""
    event = delivery.event
    reader = Reader(is_staff=False, public=withheld_in([event.case_id]))
    shown = queries.find_event(event.public_id, AnonymousUser())
    kind = "withdrawn" if shown is None else delivery.kind
    gone = {"id": event.public_id, "url": settings.SITE_URL + event.get_absolute_url()}
    is_told = shown is not None and kind != "withdrawn"
    return {
        "id": str(delivery.key),
        "type": f"event.{kind}",
        "timestamp": delivery.at.isoformat(),
        "data": {
            "case": case_record(event.case, reader),
            "event": event_records([shown], AnonymousUser(), {shown.case_id: reader})[0] if shown and is_told else gone,
            "changes": delivery.said if kind == delivery.kind else [],
        },
    }


def signature(secret: str, key: str, timestamp: int, body: bytes) -> str:
    """As the header `webhook-signature` holds it."""
    signed = b".".join((key.encode(), str(timestamp).encode(), body))
    return "v1," + base64.b64encode(hmac.digest(key_in(secret), signed, hashlib.sha256)).decode()


def _told(webhook: Webhook, until: Any) -> Iterator[Delivery]:
    since = webhook.told_until
    cases = [webhook.case] if webhook.case else queries.busy_cases(since, until)
    for case in cases:
        for event in queries.all_touched(case, since, until):
            news = news_of(event, event.told, since, until)  # type: ignore[attr-defined]
            if news:
                yield Delivery(webhook=webhook, event=event, kind=KINDS[news.kind], said=list(news.said), at=until)


def _send(delivery: Delivery) -> bool:
    body = json.dumps(payload(delivery), ensure_ascii=False).encode()
    key, now = str(delivery.key), int(clock.now().timestamp())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Casetracker (webhook)",
        "webhook-id": key,
        "webhook-timestamp": str(now),
        "webhook-signature": signature(delivery.webhook.secret, key, now, body),
    }
    try:
        answered = limited.post(delivery.webhook.url, body, headers, allowed=settings.FETCH_NETWORKS, seconds=SECONDS)
    except IngestError as error:
        return services.note_attempt(delivery=delivery, answered=None, problem=str(error))
    return services.note_attempt(delivery=delivery, answered=answered)

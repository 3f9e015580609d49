"""What a feed tells of: the newest changes of a case, and what its readers no longer find."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from articles.models import Case
from timeline.filters import Asked
from timeline.models import SILENT, Decision, Event, Redirect, Review
from timeline.queries.told import with_changed
from timeline.queries.window import narrowed


@dataclass(frozen=True, slots=True)
class Gone:
    """An event that has been public. `heir` is the public id of the event that took it in; `grounds` are "" unless it
    was withdrawn."""

    public_id: str
    at: datetime
    grounds: str = ""
    heir: str = ""


def newest_changes(case: Case, asked: Asked, user: Any, limit: int) -> list[Event]:
    """The events that pass the filters and came or changed last, the newest first. Three queries."""
    kept = narrowed(case, asked, user).filter(first_public_at__isnull=False).order_by()
    came = kept.order_by("-first_public_at", "-pk").values_list("pk", flat=True)[:limit]
    told = Decision.objects.filter(case=case, after_publication=True).exclude(verb__in=SILENT)
    through = Decision.events.through.objects.filter(decision__in=told).order_by("-decision__at", "-decision_id")
    decided = through.filter(event__in=kept.values("pk")).values_list("event_id", flat=True)[: 4 * limit]
    events = Event.objects.filter(pk__in={*came, *decided}).select_related("type", "case")
    return list(with_changed(events).order_by("-changed_at", "-pk")[:limit])


def public_histories(events: list[Event]) -> dict[int, list[Decision]]:
    """By event: the decisions of its `addresses.past`. One query."""
    links = Decision.events.through.objects.filter(event__in=events, decision__after_publication=True)
    found: dict[int, list[Decision]] = {event.pk: [] for event in events}
    for link in links.select_related("decision").order_by("-decision_id"):
        found[link.event_id].append(link.decision)
    return found


def newly_gone(case: Case, limit: int) -> list[Gone]:
    """What has been public and is no longer, the newest first. Three queries."""
    left = _left(case).order_by("-updated_at", "-pk")[:limit]
    rows = list(left.values_list("pk", "public_id", "review", "updated_at"))
    heirs = Redirect.objects.filter(public_id__in=[row[1] for row in rows])
    heir_of = dict(heirs.values_list("public_id", "event__public_id"))
    links = Decision.events.through.objects.filter(event__in=[row[0] for row in rows]).order_by("decision_id")
    made = list(links.values_list("event", "decision__at", "decision__grounds"))
    last = {pk: at for pk, at, _ in made}
    grounds = {pk: why for pk, _, why in made if why}  # of the last withdrawal, as addresses.why_gone has it
    return [
        Gone(
            public_id,
            at=last.get(pk, updated),
            grounds=grounds.get(pk, "") if review == Review.WITHDRAWN else "",
            heir=heir_of.get(public_id, ""),
        )
        for pk, public_id, review, updated in rows
    ]


def _left(case: Case) -> QuerySet[Event]:
    return case.events.filter(first_public_at__isnull=False, case__is_public=True).exclude(review=Review.APPROVED)

"""Where the address of an event leads that is not simply there."""

from typing import Any

from django.db.models import (
    QuerySet,
)

from timeline.models import Decision, Event, Redirect, Review, Verb, sees_all


def gone(public_id: str, user: Any) -> Event | None:
    """The event of this address that is no longer on the timeline, where this visitor may hear of it: for the public,
    that is one that has been public, of a case that is."""
    events = Event.objects.exclude(review=Review.MERGED).filter(public_id=public_id).select_related("case")
    if not sees_all(user):
        events = events.filter(first_public_at__isnull=False, case__is_public=True)
    return events.first()


def why_gone(event: Event) -> Decision | None:
    """The decision that took the event off the timeline: its withdrawal, or else the newest."""
    decisions = event.decisions.order_by("-pk")
    withdrawn = decisions.filter(verb=Verb.WITHDRAW).first() if event.review == Review.WITHDRAWN else None
    return withdrawn or decisions.first()


def where_to(public_id: str) -> Event | None:
    """The event that the address of a merged one leads to: along merges of merges to the last of them."""
    seen: set[str] = set()
    found: Event | None = None
    while public_id not in seen:
        seen.add(public_id)
        step = Redirect.objects.select_related("event__case").filter(public_id=public_id).first()
        if step is None:
            return found
        found, public_id = step.event, step.event.public_id
    return None  # a circle leads nowhere


def public_history(event: Event) -> QuerySet[Decision]:
    """What was decided of the event since it first was public, the newest first."""
    return event.decisions.filter(after_publication=True).order_by("-pk")

"""Where the address of an event leads: to the event, to another one that took its reports over, or nowhere any more."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from timeline.models import Decision, Event, Redirect, Review, Verb, sees_all
from timeline.queries.gate import find_event


@dataclass(frozen=True, slots=True)
class Address:
    """At most one of these is set; none of them for an address that this visitor must not tell from an unused one."""

    event: Event | None = None
    moved_to: Event | None = None
    gone: Event | None = None


def resolve(public_id: str, user: Any) -> Address:
    """What pages, embeds, pictures and interfaces alike answer for this id: 200, 308, 410 or 404."""
    if event := find_event(public_id, user):
        return Address(event=event)
    heir = where_to(public_id)
    if heir and (shown := find_event(heir.public_id, user)):
        return Address(moved_to=shown)
    return Address(gone=gone(heir.public_id if heir else public_id, user))


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


def led_here(event: Event) -> QuerySet[Redirect]:
    """The addresses of others, once public, that lead to this event; the newest first."""
    was_public = Event.objects.filter(public_id=OuterRef("public_id"), first_public_at__isnull=False)
    return event.redirects.filter(Exists(was_public)).order_by("-created_at", "-pk")


def public_history(event: Event) -> QuerySet[Decision]:
    """What was decided of the event since it first was public, the newest first."""
    return event.decisions.filter(after_publication=True).order_by("-pk")

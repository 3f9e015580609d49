"""Where the address of an event leads: to the event, to another one that took its reports over, or nowhere any more."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from casetracker.replicas.router import rows_of
from timeline.models import Decision, Event, Redirect, Review, Verb, sees_all
from timeline.queries.gate import find_event
from timeline.queries.rows import made

# In SQL, since every permalink asks it: one row, or one for each decision.
DECISION_FIELDS = tuple(field.attname for field in Decision._meta.concrete_fields)
PAST = f"""
    SELECT
        ARRAY(SELECT led.created_at FROM timeline_redirect led
            JOIN timeline_event other ON other.public_id = led.public_id AND other.first_public_at IS NOT NULL
            WHERE led.event_id = %(event)s ORDER BY led.created_at DESC, led.id DESC),
        {", ".join(f"told.{name}" for name in DECISION_FIELDS)}
    FROM (VALUES (TRUE)) AS always
    LEFT JOIN (timeline_decision_events of JOIN timeline_decision told ON told.id = of.decision_id)
        ON of.event_id = %(event)s AND told.after_publication
    ORDER BY told.id DESC
"""  # noqa: S608 -- put together from the names of columns; every value is a parameter

# A decision that stands, or one that brings such a one back, gave the event the date that it has. What a split made
# had no date before: there the editor set it where none of its reports reads it.
DATED = """
    SELECT EXISTS (
        SELECT FROM timeline_decision d
        JOIN timeline_decision_events told ON told.decision_id = d.id
        LEFT JOIN timeline_decision undone ON undone.id = d.undoes_id
        WHERE told.event_id = %(event)s
            AND NOT EXISTS (SELECT FROM timeline_decision later WHERE later.undoes_id = d.id)
            AND (d.verb <> 'undo' OR undone.verb = 'undo')
            AND jsonb_path_exists(d.changes, '$[*] ? (@.model == "event" && @.key == $event && @.after.edtf == $edtf
                && (exists(@.before.edtf) || @.before == null && @.after.edited == true && $is_read == false))',
                jsonb_build_object('event', %(event)s, 'edtf', %(edtf)s::text, 'is_read', EXISTS (
                    SELECT FROM timeline_citation c JOIN timeline_mention m ON m.id = c.mention_id
                    WHERE c.event_id = %(event)s AND m.edtf = %(edtf)s))))
"""


@dataclass(frozen=True, slots=True)
class Address:
    """At most one of these is set; none of them for an address that this visitor must not tell from an unused one."""

    event: Event | None = None
    moved_to: Event | None = None
    gone: Event | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """What became of an event. `led_here` tells since when the addresses of others, once public, lead to it, the newest
    first. `decisions` are those since it first was public, the newest first; and also from before, where another event
    of the same decision was public: `presentation.history` tells them apart."""

    led_here: list[dt.datetime]
    decisions: list[Decision]


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


def past(event: Event) -> Past:
    """One query."""
    rows = rows_of(PAST, {"event": event.pk})
    decided = [told for _, *told in rows if told[0] is not None]
    return Past(rows[0][0], [made(Decision, DECISION_FIELDS, told) for told in decided])


def dated_by_editor(event: Event) -> bool:
    """Whether a person set the date that the event has, rather than its headline alone. At most one query."""
    if not event.edited:
        return False
    return bool(rows_of(DATED, {"event": event.pk, "edtf": event.edtf})[0][0])

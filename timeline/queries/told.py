"""When what readers see of an event last changed. `Event.updated_at` moves with whatever is written, also with what is
kept from them: a place among the key events, or a report that waits."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from timeline.models import Event

FIELDS = ("headline", "edtf", "status", "type_id", "review")  # what corrections are told of, and whether it is there
HERE = "{side}.accepted == true && {side}.event_id == $event"  # a report that readers see with it
BEFORE, AFTER = (HERE.format(side=f"@.{side}") for side in ("before", "after"))
# A change of a decision by which this event reads otherwise, as `history` tells it.
SEEN = f"""$[*] ?
    (@.model == "event" && @.key == $event && ({" || ".join(f"@.before.{name} != @.after.{name}" for name in FIELDS)})
    || @.model == "citation" && ({BEFORE} && !({AFTER}) || {AFTER} && !({BEFORE})))"""
CHANGED = f"""CASE WHEN timeline_event.first_public_at IS NULL THEN timeline_event.updated_at ELSE greatest(
    timeline_event.first_public_at,
    (SELECT max(d.at) FROM timeline_decision_events of JOIN timeline_decision d ON d.id = of.decision_id
        WHERE of.event_id = timeline_event.id AND d.after_publication
            AND jsonb_path_exists(d.changes, '{SEEN}', jsonb_build_object('event', of.event_id)))) END"""  # noqa: S608


def with_changed(events: QuerySet[Event]) -> QuerySet[Any]:
    """These events, each as `changed_at` with when it came or last changed for readers; of one that was never public,
    when it was last written."""
    return events.annotate(changed_at=RawSQL(CHANGED, []))  # noqa: S611 -- a constant


def changed_at(events: Collection[Event]) -> dict[int, dt.datetime]:
    """The same by their keys. One query."""
    found = Event.objects.filter(pk__in=[event.pk for event in events])
    return dict(with_changed(found).values_list("pk", "changed_at"))

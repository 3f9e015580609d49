"""The events that stand at the head of a case, whatever the filters."""

from typing import Any

from articles.models import Case
from timeline.models import Event, sees_all
from timeline.models.faces import REPORTS
from timeline.queries.window import events_of_faces

MARKED, REPORTED = 7, 6  # at most so many of those that editors marked; else of those that the most articles report

# The marks are asked for first: a list cut short that joins them would be looked for among all faces of the case.
KEY = f"""
    WITH marked AS MATERIALIZED (SELECT id FROM timeline_event WHERE case_id = %(case)s AND is_key),
    chosen AS MATERIALIZED (
        SELECT event_id, differ, sources FROM timeline_eventface
        WHERE event_id IN (SELECT id FROM marked) AND case_id = %(case)s AND public = %(public)s
        ORDER BY sources DESC, event_id LIMIT {MARKED})
    SELECT * FROM chosen UNION ALL (
        SELECT event_id, differ, sources FROM timeline_eventface
        WHERE case_id = %(case)s AND public = %(public)s AND sources >= {REPORTS} AND earliest IS NOT NULL
            AND NOT EXISTS (SELECT FROM chosen)
        ORDER BY sources DESC, event_id LIMIT {REPORTED})
"""  # noqa: S608 -- put together from the constants of this module; every value is a parameter


def key_events(case: Case, user: Any) -> tuple[list[Event], bool]:
    """In the order of the timeline, and whether editors chose them: where they marked none, those that the most
    articles report stand there. One query."""
    found = events_of_faces(KEY, {"case": case.pk, "public": not sees_all(user)}, kept=True)
    return sorted(found, key=_place), any(event.is_key for event in found)


def _place(event: Event) -> tuple[Any, ...]:
    first = event.earliest or event.latest
    return first is None, first, event.latest or first, event.ordinal, event.pk

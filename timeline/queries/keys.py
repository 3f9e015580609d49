"""The events that stand at the head of a case, whatever the filters."""

from typing import Any

from django.db.models import F

from articles.models import Case
from timeline.models import Event
from timeline.queries.window import timeline_of

KEY_EVENTS = 6
REPORTS = 2  # an event that one article tells of is no landmark


def most_reported(case: Case, user: Any) -> list[Event]:
    """At most KEY_EVENTS, those that the most articles report, in the order of the timeline. One query."""
    events: Any = timeline_of(case, user)
    events = events.filter(face_sources__gte=REPORTS, earliest__isnull=False)
    most = events.select_related("type").defer("explanation").order_by(F("face_sources").desc(), "pk")[:KEY_EVENTS]
    return sorted(most, key=lambda event: (event.earliest, event.latest or event.earliest, event.ordinal, event.pk))

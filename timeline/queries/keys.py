"""The events that stand at the head of a case, whatever the filters."""

from typing import Any

from django.db.models import F

from articles.models import Case
from timeline.models import Event
from timeline.models.faces import REPORTS
from timeline.queries.window import timeline_of

MOST = F("face_sources").desc()
MARKED, REPORTED = 7, 6  # at most so many of those that editors marked; else of those that the most articles report


def key_events(case: Case, user: Any) -> tuple[list[Event], bool]:
    """In the order of the timeline, and whether editors chose them: where they marked none, those that the most
    articles report stand there. At most two queries, each from an index of its own."""
    chosen = list(marked(case, user))
    return (_in_order(chosen), True) if chosen else (_in_order(reported(case, user)), False)


def marked(case: Case, user: Any) -> Any:
    return _events(case, user).filter(is_key=True).order_by(MOST, "pk")[:MARKED]


def reported(case: Case, user: Any) -> Any:
    found = _events(case, user).filter(face_sources__gte=REPORTS, face_earliest__isnull=False)
    return found.order_by(MOST, "face_event")[:REPORTED]


def _events(case: Case, user: Any) -> Any:
    return timeline_of(case, user).select_related("type").defer("explanation")


def _in_order(events: Any) -> list[Event]:
    def place(event: Event) -> tuple[Any, ...]:
        first = event.earliest or event.latest
        return first is None, first, event.latest or first, event.ordinal, event.pk

    return sorted(events, key=place)

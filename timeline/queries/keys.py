"""The events that stand at the head of a case, whatever the filters."""

from typing import Any

from articles.models import Case
from timeline.models import Event, sees_all
from timeline.models.faces import REPORTS
from timeline.queries.conditions import faces_of
from timeline.queries.window import events_of_faces

MARKED, REPORTED = 7, 6  # at most so many of those that editors marked; else of those that the most articles report


def key_events(case: Case, user: Any) -> tuple[list[Event], bool]:
    """In the order of the timeline, and whether editors chose them: where they marked none, those that the most
    articles report stand there. At most three queries, each from an index of its own."""
    keys = list(marked(case))
    found = _faces(case, user).filter(pk__in=keys).order_by("-sources", "pk")[:MARKED]
    chosen = events_of_faces(found) if keys else []
    return (_in_order(chosen), True) if chosen else (_in_order(events_of_faces(reported(case, user))), False)


def marked(case: Case) -> Any:
    """Their keys; asked for first, since a list cut short would be looked for among all faces of the case."""
    return Event.objects.filter(case=case, is_key=True).order_by().values_list("pk", flat=True)


def reported(case: Case, user: Any) -> Any:
    """Their faces."""
    found = _faces(case, user).filter(sources__gte=REPORTS, earliest__isnull=False)
    return found.order_by("-sources", "pk")[:REPORTED]


def _faces(case: Case, user: Any) -> Any:
    return faces_of(case.pk, public=not sees_all(user))


def _in_order(events: Any) -> list[Event]:
    def place(event: Event) -> tuple[Any, ...]:
        first = event.earliest or event.latest
        return first is None, first, event.latest or first, event.ordinal, event.pk

    return sorted(events, key=place)

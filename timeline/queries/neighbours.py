"""What stands beside an event in its case."""

from typing import Any

from timeline.models import Event, sees_all
from timeline.queries.conditions import every, of_case
from timeline.queries.order import dated, place, undated
from timeline.queries.window import chosen_faces, events_of_faces


def neighbours(event: Event, user: Any) -> tuple[Event | None, Event | None]:
    """The events before and after this one. One query, of which each part begins in the index where the event stands;
    the third crosses over between those with a first day and those without."""
    theirs = of_case(event.case_id, public=not sees_all(user))
    follow, across = (undated, dated(None, backwards=True)) if event.earliest is None else (dated, undated(None))
    parts = [follow(event, backwards=True), follow(event), across]
    chosen = [chosen_faces(every([theirs, part.where]), part.order, 1) for part in parts]
    sql = " UNION ALL ".join(f"({part.sql})" for part in chosen)
    found = events_of_faces(sql, tuple(value for part in chosen for value in part.values), kept=True)
    before = max((other for other in found if place(other) < place(event)), key=place, default=None)
    return before, min((other for other in found if place(other) > place(event)), key=place, default=None)

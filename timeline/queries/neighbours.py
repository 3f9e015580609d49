"""What stands beside an event in its case."""

import datetime as dt
from typing import Any

from timeline.models import Event, sees_all
from timeline.order import place
from timeline.queries.window import events_of_faces


def _first(where: str, *order: str, way: str = "ASC") -> str:
    """The first face of the case of which that is so."""
    columns = ", ".join(f"{column} {way}" for column in (*order, "ordinal", "event_id"))
    return f"""(
        SELECT event_id, differ, sources FROM timeline_eventface
        WHERE case_id = %(case)s AND public = %(public)s AND {where} ORDER BY {columns} LIMIT 1)
    """  # noqa: S608 -- put together from the constants of this module; every value is a parameter


# Each begins in the index where the event stands, or, to cross over from those with a first day to those without, at
# an end. PostgreSQL compares rows from left to right, as an index orders them.
HERE, THERE = "coalesce(latest, DATE '9999-12-31'), ordinal, event_id", "%(latest)s::date, %(ordinal)s, %(pk)s"
DATED = f"earliest {{0}}= %(earliest)s AND ROW(earliest, {HERE}) {{0}} ROW(%(earliest)s::date, {THERE})"
UNDATED = f"earliest IS NULL AND ROW({HERE}) {{0}} ROW({THERE})"
BESIDE_DATED = " UNION ALL ".join(
    [
        _first(DATED.format("<"), "earliest", "latest", way="DESC"),
        _first(DATED.format(">"), "earliest", "latest"),
        _first("earliest IS NULL", "latest"),
    ]
)
BESIDE_UNDATED = " UNION ALL ".join(
    [
        _first(UNDATED.format("<"), "latest", way="DESC"),
        _first(UNDATED.format(">"), "latest"),
        _first("earliest IS NOT NULL", "earliest", "latest", way="DESC"),
    ]
)


def neighbours(event: Event, user: Any) -> tuple[Event | None, Event | None]:
    """The events before and after this one. One query."""
    here = {"earliest": event.earliest, "latest": event.latest or dt.date.max, "ordinal": event.ordinal, "pk": event.pk}
    of_case = {"case": event.case_id, "public": not sees_all(user)}
    found = events_of_faces(BESIDE_UNDATED if event.earliest is None else BESIDE_DATED, {**of_case, **here})
    before = max((other for other in found if place(other) < place(event)), key=place, default=None)
    return before, min((other for other in found if place(other) > place(event)), key=place, default=None)

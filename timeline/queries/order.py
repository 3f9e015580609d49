"""The order of the timeline, of faces, and how a list goes on where it ended. PostgreSQL compares rows from left to
right, as the index orders them, and the plain bound beside them lets it start there."""

import datetime as dt
from typing import Any, NamedTuple

from timeline.models import Event
from timeline.queries.conditions import Where

KEY = "coalesce(latest, 'infinity'), ordinal, event_id"  # an open end comes after the last day of all


class Ordered(NamedTuple):
    """Which faces, and in which order."""

    where: Where
    order: str


def dated(after: Event | None, *, backwards: bool = False) -> Ordered:
    """Those with a first day that follow `after` (or come before it). Of one first day, an open end comes last."""
    side, way = ("<", "DESC") if backwards else (">", "ASC")
    order = f"earliest {way}, latest {way}, ordinal {way}, event_id {way}"
    if after is None:
        return Ordered(Where("earliest IS NOT NULL"), order)
    sql = f"earliest {side}= %s AND ROW(earliest, {KEY}) {side} ROW(%s, %s, %s, %s)"
    return Ordered(Where(sql, (after.earliest, after.earliest, *_key(after))), order)


def undated(after: Event | None, *, backwards: bool = False) -> Ordered:
    """Those without: first the ones with a last day, then the undated."""
    side, way = ("<", "DESC") if backwards else (">", "ASC")
    order = f"latest {way}, ordinal {way}, event_id {way}"
    if after is None or after.earliest is not None:
        return Ordered(Where("earliest IS NULL"), order)
    return Ordered(Where(f"earliest IS NULL AND ROW({KEY}) {side} ROW(%s, %s, %s)", _key(after)), order)


def place(event: Event) -> tuple[Any, ...]:
    """Where an event stands, to compare with others."""
    first, last = event.earliest, event.latest
    return first is None, first or dt.date.max, last is None, last or dt.date.max, event.ordinal, event.pk


def _key(event: Event) -> tuple[Any, ...]:
    return event.latest or "infinity", event.ordinal, event.pk

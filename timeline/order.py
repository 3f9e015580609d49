"""The order of the timeline, and how a page goes on where the last one ended."""

import datetime as dt
from typing import Any

from django.db.models import Func, IntegerField, QuerySet, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan, LessThan

from timeline.models import Event

FIELDS = ("earliest", "latest", "ordinal")


def place(event: Event) -> tuple[Any, ...]:
    """Where an event stands, to compare with others."""
    last = dt.date.max
    return event.earliest is None, event.earliest or last, event.latest or last, event.ordinal, event.pk


class Row(Func):
    """SQL's row constructor. PostgreSQL compares rows from left to right, as an index orders them; Django's usual
    `Q(a__gt) | Q(a, b__gt)` costs hundreds of times more on a large case."""

    template = "ROW(%(expressions)s)"
    output_field = IntegerField()  # never read, but a comparison asks for one


def dated(events: QuerySet[Any], after: Event | None, *, backwards: bool = False, face: str = "") -> QuerySet[Any]:
    """Events, or faces of events, with a first day, in order (or backwards), following `after`. Of one first day, an
    open end comes last.
    `face` is "face_" where the events are those of `queries.timeline_of`, whose index is then read in order."""
    earliest, latest, ordinal = (face + name for name in FIELDS)
    key = f"{face}event" if face else "pk"
    sign = "-" if backwards else ""
    events = events.filter(**{f"{earliest}__isnull": False})
    events = events.order_by(*(sign + name for name in (earliest, latest, ordinal, key)))
    if after is None:
        return events
    here = Row(earliest, Coalesce(latest, Value(dt.date.max)), ordinal, key)
    there = Row(Value(after.earliest), Value(after.latest or dt.date.max), Value(after.ordinal), Value(after.pk))
    # The plain bound lets the index start where the last page ended.
    if backwards:
        return events.filter(LessThan(here, there), **{f"{earliest}__lte": after.earliest})
    return events.filter(GreaterThan(here, there), **{f"{earliest}__gte": after.earliest})


def undated(events: QuerySet[Any], after: Event | None, *, backwards: bool = False, face: str = "") -> QuerySet[Any]:
    """Events without a first day: those with a last day, then the undated."""
    earliest, latest, ordinal = (face + name for name in FIELDS)
    key = f"{face}event" if face else "pk"
    sign = "-" if backwards else ""
    events = events.filter(**{f"{earliest}__isnull": True})
    events = events.order_by(*(sign + name for name in (latest, ordinal, key)))
    if after is None or after.earliest is not None:
        return events
    here = Row(Coalesce(latest, Value(dt.date.max)), ordinal, key)
    there = Row(Value(after.latest or dt.date.max), Value(after.ordinal), Value(after.pk))
    return events.filter(LessThan(here, there) if backwards else GreaterThan(here, there))

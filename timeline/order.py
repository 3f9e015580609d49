"""The order of the timeline, of events of any cases, and how a page goes on where the last one ended."""

import datetime as dt

from django.db.models import Func, IntegerField, QuerySet, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan, LessThan

from timeline.models import Event

FIELDS = ("earliest", "latest", "ordinal")


class Row(Func):
    """SQL's row constructor. PostgreSQL compares rows from left to right, as an index orders them; Django's usual
    `Q(a__gt) | Q(a, b__gt)` costs hundreds of times more on a large case."""

    template = "ROW(%(expressions)s)"
    output_field = IntegerField()  # never read, but a comparison asks for one


def dated(events: QuerySet[Event], after: Event | None, *, backwards: bool = False) -> QuerySet[Event]:
    """Events with a first day, in order (or backwards), following `after`. Of one first day, an open end comes last."""
    sign = "-" if backwards else ""
    events = events.filter(earliest__isnull=False).order_by(*(sign + name for name in (*FIELDS, "pk")))
    if after is None:
        return events
    here = Row("earliest", Coalesce("latest", Value(dt.date.max)), "ordinal", "pk")
    there = Row(Value(after.earliest), Value(after.latest or dt.date.max), Value(after.ordinal), Value(after.pk))
    # The plain bound lets the index start where the last page ended.
    if backwards:
        return events.filter(LessThan(here, there), earliest__lte=after.earliest)
    return events.filter(GreaterThan(here, there), earliest__gte=after.earliest)


def undated(events: QuerySet[Event], after: Event | None) -> QuerySet[Event]:
    """Events without a first day: those with a last day, then the undated."""
    events = events.filter(earliest__isnull=True).order_by("latest", "ordinal", "pk")
    if after is None or after.earliest is not None:
        return events
    here = Row(Coalesce("latest", Value(dt.date.max)), "ordinal", "pk")
    there = Row(Value(after.latest or dt.date.max), Value(after.ordinal), Value(after.pk))
    return events.filter(GreaterThan(here, there))

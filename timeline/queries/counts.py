"""How many: the bars above the list, and the numbers beside its filters."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Count,
    DateField,
    F,
    Max,
    Min,
    Q,
    QuerySet,
)
from django.db.models.functions import Coalesce, ExtractYear, Trunc

from timeline.filters import Asked
from timeline.models import Event, Status
from timeline.queries.gate import citations
from timeline.queries.sources import SOURCE
from timeline.queries.window import narrowed

AHEAD = (Status.PLANNED, Status.HYPOTHETICAL)


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that a filter can take, and how many events it would leave, all other filters kept."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Extent:
    """How many events, and the first and last day that they can be of (None where none is dated)."""

    count: int
    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True, slots=True)
class Bucket:
    """How many events lie in the unit that starts on this day, and how many of those are ahead of their report."""

    start: dt.date
    count: int
    ahead: int


def extent(events: QuerySet[Event]) -> Extent:
    row = events.aggregate(
        count=Count("pk"),
        first=Min(Coalesce("earliest", "latest")),
        last=Max(Coalesce("latest", "earliest")),
    )
    return Extent(**row)


def histogram(events: QuerySet[Event], first: dt.date, last: dt.date, unit: str, width: int) -> list[Bucket]:
    """Events by `unit` ("day", "week", "month", "year") of their first day, between these days; those whose dates are
    wider than `width` days are left out, since one bar would claim too much."""
    narrow = events.filter(earliest__range=(first, last)).annotate(width=F("latest") - F("earliest"))
    rows = (
        narrow.filter(width__lt=dt.timedelta(days=width))
        .annotate(start=Trunc("earliest", unit, output_field=DateField()))
        .order_by()
        .values("start")
        .annotate(n=Count("pk"), ahead=Count("pk", filter=Q(status__in=AHEAD)))
        .order_by("start")
    )
    return [Bucket(row["start"], row["n"], row["ahead"]) for row in rows]


def years(events: QuerySet[Event]) -> dict[int, int]:
    """How many events begin in each year, in order."""
    dated = events.filter(earliest__isnull=False).order_by().annotate(year=ExtractYear("earliest"))
    return dict(dated.values_list("year").annotate(n=Count("pk")).order_by("year"))


def type_choices(events: QuerySet[Event], asked: Asked, user: Any) -> list[Choice]:
    kept = _kept(events, asked, user, besides="type")
    rows = events.order_by().values("type_id", "type__name").annotate(n=Count("pk", filter=kept))
    return [Choice(r["type_id"], r["type__name"], r["n"]) for r in rows.order_by("type__name")]


def status_choices(events: QuerySet[Event], asked: Asked, user: Any) -> list[Choice]:
    kept = _kept(events, asked, user, besides="status")
    counts = dict(events.order_by().values_list("status").annotate(n=Count("pk", filter=kept)))
    return [Choice(value, str(label), counts[value]) for value, label in Status.choices if value in counts]


def outlet_choices(events: QuerySet[Event], asked: Asked, user: Any) -> list[Choice]:
    kept = narrowed(events, asked, user, besides="outlet").values("pk")
    rows = (
        citations(user)
        .filter(event__in=events)
        .order_by()
        .values(SOURCE, f"{SOURCE}__name")
        .annotate(n=Count("event", distinct=True, filter=Q(event__in=kept)))
    )
    return [Choice(str(r[SOURCE]), r[f"{SOURCE}__name"], r["n"]) for r in rows.order_by(f"{SOURCE}__name")]


def differ_choice(events: QuerySet[Event], asked: Asked, user: Any) -> Choice | None:
    """None where the sources agree on everything in the case."""
    kept = _kept(events, asked, user, besides="differ")
    counts = events.filter(Q(differ=True)).aggregate(n=Count("pk", filter=kept), all=Count("pk"))
    return Choice("1", "Sources differ", counts["n"]) if counts["all"] else None


def _kept(events: QuerySet[Event], asked: Asked, user: Any, *, besides: str) -> Q:
    return Q(pk__in=narrowed(events, asked, user, besides=besides).values("pk"))

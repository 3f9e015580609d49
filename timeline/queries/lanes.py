"""What the pictures of a case draw: how many events of each type, of each person and of each outlet began when, and
which outlet reported which event first."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Count, DateField, Expression, F, Func, Min, QuerySet
from django.db.models.functions import Trunc

from articles.models import Case, Source
from timeline.models import Event, Person, Policy
from timeline.queries.gate import citations
from timeline.queries.sources import SOURCE

Counts = Mapping[dt.date, int]


@dataclass(frozen=True, slots=True)
class Lane:
    """Something that events are grouped by: `value` is what the filter of that name takes."""

    value: str
    label: str
    icon: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Frame:
    """Days, both included, in units ("day", "week", "month", "year"); dates as wide as `width` days are left out, since
    one place would claim too much."""

    first: dt.date
    last: dt.date
    unit: str
    width: int

    def narrow(self, events: QuerySet[Event]) -> QuerySet[Event]:
        dated = events.filter(earliest__range=(self.first, self.last)).order_by()
        return dated.alias(wide=F("latest") - F("earliest")).filter(wide__lt=dt.timedelta(days=self.width))

    def start(self, day: str = "earliest") -> Expression:
        return Trunc(day, self.unit, output_field=DateField())


def by_type(events: QuerySet[Event], frame: Frame) -> list[Lane]:
    """One query."""
    rows = frame.narrow(events).annotate(start=frame.start())
    values = rows.values_list("type_id", "type__name", "type__icon", "start").annotate(Count("pk"))
    return _lanes(((str(slug), name, icon), start, n) for slug, name, icon, start, n in values)


def by_person(events: QuerySet[Event], frame: Frame, case: Case) -> list[Lane]:
    """Of the people whose full names the public reads. Two queries."""
    named = dict(Person.objects.filter(case=case, policy=Policy.NAME).values_list("pk", "name"))
    counted = _by_key(events, frame, "face_people")
    return _lanes(((str(pk), named[pk], "person"), start, n) for pk, start, n in counted if pk in named)


def by_outlet(events: QuerySet[Event], frame: Frame) -> list[Lane]:
    """How many events that began then each outlet reported. Two queries."""
    counted = _by_key(events, frame, "face_outlets")
    names = dict(Source.objects.filter(pk__in={pk for pk, _, _ in counted}).values_list("pk", "name"))
    return _lanes(((str(pk), names[pk], "newspaper"), start, n) for pk, start, n in counted)


def first_reports(events: Iterable[Event], user: Any) -> dict[tuple[str, str], dict[int, dt.date]]:
    """By outlet (its id and name) and event: the day of the outlet's first article on it. One query."""
    published = "mention__paragraph__version__article__published"
    rows = citations(user).filter(event__in=[event.pk for event in events]).order_by()
    found: dict[tuple[str, str], dict[int, dt.date]] = defaultdict(dict)
    for pk, name, event, day in rows.values_list(SOURCE, f"{SOURCE}__name", "event").annotate(Min(published)):
        found[str(pk), name][event] = day
    return dict(found)


def _by_key(events: QuerySet[Event], frame: Frame, keys: str) -> list[tuple[int, dt.date, int]]:
    """Key, start and count; `events` are those of `timeline_of`, whose `keys` are a list."""
    key = Func(F(keys), function="unnest", output_field=BigIntegerField())
    rows = frame.narrow(events).annotate(start=frame.start(), key=key)
    return list(rows.values_list("key", "start").annotate(Count("pk")))


def _lanes(rows: Iterable[tuple[tuple[str, str, str], dt.date, int]]) -> list[Lane]:
    """The lanes with the most events first."""
    counts: dict[tuple[str, str, str], dict[dt.date, int]] = defaultdict(dict)
    for lane, start, count in rows:
        counts[lane][start] = count
    lanes = [Lane(*lane, per_start) for lane, per_start in counts.items()]
    return sorted(lanes, key=lambda lane: (-sum(lane.counts.values()), lane.label))

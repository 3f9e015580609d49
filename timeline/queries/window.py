"""The list of a case: which events pass the filters, and a page of them in order."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from articles.models import Case
from casetracker.replicas.router import reading, reads_from
from timeline.filters import Asked
from timeline.models import LONG, Event, EventType, is_long, sees_all
from timeline.order import dated, undated
from timeline.queries.conditions import conditions, faces_of

PAGE_SIZE = 50  # events; the page's budget of 1,000 elements holds that many closed cards
MOST_SPANNING = 20
FACE = ("event", "type", "status", "earliest", "latest", "ordinal", "outlets", "people", "tokens", "differ", "sources")


@dataclass(frozen=True, slots=True)
class Page:
    """Some events in the order of the timeline, and whether others follow."""

    events: list[Event]
    more: bool


def timeline_of(case: Case, user: Any) -> QuerySet[Event]:
    """The events with what their faces tell this visitor: `differ` (do their sources?) and `sources` (how many); the
    rest of the face stands in the aliases `face_…`."""
    face = "staff_face" if sees_all(user) else "public_face"
    # The case is asked of the faces alone: asked of both, PostgreSQL would expect one row, and read the whole case.
    events = Event.objects.visible_to(user).filter(**{f"{face}__case": case})
    events = events.alias(**{f"face_{name}": F(f"{face}__{name}") for name in FACE})
    return events.annotate(differ=F(f"{face}__differ"), sources=F(f"{face}__sources"))


def narrowed(case: Case, asked: Asked, user: Any, *, besides: str = "") -> QuerySet[Event]:
    """The events of `timeline_of` that pass the filters, save the one that `besides` names."""
    events = timeline_of(case, user)
    for name, test in conditions(asked, case.pk, public=not sees_all(user), face="face_").items():
        if name != besides:
            events = events.filter(test)
    return events


def page(events: QuerySet[Event], asked: Asked, after: Event | None, size: int, *, face: str = "face_") -> Page:
    """The events (of `timeline_of`, `narrowed` by what is asked; of others, where `face` is empty) that follow `after`:
    the dated ones first, then those without a first day. At most two queries."""
    return _paged(events.select_related("type").defer("explanation"), asked, after, size, face, list)


def listed(case: Case, public_id: str, user: Any) -> Event | None:
    """The event of this id, as the list of the case shows it. One query."""
    faces = faces_of(case.pk, public=not sees_all(user))
    return next(iter(_read(faces.filter(event__public_id=public_id))), None)


def case_page(case: Case, asked: Asked, user: Any, after: Event | None) -> Page:
    """The same of PAGE_SIZE events that pass the filters, as `events_of_faces` reads them."""
    return _paged(_passing(case.pk, asked, user), asked, after, PAGE_SIZE, "", _read)


def spanning(case: Case, asked: Asked, user: Any) -> list[Event]:
    """What may have begun long before the period asked for and reaches into it: the events that most report. One query;
    none where no period is asked for."""
    if asked.first is None:
        return []
    faces = _passing(case.pk, asked, user, besides="period").alias(until=Coalesce("latest", Value(dt.date.max)))
    reaching = faces.filter(is_long(), earliest__lt=asked.first, until__gte=asked.first)
    return _read(reaching.order_by("-sources", "earliest", "pk")[:MOST_SPANNING])


def running(case: Case, asked: Asked, user: Any, limit: int) -> list[Event]:
    """What began before the period asked for and may still have gone on when that begins, in order: a week that is not
    over, a trial between two days. One query; none where the period has no first day."""
    if asked.first is None:
        return []
    lately = Q(earliest__gte=asked.first - dt.timedelta(days=LONG))
    faces = _passing(case.pk, asked, user, besides="period")
    reaching = faces.filter(is_long() | lately, earliest__lt=asked.first, latest__gte=asked.first)
    return _read(dated(reaching, None)[:limit])


# In SQL, since building the same query and reading whole rows cost a page more than all that it shows.
SHOWN = {"id", "public_id", "case", "type", "status", "headline", "review", "is_key", "edtf", "earliest", "latest"}
SHOWN |= {"ordinal"}
TYPE: Any = Event._meta.get_field("type")
FIELDS = [field.attname for field in Event._meta.concrete_fields if field.name in SHOWN]
EVENTS = f"""
    SELECT {", ".join(f"event.{name}" for name in FIELDS)}, type.name, type.icon, face.differ, face.sources
    FROM (SELECT chosen.*, row_number() OVER () AS place FROM ({{}}) AS chosen) AS face
    JOIN timeline_event event ON event.id = face.event_id JOIN timeline_eventtype type ON type.slug = event.type_id
    ORDER BY face.place
"""  # noqa: S608 -- put together from the constants of this module; every value is a parameter


def events_of_faces(chosen: str, values: Any) -> list[Event]:
    """What lists show of the events that this SQL chooses by their faces (`event_id`, `differ`, `sources`), in its
    order; with `differ` and `sources` as in `timeline_of`. One query."""
    kinds: dict[str, EventType] = {}
    found = []
    with reading().cursor() as cursor:
        cursor.execute(EVENTS.format(chosen), values)
        for *told, name, icon, differ, sources in cursor.fetchall():
            event: Any = Event.from_db(cursor.db.alias, FIELDS, told)
            if event.type_id not in kinds:
                kind = (event.type_id, name, icon)
                kinds[event.type_id] = EventType.from_db(cursor.db.alias, ("slug", "name", "icon"), kind)
            TYPE.set_cached_value(event, kinds[event.type_id])
            event.differ, event.sources = differ, sources
            found.append(event)
    return found


def _read(faces: QuerySet[Any]) -> list[Event]:
    chosen = faces.values_list("event_id", "differ", "sources")
    return events_of_faces(*chosen.query.get_compiler(reads_from()).as_sql())


def _passing(case_id: int, asked: Asked, user: Any, *, besides: str = "") -> QuerySet[Any]:
    """The faces of the case's events that pass the filters, save the one that `besides` names."""
    public = not sees_all(user)
    faces = faces_of(case_id, public=public)
    for name, test in conditions(asked, case_id, public=public).items():
        if name != besides:
            faces = faces.filter(test)
    return faces


def _paged(
    rows: QuerySet[Any],
    asked: Asked,
    after: Event | None,
    size: int,
    face: str,
    read: Callable[[QuerySet[Any]], Iterable[Event]],
) -> Page:
    found: list[Event] = []
    if after is None or after.earliest is not None:
        found = list(
            read(dated(_within(rows, asked, face), after, backwards=asked.newest_first, face=face)[: size + 1])
        )
    if len(found) <= size:
        found += read(undated(rows, after, face=face)[: size + 1 - len(found)])
    return Page(found[:size], more=len(found) > size)


def _within(rows: QuerySet[Any], asked: Asked, face: str) -> QuerySet[Any]:
    """The dated ones of these that begin in the period; plainly, so that the index starts and ends there."""
    ends = {f"{face}earliest__gte": asked.first, f"{face}earliest__lte": asked.last}
    return rows.filter(**{name: day for name, day in ends.items() if day})

"""The list of a case: which events pass the filters, and a page of them in order."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet

from articles.models import Case
from timeline.filters import Asked
from timeline.models import Event, EventSearch, sees_all
from timeline.order import dated, undated
from timeline.queries.gate import events_of
from timeline.queries.sources import search_query

PAGE_SIZE = 50  # events; the page's budget of 1,000 elements holds that many closed cards
MOST_SPANNING = 20
FACE = ("event", "type", "status", "earliest", "latest", "ordinal", "outlets", "people", "differ", "sources")
LONG = dt.timedelta(days=31)  # as the index face_spanning has it


@dataclass(frozen=True, slots=True)
class Page:
    """Some events in the order of the timeline, and whether others follow."""

    events: list[Event]
    more: bool


def timeline_of(case: Case, user: Any) -> QuerySet[Event]:
    """The events with what their faces tell this visitor: `differ` (do their sources?) and `sources` (how many); the
    rest of the face stands in the aliases `face_…`."""
    face = "staff_face" if sees_all(user) else "public_face"
    events = events_of(case, user).filter(**{f"{face}__case": case})
    events = events.alias(**{f"face_{name}": F(f"{face}__{name}") for name in FACE})
    return events.annotate(differ=F(f"{face}__differ"), sources=F(f"{face}__sources"))


def narrowed(events: QuerySet[Event], asked: Asked, user: Any, *, besides: str = "") -> QuerySet[Event]:
    """The events (of `timeline_of`) that pass the filters, save the one that `besides` names."""
    for name, test in _tests(asked).items():
        if name != besides:
            events = events.filter(test)
    return events


def page(events: QuerySet[Event], asked: Asked, after: Event | None, size: int, *, face: str = "face_") -> Page:
    """The events (of `timeline_of`, `narrowed` by what is asked; of others, where `face` is empty) that follow `after`:
    the dated ones first, then those without a first day. At most two queries."""
    events = events.select_related("type").defer("explanation")
    found: list[Event] = []
    if after is None or after.earliest is not None:
        within = _within(events, asked, face) if face else events
        found = list(dated(within, after, backwards=asked.newest_first, face=face)[: size + 1])
    if len(found) <= size:
        found += undated(events, after, face=face)[: size + 1 - len(found)]
    return Page(found[:size], more=len(found) > size)


def spanning(case: Case, asked: Asked, user: Any) -> list[Event]:
    """What may have begun long before the period asked for and reaches into it: the events that most report. One query;
    none where no period is asked for."""
    if asked.first is None:
        return []
    events: Any = narrowed(timeline_of(case, user), asked, user, besides="period")
    reaching = Q(face_earliest__lt=asked.first, face_latest__gte=asked.first)
    long = Q(face_latest__gt=F("face_earliest") + LONG.days)
    found = events.filter(reaching & long).select_related("type").defer("explanation")
    return list(found.order_by("-face_sources", "face_earliest", "pk")[:MOST_SPANNING])


def neighbours(event: Event, user: Any) -> tuple[Event | None, Event | None]:
    """The events before and after this one in its case. At most four queries."""
    events = timeline_of(Case(pk=event.case_id), user).select_related("type").defer("explanation")
    if event.earliest is not None:
        before = dated(events, event, backwards=True, face="face_").first()
        after = dated(events, event, backwards=False, face="face_").first()
        return before, after or undated(events, None, face="face_").first()
    before = undated(events, event, backwards=True, face="face_").first()
    after = undated(events, event, face="face_").first()
    return before or dated(events, None, backwards=True, face="face_").first(), after


def _within(events: QuerySet[Event], asked: Asked, face: str) -> QuerySet[Event]:
    """The dated ones of these events that begin in the period; plainly, so that the index starts and ends there."""
    ends = {f"{face}earliest__gte": asked.first, f"{face}earliest__lte": asked.last}
    return events.filter(**{name: day for name, day in ends.items() if day})


def _tests(asked: Asked) -> dict[str, Q]:
    """The filters that are set, by name, as conditions on events of `timeline_of`; `tally.conditions` says the same to
    the counts."""
    tests: dict[str, Q] = {}
    if asked.q:
        words = EventSearch.objects.filter(words=search_query(asked.q))
        tests["q"] = Q(pk__in=words.values("event_id"))
    if asked.types:
        tests["type"] = Q(face_type__in=asked.types)
    if asked.statuses:
        tests["status"] = Q(face_status__in=asked.statuses)
    if asked.outlets:
        tests["outlet"] = Q(face_outlets__overlap=list(asked.outlets))
    if asked.people:
        tests["person"] = Q(face_people__overlap=list(asked.people))
    if asked.differ:
        tests["differ"] = Q(face_differ=True)
    if asked.first or asked.last:
        days = (asked.first or dt.date.min, asked.last or dt.date.max)
        undated = Q(face_earliest=None, face_latest__range=days)
        tests["period"] = Q(face_earliest__range=days) | undated
    return tests

"""The list of a case: which events pass the filters, and a page of them in order."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet

from articles.models import Case
from timeline.filters import Asked
from timeline.models import Event, EventSearch, sees_all
from timeline.order import dated, undated
from timeline.queries.gate import events_of
from timeline.queries.sources import search_query

PAGE_SIZE = 50  # events; the page's budget of 1,000 elements holds that many closed cards
MOST_SPANNING = 20
LONG = dt.timedelta(days=31)  # as the index face_spanning has it


@dataclass(frozen=True, slots=True)
class Page:
    """Some events in the order of the timeline, and whether others follow."""

    events: list[Event]
    more: bool


def timeline_of(case: Case, user: Any) -> QuerySet[Event]:
    """The events with what their faces tell this visitor: `differ` (do their sources?) and `sources` (how many). The
    face itself is joined as `face`."""
    of_audience = FilteredRelation("faces", condition=Q(faces__public=not sees_all(user)))
    events = events_of(case, user).annotate(face=of_audience).filter(face__case=case)
    return events.annotate(differ=F("face__differ"), sources=F("face__sources"))


def narrowed(events: QuerySet[Event], asked: Asked, user: Any, *, besides: str = "") -> QuerySet[Event]:
    """The events (of `timeline_of`) that pass the filters, save the one that `besides` names."""
    for name, test in _tests(asked).items():
        if name != besides:
            events = events.filter(test)
    return events


def page(events: QuerySet[Event], asked: Asked, after: Event | None, size: int, *, face: str = "face__") -> Page:
    """The events (of `timeline_of`; of others, where `face` is empty) that follow `after`: the dated ones first, then
    those without a first day. At most two queries."""
    events = events.select_related("type").defer("explanation")
    found: list[Event] = []
    if after is None or after.earliest is not None:
        found = list(dated(events, after, backwards=asked.newest_first, face=face)[: size + 1])
    if len(found) <= size:
        found += undated(events, after, face=face)[: size + 1 - len(found)]
    return Page(found[:size], more=len(found) > size)


def spanning(case: Case, asked: Asked, user: Any) -> list[Event]:
    """What may have begun long before the period asked for and reaches into it: the events that most report. One query;
    none where no period is asked for."""
    if asked.first is None:
        return []
    events: Any = narrowed(timeline_of(case, user), asked, user, besides="period")
    reaching = Q(face__earliest__lt=asked.first, face__latest__gte=asked.first)
    long = Q(face__latest__gt=F("face__earliest") + LONG.days)
    found = events.filter(reaching & long).select_related("type").defer("explanation")
    return list(found.order_by("-face__sources", "face__earliest", "pk")[:MOST_SPANNING])


def neighbours(event: Event, user: Any) -> tuple[Event | None, Event | None]:
    """The events before and after this one in its case. At most four queries."""
    events = timeline_of(Case(pk=event.case_id), user).select_related("type").defer("explanation")
    if event.earliest is not None:
        before = dated(events, event, backwards=True, face="face__").first()
        after = dated(events, event, backwards=False, face="face__").first()
        return before, after or undated(events, None, face="face__").first()
    before = undated(events, event, backwards=True, face="face__").first()
    after = undated(events, event, face="face__").first()
    return before or dated(events, None, backwards=True, face="face__").first(), after


def _tests(asked: Asked) -> dict[str, Q]:
    """The filters that are set, by name, as conditions on events of `timeline_of`; `tally.conditions` says the same to
    the counts."""
    tests: dict[str, Q] = {}
    if asked.q:
        words = EventSearch.objects.filter(words=search_query(asked.q))
        tests["q"] = Q(pk__in=words.values("event_id"))
    if asked.types:
        tests["type"] = Q(face__type__in=asked.types)
    if asked.statuses:
        tests["status"] = Q(face__status__in=asked.statuses)
    if asked.outlets:
        tests["outlet"] = Q(face__outlets__overlap=list(asked.outlets))
    if asked.differ:
        tests["differ"] = Q(face__differ=True)
    if asked.first or asked.last:
        days = (asked.first or dt.date.min, asked.last or dt.date.max)
        undated = Q(face__earliest=None, face__latest__range=days)
        tests["period"] = Q(face__earliest__range=days) | undated
    return tests

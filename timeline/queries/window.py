"""The list of a case: which events pass the filters, and a page of them in order."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from articles.models import Case
from timeline.filters import Asked
from timeline.models import LONG, Event, is_long, sees_all
from timeline.order import dated, undated
from timeline.queries.conditions import conditions
from timeline.queries.gate import events_of

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
    events = events_of(case, user).filter(**{f"{face}__case": case})
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
    events: Any = narrowed(case, asked, user, besides="period").alias(until=Coalesce("face_latest", Value(dt.date.max)))
    reaching = events.filter(is_long("face_"), face_earliest__lt=asked.first, until__gte=asked.first)
    found = reaching.select_related("type").defer("explanation")
    return list(found.order_by("-face_sources", "face_earliest", "pk")[:MOST_SPANNING])


def running(case: Case, asked: Asked, user: Any, limit: int) -> list[Event]:
    """What began before the period asked for and may still have gone on when that begins, in order: a week that is not
    over, a trial between two days. One query; none where the period has no first day."""
    if asked.first is None:
        return []
    lately = Q(face_earliest__gte=asked.first - dt.timedelta(days=LONG))
    events: Any = narrowed(case, asked, user, besides="period")
    reaching = events.filter(is_long("face_") | lately, face_earliest__lt=asked.first, face_latest__gte=asked.first)
    return list(dated(reaching.select_related("type").defer("explanation"), None, face="face_")[:limit])


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

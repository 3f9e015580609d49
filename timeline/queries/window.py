"""The list of a case: which events pass the filters, and a page of them in order."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
)

from articles.models import Case
from timeline.disputes import Said, differing
from timeline.filters import Asked
from timeline.models import Claim, Event
from timeline.order import dated, undated
from timeline.queries.gate import citations, events_of
from timeline.queries.sources import SOURCE, search_query

PAGE_SIZE = 100  # events; the page's budget of 100 KB holds that many closed cards


@dataclass(frozen=True, slots=True)
class Page:
    """Some events in the order of the timeline, and whether others follow."""

    events: list[Event]
    more: bool


def timeline_of(case: Case, user: Any) -> QuerySet[Event]:
    """The events with `differ`: do the sources that this visitor sees? One query, beside that of whoever asks on."""
    events = events_of(case, user)
    rows = Claim.objects.filter(disputed=True, citation__in=citations(user).filter(event__in=events))
    said: dict[int, list[Said]] = {}
    article = "citation__mention__paragraph__version__article"
    for pk, *claim in rows.order_by().values_list("citation__event", article, "field", "value"):
        said.setdefault(pk, []).append(Said(*claim))
    differ = Q(pk__in=[pk for pk, claims in said.items() if differing(claims)])
    return events.annotate(differ=ExpressionWrapper(differ, output_field=BooleanField()))


def narrowed(events: QuerySet[Event], asked: Asked, user: Any, *, besides: str = "") -> QuerySet[Event]:
    """The events (of `timeline_of`, where `differ` is asked) that pass the filters, save the one `besides` names."""
    for name, test in _tests(asked, user).items():
        if name != besides:
            events = events.filter(test)
    return events


def page(events: QuerySet[Event], asked: Asked, user: Any, after: Event | None, size: int) -> Page:
    """The events that follow `after`: the dated ones first, then those without a first day. At most two queries."""
    events = events.select_related("type")
    found: list[Event] = []
    if after is None or after.earliest is not None:
        found = list(dated(events, after, backwards=asked.newest_first)[: size + 1])
    if len(found) <= size:
        found += undated(events, after)[: size + 1 - len(found)]
    return Page(found[:size], more=len(found) > size)


def neighbours(event: Event, user: Any) -> tuple[Event | None, Event | None]:
    """The events before and after this one in its case. At most four queries."""
    events = events_of(Case(pk=event.case_id), user).select_related("type")
    if event.earliest is not None:
        before = dated(events, event, backwards=True).first()
        after = dated(events, event, backwards=False).first() or undated(events, None).first()
    else:
        before = undated(events, event, backwards=True).first() or dated(events, None, backwards=True).first()
        after = undated(events, event).first()
    return before, after


def _tests(asked: Asked, user: Any) -> dict[str, Any]:
    """The filters that are set, by name, as conditions on events."""
    tests: dict[str, Any] = {}
    if asked.q:
        tests["q"] = Q(search__words=search_query(asked.q))
    if asked.types:
        tests["type"] = Q(type_id__in=asked.types)
    if asked.statuses:
        tests["status"] = Q(status__in=asked.statuses)
    if asked.outlets:
        cited = citations(user).filter(event=OuterRef("pk"), **{f"{SOURCE}__in": asked.outlets})
        tests["outlet"] = Exists(cited)
    if asked.differ:
        tests["differ"] = Q(differ=True)
    if asked.first or asked.last:
        tests["period"] = _overlaps(asked.first, asked.last)
    return tests


def _overlaps(first: dt.date | None, last: dt.date | None) -> Q:
    """Dated events that may lie between these days."""
    test = ~Q(edtf="")
    if first:
        test &= Q(latest__gte=first) | Q(latest=None)
    if last:
        test &= Q(earliest__lte=last) | Q(earliest=None)
    return test

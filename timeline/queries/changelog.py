"""What became of a case before the eyes of its readers, newest first: what came, and what was decided of it since."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.lookups import LessThan

from articles.models import Case
from timeline.models import SILENT, Decision, Event, Redirect, Review
from timeline.order import Row
from timeline.queries.tally import LAST_CHANGE

# Which of the two lists an entry is of; at one moment, what was decided stands above what came.
CAME, DECIDED = 0, 1
MERGES = 10  # steps from one merged event to the next; people do not merge so often


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry stands: `key` is of the event that came, or of the link of an event with a decision."""

    at: dt.datetime
    kind: int
    key: int

    def order(self) -> tuple[dt.datetime, int, int]:
        return self.at, self.kind, self.key


@dataclass(frozen=True, slots=True)
class Entry:
    """An event that came to the public (`decision` is None), or of which something was decided since. Events come with
    their types and cases."""

    place: Place
    event: Event
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """The `n` events that came first, all at once: nobody read anything before, and so none of them is news."""

    at: dt.datetime
    n: int


def opening(case: Case, after: dt.datetime | None = None) -> Opening | None:
    """None where a single event came first, or none; or, with `after`, where that was not later. Two queries."""
    came = Event.objects.filter(case=case, case__is_public=True, first_public_at__isnull=False)
    first = came.order_by("first_public_at").values_list("first_public_at", flat=True).first()
    if first is None or (after and first <= after):
        return None
    n = came.filter(first_public_at=first).count()
    return Opening(first, n) if n > 1 else None


def changes(case: Case, opened: Opening | None, after: Place | None, size: int) -> tuple[list[Entry], bool]:
    """The entries since it opened that follow, at most `size`, and whether others do. Those that came are still there;
    of the decisions, some tell readers nothing. None of a case that is not public. Two queries."""
    if not case.is_public:
        return [], False
    came = [
        Entry(Place(event.first_public_at, CAME, event.pk), event)
        for event in _came(case, opened, after).select_related("type", "case")[: size + 1]
        if event.first_public_at
    ]
    decided = [
        Entry(Place(link.decision.at, DECIDED, link.pk), link.event, link.decision)
        for link in _decided(case, after).select_related("decision", "event__type", "event__case")[: size + 1]
    ]
    found = sorted([*came, *decided], key=lambda entry: entry.place.order(), reverse=True)
    return found[:size], len(found) > size


def with_last_change(found: QuerySet[Case]) -> QuerySet[Case]:
    """These cases, each as `changed` with when something last came, or was decided of what had come."""
    return found.annotate(changed=RawSQL(LAST_CHANGE.format(case="articles_case.id"), []))  # noqa: S611 -- a constant


def heirs(events: Iterable[Event]) -> dict[str, Event]:
    """By the public id of each of these that was merged: the event that shows its reports now, where the public sees
    that. A query for each step of merges of merges, and one more for the events."""
    leads = {event.public_id: event.public_id for event in events if event.review == Review.MERGED}
    for _ in range(MERGES):
        steps = dict(
            Redirect.objects.filter(public_id__in=set(leads.values())).values_list("public_id", "event__public_id")
        )
        if not steps:
            break
        leads = {start: steps.get(end, end) for start, end in leads.items()}
    shown = Event.objects.visible_to(AnonymousUser()).filter(public_id__in=set(leads.values()))
    found = {event.public_id: event for event in shown.select_related("type", "case")} if leads else {}
    return {start: found[end] for start, end in leads.items() if end in found}


def _came(case: Case, opened: Opening | None, after: Place | None) -> Any:
    events = Event.objects.filter(case=case, review=Review.APPROVED, first_public_at__isnull=False)
    events = events.filter(first_public_at__gt=opened.at) if opened else events
    return _following(events, after, CAME, ("first_public_at", "id")).order_by("-first_public_at", "-id")


def _decided(case: Case, after: Place | None) -> Any:
    links = Decision.events.through.objects.filter(decision__case=case, decision__after_publication=True)
    links = links.exclude(decision__verb__in=SILENT)
    return _following(links, after, DECIDED, ("decision__at", "id")).order_by("-decision__at", "-id")


def _following(rows: Any, after: Place | None, kind: int, key: tuple[str, str]) -> Any:
    """Those of these rows that stand below the place. The plain bound lets the index start there."""
    if after is None:
        return rows
    at = key[0]
    if kind > after.kind:
        return rows.filter(**{f"{at}__lt": after.at})
    rows = rows.filter(**{f"{at}__lte": after.at})
    return rows if kind < after.kind else rows.filter(LessThan(Row(*key), Row(Value(after.at), Value(after.key))))

"""What editors decide. Whoever decides is recorded; `by=None` is the program itself (the demonstration case)."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone as clock

from articles.models import Case, Source
from timeline.extraction import edtf as dates
from timeline.models import Citation, Event, Redirect, Review, Status
from timeline.services.searching import refresh_search

EDITABLE = frozenset({"headline", "type", "status", "edtf", "ordinal"})
WITHDRAWN = "withdrawn by an editor"


@transaction.atomic
def approve_events(*, events: QuerySet[Event], by: User | None) -> int:
    """Make events fit for the public, with all the reports that they cite now. Returns how many events changed."""
    chosen = _lock(events)
    fresh = [e for e in chosen if e.review != Review.APPROVED]
    accepted = Citation.objects.filter(event__in=chosen, accepted=False)
    gained = set(accepted.values_list("event_id", flat=True)) | {e.id for e in fresh}
    accepted.update(accepted=True, accepted_by=by, accepted_at=clock.now())
    _decide(fresh, Review.APPROVED, by)
    Redirect.objects.filter(public_id__in=[e.public_id for e in fresh], event=None).delete()
    refresh_search(events=Event.objects.filter(id__in=gained))
    return len(gained)


@transaction.atomic
def reject_events(*, events: QuerySet[Event], by: User | None) -> int:
    """Take events off the timeline for good; the address of one that was approved answers "gone" from now on."""
    chosen = [e for e in _lock(events) if e.review != Review.REJECTED]
    _withdraw(chosen)
    _decide(chosen, Review.REJECTED, by)
    return len(chosen)


@transaction.atomic
def return_events(*, events: QuerySet[Event], by: User | None) -> int:
    """Put decided events back among the suggestions."""
    chosen = [e for e in _lock(events) if e.review != Review.SUGGESTED]
    _withdraw(chosen)
    Citation.objects.filter(event__in=chosen).update(accepted=False, accepted_by=None, accepted_at=None)
    _decide(chosen, Review.SUGGESTED, by)
    return len(chosen)


@transaction.atomic
def edit_event(*, event: Event, by: User, **changes: Any) -> Event:
    """Set what the timeline says of an event: headline, type, status, edtf, ordinal, those that are given. From then on
    no machine changes it. Raises ValidationError, by field, where a value does not fit."""
    if unknown := changes.keys() - EDITABLE:
        raise TypeError(f"An editor does not set {', '.join(sorted(unknown))}.")
    (locked,) = _lock(Event.objects.filter(pk=event.pk))
    for name, value in changes.items():
        setattr(locked, name, value.strip() if isinstance(value, str) else value)
    try:
        locked.earliest, locked.latest = dates.days(locked.edtf) if locked.edtf else (None, None)
    except ValueError as error:
        form = "Write a date as EDTF: 2016-06-10, 2016-06, 2016-W22, 2016-06~."
        raise ValidationError({"edtf": f"{error} {form}"}) from error
    if locked.status not in Status.values:
        raise ValidationError({"status": f"{locked.status!r} is no status."})
    if not locked.headline:
        raise ValidationError({"headline": "An event needs a headline."})
    locked.edited, locked.reviewed_by, locked.reviewed_at = True, by, clock.now()
    locked.save()
    refresh_search(events=Event.objects.filter(pk=locked.pk))
    return locked


@transaction.atomic
def publish_case(*, case: Case, by: User | None) -> None:
    """Show the case, and the approved events in it, to the public."""
    Case.objects.filter(pk=case.pk).update(is_public=True)


@transaction.atomic
def set_rights(*, source: Source, rights: str) -> None:
    """How much of an outlet's text the public may read; what it may not read, its search does not find either."""
    Source.objects.filter(pk=source.pk).update(rights=rights)
    cited = Event.objects.filter(citations__mention__run__version__article__source=source)
    refresh_search(events=Event.objects.filter(pk__in=cited.values("pk")))


@transaction.atomic
def unpublish_case(*, case: Case, by: User | None) -> None:
    """Show the case to signed-in staff only."""
    Case.objects.filter(pk=case.pk).update(is_public=False)


def _lock(events: QuerySet[Event]) -> list[Event]:
    """These events, and their cases: so no reconciliation is under way that read them before the decision."""
    chosen = list(events.values_list("pk", "case_id"))
    list(Case.objects.select_for_update().filter(pk__in={case_id for _, case_id in chosen}).order_by("pk"))
    return list(Event.objects.select_for_update().filter(pk__in=[pk for pk, _ in chosen]).order_by("pk"))


def _withdraw(events: list[Event]) -> None:
    public = set(Case.objects.filter(events__in=events, is_public=True).values_list("pk", flat=True))
    shown = [e for e in events if e.review == Review.APPROVED and e.case_id in public]
    gone = [Redirect(public_id=e.public_id, reason=WITHDRAWN) for e in shown]
    Redirect.objects.bulk_create(gone, ignore_conflicts=True)


def _decide(events: list[Event], review: Review, by: User | None) -> None:
    now = clock.now()
    for event in events:
        event.review, event.reviewed_by, event.reviewed_at, event.updated_at = review, by, now, now
    Event.objects.bulk_update(events, ["review", "reviewed_by", "reviewed_at", "updated_at"], batch_size=500)

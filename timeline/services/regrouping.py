"""Which reports are of one event, where an editor knows better than the program. See `reviewing` for what all verbs
have in common."""

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone as clock

from timeline.extraction.coreference import Cluster, cluster
from timeline.models import LEFT, Citation, Decision, Distinct, Event, Moved, Redirect, Review, Verb
from timeline.reconciliation import is_the_machines, machine_values, mention_key, report_of, with_reports
from timeline.services.deciding import Draft, Seen, lock, lock_one, record
from timeline.services.editing import set_fields

MOST_DISTINCT = 20  # events marked at once: each pair of them is kept
SAYS = (("headline",), ("type_id",), ("status",), ("edtf", "earliest", "latest"))  # what is one thing to an editor

Side = list[list[Any]]  # mentions as [article id, fingerprint]


@transaction.atomic
def merge_events(
    *,
    survivor: Event,
    others: QuerySet[Event],
    by: User | None,
    reason: str = "",
    seen: Seen | None = None,
    **fields: Any,
) -> Decision:
    """Make several events one. Their reports move to the survivor, whose fields stand unless `fields` (as those of
    `edit_event`) are given; the others' addresses lead to it from now on.

    Where one of them is approved, the survivor is too, with all reports: what was public stays in reach.
    """
    keys = {survivor.pk, *others.values_list("pk", flat=True)}
    events = lock(verb=Verb.MERGE, events=keys, by=by, seen=seen)
    into = _mergeable(events, survivor)
    draft = Draft(Verb.MERGE, into.case_id, events, by, reason=reason)
    is_approved = any(event.review == Review.APPROVED for event in events)
    citations = list(with_reports(Citation.objects.filter(event__in=events).order_by("pk")))
    for citation in citations:
        _place(draft, citation, into, accept=is_approved)
    if is_approved and into.review != Review.APPROVED:
        _set_review(draft, into, Review.APPROVED)
    draft.set(into, edited=True)
    set_fields(draft, into, fields)
    for event in events:
        if event != into:
            _set_review(draft, event, Review.MERGED)
            draft.add(Redirect(public_id=event.public_id, event=into, reason=Moved.MERGED))
    for distinct in _contradicted(into.case_id, _side(citations)):
        draft.remove(distinct)
    return record([draft])[0]


@transaction.atomic
def split_event(
    *,
    event: Event,
    citations: QuerySet[Citation],
    by: User | None,
    reason: str = "",
    seen: Seen | None = None,
    **fields: Any,
) -> Event:
    """Give some of an event's reports to a new event, which waits in the queue with an address of its own and says what
    these reports say, unless `fields` are given; what an editor did not set of the old one is what its own reports say.
    No machine joins the two again. Returns the new event."""
    locked = lock_one(verb=Verb.SPLIT, event=event, by=by, seen=seen)
    if locked.review in LEFT:
        raise ValidationError("It is not on the timeline: restore it first.")
    cited = list(with_reports(locked.citations.order_by("pk")))
    leaving = set(citations.values_list("pk", flat=True))
    gone, kept = [c for c in cited if c.pk in leaving], [c for c in cited if c.pk not in leaving]
    if not gone or not kept or len(gone) < len(leaving):
        raise ValidationError("Choose some of its reports, and leave some: an event rests on one report at least.")
    made = _born_merged(locked, gone)
    draft = Draft(Verb.SPLIT, locked.case_id, [locked, made], by, reason=reason)
    if not is_the_machines(locked):  # what no machine brings up to date must not tell of reports that have left
        draft.set(locked, explanation=_together(kept).explanation, **_told_by_those_that_left(locked, cited, kept))
    for citation in gone:
        draft.set(citation, event_id=made.pk, placed=True, accepted=False, accepted_by_id=None, accepted_at=None)
    for citation in kept:
        draft.set(citation, placed=True)
    draft.set(made, review=Review.SUGGESTED, reviewed_by_id=None, reviewed_at=None, edited=False)
    set_fields(draft, made, fields)
    draft.remove(Redirect.objects.get(public_id=made.public_id))
    draft.add(Distinct(case_id=locked.case_id, first=_side(kept), second=_side(gone)))
    record([draft])
    made.refresh_from_db()
    return made


@transaction.atomic
def mark_distinct(
    *, events: QuerySet[Event], by: User | None, reason: str = "", seen: Seen | None = None
) -> Decision | None:
    """ "Not the same": no machine puts reports of these events together. None where that is known of each pair."""
    locked = lock(verb=Verb.DISTINCT, events=set(events.values_list("pk", flat=True)), by=by, seen=seen)
    _refuse_two_cases(locked)
    if not 2 <= len(locked) <= MOST_DISTINCT:
        raise ValidationError(f"Choose two events or more, and {MOST_DISTINCT} at most.")
    draft = Draft(Verb.DISTINCT, locked[0].case_id, locked, by, reason=reason)
    sides = {event.pk: _side(with_reports(event.citations.order_by("pk"))) for event in locked}
    known = list(Distinct.objects.filter(case_id=locked[0].case_id))
    for one, other in combinations(locked, 2):
        first, second = sides[one.pk], sides[other.pk]
        if first and second and not any(_parts(distinct, first, second) for distinct in known):
            draft.add(Distinct(case_id=one.case_id, first=first, second=second))
    return next(iter(record([draft])), None)


def _mergeable(events: Sequence[Event], survivor: Event) -> Event:
    into = next((event for event in events if event.pk == survivor.pk), None)
    if into is None:
        raise ValidationError("The event to merge into is gone: the texts that it came from were read anew.")
    if len(events) < 2:
        raise ValidationError("Choose another event to merge into this one.")
    _refuse_two_cases(events)
    for event in events:
        if event.review in LEFT:
            said = Review(event.review).label.lower()
            raise ValidationError(f"“{event.headline}” is off the timeline ({said}): bring it back first.")
    return into


def _refuse_two_cases(events: Iterable[Event]) -> None:
    if len({event.case_id for event in events}) > 1:
        raise ValidationError("These events are of different cases.")


def _place(draft: Draft, citation: Citation, into: Event, *, accept: bool) -> None:
    accepted: dict[str, Any] = {}
    if accept and not citation.accepted:
        who = draft.by.pk if draft.by else None
        accepted = {"accepted": True, "accepted_by_id": who, "accepted_at": clock.now()}
    draft.set(citation, event_id=into.pk, placed=True, **accepted)


def _set_review(draft: Draft, event: Event, review: Review) -> None:
    draft.set(event, review=review, reviewed_by_id=draft.by.pk if draft.by else None, reviewed_at=clock.now())


def _born_merged(event: Event, citations: Sequence[Citation]) -> Event:
    """The event that a split makes, as it is again once the split is taken back: part of the one it came from. So its
    address, which may have been passed on, always leads somewhere."""
    values = machine_values(_together(citations))
    made = Event.objects.create(case_id=event.case_id, **values, review=Review.MERGED, reviewed_at=clock.now())
    Redirect.objects.create(public_id=made.public_id, event=event, reason=Moved.SPLIT_OFF)
    return made


def _told_by_those_that_left(event: Event, cited: Sequence[Citation], kept: Sequence[Citation]) -> dict[str, Any]:
    """What a decided event says because its reports did, as those that stay with it have it; by its columns, where it
    differs. What an editor wrote is not what the reports say, and is left alone. Of a report that nobody accepted
    readers learn nothing."""
    if event.review == Review.APPROVED:
        cited, kept = [c for c in cited if c.accepted], [c for c in kept if c.accepted]
    if not kept:
        return {}
    was, now = machine_values(_together(cited)), machine_values(_together(kept))
    theirs = [each for each in SAYS if all(getattr(event, name) == was[name] for name in each)]
    return {name: now[name] for each in theirs for name in each if now[name] != was[name]}


def _together(citations: Sequence[Citation]) -> Cluster:
    """What these reports come to; they come with all that is read of them (`with_reports`)."""
    return cluster([report_of(c.mention) for c in citations], {c.mention_id: c.reason for c in citations})


def _side(citations: Iterable[Citation]) -> Side:
    """The mentions of one side of a `Distinct`; they come with their run's version (`with_reports`)."""
    return [list(key) for key in sorted({mention_key(citation.mention) for citation in citations})]


def _contradicted(case_id: int, side: Side) -> list[Distinct]:
    """What was marked as distinct and is put together now."""
    return [distinct for distinct in Distinct.objects.filter(case_id=case_id) if _parts(distinct, side, side)]


def _parts(distinct: Distinct, one: Side, other: Side) -> bool:
    first, second = distinct.first, distinct.second
    there = any(key in first for key in one) and any(key in second for key in other)
    return there or (any(key in second for key in one) and any(key in first for key in other))

"""What editors decide of events. Every verb takes `by` (None: the program itself), `reason` (for colleagues; due where
the event has been public) and `seen` (the revision of each event, by its key, that the editor looked at; None: not
checked), and leaves a decision that `undo_decision` takes back.

All of them raise `Outdated` where an event is no longer as it was seen, and ValidationError, by field where it is one,
where something does not fit; then nothing has changed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone as clock

from timeline.models import Citation, Decision, Event, Grounds, Review, Verb
from timeline.services.deciding import Draft, Seen, lock, record


@transaction.atomic
def approve_events(
    *, events: QuerySet[Event], by: User | None, reason: str = "", seen: Seen | None = None
) -> list[Decision]:
    """Make events fit for the public, with all the reports that they cite now. Of one that is approved already, this
    accepts the reports that have come since."""
    chosen = _lock(Verb.APPROVE, events, by, seen)
    _refuse(chosen, lambda e: e.review == Review.MERGED, "is part of another event now: take the merge back first.")
    cited = set(Citation.objects.filter(event__in=chosen).values_list("event_id", flat=True))
    _refuse(chosen, lambda e: e.pk not in cited, "rests on no report: nobody could check it.")
    waiting = _by_event(Citation.objects.filter(event__in=chosen, accepted=False))
    drafts = []
    for event in chosen:
        is_new = event.review != Review.APPROVED
        draft = _draft(Verb.APPROVE if is_new else Verb.ACCEPT, [event], by, reason)
        if is_new:
            _set_review(draft, event, Review.APPROVED)
        _accept(draft, waiting[event.pk])
        drafts.append(draft)
    return record(drafts)


@transaction.atomic
def accept_evidence(
    *, citations: QuerySet[Citation], by: User | None, reason: str = "", seen: Seen | None = None
) -> list[Decision]:
    """Let approved events cite these reports in public. Those of events that are not approved wait for that."""
    keys = set(citations.values_list("pk", flat=True))
    chosen = _lock(Verb.ACCEPT, Event.objects.filter(citations__in=keys), by, seen)
    approved = [event for event in chosen if event.review == Review.APPROVED]
    waiting = _by_event(Citation.objects.filter(pk__in=keys, event__in=approved, accepted=False))
    drafts = []
    for event in approved:
        drafts.append(_draft(Verb.ACCEPT, [event], by, reason))
        _accept(drafts[-1], waiting[event.pk])
    return record(drafts)


@transaction.atomic
def reject_events(
    *, events: QuerySet[Event], by: User | None, reason: str = "", seen: Seen | None = None
) -> list[Decision]:
    """Keep suggestions off the timeline for good. What has been public is withdrawn instead, with a word to readers."""
    chosen = _lock(Verb.REJECT, events, by, seen)
    _refuse(chosen, lambda e: e.review == Review.MERGED, "is part of another event now: take the merge back first.")
    _refuse(
        chosen, lambda e: e.first_public_at is not None, "has been public: withdraw it, so that its address says so."
    )
    return _move(Verb.REJECT, chosen, Review.REJECTED, by, reason)


@transaction.atomic
def withdraw_events(
    *, events: QuerySet[Event], by: User | None, reason: str, grounds: str, seen: Seen | None = None
) -> list[Decision]:
    """Take events from the public, or for good what was taken back for another look: their addresses tell the day and
    the `grounds` (of `Grounds`), no more."""
    if grounds not in Grounds.values:
        raise ValidationError({"grounds": "Choose what the address of the event shall say."})
    chosen = _lock(Verb.WITHDRAW, events, by, seen)
    wrong = "has not been public: reject it."
    _refuse(chosen, lambda e: e.review != Review.APPROVED and e.first_public_at is None, wrong)
    _refuse(chosen, lambda e: e.review in {Review.MERGED, Review.REJECTED}, "is off the timeline already.")
    return _move(Verb.WITHDRAW, chosen, Review.WITHDRAWN, by, reason, grounds)


@transaction.atomic
def restore_events(
    *, events: QuerySet[Event], by: User | None, reason: str = "", seen: Seen | None = None
) -> list[Decision]:
    """Bring back what left the timeline: to the public what was withdrawn and has accepted reports, the rest to the
    queue."""
    chosen = _lock(Verb.RESTORE, events, by, seen)
    wrong = "was neither withdrawn nor rejected."
    _refuse(chosen, lambda e: e.review not in {Review.WITHDRAWN, Review.REJECTED}, wrong)
    shown = set(Citation.objects.filter(event__in=chosen, accepted=True).values_list("event_id", flat=True))
    drafts = []
    for event in chosen:
        drafts.append(_draft(Verb.RESTORE, [event], by, reason))
        was_public = event.review == Review.WITHDRAWN and event.pk in shown
        _set_review(drafts[-1], event, Review.APPROVED if was_public else Review.SUGGESTED)
    return record(drafts)


@transaction.atomic
def return_events(
    *, events: QuerySet[Event], by: User | None, reason: str = "", seen: Seen | None = None
) -> list[Decision]:
    """Put decided events back among the suggestions, with their reports to be accepted anew."""
    chosen = _lock(Verb.RETURN, events, by, seen)
    _refuse(chosen, lambda e: e.review == Review.MERGED, "is part of another event now: take the merge back first.")
    accepted = _by_event(Citation.objects.filter(event__in=chosen, accepted=True))
    drafts = []
    for event in chosen:
        draft = _draft(Verb.RETURN, [event], by, reason)
        if event.review != Review.SUGGESTED:
            _set_review(draft, event, Review.SUGGESTED)
            for citation in accepted[event.pk]:
                draft.set(citation, accepted=False, accepted_by_id=None, accepted_at=None)
        drafts.append(draft)
    return record(drafts)


def _lock(verb: Verb, events: QuerySet[Event], by: User | None, seen: Seen | None) -> list[Event]:
    return lock(verb=verb, events=set(events.values_list("pk", flat=True)), by=by, seen=seen)


def _refuse(events: Iterable[Event], is_wrong: Callable[[Event], bool], why: str) -> None:
    if wrong := [event.headline for event in events if is_wrong(event)]:
        more = f" (and {len(wrong) - 1} more)" if wrong[1:] else ""
        raise ValidationError(f"“{wrong[0]}”{more} {why}")


def _draft(verb: Verb, events: Sequence[Event], by: User | None, reason: str, grounds: str = "") -> Draft:
    return Draft(verb, events[0].case_id, events, by, reason=reason, grounds=grounds)


def _move(
    verb: Verb, events: Iterable[Event], review: Review, by: User | None, reason: str, grounds: str = ""
) -> list[Decision]:
    drafts = []
    for event in events:
        draft = _draft(verb, [event], by, reason, grounds)
        if event.review != review:
            _set_review(draft, event, review)
        drafts.append(draft)
    return record(drafts)


def _set_review(draft: Draft, event: Event, review: Review) -> None:
    draft.set(event, review=review, reviewed_by_id=draft.by.pk if draft.by else None, reviewed_at=clock.now())


def _accept(draft: Draft, citations: Iterable[Citation]) -> None:
    now, by = clock.now(), draft.by.pk if draft.by else None
    for citation in citations:
        draft.set(citation, accepted=True, accepted_by_id=by, accepted_at=now)


def _by_event(citations: QuerySet[Citation]) -> dict[int, list[Citation]]:
    found: dict[int, list[Citation]] = defaultdict(list)
    for citation in citations.order_by("pk"):
        found[citation.event_id].append(citation)
    return found

"""Which events stand at the head of their case. See `reviewing` for what all verbs have in common."""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from timeline.models import LEFT, Decision, Event, Verb
from timeline.services.deciding import Draft, Seen, lock, record

MOST = 7  # key events of a case: as many as a reader takes in at a glance


@transaction.atomic
def mark_key(
    *, events: QuerySet[Event], is_key: bool, by: User | None, reason: str = "", seen: Seen | None = None
) -> list[Decision]:
    """Let these events stand among the key events of their case, or no longer. Those that do so already are passed
    over. Raises as `reviewing` does, also where a case would have more than MOST on its timeline."""
    verb = Verb.KEY if is_key else Verb.UNKEY
    chosen = lock(verb=verb, events=set(events.values_list("pk", flat=True)), by=by, seen=seen)
    if is_key and (gone := [event.headline for event in chosen if event.review in LEFT]):
        raise ValidationError(f"“{gone[0]}” is off the timeline: bring it back first.")
    drafts = []
    for event in chosen:
        drafts.append(Draft(verb, event.case_id, [event], by, reason=reason))
        if event.is_key != is_key:
            drafts[-1].set(event, is_key=is_key)
    made = record(drafts)
    for case_id in {event.case_id for event in chosen} if is_key else ():
        marked = Event.objects.filter(case=case_id, is_key=True).exclude(review__in=LEFT).count()
        if marked > MOST:
            raise ValidationError(f"A case has {MOST} key events at most: take the mark from another one first.")
    return made

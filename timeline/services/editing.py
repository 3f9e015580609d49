"""What editors make an event say."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from articles.characters import one_line
from timeline.extraction import edtf as dates
from timeline.models import Decision, Event, EventType, Status, Verb
from timeline.services.deciding import Draft, Seen, lock_one, record

EDITABLE = frozenset({"headline", "type", "status", "edtf", "ordinal"})


@transaction.atomic
def edit_event(
    *, event: Event, by: User | None, reason: str = "", seen: Seen | None = None, **changes: Any
) -> Decision | None:
    """Set what the timeline says of an event: headline, type, status, edtf, ordinal, those that are given. From then on
    no machine changes it. None where it says all that already. Raises as `reviewing` does."""
    locked = lock_one(verb=Verb.EDIT, event=event, by=by, seen=seen)
    draft = Draft(Verb.EDIT, locked.case_id, [locked], by, reason=reason)
    set_fields(draft, locked, changes)
    return next(iter(record([draft])), None)


def set_fields(draft: Draft, event: Event, changes: dict[str, Any]) -> None:
    """Put those of these changes that change something into the draft. Raises ValidationError, by field."""
    if unknown := changes.keys() - EDITABLE:
        raise TypeError(f"An editor does not set {', '.join(sorted(unknown))}.")
    wanted = _columns(changes)
    values = {name: value for name, value in wanted.items() if getattr(event, name) != value}
    if values or (changes and not event.edited):
        draft.set(event, **values, edited=True)


def _columns(changes: dict[str, Any]) -> dict[str, Any]:
    """The fields as columns, checked; a date comes with the days that it allows."""
    told = {name: one_line(value) if isinstance(value, str) else value for name, value in changes.items()}
    if "edtf" in told:
        told["earliest"], told["latest"] = _days(told["edtf"])
    if "type" in told:
        type_ = told.pop("type")
        told["type_id"] = type_.pk if isinstance(type_, EventType) else type_
        if not EventType.objects.filter(pk=told["type_id"]).exists():
            raise ValidationError({"type": f"{told['type_id']!r} is no type of event."})
    if told.get("status", Status.OCCURRED) not in Status.values:
        raise ValidationError({"status": f"{told['status']!r} is no status."})
    if not told.get("headline", "…"):
        raise ValidationError({"headline": "An event needs a headline."})
    longest = Event._meta.get_field("headline").max_length or 0
    if len(told.get("headline", "")) > longest:
        raise ValidationError({"headline": f"A headline has at most {longest} characters."})
    return told


def _days(edtf: str) -> tuple[Any, Any]:
    try:
        return dates.days(edtf) if edtf else (None, None)
    except ValueError as error:
        form = "Write a date as EDTF: 2016-06-10, 2016-06, 2016-W22, 2016-06~."
        raise ValidationError({"edtf": f"{error} {form}"}) from error

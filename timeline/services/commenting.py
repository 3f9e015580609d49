"""What colleagues say to each other of an event, and who looks after it."""

import re

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from timeline.models import Comment, Event
from timeline.services import permissions

NAMED = re.compile(r"(?<![\w@.])@([\w.+-]*\w)")
LONGEST = 4000  # characters; what is longer is no remark


@transaction.atomic
def comment_on(*, event: Event, by: User, text: str) -> Comment:
    """Keep a remark, and tell those whom it names with @. Raises ValidationError where nothing, or too much, is said,
    or where it names somebody who is not of the staff: a remark that nobody gets is worse than none."""
    permissions.ask(by, permissions.COMMENT)
    said = text.strip()
    if not said:
        raise ValidationError("Write something first.")
    if len(said) > LONGEST:
        raise ValidationError(f"A comment has at most {LONGEST:,} characters; this one has {len(said):,}.")
    wanted = {name.lower() for name in NAMED.findall(said)}
    people = {user.username.lower(): user for user in _staff() if user.username.lower() in wanted}
    if missing := sorted(wanted - people.keys()):
        raise ValidationError(f"Nobody of the staff is called @{', @'.join(missing)}. Nothing was kept.")
    kept = Comment.objects.create(event=event, by=by, text=said)
    kept.to.set(people.values())
    return kept


@transaction.atomic
def assign_event(*, event: Event, to: User | None, by: User) -> None:
    """Say who looks after an event; None: nobody. Raises ValidationError for somebody who is not of the staff."""
    permissions.ask(by, permissions.REVIEW)
    if to is not None and not (to.is_staff and to.is_active):
        raise ValidationError(f"{to.username} is not of the staff.")
    Event.objects.filter(pk=event.pk).update(assigned_to=to)


def _staff() -> list[User]:
    return list(User.objects.filter(is_staff=True, is_active=True))

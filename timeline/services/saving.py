"""The filters that journalists keep under a name, for themselves or for the newsroom."""

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import QueryDict

from articles.models import Case
from timeline import filters
from timeline.models import SavedView
from timeline.services import permissions

MOST = 50  # views of one person in one case


@transaction.atomic
def save_view(*, case: Case, by: User, name: str, query: str, is_shared: bool = False) -> SavedView:
    """Keep what this query string asks of the case, without the place in the list and the open cards. A view of that
    name becomes this one. Raises ValidationError where nothing is asked, or where there are MOST already."""
    permissions.ask(by, permissions.SAVE)
    User.objects.select_for_update().get(pk=by.pk)  # two of this person's browsers take turns
    own = SavedView.objects.filter(case=case, owner=by)
    wanted = _name(name)
    if own.exclude(name=wanted).count() >= MOST:
        raise ValidationError(f"You keep {MOST} views of this case already: delete one first.")
    values = {"query": _query(query), "is_shared": is_shared}
    return own.update_or_create(name=wanted, defaults=values, create_defaults={**values, "case": case, "owner": by})[0]


@transaction.atomic
def change_view(*, view: SavedView, by: User, name: str, is_shared: bool) -> SavedView:
    """Call it something else, share it or keep it to oneself."""
    kept = _own(view, by)
    kept.name, kept.is_shared = _name(name), is_shared
    if SavedView.objects.filter(case=kept.case_id, owner=by, name=kept.name).exclude(pk=kept.pk).exists():
        raise ValidationError(f"You have another view called “{kept.name}”.")
    kept.save(update_fields=["name", "is_shared"])
    return kept


@transaction.atomic
def delete_view(*, view: SavedView, by: User) -> None:
    _own(view, by).delete()


def _own(view: SavedView, by: User) -> SavedView:
    permissions.ask(by, permissions.SAVE)
    User.objects.select_for_update().get(pk=by.pk)
    kept = SavedView.objects.filter(pk=view.pk).first()
    if kept is None:
        raise ValidationError("This view is gone already.")
    if kept.owner_id != by.pk:
        raise PermissionDenied("Only who saved a view changes it.")
    return kept


def _name(text: str) -> str:
    name = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    longest = SavedView._meta.get_field("name").max_length or 0
    if not name:
        raise ValidationError("Give the view a name.")
    if len(name) > longest:
        raise ValidationError(f"A name has at most {longest} characters.")
    return name


def _query(text: str) -> str:
    asked, _ = filters.parse(QueryDict(text.removeprefix("?")))
    query = asked.to_keep()
    if query == "?":
        raise ValidationError("Set a filter first: a view without one is the whole timeline.")
    if len(query) > (SavedView._meta.get_field("query").max_length or 0):
        raise ValidationError("These are too many filters for one view.")
    return query

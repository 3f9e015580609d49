"""The views that a journalist finds beside the list of a case."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from timeline.models import SavedView


@dataclass(frozen=True, slots=True)
class View:
    """`whose` is "yours", "yours, shared" or "by Ann"; `is_current` where the page shows it now."""

    id: int
    name: str
    query: str
    whose: str
    is_own: bool
    is_shared: bool
    is_current: bool


def views(kept: Iterable[SavedView], user: Any, query: str) -> tuple[View, ...]:
    return tuple(
        View(
            view.pk,
            view.name,
            view.query,
            _whose(view, user),
            view.owner_id == user.pk,
            view.is_shared,
            view.query == query,
        )
        for view in kept
    )


def _whose(view: SavedView, user: Any) -> str:
    if view.owner_id == user.pk:
        return "yours, shared" if view.is_shared else "yours"
    return f"by {view.owner.get_full_name() or view.owner.get_username()}"

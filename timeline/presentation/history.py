"""What became of an event since it was public: its corrections, and the page of one that is gone.

The public reads what changed and when. It reads neither who decided nor the reason, which are for colleagues, nor words
that an editor took back: an old headline may hold the very name that it was reworded for.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from timeline.models import Decision, Event, Grounds, Review, Status
from timeline.presentation.wording import count_words, date_words, day_words

CHECKED = "the editors are looking at it again"
ADDED, LOST = ("was added", "were added"), ("was taken out", "were taken out")
NOW = {
    Review.APPROVED: "It is shown again.",
    Review.WITHDRAWN: "It was withdrawn.",
    Review.SUGGESTED: "It was taken back for another look.",
    Review.MERGED: "It was put together with another event.",
}


@dataclass(frozen=True, slots=True)
class Correction:
    """What the editors changed on a day, in sentences."""

    day: str
    iso: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GonePage:
    """`why` is a class of reasons; `edit_url` leads staff to the event, and is empty for the public."""

    day: str
    why: str
    edit_url: str


def corrections(event: Event, decisions: Iterable[Decision]) -> tuple[Correction, ...]:
    """From what `queries.public_history` found; decisions that changed nothing for readers are left out."""
    told = ((decision, tuple(changes_words(event, decision))) for decision in decisions)
    return tuple(Correction(day_words(d.at), f"{d.at:%Y-%m-%d}", said) for d, said in told if said)


def gone_page(event: Event, decision: Decision | None, *, staff: bool) -> GonePage:
    withdrawn = event.review == Review.WITHDRAWN and decision is not None and decision.grounds
    return GonePage(
        day=day_words(decision.at if decision else event.updated_at),
        why=Grounds(decision.grounds).label if withdrawn and decision else CHECKED,
        edit_url=reverse("admin:timeline_event_change", args=[event.pk]) if staff else "",
    )


def changes_words(event: Event, decision: Decision, *, staff: bool = False) -> Iterator[str]:
    """Sentences on what a decision changed of this event. Staff read the headlines as well."""
    sources = {"before": 0, "after": 0}
    for change in decision.changes:
        before, after = change["before"], change["after"]
        if change["model"] == "event" and change["key"] == event.pk:
            yield from _fields_words(before, after, decision, staff=staff)
        if change["model"] == "citation":
            shown, was_shown = _is_shown(event, after), _is_shown(event, before)
            sources["after"] += shown and not was_shown
            sources["before"] += was_shown and not shown
    for count, (one, many) in ((sources["after"], ADDED), (sources["before"], LOST)):
        if count:
            yield f"{count_words(count, 'report')} {one if count == 1 else many}."


def _is_shown(event: Event, told: Mapping[str, Any]) -> bool:
    return told["event_id"] == event.pk and bool(told["accepted"])


def _fields_words(
    before: Mapping[str, Any], after: Mapping[str, Any], decision: Decision, *, staff: bool
) -> Iterator[str]:
    changed = {name for name in before if before[name] != after[name]}
    if "review" in changed and decision.after_publication:
        yield NOW.get(Review(after["review"]), "It was taken off the timeline.")
    if "edtf" in changed:
        yield f"The date was changed from {date_words(before['edtf'])} to {date_words(after['edtf'])}."
    if "status" in changed:
        was, is_ = (str(Status(told["status"]).label).lower() for told in (before, after))
        yield f"The status was changed from “{was}” to “{is_}”."
    if "type_id" in changed:
        yield "The type of event was changed."
    if "headline" in changed:
        words = f": “{before['headline']}” became “{after['headline']}”" if staff else ""
        yield f"The headline was reworded{words}."

"""What became of an event since it was public: its corrections, and the page of one that is gone.

The public reads what changed and when. It reads neither who decided nor the reason, which are for colleagues, nor words
that an editor took back: an old headline may hold the very name that it was reworded for.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from zoneinfo import ZoneInfo

from timeline.models import Decision, Event, Grounds, Review, Status
from timeline.presentation.rooms import desk_of
from timeline.presentation.wording import count_words, date_words, day_words

CHECKED = "the editors are looking at it again"
ADDED, LOST = ("was added", "were added"), ("was taken out", "were taken out")
NOW = {
    Review.APPROVED: "It is shown again.",
    Review.WITHDRAWN: "It was withdrawn.",
    Review.SUGGESTED: "It was taken back for another look.",
    Review.MERGED: "It was put together with another event.",
    Review.REJECTED: "It was taken off the timeline.",
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


@dataclass(frozen=True, slots=True)
class News:
    """What is to be told of an event; `said` are sentences, none of one that is new. What one decision did (`learnt`)
    may also be "merged" or "restored"; between two moments either counts as withdrawn, or as changed."""

    kind: Literal["new", "changed", "corrected", "withdrawn", "merged", "restored"]
    said: tuple[str, ...] = ()


def corrections(event: Event, decisions: Iterable[Decision]) -> tuple[Correction, ...]:
    """From the decisions of `queries.past`; decisions that changed nothing for readers are left out. The event
    comes with its case."""
    days = [(_day(event, decision), news) for decision, news in learnt(event, decisions)]
    return tuple(Correction(day_words(day), day.isoformat(), news.said) for day, news in days)


def learnt(event: Event, decisions: Iterable[Decision]) -> list[tuple[Decision, News]]:
    """What readers learned by each of these decisions, both the newest first; without those that told them nothing."""
    readers = _Readers()
    public = _since_public(event, reversed(list(decisions)))
    told = [(decision, readers.learn(decision, changed)) for decision, changed in public]
    return [(decision, news) for decision, news in reversed(told) if news]


def last_told(event: Event, decisions: Iterable[Decision]) -> dt.datetime:
    """When it came to readers, or they learned something of it last; of one that never did, when it was written."""
    told = [decision.at for decision, _ in learnt(event, decisions)]
    return max([event.first_public_at, *told]) if event.first_public_at else event.updated_at


def gone_page(event: Event, decision: Decision | None, *, staff: bool) -> GonePage:
    withdrawn = event.review == Review.WITHDRAWN and decision is not None and decision.grounds
    return GonePage(
        day=day_words(_day(event, decision or event)),
        why=Grounds(decision.grounds).label if withdrawn and decision else CHECKED,
        edit_url=desk_of(event) if staff else "",
    )


def case_day(event: Event, at: dt.datetime) -> dt.date:
    """The day of this moment in the zone of the event's case."""
    return at.astimezone(ZoneInfo(event.case.timezone)).date()


def news_of(event: Event, decisions: Iterable[Decision], since: dt.datetime, until: dt.datetime) -> News | None:
    """What readers who know of the event all that was so at `since` learn at `until`, however often it was changed to
    and fro between; None for nothing. `decisions` are those of `queries.past`, the oldest first."""
    if event.first_public_at is None or event.first_public_at > until:
        return None
    was_on, is_on, missed, grounds = True, True, _Changed(), ""
    for decision, changed in _since_public(event, decisions):
        if decision.at > until:
            break
        is_on = changed.after["review"] == Review.APPROVED if "review" in changed.after else is_on
        missed, grounds = missed.then(changed), decision.grounds or grounds
        if decision.at <= since:
            was_on = is_on
            missed = _Changed() if is_on else missed
    if is_on != (event.review == Review.APPROVED):
        return None  # it has changed again meanwhile: what is told next says so
    if event.first_public_at > since:
        return News("new") if is_on else None
    if was_on and not is_on:
        return News("withdrawn", (_left_words(Review(event.review), grounds),))
    return _differences(missed, is_back=not was_on) if is_on else None


def changes_words(event: Event, decision: Decision) -> Iterator[str]:
    """Sentences for the staff on what a decision changed of this event, the headlines among them."""
    changed = _changed(event, decision)
    before, after = changed.before, changed.after
    if before.get("review") != after.get("review") and decision.after_publication:
        yield NOW[Review(after["review"])]
    yield from _fields_words(before, after)
    if before.get("headline") != after.get("headline"):
        yield f"The headline was reworded: “{before['headline']}” became “{after['headline']}”."
    if before.get("is_key") != after.get("is_key"):
        yield "It stands among the key events." if after["is_key"] else "It stands among the key events no longer."
    yield from _reports_words(changed)


@dataclass(frozen=True, slots=True)
class _Changed:
    """What became of an event: its fields before and after, and the reports that it shows since, or no longer."""

    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    added: frozenset[int] = frozenset()
    lost: frozenset[int] = frozenset()

    def then(self, later: "_Changed") -> "_Changed":
        """Both, as if they were one."""
        return _Changed(
            before={**later.before, **self.before},
            after={**self.after, **later.after},
            added=(self.added - later.lost) | (later.added - self.lost),
            lost=(self.lost - later.added) | (later.lost - self.added),
        )


class _Readers:
    """What readers learn of an event, to be told of its decisions from the oldest on: how it differs from what they saw
    last, and so nothing that was tried while it was off the timeline."""

    def __init__(self) -> None:
        self.is_on = True
        self.missed = _Changed()
        self.grounds = ""

    def learn(self, decision: Decision, changed: _Changed) -> News | None:
        was_on = self.is_on
        self.is_on = changed.after["review"] == Review.APPROVED if "review" in changed.after else was_on
        self.grounds = decision.grounds or self.grounds
        since = changed if was_on else self.missed.then(changed)
        self.missed = _Changed() if self.is_on else since
        if not self.is_on:
            return _left(Review(changed.after["review"]), self.grounds) if was_on else None
        if not was_on:
            return News("restored", (NOW[Review.APPROVED], *_corrected(since), *_reports_words(since)))
        return _differences(since, is_back=False)


def _since_public(event: Event, decisions: Iterable[Decision]) -> Iterator[tuple[Decision, _Changed]]:
    """Those of these decisions, the oldest first, that came once the event itself was public, each with what it changed
    of it. Others stand before them where an event was public that it was split from, or put together with; but what is
    public is on the timeline before it first leaves it."""
    made = [(decision, _changed(event, decision)) for decision in decisions if event.first_public_at]
    start = 0
    for n, (_, changed) in enumerate(made, 1):
        if changed.before.get("review") == Review.APPROVED:
            break
        start = n if "review" in changed.before else start
    yield from made[start:]


def _left(review: Review, grounds: str) -> News:
    return News("merged" if review == Review.MERGED else "withdrawn", (_left_words(review, grounds),))


def _left_words(review: Review, grounds: str) -> str:
    """`grounds` are those of its last withdrawal, which may have been taken back, and that again."""
    is_told = review == Review.WITHDRAWN and grounds
    return f"It was withdrawn: {Grounds(grounds).label}." if is_told else NOW[review]


def _day(event: Event, row: Decision | Event) -> dt.date:
    """When it was decided (or changed), in the zone of the case."""
    return case_day(event, row.at if isinstance(row, Decision) else row.updated_at)


def _changed(event: Event, decision: Decision) -> _Changed:
    changed = _Changed()
    for change in decision.changes:
        if change["model"] == "event" and change["key"] == event.pk:
            changed = changed.then(_Changed(change["before"], change["after"]))
        if change["model"] == "citation":
            shown, was_shown = _is_shown(event, change["after"]), _is_shown(event, change["before"])
            report = frozenset([change["key"]]) if shown != was_shown else frozenset()
            changed = changed.then(_Changed(added=report) if shown else _Changed(lost=report))
    return changed


def _is_shown(event: Event, told: Mapping[str, Any]) -> bool:
    return told["event_id"] == event.pk and bool(told["accepted"])


def _fields_words(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    changed = {name for name in before if before[name] != after[name]}
    if "edtf" in changed:
        yield f"The date was changed from {date_words(before['edtf'])} to {date_words(after['edtf'])}."
    if "status" in changed:
        was, is_ = (str(Status(told["status"]).label).lower() for told in (before, after))
        yield f"The status was changed from “{was}” to “{is_}”."
    if "type_id" in changed:
        yield "The type of event was changed."


def _reports_words(changed: _Changed) -> Iterator[str]:
    for reports, (one, many) in ((changed.added, ADDED), (changed.lost, LOST)):
        if reports:
            yield f"{count_words(len(reports), 'report')} {one if len(reports) == 1 else many}."


def _differences(missed: _Changed, *, is_back: bool) -> News | None:
    corrected = tuple(_corrected(missed))
    other = (*([NOW[Review.APPROVED]] if is_back else []), *_reports_words(missed))
    if not corrected and not other:
        return None
    return News("corrected" if corrected else "changed", (*corrected, *other))


def _corrected(missed: _Changed) -> Iterator[str]:
    yield from _fields_words(missed.before, missed.after)
    if missed.before.get("headline") != missed.after.get("headline"):
        yield "The headline was reworded."

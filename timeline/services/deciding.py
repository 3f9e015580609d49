"""The mechanism of decisions. A decision is a set of row changes, each with what was before and what is after.

A verb (see `reviewing`) locks, says in drafts what changes, and records them: only then are rows written. Taking a
decision back is a decision too, whose changes are the same ones the other way round.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypedDict

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Model, Q
from django.utils import timezone as clock

from articles.characters import typed
from articles.models import Case
from casetracker.formats import moment
from timeline.models import NEEDS_REASON, Citation, Decision, Distinct, Event, Redirect, Review, Verb
from timeline.protecting import in_cases
from timeline.services import permissions
from timeline.services.claiming import refresh_claims
from timeline.services.searching import refresh_search
from timeline.services.turns import take_cases

# The rows that decisions are about, and of each the fields that any change of it rests on, changed or not: whoever
# accepts a report does so in the event where it stands, and whoever edits relies on the machine's keeping out.
MODELS: dict[str, type[Model]] = {
    "case": Case,
    "citation": Citation,
    "distinct": Distinct,
    "event": Event,
    "redirect": Redirect,
}
RESTS_ON = {"citation": ("event_id", "accepted")}
# What a verb takes; the others take REVIEW.
TAKES = {
    Verb.WITHDRAW: permissions.WITHDRAW,
    Verb.RESTORE: permissions.WITHDRAW,
    Verb.PUBLISH: permissions.PUBLISH,
    Verb.UNPUBLISH: permissions.PUBLISH,
}
# What readers come to read with a change of these.
SHOWN = {"case": ("is_public",), "citation": ("event_id", "accepted"), "event": ("headline", "review")}
BATCH = 500  # rows in one statement
GONE = "This suggestion is gone: the texts that it came from were read anew, or corrected."

Seen = Mapping[int, int]  # the revision of each event, by its key, that the editor looked at


class Change(TypedDict):
    """One row of a decision; null where there is no row before, or none after."""

    model: str
    key: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class Outdated(Exception):
    """The event has changed since the editor looked. `since` are the decisions that did it, the oldest first; where
    there are none, the program has read something new. Nothing was changed: show both, and ask again."""

    def __init__(self, event: Event, since: Sequence[Decision]) -> None:
        self.event, self.since = event, tuple(since)
        who = "; ".join(words_of(decision) for decision in since) or "the program found something new in the articles"
        super().__init__(f"“{event.headline}” has changed since you opened it: {who}.")


@dataclass(slots=True)
class Draft:
    """A decision on its way: what it changes is kept here, and written by `record`."""

    verb: Verb
    case_id: int
    events: Sequence[Event]
    by: User | None
    reason: str = ""
    grounds: str = ""
    undoes: Decision | None = None
    before: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)
    rows: dict[tuple[str, int], Model] = field(default_factory=dict)
    added: list[Model] = field(default_factory=list)
    removed: dict[tuple[str, int], Model] = field(default_factory=dict)

    def set(self, row: Model, **values: Any) -> None:
        """Set columns (`type_id`, not `type`) of a row."""
        key = place(row)
        told = self.before.setdefault(key, {})
        for name in (*RESTS_ON.get(key[0], ()), *values):
            told.setdefault(name, plain(getattr(row, name)))
        self.rows[key] = row
        for name, value in values.items():
            setattr(row, name, value)

    def add(self, row: Model) -> None:
        self.added.append(row)

    def remove(self, row: Model) -> None:
        self.removed[place(row)] = row

    @property
    def is_empty(self) -> bool:
        return not (self.rows or self.added or self.removed)

    def changes(self) -> list[Change]:
        """What the decision keeps, once its rows are written."""
        set_ = [_change(key, told, _told(self.rows[key], told)) for key, told in self.before.items()]
        added = [_change(place(row), None, _told(row)) for row in self.added]
        removed = [_change(key, _told(row), None) for key, row in self.removed.items()]
        return [*removed, *set_, *added]


def lock(*, verb: Verb, events: Iterable[int], by: User | None, seen: Seen | None = None) -> list[Event]:
    """The first line of every verb. Raises PermissionDenied where `by` may not do this.

    Locks the events' cases, so that no reconciliation is under way that read them before the decision, and then the
    events; for writing (`no_key`), which leaves room for new rows that point to them, as articles that are read in do.
    Raises `Outdated` where one of them is not as it was `seen`, and ValidationError where a person would wait for long,
    or where none of what they have seen is left. Returns those that are still there, by key.
    """
    permissions.ask(by, takes(verb))
    keys = list(events)
    take_cases(Event.objects.filter(pk__in=keys).values("case_id"), by=by)
    locked = list(Event.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))
    for event in locked:
        if seen is not None and seen.get(event.pk, event.revision) != event.revision:
            raise Outdated(event, decisions_since(event, seen[event.pk]))
    if seen is not None and not locked:
        raise ValidationError(GONE)
    return locked


def takes(verb: str) -> str:
    """The permission that a verb takes."""
    return TAKES.get(Verb(verb), permissions.REVIEW)


def lock_one(*, verb: Verb, event: Event, by: User | None, seen: Seen | None = None) -> Event:
    """The same for one event. Raises ValidationError where the program has removed it meanwhile."""
    found = lock(verb=verb, events=[event.pk], by=by, seen=seen)
    if not found:
        raise ValidationError(GONE)
    return found[0]


def decisions_since(event: Event, revision: int) -> list[Decision]:
    """What was decided of the event after it had this revision, the oldest first."""
    decisions = event.decisions.select_related("by", "case", "undoes").order_by("id")
    return [d for d in decisions if d.revisions.get(str(event.pk), 0) > revision]


def record(drafts: Iterable[Draft]) -> list[Decision]:
    """Write the rows of these drafts, which concern different rows, and the decisions themselves. Drafts without a
    change leave none. Raises ValidationError where a reason is due and missing, or where a person would bring a name to
    the public that waits for a decision. Queries do not grow with the drafts."""
    drafts = [draft for draft in drafts if not draft.is_empty]
    for draft in drafts:
        _check_reason(draft)
    _write(drafts)
    moved = {key for draft in drafts for key in _moved_between(draft)}
    refresh_claims(events=Event.objects.filter(pk__in=moved))
    _names_first([draft for draft in drafts if draft.by])
    events = {event.pk: event for draft in drafts for event in draft.events}
    revisions = dict(Event.objects.filter(pk__in=events).values_list("pk", "revision"))
    decisions = Decision.objects.bulk_create([_decision(draft, revisions) for draft in drafts])
    link = Decision.events.through
    link.objects.bulk_create(
        [link(decision=made, event=e) for made, draft in zip(decisions, drafts, strict=True) for e in draft.events]
    )
    refresh_search(events=Event.objects.filter(pk__in=events))
    return decisions


def words_of(decision: Decision) -> str:
    """ "Merged by Ann on 21 November 2026, 09:30 CET", "Undone (merged) by …"; in the newsroom's time."""
    who = (decision.by.get_full_name() or decision.by.get_username()) if decision.by else "the program"
    what = f" ({Verb(decision.undoes.verb).label.lower()})" if decision.undoes else ""
    return f"{Verb(decision.verb).label}{what} by {who} on {moment(decision.at)}"


def place(row: Model) -> tuple[str, int]:
    """What identifies a row in `Decision.changes`."""
    return str(row._meta.model_name), int(row.pk)


def plain(value: Any) -> Any:
    """A column's value as JSON has it: days and moments in ISO 8601, to the microsecond."""
    return value.isoformat() if hasattr(value, "isoformat") else value


def _change(key: tuple[str, int], before: dict[str, Any] | None, after: dict[str, Any] | None) -> Change:
    return {"model": key[0], "key": key[1], "before": before, "after": after}


def _told(row: Model, names: Iterable[str] | None = None) -> dict[str, Any]:
    chosen = (f.attname for f in row._meta.concrete_fields) if names is None else names
    return {name: plain(getattr(row, name)) for name in chosen}


def _check_reason(draft: Draft) -> None:
    public = [event for event in draft.events if event.first_public_at]
    if public and draft.verb in NEEDS_REASON and not draft.reason.strip():
        said = f"Say why: “{public[0].headline}” has been public, and readers may have relied on it."
        raise ValidationError({"reason": said})


def _names_first(drafts: Sequence[Draft]) -> None:
    """Refuses what brings a name to the public that waits for a decision. The rows are written, and the transaction
    takes them back. The program asks for itself: see `publish_certain`."""
    changed = [row for draft in drafts for row in (*draft.added, *_newly_shown(draft))]
    events = Q(pk__in=[row.pk for row in changed if isinstance(row, Event)])
    events |= Q(pk__in=[row.event_id for row in changed if isinstance(row, Citation) and row.accepted])
    events |= Q(case__in=[row.pk for row in changed if isinstance(row, Case) and row.is_public])
    told = in_cases(Event.objects.filter(events, review=Review.APPROVED).only("case", "headline")) if changed else {}
    for event in Event.objects.filter(pk__in=list(told)[:1]):
        first = told[event.pk][0]
        why = f"“{first.name}”, who comes to be read with it, {first.why[0]}"
        raise ValidationError(f"“{event.headline}”: {why}. Decide on the name first, on the review desk.")


def _newly_shown(draft: Draft) -> list[Model]:
    """The rows of which readers may come to read something else than before."""
    return [
        draft.rows[key]
        for key, told in draft.before.items()
        if any(name in told and told[name] != plain(getattr(draft.rows[key], name)) for name in SHOWN.get(key[0], ()))
    ]


def _write(drafts: Sequence[Draft]) -> None:
    for model, rows in _by_model(row for draft in drafts for row in draft.removed.values()).items():
        model._default_manager.filter(pk__in=[row.pk for row in rows]).delete()
    for model, rows in _by_model(row for draft in drafts for row in draft.rows.values()).items():
        wanted = {place(row) for row in rows}
        names = {name for draft in drafts for key, told in draft.before.items() if key in wanted for name in told}
        if model is Event:
            names.add("updated_at")
            for row in rows:
                setattr(row, "updated_at", clock.now())  # noqa: B010 -- of any model, for the types
        fields = sorted({row_field.name for row_field in model._meta.concrete_fields if row_field.attname in names})
        model._default_manager.bulk_update(rows, fields, batch_size=BATCH)
    for model, rows in _by_model(row for draft in drafts for row in draft.added).items():
        model._default_manager.bulk_create(rows)


def _by_model(rows: Iterable[Model]) -> dict[type[Model], list[Model]]:
    found: dict[type[Model], list[Model]] = {}
    for row in rows:
        found.setdefault(type(row), []).append(row)
    return found


def _decision(draft: Draft, revisions: Mapping[int, int]) -> Decision:
    return Decision(
        case_id=draft.case_id,
        verb=draft.verb,
        by=draft.by,
        reason=typed(draft.reason).strip(),
        grounds=draft.grounds,
        undoes=draft.undoes,
        after_publication=any(event.first_public_at for event in draft.events),
        changes=draft.changes(),
        revisions={str(event.pk): revisions[event.pk] for event in draft.events},
    )


def _moved_between(draft: Draft) -> set[int]:
    """The events that a citation left, or came to."""
    found: set[int] = set()
    for key, told in draft.before.items():
        row = draft.rows[key]
        if isinstance(row, Citation) and told["event_id"] != row.event_id:
            found |= {told["event_id"], row.event_id}
    return found

"""What the keys and buttons of the review desk ask of the services, and how a decision is remembered to be undone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict

from articles.models import Case
from timeline.admin.event_form import EventForm
from timeline.admin.numbers import key_and_revision, whole_number
from timeline.desk import report_counts, survivor
from timeline.models import Citation, Decision, Event, Review
from timeline.presentation.wording import count_words
from timeline.protecting import open_names
from timeline.services import (
    approve_events,
    in_force,
    mark_distinct,
    mark_key,
    merge_events,
    publish_case,
    read_name,
    reject_events,
    restore_events,
    return_events,
    split_event,
    undo_decisions,
    withdraw_events,
    withhold_name,
)

REMEMBERED = 20  # steps that `u` goes back; what was decided before is undone on the event's own page
SESSION = "desk"


@dataclass(frozen=True, slots=True)
class Ask:
    """Who asks what of which entry. `event` is as it stood in the queue; None where the verb needs none."""

    case: Case
    event: Event | None
    by: Any
    post: QueryDict
    last: tuple[int, ...]

    @property
    def told(self) -> dict[str, Any]:
        return {"by": self.by, "reason": self.post.get("reason", "")}

    @property
    def entry(self) -> Event:
        if self.event is None:
            raise ValidationError("This entry is gone: the texts that it came from were read anew, or corrected.")
        return self.event

    @property
    def seen(self) -> dict[int, int]:
        return {self.entry.pk: whole_number(self.post.get("seen", ""))}


@dataclass(frozen=True, slots=True)
class Step:
    """What the last step on a desk decided, and in words; `was_public`: taking it back takes a reason."""

    decisions: tuple[int, ...] = ()
    said: str = ""
    was_public: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What was decided, in words; `event` is where the editor goes on, or from where to the next."""

    said: str
    decisions: tuple[Decision, ...]
    event: Event | None


class Unfit(Exception):
    """The form says itself, beside its fields, what does not fit."""

    def __init__(self, form: EventForm) -> None:
        self.form = form
        super().__init__("the form says why")


def approve(ask: Ask) -> Done:
    was = ask.entry.review
    made = approve_events(events=_only(ask.entry), seen=ask.seen, **ask.told)
    word = "New sources accepted" if was == Review.APPROVED else "Approved"
    return Done(f"{word}: “{ask.entry.headline}”.", tuple(made), ask.entry)


def reject(ask: Ask) -> Done:
    made = reject_events(events=_only(ask.entry), seen=ask.seen, **ask.told)
    return Done(f"Rejected: “{ask.entry.headline}”.", tuple(made), ask.entry)


def return_to_queue(ask: Ask) -> Done:
    made = return_events(events=_only(ask.entry), seen=ask.seen, **ask.told)
    return Done(f"Back in the queue, and off the public timeline: “{ask.entry.headline}”.", tuple(made), ask.entry)


def withdraw(ask: Ask) -> Done:
    told = {**ask.told, "grounds": ask.post.get("grounds", "")}
    made = withdraw_events(events=_only(ask.entry), seen=ask.seen, **told)
    return Done(f"Withdrawn: “{ask.entry.headline}”. Its address says so.", tuple(made), ask.entry)


def restore(ask: Ask) -> Done:
    made = restore_events(events=_only(ask.entry), seen=ask.seen, **ask.told)
    return Done(f"Restored: “{ask.entry.headline}”.", tuple(made), ask.entry)


def publish(ask: Ask) -> Done:
    """The case itself, with what is approved in it."""
    made = publish_case(case=ask.case, by=ask.by)
    said = "The case is public: everybody reads its approved events now."
    return Done(said, (made,) if made else (), ask.event)


def edit(ask: Ask) -> Done:
    """`then=approve` approves in the same breath."""
    form = EventForm(ask.post, instance=Event.objects.get(pk=ask.entry.pk))
    form.editor = ask.by
    if not form.is_valid():
        raise Unfit(form)
    made = [form.decision] if form.decision else []
    if ask.post.get("then") == "approve":
        seen = None if made else ask.seen  # saving has looked already, and nobody has come in between
        made += approve_events(events=_only(ask.entry), seen=seen, **ask.told)
        return Done(f"Saved and approved: “{form.cleaned_data['headline']}”.", tuple(made), ask.entry)
    said = "Saved" if made else "Nothing to save"
    return Done(f"{said}: “{form.cleaned_data['headline']}”.", tuple(made), ask.entry)


def merge(ask: Ask) -> Done:
    """Of the two, the approved one stays; else the one that more reports tell of."""
    other, seen = _other(ask)
    both = [ask.entry, other]
    into = survivor(both, report_counts(both))
    gone = ask.entry if into == other else other
    made = merge_events(survivor=into, others=_only(gone), seen={**ask.seen, **seen}, **ask.told)
    return Done(f"Merged into “{into.headline}”.", (made,), into)


def distinguish(ask: Ask) -> Done:
    other, seen = _other(ask)
    both = Event.objects.filter(pk__in=[ask.entry.pk, other.pk])
    made = mark_distinct(events=both, seen={**ask.seen, **seen}, **ask.told)
    return Done(f"Noted: this is not “{other.headline}”.", (made,) if made else (), ask.entry)


def key(ask: Ask) -> Done:
    """Marks the event, or takes the mark from it: whichever its button said."""
    is_key = not ask.entry.is_key
    made = mark_key(events=_only(ask.entry), is_key=is_key, seen=ask.seen, **ask.told)
    said = "Stands at the head of the case now" if is_key else "Stands at the head of the case no longer"
    return Done(f"{said}: “{ask.entry.headline}”.", tuple(made), ask.entry)


def split(ask: Ask) -> Done:
    chosen = Citation.objects.filter(event=ask.entry, pk__in=map(whole_number, ask.post.getlist("citation")))
    made = split_event(event=ask.entry, citations=chosen, seen=ask.seen, **ask.told)
    return Done(f"Split off, and put into the queue: “{made.headline}”.", (made.decisions.latest("pk"),), ask.entry)


def approve_certain(ask: Ask) -> Done:
    """Those that are ticked, each as it was on the list ("key:revision")."""
    seen = dict(key_and_revision(value) for value in ask.post.getlist("certain"))
    events = Event.objects.filter(case=ask.case, pk__in=seen)
    if not seen:
        raise ValidationError("Tick the events that you want to approve.")
    made = approve_events(events=events, seen=seen, **ask.told)
    return Done(f"{count_words(len(made), 'event')} approved.", tuple(made), None)


def withhold(ask: Ask) -> Done:
    """A name that waits for a decision; it is no decision on an event, and `u` does not take it back."""
    name = _open_name(ask)
    withhold_name(case=ask.case, name=name, by=ask.by)
    said = f"Withheld: the public reads “{name}” nowhere from now on. A chief editor shows it again, under People."
    return Done(said, (), ask.event)


def let_read(ask: Ask) -> Done:
    name = _open_name(ask)
    read_name(case=ask.case, name=name, by=ask.by)
    return Done(f"“{name}” is left as it is: readers may have the name.", (), ask.event)


def undo(ask: Ask) -> Done:
    decisions = list(Decision.objects.filter(pk__in=ask.last, case=ask.case))
    if not decisions:
        raise ValidationError("There is nothing to undo here. Older decisions are undone on the event's own page.")
    made = undo_decisions(decisions=decisions, **ask.told)
    return Done(f"Taken back: {_what(decisions)}.", tuple(made), made[-1].events.first())


VERBS: Mapping[str, Callable[[Ask], Done]] = {
    "approve": approve,
    "reject": reject,
    "return": return_to_queue,
    "withdraw": withdraw,
    "restore": restore,
    "publish": publish,
    "edit": edit,
    "merge": merge,
    "distinct": distinguish,
    "split": split,
    "key": key,
    "certain": approve_certain,
    "withhold": withhold,
    "read": let_read,
    "undo": undo,
}


def last_step(request: HttpRequest, case: Case) -> Step:
    """This editor's last step on this desk; steps that somebody took back elsewhere are passed over. A fixed number of
    queries, none where nothing was decided."""
    steps = request.session.get(SESSION, {}).get(str(case.pk), [])
    keys = [key for step in steps for key in step]
    decisions = list(Decision.objects.filter(pk__in=keys).prefetch_related("events")) if keys else []
    standing = in_force(decisions)
    for step in reversed(steps):
        if standing.issuperset(step):
            made = [decision for decision in decisions if decision.pk in step]
            was_public = any(event.first_public_at for decision in made for event in decision.events.all())
            return Step(tuple(step), _what(made), was_public)
    return Step()


def remember(request: HttpRequest, case: Case, done: Done, undone: tuple[int, ...] = ()) -> None:
    steps = request.session.get(SESSION, {}).get(str(case.pk), [])
    if undone:
        steps = [step for step in steps if tuple(step) != undone]
    elif done.decisions:
        steps = [*steps, [decision.pk for decision in done.decisions]][-REMEMBERED:]
    request.session[SESSION] = {**request.session.get(SESSION, {}), str(case.pk): steps}


def _what(decisions: list[Decision]) -> str:
    if len(decisions) != 1:
        return count_words(len(decisions), "decision")
    headlines = [f"“{event.headline}”" for event in decisions[0].events.all()[:2]]
    return f"{decisions[0].get_verb_display().lower()} {', '.join(headlines)}".rstrip()


def _only(event: Event) -> QuerySet[Event]:
    return Event.objects.filter(pk=event.pk)


def _open_name(ask: Ask) -> str:
    """The name that was asked about, while it waits."""
    asked = ask.post.get("name", "")
    if asked not in {one.name for one in open_names(ask.case)}:
        raise ValidationError("This name has been decided on already, or is in no article any more.")
    return asked


def _other(ask: Ask) -> tuple[Event, dict[int, int]]:
    """The chosen event, and the revision that it was shown in."""
    key, revision = key_and_revision(ask.post.get("other", ""))
    other = Event.objects.filter(case=ask.case, pk=key).first()
    if other is None:
        raise ValidationError("Choose one of the events.")
    return other, {key: revision}

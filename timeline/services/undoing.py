"""Taking decisions back, also days later, in any order that leaves later decisions whole."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model

from timeline.models import Citation, Decision, Event, Redirect, Review, Verb
from timeline.services.deciding import MODELS, Change, Draft, Seen, lock, place, plain, record, words_of
from timeline.services.turns import take_cases

# Who and when go along with what was decided: an account that was deleted since stands in nobody's way.
NOTES = frozenset({"accepted_at", "accepted_by_id", "reviewed_at", "reviewed_by_id"})
PEOPLE = frozenset({"accepted_by_id", "reviewed_by_id"})
WHOLE = "*"  # stands for all fields, where a decision made or removed a row

Rows = dict[tuple[str, int], Model]


class UndoRefused(Exception):
    """A decision cannot be taken back. `decision` is the later one that stands in the way; None where no decision
    does, but the program or somebody at the database has changed a row since."""

    def __init__(self, message: str, decision: Decision | None = None) -> None:
        self.decision = decision
        super().__init__(message)


@transaction.atomic
def undo_decision(*, decision: Decision, by: User | None, reason: str = "", seen: Seen | None = None) -> Decision:
    """Set everything back to what it was before, and record that as a decision, which can be taken back as well: of a
    decision that was taken back and came into force again, this takes back the latter.

    Raises `UndoRefused` where a later decision rests on this one, or the rows no longer say what was decided.
    """
    take_cases([decision.case_id], by=by)
    decision = _last_of_its_chain(decision)
    events = lock(verb=_taken_back(decision), events=decision.events.values_list("pk", flat=True), by=by, seen=seen)
    later = list(_later(decision))
    _refuse_under_standing(decision, later)
    rows = _rows(decision.changes)
    draft = Draft(Verb.UNDO, decision.case_id, events, by, reason=reason, undoes=decision)
    accounts = _accounts(decision.changes)
    for change in decision.changes:
        row = rows.get((change["model"], change["key"]))
        if not _says(row, change["after"]):
            raise _changed_since(change, later)
        _take_back(draft, change, row, accounts)
    _send_newcomers_on(draft)
    return record([draft])[0]


@transaction.atomic
def undo_decisions(*, decisions: Iterable[Decision], by: User | None, reason: str = "") -> list[Decision]:
    """Take several back, the newest first: all of them or none."""
    newest_first = sorted(map(_last_of_its_chain, decisions), key=lambda decision: -decision.pk)
    return [undo_decision(decision=decision, by=by, reason=reason) for decision in newest_first]


def _taken_back(decision: Decision) -> Verb:
    """The verb at the root: taking it back, or bringing it into force again, takes what it took itself."""
    while decision.undoes is not None:
        decision = decision.undoes
    return Verb(decision.verb)


def in_force(decisions: Iterable[Decision]) -> frozenset[int]:
    """The keys of those of one case's decisions that stand: not taken back, or brought into force again."""
    decisions = list(decisions)
    undone = _undone(decisions[0].case_id) if decisions else {}
    return frozenset(decision.pk for decision in decisions if _stands(decision.pk, undone))


def _later(decision: Decision) -> Iterable[Decision]:
    """Later decisions of the same events (those about the case itself have none), the newest first."""
    of_case = Decision.objects.filter(case_id=decision.case_id, pk__gt=decision.pk).select_related(
        "by", "case", "undoes"
    )
    events = list(decision.events.values_list("pk", flat=True))
    return (of_case.filter(events__in=events) if events else of_case.filter(events=None)).order_by("-pk").distinct()


def _last_of_its_chain(decision: Decision) -> Decision:
    """The decision itself; or, where it was taken back and that was taken back too, the one that did this."""
    undone = _undone(decision.case_id)
    last, stands = decision.pk, True
    while last in undone:
        last, stands = undone[last], not stands
    found = Decision.objects.select_related("by", "case", "undoes").get(pk=last)
    if not stands:
        raise UndoRefused(f"This was taken back already: {words_of(found)}.", found)
    return found


def _refuse_under_standing(decision: Decision, later: Iterable[Decision]) -> None:
    mine = _touched(decision)
    undone = _undone(decision.case_id)
    for other in later:
        if other.verb != Verb.UNDO and _stands(other.pk, undone) and _meet(mine, _touched(other)):
            raise _in_the_way(other)


def _undone(case_id: int) -> dict[int, int]:
    """What was taken back in a case, each with the decision that did it."""
    undos = Decision.objects.filter(case_id=case_id, verb=Verb.UNDO).values_list("undoes", "pk")
    return {pk: undo for pk, undo in undos if pk is not None}


def _stands(pk: int, undone: dict[int, int]) -> bool:
    """Whether a decision is in force: not taken back, or taken back by one that is taken back itself."""
    stands = True
    while pk in undone:
        pk, stands = undone[pk], not stands
    return stands


def _touched(decision: Decision) -> dict[tuple[str, int], set[str]]:
    """The rows that a decision rests on, each with its fields."""
    found = {}
    for change in decision.changes:
        before, after = change["before"], change["after"]
        found[change["model"], change["key"]] = {WHOLE} if before is None or after is None else before.keys() - NOTES
    return found


def _meet(mine: dict[tuple[str, int], set[str]], theirs: dict[tuple[str, int], set[str]]) -> bool:
    shared = mine.keys() & theirs.keys()
    return any(mine[key] & theirs[key] or WHOLE in mine[key] | theirs[key] for key in shared)


def _in_the_way(other: Decision) -> UndoRefused:
    return UndoRefused(f"A later decision stands in the way: {words_of(other)}. Take that one back first.", other)


def _changed_since(change: Change, later: Iterable[Decision]) -> UndoRefused:
    mine = {(change["model"], change["key"]): {WHOLE}}
    for other in later:
        if _meet(mine, _touched(other)):
            return _in_the_way(other)
    gone = "What this decision was about has changed since, and not by a decision: the articles were read anew."
    return UndoRefused(f"{gone} Decide it afresh.")


def _rows(changes: Iterable[Change]) -> Rows:
    """The rows that these changes are about, as they are now. One query for each kind."""
    keys: dict[str, list[int]] = {}
    for change in changes:
        keys.setdefault(change["model"], []).append(change["key"])
    found = (row for model, pks in keys.items() for row in MODELS[model]._default_manager.filter(pk__in=pks))
    return {place(row): row for row in found}


def _says(row: Model | None, told: dict[str, Any] | None) -> bool:
    if row is None or told is None:
        return row is None and told is None
    return all(plain(getattr(row, name)) == value for name, value in told.items() if name not in NOTES)


def _accounts(changes: Iterable[Change]) -> frozenset[int]:
    told = (change["before"] or {} for change in changes)
    named = {int(before[name]) for before in told for name in PEOPLE & before.keys() if before[name]}
    return frozenset(User.objects.filter(pk__in=named).values_list("pk", flat=True))


def _take_back(draft: Draft, change: Change, row: Model | None, accounts: frozenset[int]) -> None:
    model, before = MODELS[change["model"]], change["before"]
    if before is None:
        if row is not None:
            draft.remove(row)
        return
    columns = {f.attname: f for f in model._meta.concrete_fields}
    values = {name: columns[name].to_python(value) for name, value in before.items()}
    values |= {name: None for name in PEOPLE & values.keys() if values[name] not in accounts}
    if row is None:
        draft.add(model(**values))
    else:
        draft.set(row, **values)


def _send_newcomers_on(draft: Draft) -> None:
    """An event that leaves the timeline again for another takes with it what has come to it meanwhile."""
    merged = {row.pk: row.public_id for row in draft.rows.values() if isinstance(row, Event) and _is_merged(row)}
    heirs = {row.public_id: row.event_id for row in draft.added if isinstance(row, Redirect)}
    leaving = {pk: heirs[public_id] for pk, public_id in merged.items() if public_id in heirs}
    for citation in Citation.objects.filter(event__in=leaving).order_by("pk"):
        if place(citation) not in draft.rows:
            draft.set(citation, event_id=leaving[citation.event_id])


def _is_merged(event: Event) -> bool:
    return event.review == Review.MERGED

"""From the mentions of a case to its suggested events, again and again, without touching what people decided."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TypeVar

from django.db import transaction

from articles.models import Case
from casetracker.garbage import passed_over
from timeline.models import Distinct, Event, Grouping, Place
from timeline.services.grouping import Plan, group_articles, is_large, keep_places, plan_case, queue_grouping
from timeline.services.publishing import publish_certain
from timeline.services.stepping import STEP, Overtaken, Steps, changed_since, found_of, parts
from timeline.services.suspecting import compare, refresh_likenesses, write_likenesses
from timeline.services.turns import take_cases
from timeline.services.writing import Written, without_reports, write

FEW = 20  # articles that are done at once; of more, a job puts the whole case together again

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reconciled:
    """How many suggested events reconciling made, changed and removed."""

    created: int
    updated: int
    removed: int


def reconcile_case(*, case: Case, articles: Collection[int] | None = None, step: int = STEP) -> Reconciled:
    """Put the reports of one event together: of the whole case in steps of about so many reports, each a transaction of
    its own. What it comes to does not depend on the steps.

    `articles` are the ids of those that have changed since the last time, where nothing else has: then it is one
    transaction, which does what they touch; where that is the whole of a large case, it is left to a job.
    """
    if articles is None:
        return _in_steps(case, step)
    with transaction.atomic():
        take_cases([case.pk], by=None)
        found = group_articles(case, articles)
        if found is None and is_large(case):
            queue_grouping(case)
            return Reconciled(0, 0, 0)
        if found is None:
            return _in_steps(case, step)
        done = write(case, found)
        refresh_likenesses(case=case, events=done.owners, familiar=found.familiar)
        _publish(case)
        return Reconciled(done.created, done.updated, done.removed)


def _in_steps(case: Case, size: int) -> Reconciled:
    """Nobody waits for the plan; what has changed when all of it is written is done at last."""
    plan = plan_case(case)
    steps, written = Steps(case), list[Written]()
    removed = 0
    try:
        with passed_over() if plan.is_large else nullcontext():  # half a second, in the middle of a step
            for part in parts(case, plan, size):
                with steps.step():
                    written.append(write(case, found_of(case, plan, part)))
            _suspect(case, plan, steps)
            removed = _remember(case, plan, steps)
    except Overtaken:
        queue_grouping(case)  # whoever is ahead may be killed
        return _summed(written)
    _publish(case)
    _catch_up(case, plan)
    return _summed(written, removed)


def _suspect(case: Case, plan: Plan, steps: Steps) -> None:
    """What may be one event."""
    found = compare(case=case, events=None, familiar=plan.familiar)
    for stale in _some(found.stale):  # all of them first: a pair may come again, with other reasons
        with steps.step():
            write_likenesses(case=case, stale=stale, new=[], keys=found.keys)
    for new in _some(found.new):
        with steps.step():
            write_likenesses(case=case, stale=[], new=new, keys=found.keys)


def _remember(case: Case, plan: Plan, steps: Steps) -> int:
    """What a further article will need, where the case is large: it counts from the last step on. Returns how many
    events went that nothing tells of."""
    for keys in _some(list(plan.placed)):
        with steps.beside():
            keep_places(case, {key: plan.placed[key] for key in keys})
    with steps.step():
        stale = list(without_reports(case).values_list("pk", flat=True))
        Event.objects.filter(pk__in=stale).delete()
        Place.objects.filter(case=case).exclude(mention__run__in=plan.runs.values()).delete()
        Grouping.objects.filter(case=case).delete()
        if plan.is_large:
            plan.grouping.save(force_insert=True)
    return len(stale)


def _publish(case: Case) -> None:
    """What may be public without a person, in transactions of few where none is under way."""
    after: int | None = 0
    while after is not None:
        after = publish_certain(case=case, after=after)


def _catch_up(case: Case, plan: Plan) -> None:
    articles = changed_since(case, plan)
    distincts = set(Distinct.objects.filter(case=case).values_list("pk", flat=True))
    if len(articles) > FEW:
        queue_grouping(case)
    elif articles or distincts != set(plan.grouping.distincts):
        reconcile_case(case=case, articles=articles)


def _summed(written: Sequence[Written], removed: int = 0) -> Reconciled:
    made, changed = (sum(getattr(one, name) for one in written) for name in ("created", "updated"))
    return Reconciled(made, changed, removed + sum(one.removed for one in written))


def _some(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    return (rows[first : first + STEP] for first in range(0, len(rows), STEP))

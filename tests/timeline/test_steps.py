"""A whole case is put together in steps: they come to what one would come to, and leave nothing half done between."""

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from articles.models import Case
from articles.services import ingest_article
from tests import factories as make
from tests.timeline.test_growing_case import SAMPLE, add, articles, events
from tests.timeline.test_publishing import both
from timeline import services, tasks
from timeline.extraction import case_statistics
from timeline.models import Citation, Distinct, Event, Grouping, Review
from timeline.reconciliation import mention_key
from timeline.services import deciding, extracting, people, publishing, reconciling, stepping, turns

NEWS = "Police in Lindhaven arrested Ada Quill of Mill Lane on May 20."
WHOLE = 10**6  # reports: more than any case has


@pytest.fixture
def case() -> Case:
    """Half of its articles are put together, though not all as they should be; the rest is read, and no more."""
    case = make.make_case("ferry", timezone="Europe/London")
    told = articles()
    for one in told[::2]:
        add(case, **one)
    for one in told[1::2]:
        day = make.dt.date.fromisoformat(one["published"])
        given = {**one, "title": "", "published": day, "timezone": "Europe/London"}
        services.extract_version(version=ingest_article(case=case, **given).version)
    first, second, third, fourth = Event.objects.order_by("pk")[:4]
    second.citations.update(event=first)  # as an earlier version of the program may have had it
    Citation.objects.filter(pk=third.citations.order_by("pk")[0].pk).update(event=fourth)
    return case


def told(case: Case) -> dict[int, tuple[str, tuple[str, ...]]]:
    """By event: what it says, and what it rests on."""
    found = case.events.prefetch_related("citations__mention")
    return {e.pk: (e.explanation, tuple(sorted(c.mention.quote for c in e.citations.all()))) for e in found}


def at_once(case: Case) -> tuple[list[tuple], dict[int, tuple[str, tuple[str, ...]]]]:
    """What it comes to in one step, and what became of the events that were there; all of it taken back."""
    there = set(case.events.values_list("pk", flat=True))
    with transaction.atomic():
        services.reconcile_case(case=case, step=WHOLE)
        found = events(case), {pk: one for pk, one in told(case).items() if pk in there}
        transaction.set_rollback(True)
    return found


def between_steps(monkeypatch: pytest.MonkeyPatch, act: Callable[[int], object]) -> None:
    """Whatever is done when a step has ended, told how many have."""
    ended = 0

    class Watched(stepping.Steps):
        @contextmanager
        def step(self) -> Iterator[None]:
            nonlocal ended
            with super().step():
                yield
            ended += 1
            act(ended)

    monkeypatch.setattr(reconciling, "Steps", Watched)


@pytest.mark.django_db
@pytest.mark.parametrize("is_large", [False, True])
@pytest.mark.parametrize(("size", "seed"), [(1, 1), (3, 2), (20, None)])
def test_steps_of_any_size_in_any_order_come_to_the_same(
    case: Case, monkeypatch: pytest.MonkeyPatch, is_large: bool, size: int, seed: int | None
) -> None:
    monkeypatch.setattr(case_statistics, "SAMPLE", SAMPLE if is_large else 512)
    there = set(case.events.values_list("pk", flat=True))
    wanted = at_once(case)
    if seed is not None:

        def shuffled(*args: object) -> list[stepping.Part]:
            found = list(stepping.parts(*args))  # type: ignore[arg-type]
            assert len(found) > 3
            random.Random(seed).shuffle(found)
            return found

        monkeypatch.setattr(reconciling, "parts", shuffled)
    services.reconcile_case(case=case, step=size)
    assert (events(case), {pk: one for pk, one in told(case).items() if pk in there}) == wanted
    assert services.reconcile_case(case=case, step=size) == services.Reconciled(0, 0, 0)
    assert Grouping.objects.filter(case=case).exists() == is_large


@pytest.mark.django_db
def test_between_two_steps_an_event_is_as_it_was_or_as_it_will_be(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    before, wanted = told(case), at_once(case)
    seen = []
    between_steps(monkeypatch, lambda ended: seen.append(told(case)))
    services.reconcile_case(case=case, step=1)
    after = told(case)
    assert (events(case), {pk: one for pk, one in after.items() if pk in before}) == wanted
    assert len({len(each) for each in seen}) > 3
    for each in seen:
        assert all(one in (before.get(pk), after.get(pk)) for pk, one in each.items())


@pytest.mark.django_db
@pytest.mark.parametrize("is_large", [False, True])
def test_what_people_do_between_two_steps_stands(case: Case, monkeypatch: pytest.MonkeyPatch, is_large: bool) -> None:
    monkeypatch.setattr(case_statistics, "SAMPLE", SAMPLE if is_large else 512)
    ann = make.make_chief()
    approved: list[Event] = []

    def act(ended: int) -> None:
        if ended == 2:
            approved.extend(case.events.exclude(citations=None)[:2])
            services.approve_events(events=Event.objects.filter(pk__in=[e.pk for e in approved]), by=ann)
        if ended == 3:
            add(case, NEWS, key="new", published="2016-06-20")
        if ended == 4:
            event = next(e for e in case.events.filter(review=Review.SUGGESTED) if e.citations.count() > 1)
            services.split_event(event=event, citations=event.citations.order_by("pk")[:1], by=ann, reason="Another.")

    between_steps(monkeypatch, act)
    services.reconcile_case(case=case, step=2)
    monkeypatch.undo()
    monkeypatch.setattr(case_statistics, "SAMPLE", SAMPLE if is_large else 512)
    for event in approved:
        now = Event.objects.get(pk=event.pk)
        assert (now.review, now.headline, now.edtf) == (Review.APPROVED, event.headline, event.edtf)
    assert Event.objects.filter(citations__mention__names__contains=["Ada Quill"]).count() == 1
    distinct = Distinct.objects.get()
    holders = {mention_key(c.mention): c.event_id for c in Citation.objects.all()}
    first, second = ({holders[a, p] for a, p in side} for side in (distinct.first, distinct.second))
    assert not first & second
    assert services.reconcile_case(case=case) == services.Reconciled(0, 0, 0)


@pytest.mark.django_db
def test_what_is_said_to_be_apart_while_a_case_is_put_together_is_not_joined_by_a_plan_of_before(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction.atomic():
        services.reconcile_case(case=case)
        event = next(e for e in case.events.order_by("pk") if e.citations.values("mention__run").distinct().count() > 1)
        first, second = (mention_key(c.mention) for c in event.citations.order_by("pk")[:2])
        transaction.set_rollback(True)
    plan_case = reconciling.plan_case

    def overtaken(of: Case) -> object:
        plan = plan_case(of)
        Distinct.objects.create(case=of, first=[list(first)], second=[list(second)])
        monkeypatch.setattr(reconciling, "plan_case", plan_case)
        return plan

    monkeypatch.setattr(reconciling, "plan_case", overtaken)
    joined = []

    def look(ended: int) -> None:
        holders = {mention_key(c.mention): c.event_id for c in Citation.objects.all()}
        joined.append(first in holders and holders.get(first) == holders.get(second))

    between_steps(monkeypatch, look)
    services.reconcile_case(case=case, step=1)
    assert len(joined) > 3
    assert not any(joined)


@pytest.mark.django_db
@pytest.mark.parametrize("killed_after", [1, 6])
def test_what_a_killed_one_has_left_the_next_one_does(
    case: Case, monkeypatch: pytest.MonkeyPatch, killed_after: int
) -> None:
    wanted = at_once(case)
    there = set(case.events.values_list("pk", flat=True))

    def kill(ended: int) -> None:
        if ended == killed_after:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        between_steps(patch, kill)
        with pytest.raises(KeyboardInterrupt):
            services.reconcile_case(case=case, step=2)
    assert events(case) != wanted[0]
    services.reconcile_case(case=case)
    assert (events(case), {pk: one for pk, one in told(case).items() if pk in there}) == wanted


@pytest.mark.django_db
def test_of_two_at_once_the_one_that_began_last_does_it_all(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = at_once(case)
    ended = []

    def act(number: int) -> None:
        ended.append(number)
        if number == 2:
            monkeypatch.undo()
            services.reconcile_case(case=case, step=1)

    between_steps(monkeypatch, act)
    services.reconcile_case(case=case, step=1)
    assert ended == [1, 2]
    assert ProcrastinateJob.objects.filter(task_name=tasks.group_case_again.name, status="todo").count() == 1
    assert events(case) == wanted[0]
    assert not Grouping.objects.exists()


def withhold(event: Event, chief: User) -> None:
    services.save_person(case=event.case, by=chief, name="Ada Quill", policy="withheld")


def publish(event: Event, chief: User) -> None:
    services.publish_case(case=event.case, by=chief)


def decide(event: Event, chief: User) -> None:
    services.approve_events(events=Event.objects.filter(pk=event.pk), by=chief)


def hand_in(event: Event, chief: User) -> None:
    add(event.case, NEWS)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", [withhold, publish, decide, hand_in])
def test_whoever_waits_for_a_case_has_it_before_the_next_step(
    monkeypatch: pytest.MonkeyPatch, act: Callable[[Event, User], None]
) -> None:
    event, chief = make.make_event(make.make_case(is_public=False), review=Review.SUGGESTED), make.make_chief()
    has_begun, is_done, steps = threading.Event(), threading.Event(), []
    waits: list[int] = []
    take_cases = turns.take_cases

    def machine() -> None:
        while not is_done.is_set() and len(steps) < 500:
            with transaction.atomic():
                take_cases([event.case_id], by=None)
                has_begun.set()
                steps.append(len(steps))
                threading.Event().wait(0.03)

    def counted(keys: object, *, by: User | None) -> None:
        begun = len(steps)
        take_cases(keys, by=by)  # type: ignore[arg-type]
        waits.append(len(steps) - begun)

    def person() -> None:
        has_begun.wait(60)
        act(event, chief)
        is_done.set()

    for module in (people, publishing, deciding, extracting, reconciling):
        monkeypatch.setattr(module, "take_cases", counted)
    assert both(machine, person) == [None, None]
    assert is_done.is_set()
    assert waits
    assert all(number <= 1 for number in waits), waits

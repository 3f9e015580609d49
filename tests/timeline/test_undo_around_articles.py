"""Decisions, and taking them back, while articles come and are read again."""

import pytest

from articles.models import Case
from tests import factories as make
from tests.timeline.test_reconcile_case import DONE, PLAN, SENTENCED, add
from tests.timeline.test_undo import newest, of, undo
from timeline import services
from timeline.models import Distinct, Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    return make.make_case("ferry", timezone="Europe/London")


def test_a_merge_is_taken_back_after_new_articles_were_read(case: Case) -> None:
    add(case, PLAN, key="plan")
    add(case, SENTENCED, key="other")
    delivery, sentencing = Event.objects.order_by("type_id")
    before = {e.pk: (e.edtf, e.edited, e.review) for e in (delivery, sentencing)}
    merged = services.merge_events(survivor=delivery, others=of(sentencing), by=None)
    add(case, DONE, key="done", published="2016-06-11", source="Bank Street News")
    add(case, f"A line in front.\n{SENTENCED}", key="other")
    delivery.refresh_from_db()
    assert delivery.citations.count() == 3
    undo(merged)
    assert {e.pk: (e.edtf, e.edited, e.review) for e in Event.objects.all()} == before
    headlines = {e.pk: e.headline for e in Event.objects.all()}
    assert headlines[sentencing.pk] == sentencing.headline
    assert headlines[delivery.pk].endswith("(the numbers differ)")  # as both of its reports have it
    assert sentencing.citations.get().mention.quote == SENTENCED
    assert {c.mention.quote for c in delivery.citations.all()} == {PLAN, DONE}  # what came meanwhile has stayed


def test_what_was_split_stays_apart_when_articles_are_read_again(case: Case) -> None:
    add(case, PLAN, key="plan")
    add(case, DONE, key="done", published="2016-06-11", source="Bank Street News")
    event = Event.objects.get()
    late = event.citations.filter(mention__quote=DONE)
    made = services.split_event(event=event, citations=late, by=None)
    services.reconcile_case(case=case)
    add(case, DONE.replace("Ada Quill", "Quill"), key="third", published="2016-06-12", source="The Third Paper")
    assert event.citations.filter(mention__quote=DONE).count() == 0
    assert made.citations.filter(mention__quote=DONE).count() == 1
    undo(made.decisions.get())
    services.reconcile_case(case=case)
    assert event.citations.filter(mention__quote__in=[PLAN, DONE]).count() == 2


def test_events_marked_as_not_the_same_are_not_put_together(case: Case) -> None:
    add(case, PLAN, key="plan")
    add(case, DONE, key="done", published="2016-06-11", source="Bank Street News")
    event = Event.objects.get()
    made = services.split_event(event=event, citations=event.citations.all()[:1], by=None)
    decision = services.mark_distinct(events=of(event, made), by=None)
    assert decision is None  # the split says so already
    assert Distinct.objects.count() == 1
    services.merge_events(survivor=event, others=of(made), by=None)
    assert not Distinct.objects.exists()  # whoever puts them together knows better now
    undo(newest())
    assert Distinct.objects.count() == 1

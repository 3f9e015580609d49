"""How the database finds what the pages of a large case ask: along an index, never by reading and sorting the case."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from articles.models import Case
from tests import factories as make
from tests.timeline.statements import caught, plan_of
from timeline import queries
from timeline.filters import Asked
from timeline.models import Event, EventFace, Review
from timeline.queries.tally import tally

pytestmark = pytest.mark.django_db
D = dt.date
ANYBODY = AnonymousUser()
DAYS = 3000
FIRST = D(2000, 1, 1)
REVIEWED = dt.datetime(2016, 1, 1, tzinfo=dt.UTC)


@pytest.fixture
def case() -> Case:
    """An event a day; every tenth may have been on any day of two months."""
    case, kind = make.make_case(), make.make_type()
    Event.objects.bulk_create(_events(case, kind))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE timeline_event, timeline_eventface, timeline_eventtype, articles_case")
        cursor.execute("SET LOCAL plan_cache_mode = auto")  # as where the site runs
    return case


def _events(case: Case, kind: Any) -> Iterator[Event]:
    for n in range(DAYS):
        day = FIRST + dt.timedelta(days=n)
        last = day + dt.timedelta(days=60 if n % 10 == 0 else 0)
        told = {"status": "occurred", "headline": f"Reading {n}", "review": Review.APPROVED, "reviewed_at": REVIEWED}
        yield Event(case=case, type=kind, edtf=f"{day}/{last}", earliest=day, latest=last, **told)


def page(case: Case, asked: Asked, after: Event | None = None) -> list[Event]:
    return queries.case_page(case, asked, ANYBODY, after).events


def sorts(plan: str) -> list[str]:
    """By what rows were sorted; a branch that was planned and not needed sorted none."""
    return re.findall(r"Sort \(actual.*\n\s*Sort Key: (.*)", plan)


def left_out(plan: str) -> int:
    """How many rows were read in vain."""
    return sum(int(n) for n in re.findall(r"Rows Removed by Filter: (\d+)", plan))


@pytest.mark.parametrize("newest_first", [False, True])
def test_a_period_is_read_along_the_index(case: Case, newest_first: bool) -> None:
    asked = Asked(first=D(2005, 1, 1), last=D(2005, 12, 31), newest_first=newest_first)
    with caught() as asked_of_it:
        assert len(page(case, asked)) == queries.PAGE_SIZE
    plan = plan_of(asked_of_it[0])
    assert "face_in_order" in plan
    assert [key.partition(" ")[0] for key in sorts(plan)] == ["(row_number()"], "of the page alone"
    assert left_out(plan) == 0, "the years before the period are not read"


@pytest.mark.parametrize("newest_first", [False, True])
def test_a_page_goes_on_where_the_last_one_ended(case: Case, newest_first: bool) -> None:
    after = Event.objects.get(headline="Reading 1500")
    with caught() as asked_of_it:
        found = page(case, Asked(newest_first=newest_first), after)
    assert found[0].headline == ("Reading 1499" if newest_first else "Reading 1501")
    plan = plan_of(asked_of_it[0])
    assert "face_in_order" in plan
    assert [key.partition(" ")[0] for key in sorts(plan)] == ["(row_number()"], "of the page alone"
    assert left_out(plan) <= 1, "the event itself, and nothing before it"


def test_what_reaches_into_a_period_is_found_by_both_days(case: Case) -> None:
    with caught() as asked_of_it:
        found = queries.spanning(case, Asked(first=D(2005, 1, 1)), ANYBODY)
    assert found
    plan = plan_of(asked_of_it[0])
    assert "Index Only Scan using face_reaching_into" in plan
    assert left_out(plan) == 0, "of what ended later, that which began later is not read"


def test_the_bars_of_months_are_stored(case: Case) -> None:
    with caught() as asked_of_it:
        bars = queries.histogram(case, Asked(), ANYBODY, FIRST, D(2003, 12, 31), "month", 31)
    assert len(bars) == 48
    assert "timeline_casemonth" in plan_of(asked_of_it[0])


def test_other_bars_are_counted_in_the_index_alone(case: Case) -> None:
    with caught() as asked_of_it:
        bars = queries.histogram(case, Asked(statuses=("occurred",)), ANYBODY, FIRST, D(2000, 3, 31), "week", 7)
    assert bars
    assert "face_in_order" in plan_of(asked_of_it[0])


def test_an_outlet_is_found_among_those_of_its_case(case: Case) -> None:
    events = Event.objects.filter(headline__endswith="7").order_by("pk")[:20]
    outlet = make.make_source("The Rare Reporter")
    EventFace.objects.filter(event__in=[event.pk for event in events]).update(outlets=[outlet.pk])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE timeline_eventface")
    with caught() as asked_of_it:
        assert len(page(case, Asked(outlets=(outlet.pk,)))) == 20
    assert "face_tokens" in plan_of(asked_of_it[0])


@pytest.mark.parametrize("asked", [Asked(types=("rare",)), Asked(statuses=("planned",))])
def test_what_has_a_rare_type_or_status_is_counted_without_the_others(case: Case, asked: Asked) -> None:
    kind = make.make_type("rare")
    Event.objects.filter(headline__endswith="77").update(type=kind, status="planned")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE timeline_event, timeline_eventface")
    with caught() as asked_of_it:
        assert tally(case.pk, asked, public=True).count == 30
    plan = plan_of(asked_of_it[0])
    assert "face_by_kind" in plan
    assert left_out(plan) <= 60, "of what is kept, nothing differs and nobody is named: what is left out is not read"


def test_the_totals_read_no_event(case: Case) -> None:
    with caught() as asked_of_it:
        totals = queries.totals_for(case, public=True)
    assert totals.tally.count == DAYS
    read = [int(rows) for rows in re.findall(r"on timeline_event\w* .*?actual rows=(\d+)", plan_of(asked_of_it[0]))]
    assert read
    assert max(read) <= 1


def test_what_every_page_asks_is_planned_once(case: Case) -> None:
    event = Event.objects.get(headline="Reading 1500")
    for _ in range(7):  # the first five show PostgreSQL what a plan for each would save
        queries.find_event(event.public_id, ANYBODY)
        queries.neighbours(event, ANYBODY)
        queries.evidence([event], ANYBODY)
        page(case, Asked())
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE generic_plans > 0")
        assert cursor.fetchone()[0] >= 4


def test_a_mix_of_filters_is_planned_each_time(case: Case) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        before = cursor.fetchone()
        page(case, Asked(statuses=("occurred",), first=D(2005, 1, 1)))
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        assert cursor.fetchone() == before

"""How the database finds what the pages of a large case ask: along an index, never by reading and sorting the case."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Case
from tests import factories as make
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
    return case


def _events(case: Case, kind: Any) -> Iterator[Event]:
    for n in range(DAYS):
        day = FIRST + dt.timedelta(days=n)
        last = day + dt.timedelta(days=60 if n % 10 == 0 else 0)
        told = {"status": "occurred", "headline": f"Reading {n}", "review": Review.APPROVED, "reviewed_at": REVIEWED}
        yield Event(case=case, type=kind, edtf=f"{day}/{last}", earliest=day, latest=last, **told)


def page(case: Case, asked: Asked, after: Event | None = None) -> list[Event]:
    return queries.case_page(case, asked, ANYBODY, after).events


def plan_of(captured: CaptureQueriesContext) -> str:
    """Of the first statement, run again."""
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) " + captured.captured_queries[0]["sql"])
        return "\n".join(row[0] for row in cursor.fetchall())


def left_out(plan: str) -> int:
    """How many rows were read in vain."""
    return sum(int(n) for n in re.findall(r"Rows Removed by Filter: (\d+)", plan))


@pytest.mark.parametrize("newest_first", [False, True])
def test_a_period_is_read_along_the_index(case: Case, newest_first: bool) -> None:
    asked = Asked(first=D(2005, 1, 1), last=D(2005, 12, 31), newest_first=newest_first)
    with CaptureQueriesContext(connection) as captured:
        assert len(page(case, asked)) == queries.PAGE_SIZE
    plan = plan_of(captured)
    assert "face_in_order" in plan
    assert plan.count("Sort Key") == plan.count("Sort Key: (row_number()") == 1, "of the page alone"
    assert left_out(plan) == 0, "the years before the period are not read"


@pytest.mark.parametrize("newest_first", [False, True])
def test_a_page_goes_on_where_the_last_one_ended(case: Case, newest_first: bool) -> None:
    after = Event.objects.get(headline="Reading 1500")
    with CaptureQueriesContext(connection) as captured:
        found = page(case, Asked(newest_first=newest_first), after)
    assert found[0].headline == ("Reading 1499" if newest_first else "Reading 1501")
    plan = plan_of(captured)
    assert "face_in_order" in plan
    assert plan.count("Sort Key") == plan.count("Sort Key: (row_number()") == 1, "of the page alone"
    assert left_out(plan) <= 1, "the event itself, and nothing before it"


def test_what_reaches_into_a_period_is_found_by_both_days(case: Case) -> None:
    with CaptureQueriesContext(connection) as captured:
        found = queries.spanning(case, Asked(first=D(2005, 1, 1)), ANYBODY)
    assert found
    plan = plan_of(captured)
    assert "Index Only Scan using face_reaching_into" in plan
    assert left_out(plan) == 0, "of what ended later, that which began later is not read"


def test_the_bars_of_months_are_stored(case: Case) -> None:
    with CaptureQueriesContext(connection) as captured:
        bars = queries.histogram(case, Asked(), ANYBODY, FIRST, D(2003, 12, 31), "month", 31)
    assert len(bars) == 48
    assert "timeline_casemonth" in plan_of(captured)


def test_other_bars_are_counted_in_the_index_alone(case: Case) -> None:
    with CaptureQueriesContext(connection) as captured:
        bars = queries.histogram(case, Asked(statuses=("occurred",)), ANYBODY, FIRST, D(2000, 3, 31), "week", 7)
    assert bars
    assert "face_in_order" in plan_of(captured)


def test_an_outlet_is_found_among_those_of_its_case(case: Case) -> None:
    events = Event.objects.filter(headline__endswith="7").order_by("pk")[:20]
    outlet = make.make_source("The Rare Reporter")
    EventFace.objects.filter(event__in=[event.pk for event in events]).update(outlets=[outlet.pk])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE timeline_eventface")
    with CaptureQueriesContext(connection) as captured:
        assert len(page(case, Asked(outlets=(outlet.pk,)))) == 20
    assert "face_tokens" in plan_of(captured)


@pytest.mark.parametrize("asked", [Asked(types=("rare",)), Asked(statuses=("planned",))])
def test_what_has_a_rare_type_or_status_is_counted_without_the_others(case: Case, asked: Asked) -> None:
    kind = make.make_type("rare")
    Event.objects.filter(headline__endswith="77").update(type=kind, status="planned")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE timeline_event, timeline_eventface")
    with CaptureQueriesContext(connection) as captured:
        assert tally(case.pk, asked, public=True).count == 30
    plan = plan_of(captured)
    assert "face_by_kind" in plan
    assert left_out(plan) <= 60, "of what is kept, nothing differs and nobody is named: what is left out is not read"


def test_the_totals_read_no_event(case: Case) -> None:
    with CaptureQueriesContext(connection) as captured:
        totals = queries.totals_for(case, public=True)
    assert totals.tally.count == DAYS
    read = [int(rows) for rows in re.findall(r"on timeline_event\w* .*?actual rows=(\d+)", plan_of(captured))]
    assert read
    assert max(read) <= 1

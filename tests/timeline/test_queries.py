"""The questions that the pages ask: their number does not grow with the rows, and their plans use the indexes."""

import datetime as dt
import re

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Case
from tests import factories as make
from tests.factories import permalink
from timeline import queries
from timeline.filters import Asked
from timeline.models import Event

pytestmark = pytest.mark.django_db
D = dt.date
ANYBODY = AnonymousUser()


@pytest.fixture
def case() -> Case:
    return make.make_case()


def fill(case: Case, count: int) -> None:
    for n in range(count):
        make.make_day_event(case, D(2015, 1, 1) + dt.timedelta(days=20 * n), headline=f"Gauge {n}")


@pytest.mark.parametrize("count", [3, 60])
def test_the_timeline_asks_a_fixed_number_of_questions(
    client: Client, case: Case, django_assert_max_num_queries, count: int
) -> None:
    fill(case, count)
    with django_assert_max_num_queries(6):
        client.get("/cases/footbridge/")
    with django_assert_max_num_queries(13):
        client.get("/cases/footbridge/?open=all&q=gauge")


@pytest.mark.parametrize("count", [3, 60])
def test_the_other_pages_too(client: Client, case: Case, django_assert_num_queries, count: int) -> None:
    fill(case, count)
    event = Event.objects.order_by("id")[1]
    article = event.citations.get().mention.paragraph.version.article
    with django_assert_num_queries(4):
        client.get("/")
    with django_assert_num_queries(4):
        client.get(permalink(event))
    with django_assert_num_queries(8):
        client.get(article.get_absolute_url())


@pytest.mark.parametrize("count", [1, 12])
def test_disputes_are_read_in_one_question(client: Client, case: Case, django_assert_num_queries, count: int) -> None:
    for n in range(count):
        mentions = [make.make_mention(make.make_article(case), headline=f"Crossing {n}") for _ in range(2)]
        event = make.make_event(case, mentions)
        for mention, value in zip(mentions, ("40 person", "60 person"), strict=True):
            make.claim(event, mention, "quantity", value)
    with django_assert_num_queries(6):
        assert client.get("/cases/footbridge/").content.count(b'badge b-differ"') == count


def some_events(case: Case) -> list[Event]:
    """Events of one first day in every kind of date, in the order that the timeline promises."""
    day = D(2016, 6, 8)
    return [
        make.make_day_event(case, D(2016, 6, 7)),
        make.make_day_event(case, day, ordinal=-1),
        make.make_day_event(case, day),
        make.make_day_event(case, day),
        make.make_dated_event(case, "2016-06-08/2016-06-30", day, D(2016, 6, 30)),
        make.make_dated_event(case, "2016-06-08/..", day, None),
        make.make_day_event(case, D(2016, 6, 9)),
        make.make_dated_event(case, "[..2014]", None, D(2014, 12, 31)),
        make.make_dated_event(case, "", None, None),
        make.make_dated_event(case, "", None, None),
    ]


@pytest.mark.parametrize("newest_first", [False, True])
@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_pages_follow_each_other_without_a_loss_or_a_repetition(case: Case, newest_first: bool, size: int) -> None:
    events = some_events(case)
    if newest_first:
        events[:7] = events[6::-1]
    asked, seen, after = Asked(newest_first=newest_first), [], None
    while True:
        page = queries.case_page(case, asked, ANYBODY, after, size)
        seen += page.events
        if not page.more:
            break
        assert len(page.events) == size
        after = page.events[-1]
    assert seen == events


@pytest.mark.parametrize("newest_first", [False, True])
@pytest.mark.parametrize("first", [D(2016, 1, 1), None])
def test_an_open_end_comes_after_the_last_day_of_all(case: Case, first: dt.date | None, newest_first: bool) -> None:
    closed, open_ = ("2016/9999", "2016/..") if first else ("[..9999]", "")
    ends = [make.make_dated_event(case, closed, first, D(9999, 12, 31), ordinal=n) for n in (0, 1)]
    events = [*ends, make.make_dated_event(case, open_, first, None)]
    assert queries.neighbours(events[1], ANYBODY) == (events[0], events[2])
    if newest_first and first:
        events.reverse()
    asked = Asked(newest_first=newest_first)
    for place, event in enumerate(events):
        assert queries.case_page(case, asked, ANYBODY, event, 5).events == events[place + 1 :]


def test_neighbours_walk_the_whole_case_both_ways(case: Case) -> None:
    events = some_events(case)
    for before, event, after in zip([None, *events], events, [*events[1:], None], strict=False):
        assert queries.neighbours(event, ANYBODY) == (before, after)


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (None, D(2016, 6, 7), [0, 7]),
        (D(2016, 6, 9), None, [6]),
        (D(2016, 6, 8), D(2016, 6, 8), [1, 2, 3, 4, 5]),
        (D(2014, 1, 1), D(2014, 12, 31), [7]),
        (D(2030, 1, 1), D(2030, 1, 2), []),
    ],
)
def test_a_period_holds_what_starts_in_it(case: Case, first: dt.date, last: dt.date, found: list[int]) -> None:
    events = some_events(case)
    asked = Asked(first=first, last=last)
    kept = queries.narrowed(case, asked, ANYBODY)
    assert set(kept) == {events[n] for n in found}
    assert queries.counts(case, asked, ANYBODY).extent.count == len(found)


def test_what_may_reach_into_a_period_stands_beside_it(case: Case) -> None:
    year = make.make_dated_event(case, "2016", D(2016, 1, 1), D(2016, 12, 31))
    make.make_dated_event(case, "2016-05", D(2016, 5, 1), D(2016, 5, 31))
    make.make_day_event(case, D(2016, 5, 30))
    assert queries.spanning(case, Asked(first=D(2016, 6, 1)), ANYBODY) == [year]
    assert queries.spanning(case, Asked(first=D(2017, 1, 1)), ANYBODY) == []
    assert queries.spanning(case, Asked(last=D(2017, 1, 1)), ANYBODY) == []


def test_the_histogram_counts_what_fits_a_bar(case: Case) -> None:
    make.make_day_event(case, D(2016, 6, 2))
    make.make_day_event(case, D(2016, 6, 8), status="planned")
    make.make_dated_event(case, "2016-06", D(2016, 6, 1), D(2016, 6, 30))
    make.make_dated_event(case, "2016", D(2016, 1, 1), D(2016, 12, 31))
    make.make_day_event(case, D(2018, 1, 1))
    asked = (case, Asked(), ANYBODY)
    bars = queries.histogram(*asked, D(2016, 1, 1), D(2017, 12, 31), "month", 31)
    assert bars == [queries.Bucket(D(2016, 6, 1), 3, 1, {"reading": 3})]
    by_year = queries.histogram(*asked, D(2016, 1, 1), D(2018, 12, 31), "year", 366)
    assert [(bar.start.year, bar.count) for bar in by_year] == [(2016, 4), (2018, 1)]


def test_the_next_page_starts_in_the_index(case: Case) -> None:
    """The case's history is not read again for every page: the plan's index condition has the cursor's day."""
    reading = make.make_type()
    events = Event.objects.bulk_create(
        Event(
            case=case,
            type=reading,
            status="occurred",
            headline=f"No. {n}",
            edtf=str(D(2000, 1, 1) + dt.timedelta(days=n)),
            earliest=D(2000, 1, 1) + dt.timedelta(days=n),
            latest=D(2000, 1, 1) + dt.timedelta(days=n),
        )
        for n in range(2000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE timeline_event, timeline_eventface")
    make.make_staff()
    staff = User.objects.get()
    with CaptureQueriesContext(connection) as captured:
        queries.case_page(case, Asked(), staff, events[100])
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN ANALYZE " + captured.captured_queries[0]["sql"])
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert re.search(r"Index Cond: .*earliest >= '2000-04-10'::date", plan), "of one case alone, either index will do"
    sorts = [line for line in plan.splitlines() if "Sort  (" in line and "never executed" not in line]
    assert len(sorts) == plan.count("Sort Key: (row_number()") == 1, "of the page alone: the undated are not read"

"""A case in pictures: lanes by type, person and outlet, and who reported which event first."""

import datetime as dt
import re
import sys

import pytest
from django.test import Client

from articles.models import Case
from tests import factories as make
from tests.factories import permalink
from tests.timeline.test_pages import body
from timeline import services
from timeline.filters import Asked
from timeline.models import Event, Policy, Review
from timeline.presentation import pictures
from timeline.queries import Frame, Lane
from timeline.views.pictures import MOST

pytestmark = pytest.mark.django_db
D = dt.date
URL = "/cases/footbridge/pictures/"


def labels(html: str) -> list[str]:
    return re.findall(r'role="(?:img|group)" aria-label="([^"]*)"', html)


def test_lanes_by_type_with_the_most_events_first(client: Client, case: Case) -> None:
    for day, kind in (
        (D(2015, 1, 5), "vote"),
        (D(2015, 3, 5), "vote"),
        (D(2015, 3, 9), "vote"),
        (D(2015, 12, 1), "talk"),
    ):
        make.make_day_event(case, day, type=kind)
    make.make_day_event(case, D(2015, 4, 2), type="talk", review=Review.SUGGESTED)
    html = client.get(URL).content.decode()
    assert labels(html)[:2] == ["Vote: 3 events, the most, 2: March 2015", "Talk: 1 event, the most, 1: December 2015"]
    assert "/cases/footbridge/?type=vote&amp;from=2015-03&amp;to=2015-03" in html
    assert "<title>Vote, March 2015: 2 events</title>" in html


def test_who_was_first_with_an_event(client: Client, petition: Event) -> None:
    html = client.get(URL).content.decode()
    assert "Bay Sample News: 1 event, 1 of them first" in labels(html)
    assert "The Example Courier: 1 event, 0 of them first" in labels(html)
    text = body(client.get(URL))
    assert "9 June 2016, first" in text
    assert "10 June 2016, 1 day after the first" in text
    assert permalink(petition) in html


def test_many_events_are_counted_by_outlet_and_time(client: Client, case: Case) -> None:
    for n in range(pictures.MAX_DOTS + 1):
        make.make_day_event(case, D(2015, 1, 1) + dt.timedelta(days=n))
    html = client.get(URL).content.decode()
    assert [words for words in labels(html) if words.startswith("The Linden Post: 41 events")]
    assert '<circle class="dot' not in html


def test_too_many_to_count_ask_for_a_period(client: Client, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST > pictures.MAX_DOTS
    monkeypatch.setattr(sys.modules["timeline.views.pictures"], "MOST", 40)
    for n in range(pictures.MAX_DOTS + 1):
        make.make_day_event(case, D(2015, 1, 1) + dt.timedelta(days=n))
    assert "Choose a year above." in body(client.get(URL))


def test_people_who_may_be_named_have_lanes(client: Client, case: Case) -> None:
    make.make_day_event(case, D(2015, 1, 5), headline="Ada Lind opened the bridge")
    make.make_day_event(case, D(2015, 2, 5), headline="Lind closed the bridge")
    make.make_day_event(case, D(2015, 12, 5), headline="Bo Quist measured the bridge")
    ada = services.save_person(case=case, by=None, name="Ada Lind", aliases=["Lind"], policy=Policy.NAME)
    services.save_person(case=case, by=None, name="Bo Quist", policy=Policy.WITHHELD)
    html = client.get(f"{URL}people/").content.decode()
    assert labels(html)[0] == "Ada Lind: 2 events, the most, 1: January 2015"
    assert f"/cases/footbridge/?person={ada.pk}" in html
    assert "Quist" not in html


def test_filters_of_the_timeline_hold_here_too(client: Client, case: Case) -> None:
    make.make_day_event(case, D(2015, 1, 5), type="vote")
    make.make_day_event(case, D(2016, 1, 5), type="talk")
    response = client.get(f"{URL}?type=talk")
    assert "1 event" in body(response)
    assert [words.split(":")[0] for words in labels(response.content.decode())] == ["Talk", "The Linden Post"]
    assert f'href="{URL[:-9]}?type=talk"' in response.content.decode()
    assert "No dated event fits these filters." in body(client.get(f"{URL}?q=zebra"))


@pytest.mark.parametrize("count", [3, 70])
def test_pictures_ask_a_fixed_number_of_questions(
    client: Client, case: Case, django_assert_max_num_queries, count: int
) -> None:
    for n in range(count):
        make.make_day_event(case, D(2015, 1, 1) + dt.timedelta(days=20 * n))
    for path in (URL, f"{URL}people/"):
        with django_assert_max_num_queries(13):
            assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?from=soon",
        "?from=0001&to=9999",
        "?type=x&type=y&outlet=9",
        "?q=%00",
        "?after=x&open=all",
        "?from=2020&to=1",
    ],
)
def test_whatever_is_asked_gets_an_answer(client: Client, petition: Event, query: str) -> None:
    make.make_day_event(petition.case, D(1, 1, 1))
    make.make_day_event(petition.case, D(9998, 12, 31))
    make.make_dated_event(petition.case, "", None, None)
    assert client.get(URL + query).status_code == 200


def test_a_case_without_events_says_so(client: Client, case: Case) -> None:
    assert "No event of this case has a date yet." in body(client.get(URL))
    assert client.get("/cases/nowhere/pictures/").status_code == 404


@pytest.mark.parametrize(
    ("unit", "first", "last", "columns", "labels"),
    [
        ("day", D(2016, 6, 1), D(2016, 6, 3), 3, ("1 June 2016", "3 June 2016")),
        ("month", D(2015, 1, 1), D(2015, 12, 31), 12, ("January 2015", "December 2015")),
        ("month", D(2011, 1, 1), D(2015, 12, 31), 30, ("January to February 2011", "November to December 2015")),
        ("year", D(1, 1, 1), D(9999, 12, 31), 36, ("1 – 278", "9731 – 9999")),
    ],
)
def test_columns_cover_the_frame_and_stay_few(
    unit: str, first: dt.date, last: dt.date, columns: int, labels: tuple[str, str]
) -> None:
    counts = {first: 2, last: 1}
    drawn = pictures.lanes([Lane("a", "A", "dot", counts)], Frame(first, last, unit, 1), lambda lane: Asked(), "type")
    assert len(drawn.columns) == columns
    assert (drawn.columns[0].label, drawn.columns[-1].label) == labels
    assert (drawn.columns[0].first, drawn.columns[-1].last) == (first, last)
    (lane,) = drawn.lanes
    assert [cell.count for cell in lane.cells if cell] == [2, 1]


def test_years_begin_with_a_column_of_their_own_among_months_drawn_together() -> None:
    frame = Frame(D(2015, 4, 1), D(2018, 7, 31), "month", 1)
    drawn = pictures.lanes([Lane("a", "A", "dot", {D(2016, 1, 3): 1})], frame, lambda lane: Asked(), "type")
    assert [(column.first, column.tick) for column in drawn.columns if column.tick] == [
        (D(2015, 4, 1), "2015"),
        (D(2016, 1, 1), "2016"),
        (D(2017, 1, 1), "2017"),
        (D(2018, 1, 1), "2018"),
    ]

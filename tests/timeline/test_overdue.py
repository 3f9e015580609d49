"""What was planned for a day that is over, and that no source has told the outcome of."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Case
from tests import factories as make
from tests.factories import permalink
from tests.timeline.test_pages import body
from timeline import activity
from timeline.models import Event, Review, Status
from timeline.models.events import over_everywhere

pytestmark = pytest.mark.django_db
D, DAY = dt.date, dt.timedelta(days=1)
SAID = "None of the sources listed here was read as saying that it took place."


def plan(case: Case, day: dt.date, **fields: object) -> Event:
    return make.make_day_event(case, day, **{"status": Status.PLANNED, "headline": "The weir reopens", **fields})


@pytest.mark.parametrize(
    ("now", "first_day_left"),
    [
        ("2026-03-01T11:59:00+00:00", D(2026, 2, 28)),  # in the Baker Islands it is still 28 February
        ("2026-03-01T12:00:00+00:00", D(2026, 3, 1)),
        ("2026-03-01T23:30:00-10:00", D(2026, 3, 1)),
    ],
)
def test_a_day_is_over_once_it_is_over_everywhere(now: str, first_day_left: dt.date) -> None:
    assert over_everywhere(dt.datetime.fromisoformat(now)) == first_day_left


@pytest.mark.parametrize(
    ("fields", "is_told"),
    [
        ({}, True),
        ({"status": Status.OCCURRED}, False),
        ({"status": Status.NEGATED}, False),
    ],
)
def test_readers_are_told_that_no_source_says_how_a_plan_ended(
    client: Client, case: Case, fields: dict[str, object], is_told: bool
) -> None:
    past = plan(case, timezone.now().date() - 3 * DAY, **fields)
    coming = plan(case, timezone.now().date() + 3 * DAY, headline="The lock reopens")
    assert (SAID in body(client.get(permalink(past)))) is is_told
    assert SAID not in body(client.get(permalink(coming)))
    assert ("Planned, now past" in body(client.get("/cases/footbridge/"))) is is_told
    for url in ("/cases/footbridge/?open=all", "/cases/footbridge/print/"):
        assert body(client.get(url)).count(SAID) == is_told
    assert Event.objects.get(pk=past.pk).status == fields.get("status", Status.PLANNED)


def test_editors_find_them_from_the_first_page(client: Client, case: Case) -> None:
    past = plan(case, D(2020, 5, 1))
    plan(case, timezone.now().date() + 3 * DAY, headline="The lock reopens")
    plan(case, D(2020, 5, 1), headline="The towpath closes", review=Review.REJECTED)
    (queue,) = activity.queues(timezone.now())
    assert queue.overdue == 1
    client.force_login(make.make_chief("chief"))
    link = f"/admin/timeline/event/?case__id__exact={case.pk}&evidence=overdue"
    assert link.replace("&", "&amp;") in client.get("/admin/").content.decode()
    listed = client.get(link).content.decode()
    assert past.headline in listed
    assert "The lock reopens" not in listed
    assert "The towpath closes" not in listed

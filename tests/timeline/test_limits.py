"""How often one visitor may ask for what is dear: 429 says when to come again, and others go on."""

from collections.abc import Iterator

import pytest
from django.test import Client, override_settings

from articles.models import Case
from casetracker import limits
from tests.factories import permalink
from timeline.models import Event

pytestmark = pytest.mark.django_db
HTML = {"HTTP_ACCEPT": "text/html,*/*;q=0.8"}


@pytest.fixture(autouse=True)
def _few() -> Iterator[None]:
    limits.limiter.storage.reset()
    with override_settings(LIMITS={"search": 2, "api": 2, "files": 2}):
        yield
    limits.limiter.storage.reset()


def statuses(client: Client, *paths: str, **headers: str) -> list[int]:
    return [client.get(path, **headers).status_code for path in paths]


@pytest.mark.parametrize(
    "paths",
    [
        ("/search/?q=gauge", "/cases/footbridge/?q=river", "/search/?q=rain"),
        ("/api/v1/cases", "/api/v1/cases/footbridge", "/api/v1/nowhere"),
        ("/cases/footbridge/events.csv", "/cases/footbridge/feed.atom", "/cases/footbridge/calendar.ics"),
    ],
)
def test_a_third_request_of_a_kind_waits(client: Client, case: Case, paths: tuple[str, ...]) -> None:
    assert statuses(client, *paths)[-1] == 429
    assert 429 not in statuses(client, *paths, REMOTE_ADDR="192.0.2.9")[:2]


def test_programs_read_when_to_come_again(client: Client, case: Case) -> None:
    *_, answer = [client.get(f"/api/v1/cases?limit={n}") for n in range(1, 4)]
    told = answer.json()
    assert (answer["Content-Type"], told["status"]) == ("application/problem+json", 429)
    assert 1 <= int(answer["Retry-After"]) <= 60
    assert f"Come again in {answer['Retry-After']} seconds" in told["detail"]
    assert answer["Cache-Control"] == "no-store"


def test_people_get_a_page(client: Client, case: Case) -> None:
    *_, answer = [client.get(f"/search/?q={word}", **HTML) for word in ("one", "two", "three")]
    assert answer.status_code == 429
    assert "That was a lot at once" in answer.content.decode()


def test_what_is_cheap_is_not_counted(client: Client, petition: Event) -> None:
    reads = ["/", f"/cases/{petition.case.slug}/", permalink(petition), "/search/"] * 2
    assert 429 not in statuses(client, *reads)


def test_the_staff_work_on(staff: Client, case: Case) -> None:
    assert set(statuses(staff, *[f"/search/?q={n}" for n in range(5)])) == {200}


def test_a_header_that_the_visitor_wrote_makes_nobody_else_of_them(client: Client, case: Case) -> None:
    answers = [client.get(f"/search/?q={n}", HTTP_X_FORWARDED_FOR=f"192.0.2.{n}").status_code for n in range(3)]
    assert answers == [200, 200, 429]
    with override_settings(PROXIES=1):
        answers = [client.get(f"/search/?q={n}", HTTP_X_FORWARDED_FOR=f"192.0.2.{n}").status_code for n in range(3)]
    assert answers == [200, 200, 200]

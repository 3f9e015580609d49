"""The JSON API, read by its own description and by programs that others wrote."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from schemathesis.specs.openapi.checks import positive_data_acceptance

from articles.models import Case, Rights
from tests import factories as make
from timeline import services
from timeline.models import Event, Grounds, Policy

pytestmark = pytest.mark.django_db
API = "/api/v1"
PROBLEM = "application/problem+json"


@pytest.fixture
def event() -> Event:
    return make.make_event(make.make_case())


def test_it_describes_itself(client: Client) -> None:
    description = client.get(f"{API}/openapi.json").json()
    validate(description)
    assert set(description["paths"]) == {
        f"{API}/{path}"
        for path in (
            "",
            "cases",
            "cases/{slug}",
            "cases/{slug}/events",
            "events/{public_id}",
            "search",
            "articles/{pk}",
        )
    }
    links = client.get(f"{API}/").json()
    for url in links.values():
        assert client.get(url, {"q": "bridge"} if "search" in url else {}).status_code == 200


def answers(client: Client, event: Event) -> dict[str, str]:
    """An address that works for each path of the description."""
    article = event.citations.get().mention.paragraph.version.article_id
    return {
        f"{API}/": f"{API}/",
        f"{API}/cases": f"{API}/cases",
        f"{API}/cases/{{slug}}": f"{API}/cases/footbridge",
        f"{API}/cases/{{slug}}/events": f"{API}/cases/footbridge/events",
        f"{API}/events/{{public_id}}": f"{API}/events/{event.public_id}",
        f"{API}/search": f"{API}/search?q=footbridge",
        f"{API}/articles/{{pk}}": f"{API}/articles/{article}",
    }


def test_answers_are_as_described(client: Client, event: Event) -> None:
    description = client.get(f"{API}/openapi.json").json()
    for path, url in answers(client, event).items():
        told = description["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        answer = client.get(url)
        assert answer.status_code == 200, url
        Draft202012Validator({**told, "components": description["components"]}).validate(answer.json())
        assert client.head(url).status_code == 200
        assert client.post(url).status_code == 405


def test_pages_lead_to_every_event_once(client: Client, event: Event) -> None:
    for day in range(1, 8):
        make.make_day_event(event.case, dt.date(2017, 1, day))
    make.make_dated_event(event.case, "", None, None)
    for order in ("oldest", "newest"):
        url, ids, pages = f"{API}/cases/footbridge/events?order={order}&limit=4&from=&q=", [], 0
        while url:
            page = client.get(url).json()
            ids += [each["id"] for each in page["events"]]
            url, pages = page["next"], pages + 1
        assert pages == 3
        assert len(ids) == len(set(ids)) == 9


def test_a_page_goes_on_after_an_event_that_has_left(client: Client, event: Event) -> None:
    later = [make.make_day_event(event.case, dt.date(2017, 1, day)) for day in (1, 2)]
    following = client.get(f"{API}/cases/footbridge/events?limit=2").json()["next"]
    services.withdraw_events(events=Event.objects.filter(pk=later[0].pk), grounds=Grounds.ERROR, by=None, reason="no")
    assert [each["id"] for each in client.get(following).json()["events"]] == [later[1].public_id]


def test_filters_are_those_of_the_page(client: Client, event: Event) -> None:
    weir = make.make_day_event(event.case, dt.date(2017, 1, 1), type="repair", headline="Weir mended")
    for query in ("type=repair", "from=2017&to=2017-01", "q=weir", "status=occurred&from=2017", "type=repair&type=x"):
        found = client.get(f"{API}/cases/footbridge/events?{query}").json()["events"]
        assert [each["id"] for each in found] == [weir.public_id], query


def test_one_event_comes_with_its_people_and_its_history(client: Client, event: Event) -> None:
    for name in ("harbour master", "Bridget Open", "Jo Harbour"):  # no part of a word is a name, and no first part
        services.save_person(case=event.case, by=None, name=name, aliases=[name[:4]], policy=Policy.NAME)
    services.edit_event(event=event, by=None, reason="so", headline="Bridge opened")
    told = client.get(f"{API}/events/{event.public_id}").json()
    assert told["event"]["sources"][0]["quote"] == make.BRIDGE_SENTENCE
    assert told["people"] == ["harbour master"]
    assert told["history"][0]["said"] == ["The headline was reworded."]


def test_what_moved_or_went_says_so(client: Client, event: Event) -> None:
    other = make.make_day_event(event.case, dt.date(2017, 1, 1))
    services.merge_events(survivor=event, others=Event.objects.filter(pk=other.pk), by=None, reason="one")
    moved = client.get(f"{API}/events/{other.public_id}")
    assert (moved.status_code, moved["Location"]) == (308, f"{API}/events/{event.public_id}")
    services.withdraw_events(events=Event.objects.filter(pk=event.pk), grounds=Grounds.SOURCE, by=None, reason="no")
    gone = client.get(f"{API}/events/{other.public_id}")
    assert (gone.status_code, gone["Content-Type"], gone.json()["reason"]) == (410, PROBLEM, "source")


def test_an_article_gives_as_much_as_its_rights(client: Client, event: Event) -> None:
    article = event.citations.get().mention.paragraph.version.article
    for rights, numbers in ((Rights.FULL, [1, 2, 3]), (Rights.EXCERPTS, [1, 2]), (Rights.LINK, [])):
        article.source.rights = rights
        article.source.save()
        told = client.get(f"{API}/articles/{article.pk}").json()
        assert [paragraph["number"] for paragraph in told["paragraphs"]] == numbers
        assert bool(told["withheld"]) == (rights != Rights.FULL)


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("cases?limit=0", "limit"),
        ("cases?limit=1000000", "limit"),
        ("cases?limit=x", "limit"),
        ("cases?colour=red", "colour"),
        ("cases/footbridge?from=2016", "from"),
        ("cases/footbridge/events?from=soon", "from"),
        ("cases/footbridge/events?from=2017&to=2016", "from"),
        ("cases/footbridge/events?cursor=nowhere", "cursor"),
        ("cases/footbridge/events?cursor=%00", "cursor"),
        ("cases/footbridge/events?differ=perhaps", "differ"),
        ("cases/footbridge/events?status=perhaps", "status"),
        ("cases/footbridge/events?limit=5&limit=6", "limit"),
        ("search", "q"),
        ("search?q=", "q"),
        ("search?q=" + "x" * 10_000, "q"),
    ],
)
def test_garbage_is_refused_by_name(client: Client, event: Event, path: str, named: str) -> None:
    answer = client.get(f"{API}/{path}")
    assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM)
    assert [error["parameter"] for error in answer.json()["errors"]] == [named]


@pytest.mark.parametrize(
    "path",
    [
        "cases/nowhere",
        "cases/nowhere/events",
        "events/x",
        "articles/0",
        "articles/x",
        "x",
        "x%0Ay",
        f"articles/{10**30}",
    ],
)
def test_what_is_not_there_says_where_to_look(client: Client, event: Event, path: str) -> None:
    answer = client.get(f"{API}/{path}")
    assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM)
    assert "/api/v1/" in answer.json()["detail"]


def test_other_sites_may_read_without_cookies(client: Client, event: Event) -> None:
    for url in (f"{API}/cases", "/cases/footbridge/feed.atom", f"/events/{event.public_id}.json"):
        answer = client.get(url, headers={"origin": "https://example.org"})
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer
    asked = {"origin": "https://example.org", "access-control-request-method": "GET"}
    assert client.options(f"{API}/cases", headers=asked)["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    page = client.get("/cases/footbridge/", headers={"origin": "https://example.org"})
    assert "Access-Control-Allow-Origin" not in page


def test_an_answer_that_has_not_changed_is_not_sent_again(client: Client, event: Event) -> None:
    first = client.get(f"{API}/cases/footbridge/events")
    again = client.get(f"{API}/cases/footbridge/events", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_page_costs_the_same_queries_for_three_events_and_for_thirty(
    client: Client, event: Event, django_assert_max_num_queries: Any
) -> None:
    for day in range(1, 31):
        make.make_day_event(event.case, dt.date(2018, 1, day))
    with django_assert_max_num_queries(12):
        assert len(client.get(f"{API}/cases/footbridge/events").json()["events"]) == 31


application = get_wsgi_application()


def unpacked(environ: dict[str, Any], start: Any) -> Any:
    """The program below names encodings that it does not read itself."""
    return application({**environ, "HTTP_ACCEPT_ENCODING": ""}, start)


schema = schemathesis.openapi.from_wsgi(f"{API}/openapi.json", unpacked)


@pytest.fixture
def few_cases(event: Event) -> Iterator[Case]:
    """Kept open: the connection of a test must outlive its first request."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield event.case
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schema.parametrize()
@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_a_program_that_tries_everything_finds_no_fault(case: Any, few_cases: Case) -> None:
    # A description cannot say all of what a date is, nor which cursors there are.
    case.call_and_validate(excluded_checks=[positive_data_acceptance])

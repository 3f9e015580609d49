"""What an installation tells of itself, and to whom."""

import io
import json
import logging

import pytest
import sentry_sdk
from django.db import DatabaseError
from django.test import override_settings
from prometheus_client.parser import text_string_to_metric_families
from sentry_sdk.transport import Transport

from casetracker.telemetry import census, errors, logs
from casetracker.telemetry.jsonlines import JsonLines
from tests import factories as make
from timeline import services, tasks


def figures(client, **headers) -> dict[str, dict[tuple[tuple[str, str], ...], float]]:
    response = client.get("/metrics", **headers)
    assert response.status_code == 200
    found: dict[str, dict[tuple[tuple[str, str], ...], float]] = {}
    for family in text_string_to_metric_families(response.content.decode()):
        for sample in family.samples:
            found.setdefault(sample.name, {})[tuple(sorted(sample.labels.items()))] = sample.value
    return found


def test_nobody_elsewhere_reads_figures(client):
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.7").status_code == 403
    assert client.get("/metrics", HTTP_X_FORWARDED_FOR="127.0.0.1").status_code == 403, "it came through a proxy"
    with override_settings(METRICS_TOKEN="harbour"):
        for given in ("", "Bearer ", "Bearer quay", "harbours", "Bearer hafen-ü"):
            response = client.get("/metrics", REMOTE_ADDR="192.0.2.7", HTTP_AUTHORIZATION=given)
            assert response.status_code == 403, given


@pytest.mark.django_db
def test_who_reads_figures(client):
    assert figures(client)["casetracker_database_up"] == {(): 1}
    with override_settings(METRICS_TOKEN="harbour"):
        assert figures(client, REMOTE_ADDR="192.0.2.7", HTTP_AUTHORIZATION="Bearer harbour")


@pytest.mark.django_db
def test_requests_are_counted_by_route_and_status(client):
    case = make.make_case(is_public=True)
    before = figures(client).get("casetracker_request_seconds_count", {})
    for path in (f"/cases/{case.slug}/", "/cases/none-such/", "/no/such/address", "/admin/"):
        client.get(path)
    after = figures(client)["casetracker_request_seconds_count"]
    gained = {labels: after[labels] - before.get(labels, 0) for labels in after}
    asked = [("/cases/<slug:slug>/", "200"), ("/cases/<slug:slug>/", "404"), ("none", "404"), ("admin/", "302")]
    assert [gained[(("route", route), ("status", status))] for route, status in asked] == [1, 1, 1, 1]


@pytest.mark.django_db
def test_reading_an_article_is_timed(client):
    before = figures(client)["casetracker_extraction_seconds_count"][()]
    services.extract_version(version=make.make_article())
    assert figures(client)["casetracker_extraction_seconds_count"][()] > before


@pytest.mark.django_db
def test_jobs_that_wait_and_the_oldest_of_them(client):
    tasks.read_case_again.defer(case_id=1)
    tasks.read_case_again.configure(schedule_in={"hours": 1}).defer(case_id=2)
    found = figures(client)
    assert found["casetracker_jobs"][(("queue", "reading"), ("status", "waiting"))] == 1
    assert found["casetracker_jobs"][(("queue", "reading"), ("status", "later"))] == 1
    assert 0 <= found["casetracker_oldest_job_seconds"][(("queue", "reading"),)] < 60
    assert found["casetracker_workers"][()] == 0


def test_figures_without_a_database(client, monkeypatch):
    def away() -> None:
        raise DatabaseError("it is away")

    monkeypatch.setattr(census, "figures", away)
    found = figures(client)
    assert found["casetracker_database_up"] == {(): 0}
    assert "casetracker_jobs" not in found
    assert "casetracker_request_seconds_count" in found


@pytest.mark.parametrize(
    ("proxies", "given", "is_taken_over"),
    [
        (1, "4f2a-77c0.b1_x", True),
        (0, "4f2a-77c0.b1_x", False),  # nobody vouches for it
        (1, "short", False),
        (1, "x" * 65, False),
        (1, 'quoted "words" {here}', False),
    ],
)
def test_who_names_a_request(client, proxies, given, is_taken_over):
    with override_settings(PROXIES=proxies):
        response = client.get("/healthz", HTTP_X_REQUEST_ID=given)
    assert (response["X-Request-ID"] == given) is is_taken_over
    assert response["X-Request-ID"] != client.get("/healthz")["X-Request-ID"]


@pytest.fixture
def json_lines(caplog):
    """The lines of the log written so far, as a collector reads them."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    handler.addFilter(logs.RequestFilter())
    caplog.set_level("INFO", "casetracker.requests")
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)


@pytest.mark.django_db
def test_every_line_of_a_request_has_its_id_and_no_secret(client, json_lines):
    response = client.get("/follow/confirm/very-secret-token/?q=Dora+Wintergreen")
    lines = json_lines()
    assert {line["request_id"] for line in lines} == {response["X-Request-ID"]}
    (line,) = [line for line in lines if line["logger"] == "casetracker.requests"]
    assert (line["status"], line["route"]) == (response.status_code, "/follow/confirm/<str:token>/")
    assert line["ms"] > 0
    assert "time" in line
    assert not any(word in json.dumps(lines) for word in ("very-secret", "Wintergreen"))


@pytest.mark.django_db
def test_what_a_visitor_may_not_do_is_told_in_one_line(client, json_lines):
    client.force_login(make.make_staff())
    assert client.get("/admin/auth/user/add/").status_code == 403
    (line,) = [line for line in json_lines() if line["logger"] == "django.request"]
    assert line["message"] == "Forbidden (Permission denied): /admin/auth/user/add/"
    assert "exc_info" not in line


DRAFT = "Dora Wintergreen confessed"


class Outbox(Transport):
    """Keeps what would go to the Sentry server."""

    def __init__(self) -> None:
        super().__init__()
        self.sent = b""

    def capture_envelope(self, envelope) -> None:
        self.sent += envelope.serialize()


@pytest.fixture
def outbox():
    box = Outbox()
    errors.start("https://key@sentry.invalid/1", transport=box)
    yield box
    sentry_sdk.get_global_scope().set_client(None)  # a client without an address would still time each query


def test_an_error_is_told_without_what_it_was_about(client, outbox, monkeypatch):
    def fails(*args, **kwargs):
        draft = DRAFT  # a local variable of the frame
        logging.getLogger("timeline").warning("about to read %s", draft)
        raise ValueError(draft)

    monkeypatch.setattr("casetracker.health.migrations_of_the_code", fails)
    client.raise_request_exception = False
    response = client.get("/readyz?q=Wintergreen", HTTP_COOKIE="name=Wintergreen", HTTP_X_NAME="Wintergreen")
    assert response.status_code == 500
    logging.getLogger("timeline").error("a draft: %s", DRAFT)
    sent = outbox.sent.decode()
    assert "ValueError" in sent
    assert response["X-Request-ID"] in sent
    assert "not_ready" in sent, "the frames of the code are told"
    assert "raise ValueError(draft)" in sent, "and its lines"
    assert "Wintergreen" not in sent

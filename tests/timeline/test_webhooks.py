"""Other programs are told of what is new: signed, tried again, and nothing of what is not public."""

import base64
import datetime as dt
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from unittest.mock import patch

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from articles import limited
from articles.errors import IngestError
from articles.models import Case
from tests import factories as make
from tests.articles import web
from tests.articles.web import LOOPBACK
from timeline import hooks, queries, services, tasks
from timeline.models import Delivery, Event, Grounds, Policy, Review, Webhook
from timeline.models.webhooks import new_secret

pytestmark = pytest.mark.django_db(transaction=True)  # the database dates what becomes public by its transaction


@dataclass
class Receiver:
    """A real server on this machine; `answers` are the statuses that it gives, one after the other, then 204."""

    url: str = ""
    posted: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)

    def told(self) -> list[dict]:
        return [json.loads(body) for _, body in self.posted]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    heard = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.posted.append(({name.lower(): value for name, value in self.headers.items()}, body))
            status = heard.answers.pop(0) if heard.answers else 204
            self.send_response(status)
            if status == 307:
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        heard.url = f"http://127.0.0.1:{server.server_port}/hook?for=us"
        with override_settings(FETCH_NETWORKS=list(LOOPBACK)):
            yield heard
        server.shutdown()


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is under way here that would have to settle."""
    monkeypatch.setattr("timeline.queries.news.SETTLED", dt.timedelta(0))


@pytest.fixture
def case(db: None) -> Case:
    return make.make_case()


def work() -> None:
    """What the worker does each minute."""
    tasks.send_webhooks(timestamp=0)


def is_due() -> None:
    Delivery.objects.update(due_at=timezone.now())


def test_each_change_is_posted_once_and_signed(case: Case, receiver: Receiver) -> None:
    chief = make.make_chief("chief")
    dated, gone = (make.make_day_event(case, make.WEDNESDAY, headline=f"Gauge {n} read") for n in "AB")
    hook = services.save_webhook(by=None, url=receiver.url)
    work()
    assert receiver.posted == []

    fresh = make.make_day_event(case, make.FRIDAY, headline="Gauge C read")
    make.make_day_event(case, make.FRIDAY, headline="Gauge D read", review=Review.SUGGESTED)
    services.edit_event(event=dated, by=chief, reason="morvane", edtf="2016-06-09")
    services.withdraw_events(
        events=Event.objects.filter(pk=gone.pk), by=chief, reason="morvane", grounds=Grounds.PERSON
    )
    work()
    work()
    told = {(each["type"], each["data"]["event"]["id"]): each for each in receiver.told()}
    assert len(receiver.posted) == 3
    published = told["event.published", fresh.public_id]
    assert published["data"]["event"]["headline"] == "Gauge C read"
    assert published["data"]["event"]["sources"][0]["outlet"] == "The Linden Post"
    assert published["data"]["case"]["slug"] == "footbridge"
    changed = told["event.changed", dated.public_id]["data"]
    assert changed["changes"] == ["The date was changed from 8 June 2016 to 9 June 2016."]
    assert changed["event"]["date"] == "2016-06-09"
    withdrawn = told["event.withdrawn", gone.public_id]["data"]
    assert withdrawn["event"].keys() == {"id", "url"}
    assert withdrawn["changes"] == ["It was withdrawn: to protect a person."]
    for headers, body in receiver.posted:
        assert not any(word in body for word in (b"Gauge B", b"Gauge D", b"morvane", b"chief"))
        assert_signed(hook.secret, headers, body)
    assert set(Delivery.objects.values_list("status", "attempts", "answered")) == {("taken", 1, 204)}


def assert_signed(secret: str, headers: dict[str, str], body: bytes) -> None:
    """As https://www.standardwebhooks.com tells receivers to check it."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    assert abs(int(headers["webhook-timestamp"]) - time.time()) < 300
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    digest = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{digest}"
    assert headers["content-type"] == "application/json"
    assert json.loads(body)["id"] == headers["webhook-id"]


def test_the_signature_is_that_of_the_published_example() -> None:
    """The example that libraries of Standard Webhooks are tried with."""
    told = ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330)
    found = hooks.signature(*told, b'{"test": 2432232314}')
    assert found == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_webhook_of_one_case_hears_of_no_other(case: Case, receiver: Receiver) -> None:
    other = make.make_case("elsewhere")
    hidden = make.make_case("hidden", is_public=False)
    services.save_webhook(by=None, url=receiver.url, case=other)
    every = services.save_webhook(by=None, url=receiver.url)
    for each in (case, other, hidden):
        decide_something(each)
    work()
    assert sorted(told["data"]["case"]["slug"] for told in receiver.told()) == ["elsewhere", "elsewhere", "footbridge"]
    assert every.deliveries.count() == 2


def decide_something(case: Case) -> None:
    event = make.make_day_event(case, make.FRIDAY, review=Review.SUGGESTED)
    services.approve_events(events=Event.objects.filter(pk=event.pk), by=None)


def test_a_withheld_name_is_not_posted_nor_what_has_gone_meanwhile(case: Case, receiver: Receiver) -> None:
    services.save_webhook(by=None, url=receiver.url)
    shown = make.make_day_event(case, make.FRIDAY, headline="Dora Wintergreen read the gauge")
    gone = make.make_day_event(case, make.FRIDAY, headline="The vexilla")
    decide_something(case)
    hooks.queue_deliveries()
    services.save_person(case=case, by=None, name="Dora Wintergreen", policy=Policy.WITHHELD)
    services.withdraw_events(events=Event.objects.filter(pk=gone.pk), by=None, reason="Wrong.", grounds=Grounds.ERROR)
    is_due()
    hooks.send_deliveries()
    told = {each["data"]["event"]["id"]: each for each in receiver.told()}
    assert len(told) == 3
    assert "read the gauge" in told[shown.public_id]["data"]["event"]["headline"]
    assert told[gone.public_id]["type"] == "event.withdrawn"
    for _, body in receiver.posted:
        assert b"wintergreen" not in body.lower()
        assert b"vexilla" not in body


@pytest.mark.parametrize("status", [500, 404, 307, 429])
def test_what_is_not_taken_is_tried_again_under_its_key(case: Case, receiver: Receiver, status: int) -> None:
    services.save_webhook(by=None, url=receiver.url)
    decide_something(case)
    receiver.answers = [status]
    begun = timezone.now()
    work()
    delivery = Delivery.objects.get()
    assert (delivery.status, delivery.attempts, delivery.answered) == ("waiting", 1, status)
    assert begun + dt.timedelta(seconds=50) < delivery.due_at < timezone.now() + dt.timedelta(minutes=1)
    work()
    assert len(receiver.posted) == 1, "a redirect is not followed, and a minute has not passed"
    is_due()
    work()
    assert Delivery.objects.get().status == "taken"
    assert len({headers["webhook-id"] for headers, _ in receiver.posted}) == 1
    assert Webhook.objects.get().failing_since is None


def test_after_the_last_attempt_it_is_given_up_until_somebody_wants_it_again(case: Case, receiver: Receiver) -> None:
    services.save_webhook(by=None, url=receiver.url)
    decide_something(case)
    receiver.answers = [500] * 9
    for _ in range(10):
        work()
        is_due()
    delivery = Delivery.objects.get()
    assert (delivery.status, delivery.attempts, len(receiver.posted)) == ("failed", 9, 9)
    services.deliver_again(deliveries=Delivery.objects.all(), by=None)
    work()
    assert Delivery.objects.get().status == "taken"


def test_where_nothing_is_taken_for_three_days_nothing_more_is_sent(case: Case, receiver: Receiver) -> None:
    hook = services.save_webhook(by=None, url=receiver.url)
    decide_something(case)
    receiver.answers = [500, 500]
    work()
    assert Webhook.objects.get().is_active
    Webhook.objects.update(failing_since=timezone.now() - dt.timedelta(days=3, minutes=1))
    is_due()
    work()
    assert not Webhook.objects.get().is_active
    decide_something(case)
    is_due()
    work()
    assert len(receiver.posted) == 2
    services.save_webhook(by=None, webhook=hook, is_active=True)
    work()
    assert len(receiver.posted) == 4, "what was missed is sent"


def test_one_silent_receiver_keeps_no_other_waiting(case: Case, receiver: Receiver) -> None:
    services.save_webhook(by=None, url=receiver.url)
    services.save_webhook(by=None, url="http://127.0.0.1:9/closed")
    for _ in range(2):
        decide_something(case)
    work()
    assert len(receiver.posted) == 2
    closed = Delivery.objects.filter(webhook__url__contains="closed").order_by("attempts")
    assert [delivery.attempts for delivery in closed] == [0, 1]
    assert "127.0.0.1 does not answer" in closed[1].problem


def test_one_that_stays_silent_keeps_no_other_waiting_however_much_is_due(
    case: Case, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hooks, "BATCH", 2)
    services.save_webhook(by=None, url="http://127.0.0.1:9/closed")
    services.save_webhook(by=None, url=receiver.url)
    for _ in range(5):
        decide_something(case)
    hooks.queue_deliveries()
    while hooks.send_deliveries():
        pass
    assert len(receiver.posted) == 5
    waiting = Delivery.objects.filter(webhook__url__contains="closed")
    assert waiting.count() == waiting.filter(due_at__gt=timezone.now()).count() == 5
    assert sum(waiting.values_list("attempts", flat=True)) == 1


def test_nothing_is_passed_over_while_somebody_still_writes(case: Case, receiver: Receiver) -> None:
    """What they decide counts from before it is there to be read."""
    services.save_webhook(by=None, url=receiver.url)
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT now(), pg_current_xact_id()::text")
        ((begun, _),) = cursor.fetchall()
        decide_something(case)
        assert queries.settled() < begun, "what it publishes counts from then on"
        work()
        assert receiver.posted == []
        cursor.execute("COMMIT")
    other.close()
    assert queries.settled() > begun
    work()
    assert len(receiver.posted) == 1


def test_a_private_network_is_not_asked(case: Case, receiver: Receiver) -> None:
    services.save_webhook(by=None, url=receiver.url)
    decide_something(case)
    with override_settings(FETCH_NETWORKS=[]):
        work()
    assert receiver.posted == []
    assert "leads to a private network" in Delivery.objects.get().problem


class Killed(BaseException):
    """As a worker ends."""


def test_a_worker_that_is_killed_loses_nothing(case: Case, receiver: Receiver) -> None:
    services.save_webhook(by=None, url=receiver.url)
    decide_something(case)
    with patch("timeline.hooks.news_of", side_effect=Killed), pytest.raises(Killed):
        work()
    assert not Delivery.objects.exists()
    with patch("timeline.services.note_attempt", side_effect=Killed), pytest.raises(Killed):
        work()  # it was posted, and nobody noted it
    is_due()
    work()
    assert len(receiver.posted) == 2
    assert len({headers["webhook-id"] for headers, _ in receiver.posted}) == 1
    assert Delivery.objects.get().status == "taken"


def test_of_two_workers_one_queues_and_one_sends(case: Case, receiver: Receiver) -> None:
    services.save_webhook(by=None, url=receiver.url)
    [mine], [theirs] = services.listening(), services.listening()
    until = timezone.now()
    assert services.queue_deliveries(webhook=mine, until=until, told=[])
    assert not services.queue_deliveries(webhook=theirs, until=until + dt.timedelta(seconds=1), told=[])
    decide_something(case)
    hooks.queue_deliveries()
    [first], [second] = services.due_deliveries(9), services.due_deliveries(9)
    assert services.begin_attempt(delivery=first)
    assert not services.begin_attempt(delivery=second)


def test_a_batch_is_bounded_and_the_rest_is_queued(
    case: Case, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hooks, "BATCH", 2)
    services.save_webhook(by=None, url=receiver.url)
    for _ in range(3):
        decide_something(case)
    work()
    assert len(receiver.posted) == 2
    assert ProcrastinateJob.objects.filter(task_name="timeline.tasks.send_webhooks", status="todo").count() == 1


def test_deliveries_of_long_ago_are_forgotten(case: Case, receiver: Receiver) -> None:
    services.save_webhook(by=None, url=receiver.url)
    decide_something(case)
    work()
    Delivery.objects.update(at=timezone.now() - dt.timedelta(days=31))
    decide_something(case)
    hooks.queue_deliveries()
    tasks.forget_old_rows(timestamp=0)
    assert Delivery.objects.get().status == "waiting"


@pytest.mark.parametrize(
    "told",
    [
        {"secret": "hush"},
        {"secret": "whsec_" + "A" * 31},
        {"secret": "whsec_ä"},
        {"url": "ftp://example.org/"},
        {"url": ""},
    ],
)
def test_a_weak_secret_or_an_odd_address_is_refused(told: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        services.save_webhook(by=None, **{"url": "https://example.org/", **told})
    assert not Webhook.objects.exists()


def test_who_never_ends_its_header_is_left_in_time() -> None:
    with web.site() as address, pytest.raises(IngestError, match="It has not answered after 1 seconds"):
        limited.post(f"{address}/half-a-header", b"{}", {}, allowed=LOOPBACK, seconds=1)


def test_an_administrator_adds_one_and_looks_at_its_deliveries(client: Client, case: Case, receiver: Receiver) -> None:
    user = make.make_staff("admin")
    user.groups.add(Group.objects.get(name="Administrator"))
    client.force_login(user)
    page = client.get("/admin/timeline/webhook/add/").content.decode()
    assert 'value="whsec_' in page
    form = {"url": receiver.url, "secret": new_secret(), "is_active": "on", "case": ""}
    assert client.post("/admin/timeline/webhook/add/", form).status_code == 302
    decide_something(case)
    receiver.answers = [503]
    work()
    listed = client.get("/admin/timeline/delivery/").content.decode()
    assert "503" in listed
    assert "Waiting" in listed
    assert receiver.url in client.get("/admin/timeline/webhook/").content.decode()
    delivery = Delivery.objects.get()
    assert client.get(f"/admin/timeline/delivery/{delivery.pk}/change/").status_code == 200
    client.post("/admin/timeline/delivery/", {"action": "again", "_selected_action": [delivery.pk]})
    work()
    assert Delivery.objects.get().status == "taken"
    form["is_active"] = ""
    client.post(f"/admin/timeline/webhook/{Webhook.objects.get().pk}/change/", form)
    assert not Webhook.objects.get().is_active

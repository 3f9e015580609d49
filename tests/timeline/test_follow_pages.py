"""A reader asks for mails, confirms, and stops; nobody learns who else does."""

import datetime as dt
import re
import time
from unittest.mock import patch

import pytest
from django.core import mail
from django.test import Client, override_settings
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from articles.models import Case
from casetracker.settings import ImproperlyConfigured, env_mail
from timeline import services, tasks
from timeline.models import Follower, FollowRequest, Policy

pytestmark = pytest.mark.django_db
ADDRESS = "reader@example.org"
LINK = re.compile(r"http://127.0.0.1:8000(/follow/\S+)")


def ask(client: Client, case: Case, address: str = ADDRESS, frequency: str = "daily", **extra: str):
    return client.post(f"/cases/{case.slug}/follow/", {"address": address, "frequency": frequency}, **extra)


def do_the_jobs() -> list[mail.EmailMultiAlternatives]:
    """What the worker would do with the jobs that wait; the mails that came of it."""
    before = len(mail.outbox)
    for job in ProcrastinateJob.objects.filter(task_name="timeline.tasks.send_confirmation").order_by("id"):
        tasks.send_confirmation(**job.args)
    return mail.outbox[before:]


def link_in(message: mail.EmailMultiAlternatives) -> str:
    found = LINK.search(message.body)
    assert found
    assert found[1] in message.alternatives[0].content
    return found[1]


def test_a_reader_asks_confirms_and_stops(client: Client, case: Case) -> None:
    assert "Look into your mailbox" in ask(client, case, "Reader@Example.org").content.decode()
    [message] = do_the_jobs()
    assert message.to == [ADDRESS]
    assert message.subject == "Do you want to follow “The Linden footbridge”?"
    link = link_in(message)

    assert "<button>Yes" in client.get(link).content.decode()
    assert not Follower.objects.exists(), "a program that opens links has confirmed"
    assert "You follow this case" in client.post(link).content.decode()
    assert "You follow this case" in client.get(link).content.decode(), "the link is opened again"
    follower = Follower.objects.get()
    assert (follower.case, follower.address, follower.frequency) == (case, ADDRESS, "daily")

    stop = f"/follow/stop/{services.stop_token(follower)}/"
    assert "<button>Stop" in client.get(stop).content.decode()
    assert Follower.objects.exists()
    for _ in range(2):
        response = client.post(stop, {"List-Unsubscribe": "One-Click"})
        assert (response.status_code, "No more mails" in response.content.decode()) == (200, True)
    assert not Follower.objects.exists()
    assert not FollowRequest.objects.exists()
    assert client.post(link).status_code == 410


def test_a_form_of_another_site_needs_no_cookie_of_ours(case: Case) -> None:
    """As programs that unsubscribe by one click send it."""
    strict = Client(enforce_csrf_checks=True)
    now = timezone.now()
    follower = Follower.objects.create(case=case, address=ADDRESS, frequency="daily", told_until=now, due_at=now)
    assert strict.post(f"/follow/stop/{services.stop_token(follower)}/").status_code == 200
    assert not Follower.objects.exists()


def test_the_answer_does_not_tell_whether_an_address_is_known(client: Client, case: Case) -> None:
    first = ask(client, case)
    [known] = do_the_jobs()
    client.post(link_in(known))
    second = ask(client, case, frequency="weekly")
    assert second.content == first.content
    [message] = do_the_jobs()
    assert message.subject == known.subject
    client.post(link_in(message))
    assert Follower.objects.get().frequency == "weekly"


def test_an_address_gets_three_confirmations_a_day_and_nobody_hears_of_it(client: Client, case: Case) -> None:
    answers = {ask(client, case, REMOTE_ADDR=f"192.0.2.{n}").content for n in range(5)}
    assert len(answers) == 1
    assert len(do_the_jobs()) == 3
    FollowRequest.objects.update(asked_at=timezone.now() - dt.timedelta(hours=25))
    ask(client, case)
    assert len(do_the_jobs()) == 1


def test_a_client_asks_ten_times_an_hour(client: Client, case: Case) -> None:
    for n in range(10):
        assert ask(client, case, f"reader{n}@example.org").status_code == 200
    response = ask(client, case, "another@example.org")
    assert (response.status_code, "Try again in an hour" in response.content.decode()) == (429, True)
    assert ask(client, case, "another@example.org", REMOTE_ADDR="192.0.2.9").status_code == 200
    assert "127.0.0.1" not in "".join(FollowRequest.objects.values_list("client", flat=True))


@pytest.mark.parametrize(
    ("proxies", "heard", "clients"),
    [
        (0, ["192.0.2.1", "192.0.2.2"], 1),  # what a visitor says of itself counts for nothing
        (1, ["192.0.2.1", "192.0.2.2"], 2),
        (1, ["6.6.6.6, 192.0.2.1", "7.7.7.7, 192.0.2.1"], 1),
        (2, ["6.6.6.6, 192.0.2.1, 10.0.0.1", "6.6.6.6, 192.0.2.2, 10.0.0.1"], 2),
        (1, ["2001:db8::1", "2001:db8::2"], 1),  # of one network
        (1, ["2001:db8::1", "2001:db8:0:1::1"], 2),
        (2, ["192.0.2.1", "192.0.2.2"], 1),
        (1, ["<script>", "none"], 2),
    ],
)
def test_a_client_is_whom_our_proxies_heard(
    client: Client, case: Case, proxies: int, heard: list[str], clients: int
) -> None:
    with override_settings(PROXIES=proxies):
        for told in heard:
            ask(client, case, HTTP_X_FORWARDED_FOR=told)
    assert FollowRequest.objects.values("client").distinct().count() == clients


@pytest.mark.parametrize(
    ("address", "frequency"),
    [
        ("", "daily"),
        ("reader", "daily"),
        ("a@b.example\nBcc: c@d.example", "daily"),
        ("x" * 250 + "@example.org", "daily"),
        ("<script>@example.org", "daily"),
        (ADDRESS, "hourly"),
        (ADDRESS, ""),
    ],
)
def test_what_is_no_address_is_said_beside_the_field(client: Client, case: Case, address: str, frequency: str) -> None:
    response = ask(client, case, address, frequency)
    assert response.status_code == 400
    assert 'class="wrong"' in response.content.decode()
    assert "<script>@" not in response.content.decode()
    assert not FollowRequest.objects.exists()


def test_a_link_is_over_after_three_days_and_its_address_forgotten(client: Client, case: Case) -> None:
    ask(client, case)
    [message] = do_the_jobs()
    now = time.time()
    with patch("django.core.signing.time.time", return_value=now + 3 * 86400 + 5):
        assert client.get(link_in(message)).status_code == 410
        assert client.post(link_in(message)).status_code == 410
    assert client.get(link_in(message)).status_code == 200
    FollowRequest.objects.update(asked_at=timezone.now() - dt.timedelta(days=3, minutes=1))
    tasks.forget_old_rows(timestamp=0)
    assert not FollowRequest.objects.exists()


@pytest.mark.parametrize("token", ["x", "1:2:3", "é", "a" * 5000])
def test_a_link_of_nobody_leads_nowhere(client: Client, token: str) -> None:
    assert client.get(f"/follow/confirm/{token}/").status_code == 410
    assert client.post(f"/follow/stop/{token}/").status_code == 404


def test_one_link_is_not_good_for_the_other(client: Client, case: Case) -> None:
    ask(client, case)
    token = services.confirmation_token(FollowRequest.objects.get())
    assert client.post(f"/follow/stop/{token}/").status_code == 404


def test_a_confirmation_goes_out_once(client: Client, case: Case) -> None:
    ask(client, case)
    assert len(do_the_jobs()) == 1
    assert do_the_jobs() == []


def test_while_the_server_is_away_nothing_has_begun(client: Client, case: Case) -> None:
    ask(client, case)
    away = patch("django.core.mail.backends.locmem.EmailBackend.open", side_effect=ConnectionRefusedError)
    with away, pytest.raises(ConnectionRefusedError):
        do_the_jobs()
    assert len(do_the_jobs()) == 1


def test_a_withheld_name_is_not_mailed(client: Client, case: Case) -> None:
    Case.objects.update(title="What Dora Wintergreen read")
    services.save_person(case=case, by=None, name="Dora Wintergreen", policy=Policy.WITHHELD)
    ask(client, case)
    [message] = do_the_jobs()
    assert "Wintergreen" not in message.message().as_string()
    assert "Wintergreen" not in message.subject + message.body


def test_what_is_not_public_is_not_followed(client: Client, case: Case) -> None:
    ask(client, case)
    Case.objects.update(is_public=False)
    assert do_the_jobs() == []
    token = services.confirmation_token(FollowRequest.objects.get())
    assert client.post(f"/follow/confirm/{token}/").status_code == 410
    assert ask(client, case).status_code == 404


def test_without_a_mail_server_nothing_is_offered(client: Client, case: Case) -> None:
    with override_settings(SENDS_MAIL=False):
        page = client.get(f"/cases/{case.slug}/follow/").content.decode()
        assert "This site sends no mails" in page
        assert "<form" not in page
        assert ask(client, case).status_code == 404


def test_the_page_is_kept_and_the_links_are_not(client: Client, case: Case) -> None:
    assert "public" in client.get(f"/cases/{case.slug}/follow/")["Cache-Control"]
    ask(client, case)
    token = services.confirmation_token(FollowRequest.objects.get())
    response = client.get(f"/follow/confirm/{token}/")
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


@pytest.mark.parametrize(
    ("frequency", "after", "due"),
    [
        ("daily", "2016-06-08T03:59:00+00:00", "2016-06-08T06:00:00+02:00"),
        ("daily", "2016-06-08T04:00:00+00:00", "2016-06-09T06:00:00+02:00"),
        ("weekly", "2016-06-08T03:59:00+00:00", "2016-06-13T06:00:00+02:00"),
        ("weekly", "2016-06-13T03:59:00+00:00", "2016-06-13T06:00:00+02:00"),
        ("daily", "2016-10-29T12:00:00+00:00", "2016-10-30T06:00:00+01:00"),  # the clocks go back that night
    ],
)
def test_mails_go_out_in_the_morning_of_the_case(frequency: str, after: str, due: str) -> None:
    found = services.next_due(frequency, dt.datetime.fromisoformat(after), "Europe/Berlin")
    assert found == dt.datetime.fromisoformat(due)


SMTP = {"host": "mail.example.org", "port": 25, "user": "", "password": "", "ssl": False, "starttls": False}


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("", {}),
        ("smtp://mail.example.org", SMTP),
        ("smtp+tls://mail.example.org", {**SMTP, "port": 587, "starttls": True}),
        ("smtps://mail.example.org:2465", {**SMTP, "port": 2465, "ssl": True}),
        ("smtp://who:p%40ss@mail.example.org", {**SMTP, "user": "who", "password": "p@ss"}),
    ],
)
def test_a_mail_server_is_named_as_an_address(monkeypatch: pytest.MonkeyPatch, raw: str, told: object) -> None:
    monkeypatch.setenv("OUR_MAIL", raw)
    assert env_mail("OUR_MAIL") == told


@pytest.mark.parametrize("raw", ["mail.example.org", "http://mail.example.org", "smtp://:secret@", "smtp://h:port"])
def test_what_names_no_mail_server_stops_the_start(monkeypatch: pytest.MonkeyPatch, raw: str) -> None:
    monkeypatch.setenv("OUR_MAIL", raw)
    with pytest.raises(ImproperlyConfigured, match="OUR_MAIL: write one like smtps://") as told:
        env_mail("OUR_MAIL")
    assert "secret" not in str(told.value)

"""What a reader who follows gets: once, nothing of what is withheld, and an honest word where nobody can know."""

import datetime as dt
import re
import smtplib
from unittest.mock import patch

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.utils import timezone

from articles.models import Case
from tests import factories as make
from timeline import mailing, services, tasks
from timeline.models import Event, Follower, Grounds, Policy, Review

# The database dates what becomes public by its transaction: each step here has one of its own.
pytestmark = pytest.mark.django_db(transaction=True)
SEND = "django.core.mail.backends.locmem.EmailBackend.send_messages"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is under way here that would have to settle."""
    monkeypatch.setattr("timeline.queries.news.SETTLED", dt.timedelta(0))


@pytest.fixture
def case(db: None) -> Case:
    return make.make_case()


def follow(case: Case, address: str = "reader@example.org", frequency: str = "daily") -> Follower:
    """A reader whose next mail is due, and who has been told of everything so far."""
    now = timezone.now()
    due = now - dt.timedelta(minutes=1)
    return Follower.objects.create(case=case, address=address, frequency=frequency, told_until=now, due_at=due)


def is_due() -> None:
    Follower.objects.update(due_at=timezone.now() - dt.timedelta(minutes=1))


def sent() -> list[mail.EmailMultiAlternatives]:
    before = len(mail.outbox)
    tasks.send_digests(timestamp=0)
    return mail.outbox[before:]


def html_of(message: mail.EmailMultiAlternatives) -> str:
    return str(message.alternatives[0].content)


def only(event: Event):
    return Event.objects.filter(pk=event.pk)


def test_a_mail_tells_what_is_new_corrected_changed_and_withdrawn(case: Case) -> None:
    chief = make.make_chief("chief")
    dated, gone, reported = (make.make_day_event(case, make.WEDNESDAY, headline=f"Gauge {n} read") for n in "ABC")
    follow(case)
    make.make_day_event(case, make.FRIDAY, headline="Gauge D <read>")
    make.make_day_event(case, make.FRIDAY, headline="Gauge E read", review=Review.SUGGESTED)
    services.edit_event(event=dated, by=chief, reason="morvane", edtf="2016-06-09")
    services.withdraw_events(events=only(gone), by=chief, reason="morvane", grounds=Grounds.ERROR)
    late = make.make_mention(make.make_article(case))
    reported.citations.create(case=case, mention=late)
    services.approve_events(events=only(reported), by=chief)

    [message] = sent()
    assert message.subject == "The Linden footbridge: 1 new, 1 corrected, 1 changed, 1 withdrawn"
    assert message.to == ["reader@example.org"]
    assert "* Gauge D <read>\n  10 June 2016 · Reading\n  http://127.0.0.1:8000/events/" in message.body
    assert "The date was changed from 8 June 2016 to 9 June 2016." in message.body
    assert "1 report was added." in message.body
    assert "It was withdrawn: it was wrong." in message.body
    assert "Gauge D &lt;read&gt;" in html_of(message)
    for text in (message.body, html_of(message)):
        assert f"/events/{gone.public_id}/event/" in text
        for hidden in ("Gauge B", "Gauge E", "morvane", "chief"):
            assert hidden not in text


def test_nothing_is_sent_where_nothing_changed_and_nothing_twice(case: Case) -> None:
    make.make_day_event(case, make.WEDNESDAY)
    follow(case)
    assert sent() == []
    make.make_day_event(case, make.FRIDAY)
    assert sent() == [], "it is not due before tomorrow"
    is_due()
    assert len(sent()) == 1
    is_due()
    assert sent() == []
    assert Follower.objects.get().due_at > timezone.now()


def test_a_mail_program_can_unsubscribe_by_one_click(client: Client, case: Case) -> None:
    follow(case)
    make.make_day_event(case, make.FRIDAY)
    [message] = sent()
    headers = message.message()
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = str(headers["List-Unsubscribe"]).strip("<>").removeprefix("http://127.0.0.1:8000")
    assert address in message.body
    assert address in html_of(message)
    assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Follower.objects.exists()


def test_a_mail_fetches_nothing_when_it_is_read(case: Case) -> None:
    follow(case)
    make.make_day_event(case, make.FRIDAY)
    [message] = sent()
    for tag in ("<img", "<link", "<script", "url(", "@import", "<iframe", "src="):
        assert tag not in html_of(message)


def test_names_are_withheld_as_they_are_when_it_is_sent(case: Case) -> None:
    follow(case)
    make.make_day_event(case, make.FRIDAY, headline="Dora Wintergreen read the gauge")
    Case.objects.update(title="What Wintergreen read")
    services.save_person(case=case, by=None, name="Dora Wintergreen", policy=Policy.WITHHELD)
    [message] = sent()
    assert "wintergreen" not in (message.subject + message.body + html_of(message)).lower()
    assert "read the gauge" in message.body


def test_a_case_that_is_not_public_is_not_told_of(case: Case) -> None:
    follow(case)
    make.make_day_event(case, make.FRIDAY)
    services.unpublish_case(case=case, by=None)
    assert sent() == []
    services.publish_case(case=case, by=None)
    assert len(sent()) == 1


def test_while_the_server_is_away_nothing_has_begun(case: Case) -> None:
    before = follow(case)
    make.make_day_event(case, make.FRIDAY)
    away = patch("django.core.mail.backends.locmem.EmailBackend.open", side_effect=ConnectionRefusedError)
    with away, pytest.raises(ConnectionRefusedError):
        tasks.send_digests(timestamp=0)
    after = Follower.objects.get()
    assert (after.told_until, after.sending_since, after.failures) == (before.told_until, None, 0)
    assert len(sent()) == 1


def test_what_the_server_refuses_is_told_later_and_is_no_repetition(case: Case) -> None:
    follow(case)
    follow(case, "second@example.org")
    make.make_day_event(case, make.FRIDAY)
    with patch(SEND, side_effect=smtplib.SMTPRecipientsRefused({"reader@example.org": (450, b"full")})):
        assert sent() == []
    assert set(Follower.objects.values_list("failures", "sending_since")) == {(1, None)}
    assert sent() == [], "it waits for two hours"
    is_due()
    messages = sent()
    assert len(messages) == 2
    assert not any("may repeat" in message.body for message in messages)
    assert set(Follower.objects.values_list("failures", flat=True)) == {0}


class Killed(BaseException):
    """As a worker ends."""


@pytest.mark.parametrize("error", [Killed(), smtplib.SMTPServerDisconnected("gone"), TimeoutError()])
def test_where_nobody_can_know_whether_it_was_sent_the_next_mail_says_so(case: Case, error: BaseException) -> None:
    follow(case)
    make.make_day_event(case, make.FRIDAY, headline="Gauge D read")
    with patch(SEND, side_effect=error):
        if isinstance(error, Killed):
            with pytest.raises(Killed):
                tasks.send_digests(timestamp=0)
        else:
            assert sent() == []
    is_due()
    assert sent() == [], "another worker may be sending it"
    Follower.objects.update(sending_since=timezone.now() - dt.timedelta(minutes=61))
    [message] = sent()
    assert "This may repeat what an earlier mail told you" in message.body
    assert "may repeat" in html_of(message)
    assert "Gauge D read" in message.body
    is_due()
    assert sent() == []
    make.make_day_event(case, make.FRIDAY)
    is_due()
    assert "may repeat" not in sent()[0].body


def test_a_mail_that_comes_again_is_known_by_its_id_and_tells_of_the_same_time(case: Case) -> None:
    follow(case)
    make.make_day_event(case, make.FRIDAY, headline="Gauge D read")
    handed: list[mail.EmailMultiAlternatives] = []

    def break_off(self, messages):
        handed.extend(messages)
        raise smtplib.SMTPServerDisconnected

    with patch(SEND, break_off):
        assert sent() == []
    make.make_day_event(case, make.FRIDAY, headline="Gauge E read")
    is_due()
    Follower.objects.update(sending_since=timezone.now() - dt.timedelta(minutes=61))
    [again] = sent()
    is_due()
    [later] = sent()
    ids = [message.message()["Message-ID"] for message in (*handed, again, later)]
    assert ids[0] == ids[1] != ids[2]
    assert re.fullmatch(r"<[0-9a-f]{40}@127\.0\.0\.1>", ids[0])
    assert ["Gauge E" in message.body for message in (again, later)] == [False, True]


def test_one_reader_in_the_way_keeps_no_other_waiting(case: Case) -> None:
    follow(case, "bad@example.org")
    follow(case, "good@example.org")
    make.make_day_event(case, make.FRIDAY)
    deliver = mail.backends.locmem.EmailBackend.send_messages

    def send(self, messages):
        if messages[0].to == ["bad@example.org"]:
            raise smtplib.SMTPServerDisconnected
        return deliver(self, messages)

    with patch(SEND, send):
        assert [message.to for message in sent()] == [["good@example.org"]]


def test_a_mailbox_that_is_gone_is_forgotten(case: Case) -> None:
    follow(case)
    make.make_day_event(case, make.FRIDAY)
    with patch(SEND, side_effect=smtplib.SMTPRecipientsRefused({"reader@example.org": (550, b"nobody")})):
        for _ in range(8):
            assert Follower.objects.exists()
            is_due()
            tasks.send_digests(timestamp=0)
    assert not Follower.objects.exists()


def test_of_two_workers_one_sends(case: Case) -> None:
    follow(case)
    make.make_day_event(case, make.FRIDAY)
    [mine], [theirs] = services.due_followers(9), services.due_followers(9)
    until = timezone.now()
    assert services.begin_mail(follower=mine, until=until)
    assert not services.begin_mail(follower=theirs, until=until)
    services.note_sent(follower=mine)
    services.note_failure(follower=theirs, is_refused=True)  # of a worker that was left behind: it changes nothing
    services.pass_over(follower=theirs, until=timezone.now())
    after = Follower.objects.get()
    assert (after.told_until, after.sending_since, after.failures) == (until, None, 0)


def test_a_reader_who_stopped_meanwhile_gets_nothing(case: Case) -> None:
    follow(case)
    make.make_day_event(case, make.FRIDAY)
    [read] = services.due_followers(9)
    services.stop_following(follower_id=read.pk)
    assert not services.begin_mail(follower=read, until=timezone.now())


def test_a_batch_is_bounded_and_the_rest_is_queued(
    case: Case, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries
) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    monkeypatch.setattr(mailing, "BATCH", 2)
    for n in range(3):
        follow(case, f"reader{n}@example.org")
    make.make_day_event(case, make.FRIDAY)
    assert len(sent()) == 2
    assert ProcrastinateJob.objects.filter(task_name="timeline.tasks.send_digests", status="todo").count() == 1
    assert len(sent()) == 1


def test_a_mail_asks_as_much_for_many_events_as_for_few(case: Case, django_assert_max_num_queries) -> None:
    follow(case)
    for _ in range(12):
        make.make_day_event(case, make.FRIDAY)
    with django_assert_max_num_queries(14):
        assert len(sent()) == 1


def test_a_mail_holds_a_hundred_events_and_says_that_there_are_more(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("timeline.queries.news.MOST", 2)
    monkeypatch.setattr("timeline.presentation.digest.MOST", 2)
    follow(case)
    for _ in range(3):
        make.make_day_event(case, make.FRIDAY)
    [message] = sent()
    assert message.subject.endswith(": 2 new")
    assert "There is more than a mail holds" in message.body


def test_an_administrator_sees_who_follows_and_may_only_forget_them(client: Client, case: Case) -> None:
    follower = follow(case)
    client.force_login(make.make_chief("chief"))
    assert client.get("/admin/timeline/follower/").status_code == 403
    user = make.make_staff("admin")
    user.groups.add(Group.objects.get(name="Administrator"))
    client.force_login(user)
    assert "reader@example.org" in client.get("/admin/timeline/follower/").content.decode()
    assert client.get("/admin/timeline/follower/add/").status_code == 403
    assert client.get(f"/admin/timeline/follower/{follower.pk}/change/").status_code == 200
    chosen = {"action": "delete_selected", "_selected_action": [follower.pk], "post": "yes"}
    client.post("/admin/timeline/follower/", chosen)
    assert not Follower.objects.exists()

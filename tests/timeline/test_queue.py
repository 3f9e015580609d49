"""The queue that the database keeps says after each change what the events, reports and suspicions say."""

import datetime as dt
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client

from articles.models import Case
from tests import factories as make
from tests.timeline.doctors import KNOWN, break_it
from timeline import services
from timeline.models import RANKS, REST, Claim, Event, Likeness, Problem, Review, Waiting
from timeline.services import turns

IN_STEP = KNOWN["the-queue-is-in-step"]
DIFFER, UNDATED, FRESH, SAME = (RANKS[problem] for problem in Problem)
WHY = {"by": None, "reason": "It is so."}


def of(event: Event):
    return Event.objects.filter(pk=event.pk)


def queue() -> dict[str, int]:
    """What waits, with its first problem; the doctor counts it anew, in another way."""
    assert list(IN_STEP.find()) == []
    return dict(Waiting.objects.order_by("rank", "start").values_list("event__headline", "rank"))


def report(event: Event, sentence: str, **fields):
    """A new report of an event, from an article of its own."""
    version = make.make_article(event.case, sentence)
    mention = make.make_mention(version, sentence=sentence, trigger=sentence.split()[1], timex="", **fields)
    return event.citations.create(case=event.case, mention=mention)


@pytest.fixture
def three(case: Case) -> list[Event]:
    days = [dt.date(2016, 6, n) for n in (1, 3, 5)]
    named = zip(["Planks", "Boards", "Nails"], days, strict=True)
    return [make.make_day_event(case, day, headline=name, review=Review.SUGGESTED) for name, day in named]


@pytest.mark.django_db
def test_decisions_move_an_event_through_the_queue_and_back(case: Case, three: list[Event]) -> None:
    planks, boards, nails = three
    assert queue() == {"Planks": REST, "Boards": REST, "Nails": REST}
    (approved,) = services.approve_events(events=of(planks), **WHY)
    assert queue() == {"Boards": REST, "Nails": REST}
    report(planks, "Somebody sawed them.")
    assert queue() == {"Planks": FRESH, "Boards": REST, "Nails": REST}
    (accepted,) = services.approve_events(events=of(planks), **WHY)
    assert queue() == {"Boards": REST, "Nails": REST}
    services.undo_decisions(decisions=[approved, accepted], **WHY)
    assert queue() == {"Planks": REST, "Boards": REST, "Nails": REST}
    merged = services.merge_events(survivor=boards, others=of(nails), **WHY)
    assert queue() == {"Boards": DIFFER, "Planks": REST}, "the reports name two days"
    services.undo_decision(decision=merged, **WHY)
    made = services.split_event(event=planks, citations=planks.citations.order_by("pk")[1:], **WHY)
    services.edit_event(event=boards, edtf="", **WHY)
    assert queue() == {"Boards": UNDATED, "Planks": REST, "Nails": REST, made.headline: REST}
    services.reject_events(events=of(boards) | of(nails), **WHY)
    assert queue() == {"Planks": REST, made.headline: REST}


@pytest.mark.django_db
def test_disputes_and_suspicions_come_and_go(case: Case, three: list[Event]) -> None:
    planks, boards, nails = three
    disputed = make.claim(planks, planks.citations.get().mention, "date", "2016-06-02")
    agreed = make.claim(nails, nails.citations.get().mention, "date", "2016-06-05", disputed=False)
    alike = Likeness.objects.create(case=case, first=boards, second=nails, reasons=["same kind of event"], score=80)
    assert queue() == {"Planks": DIFFER, "Boards": SAME, "Nails": SAME}
    Claim.objects.filter(pk=disputed.pk).update(disputed=False)
    Claim.objects.filter(pk=agreed.pk).update(disputed=True)
    assert queue() == {"Nails": DIFFER, "Planks": REST, "Boards": SAME}
    Claim.objects.all().delete()
    (rejected,) = services.reject_events(events=of(nails), **WHY)
    assert queue() == {"Planks": REST, "Boards": REST}, "what it was like has left"
    services.undo_decision(decision=rejected, **WHY)
    assert queue() == {"Planks": REST, "Boards": SAME, "Nails": SAME}
    Likeness.objects.filter(pk=alike.pk).update(first=planks)
    assert queue() == {"Planks": SAME, "Boards": REST, "Nails": SAME}
    Likeness.objects.all().delete()
    Event.objects.filter(pk=boards.pk).update(earliest=dt.date(2017, 1, 1), latest=dt.date(2017, 1, 1), certainty=9)
    planks.delete()
    assert queue() == {"Nails": REST, "Boards": REST}


@pytest.mark.django_db
def test_the_doctor_finds_and_mends_a_queue_that_came_apart(three: list[Event]) -> None:
    break_it("ALTER TABLE timeline_event DISABLE TRIGGER queue_update")
    Waiting.objects.filter(pk=three[0].pk).delete()
    Waiting.objects.filter(pk=three[1].pk).update(rank=DIFFER)
    of(three[2]).update(review=Review.REJECTED, reviewed_at=dt.datetime(2016, 6, 9, tzinfo=dt.UTC))
    found = dict(IN_STEP.find())
    assert [found[event.pk].partition(": ")[2] for event in three] == [
        "waits, and is not in the queue",
        "problem 0 in the queue, found 4",
        "in the queue, and does not wait",
    ]
    assert IN_STEP.mend
    IN_STEP.mend(list(found))
    assert queue() == {"Planks": REST, "Boards": REST}


@pytest.mark.django_db(transaction=True)
def test_a_person_waits_a_moment_for_a_case_that_is_put_together_and_looks_meanwhile(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "PATIENCE", "50ms")
    case = make.make_case()
    event = make.make_day_event(case, dt.date(2016, 6, 1), headline="Planks", review=Review.SUGGESTED)
    event.refresh_from_db()
    is_held, may_end = threading.Event(), threading.Event()

    def import_() -> None:
        with transaction.atomic():
            turns.take_cases([case.pk], by=None)
            is_held.set()
            may_end.wait(10)
        connection.close()

    client.force_login(make.make_chief("Bob"))
    importer = threading.Thread(target=import_)
    importer.start()
    is_held.wait(10)
    told = {"event": event.public_id, "seen": event.revision}
    typed = {"headline": "Boards", "type": event.type_id, "status": "occurred", "edtf": event.edtf, "ordinal": 0}
    desk = "/admin/desk/footbridge/"
    try:
        assert "Planks" in client.get(desk).content.decode()
        approved = client.post(desk, {**told, "do": "approve"}).content.decode()
        edited = client.post(desk, {**told, **typed, "do": "edit", "reason": "As told."}).content.decode()
        with pytest.raises(ValidationError, match="put together just now"):
            services.approve_events(events=of(event), by=make.make_chief("Cy"))
    finally:
        may_end.set()
        importer.join()
    assert "put together just now" in approved
    assert "put together just now" in edited
    assert 'value="Boards"' in edited
    assert 'value="As told."' in edited
    assert of(event).get().review == Review.SUGGESTED
    client.post(desk, {**told, "do": "approve"})
    assert of(event).get().review == Review.APPROVED

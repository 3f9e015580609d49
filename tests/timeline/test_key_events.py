"""The events at the head of a case, and the word on whether more is to come."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client

from articles.models import Case, CaseStatus
from tests import factories as make
from tests.timeline.test_pages import body
from timeline import queries, services
from timeline.models import Decision, Event, EventFace, Verb
from timeline.queries import keys

pytestmark = pytest.mark.django_db
D = dt.date
ANYBODY = AnonymousUser()


def only(*events: Event):
    return Event.objects.filter(pk__in=[event.pk for event in events])


def reported(case: Case, day: int, times: int) -> Event:
    """An event of June 2016 that so many articles report."""
    mentions = [make.make_mention(make.make_article(case), headline=f"Day {day} of the works") for _ in range(times)]
    when = D(2016, 6, day)
    return make.make_event(case, mentions, edtf=when.isoformat(), earliest=when, latest=when)


def shown(case: Case) -> tuple[list[Event], bool]:
    return queries.key_events(case, ANYBODY)


def test_where_none_is_marked_the_most_reported_stand_there_in_order(case: Case) -> None:
    often, seldom, once = reported(case, 9, 4), reported(case, 2, 2), reported(case, 1, 1)
    assert shown(case) == ([seldom, often], False)
    assert once not in shown(case)[0]


def test_what_editors_mark_stands_there_alone_and_in_order(client: Client, case: Case) -> None:
    reported(case, 9, 4)
    later, first, draft = (
        make.make_day_event(case, D(2016, 7, 2), headline="Railing painted"),
        make.make_day_event(case, D(2015, 7, 2), headline="First stone laid"),
        make.make_day_event(case, D(2014, 7, 2), review="suggested"),
    )
    services.mark_key(events=only(later, first, draft), is_key=True, by=None)
    assert shown(case) == ([first, later], True)
    assert "Key events 2, chosen by the editors 2 July 2015 First stone laid 2 July 2016" in body(
        client.get("/cases/footbridge/")
    )


def test_a_mark_is_a_decision_that_is_taken_back(case: Case) -> None:
    event, chief = make.make_day_event(case, D(2016, 7, 2)), make.make_chief()
    (made,) = services.mark_key(events=only(event), is_key=True, by=chief)
    assert (made.verb, made.by, made.after_publication) == (Verb.KEY, chief, True)
    assert made.changes[0]["before"] == {"is_key": False}
    assert made.changes[0]["after"] == {"is_key": True}
    services.undo_decision(decision=made, by=chief, reason="Not so grave.")
    assert shown(case) == ([], False)
    assert services.mark_key(events=only(event), is_key=False, by=chief) == []
    assert list(event.history.values_list("is_key", flat=True)) == [False, True]


def test_readers_are_told_of_no_change_by_a_mark(client: Client, case: Case) -> None:
    event = make.make_day_event(case, D(2016, 7, 2))
    before = client.get("/cases/footbridge/feed.atom").content
    services.mark_key(events=only(event), is_key=True, by=None)
    assert client.get("/cases/footbridge/feed.atom").content == before
    assert body(client.get("/cases/footbridge/changes/")).count("Gauge") == 1
    assert "Changed since it was published" not in body(client.get(make.permalink(event), follow=True))


def test_a_case_has_seven_at_most_and_none_that_left(case: Case, chief: User) -> None:
    events = [make.make_day_event(case, D(2016, 7, n)) for n in range(1, 10)]
    services.mark_key(events=only(*events[:7]), is_key=True, by=None)
    with pytest.raises(ValidationError, match="7 key events at most"):
        services.mark_key(events=only(events[7]), is_key=True, by=None)
    services.withdraw_events(events=only(events[0]), by=chief, reason="Wrong.", grounds="error")
    services.mark_key(events=only(events[7]), is_key=True, by=None)
    with pytest.raises(ValidationError, match="off the timeline"):
        services.mark_key(events=only(events[0]), is_key=True, by=None)
    assert Decision.objects.filter(verb=Verb.KEY).count() == 8
    assert shown(case)[0] == events[1:8]


@pytest.fixture
def chief() -> User:
    return make.make_chief()


def test_editors_mark_on_the_desk_and_in_the_list(client: Client, case: Case, chief: User) -> None:
    event = make.make_day_event(case, D(2016, 7, 2))
    event.refresh_from_db()
    client.force_login(chief)
    desk = {"do": "key", "event": event.public_id, "seen": event.revision}
    assert "Stands at the head of the case now" in body(client.post("/admin/desk/footbridge/", desk, follow=True))
    assert shown(case) == ([event], True)
    event.refresh_from_db()
    chosen = {"action": "no_key", "_selected_action": event.pk, "seen": f"{event.pk}:{event.revision}"}
    assert "Key events no longer: 1." in body(client.post("/admin/timeline/event/", chosen, follow=True))
    assert shown(case) == ([], False)


@pytest.mark.parametrize("marked", [False, True])
def test_they_are_read_from_an_index_of_their_own(case: Case, marked: bool) -> None:
    reading = make.make_type()
    day = D(2016, 6, 1)
    told = {"case": case, "type": reading, "status": "occurred", "review": "approved", "reviewed_at": "2026-01-01T00Z"}
    events = Event.objects.bulk_create(
        Event(headline=f"No. {n}", edtf=str(day), earliest=day, latest=day, is_key=marked and n < 5, **told)
        for n in range(3000)
    )
    EventFace.objects.filter(event__in=events[::2]).update(sources=3)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE timeline_event, timeline_eventface")
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) {keys.KEY}", {"case": case.pk, "public": True})
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "event_key" in plan
    assert "Seq Scan" not in plan
    (others,) = (line for line in plan.splitlines() if "face_most_reported" in line)
    assert marked == ("never executed" in others), "those are looked for where none is marked"


# Whether more is to come


@pytest.mark.parametrize(
    ("status", "words"),
    [(CaseStatus.RUNNING, "Running story"), (CaseStatus.DORMANT, "Dormant"), (CaseStatus.CLOSED, "Closed")],
)
def test_the_top_of_a_case_says_whether_more_is_to_come(client: Client, case: Case, status: str, words: str) -> None:
    Case.objects.update(status=status)
    assert f"{words}" in body(client.get("/cases/footbridge/"))


def test_editors_set_it(client: Client, case: Case) -> None:
    client.force_login(make.make_chief())
    page = client.get(f"/admin/articles/case/{case.pk}/change/")
    form = {k: v for k, v in page.context["adminform"].form.initial.items() if v is not None}
    inlines = {f"settings-{name}": n for name, n in (("TOTAL_FORMS", 0), ("INITIAL_FORMS", 0))}
    client.post(f"/admin/articles/case/{case.pk}/change/", {**form, **inlines, "status": "closed"})
    case.refresh_from_db()
    assert case.status == CaseStatus.CLOSED

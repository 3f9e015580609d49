"""A database that is well is found to be well; what is derived is written anew; and what the command says."""

import datetime as dt
import json
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from articles.models import Case
from tests import factories as make
from tests.timeline.doctors import KNOWN, break_it, make_worked_case
from tests.timeline.test_publishing import both
from tests.timeline.test_reconcile_case import SENTENCED, add
from timeline import doctor, services
from timeline.doctor import machinery
from timeline.models import Citation, Event, EventFace
from timeline.services.searching import refresh_search

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    return make_worked_case()


def ailing() -> dict[str, int]:
    return {finding.check.name: finding.count for finding in doctor.examine()}


def test_a_word_that_is_searched_and_stands_nowhere() -> None:
    event = make.make_event()
    refresh_search(events=Event.objects.all())
    assert not list(doctor.examine([KNOWN["words-are-searched"]]))
    break_it("UPDATE timeline_eventsearch SET words = to_tsvector('english', 'weir')")
    (finding,) = doctor.examine([KNOWN["words-are-searched"]])
    assert finding.first == ((event.pk, f"event {event.pk}"),)
    assert doctor.mend([KNOWN["words-are-searched"]]) == 1
    assert not list(doctor.examine([KNOWN["words-are-searched"]]))


def test_the_demonstration_is_clean() -> None:
    call_command("load_demo")
    assert Event.objects.count() > 20
    assert ailing() == {}


def test_the_triggers_that_are_looked_for_are_all_that_there_are() -> None:
    there = {(table, name) for table, name in machinery.rows(machinery.TRIGGERS)}
    assert machinery.expected_triggers() == {one for one in there if not one[1].startswith("procrastinate_")}


def test_what_is_derived_is_written_anew(case: Case) -> None:
    faces = list(EventFace.objects.order_by("event", "public").values("event", "public", "sources", "people", "differ"))
    break_it(
        "ALTER TABLE timeline_eventface DISABLE TRIGGER USER",
        "DELETE FROM timeline_eventface WHERE public",
        "UPDATE timeline_eventface SET sources = 9, differ = false, people = '{}'",
        "UPDATE timeline_eventsearch SET words = ''",
        "ALTER TABLE timeline_eventface ENABLE TRIGGER USER",
    )
    assert {"faces-count-sources", "faces-name-people", "withheld-words-are-not-searched"} < set(ailing())
    assert doctor.mend() > 0
    assert ailing() == {}
    kept = EventFace.objects.order_by("event", "public").values("event", "public", "sources", "people", "differ")
    assert list(kept) == faces


def test_what_people_did_and_took_back_is_no_finding(case: Case) -> None:
    assert ailing() == {}
    for decision in list(case.decisions.order_by("-pk")):
        services.undo_decision(decision=decision, by=None, reason="Back to the start.")
    assert ailing() == {}
    one, other = case.events.filter(review="suggested").order_by("pk")[:2]
    moved = list(one.citations.values_list("pk", flat=True))
    Citation.objects.filter(pk__in=moved).update(event=other)
    assert "decisions-stand" not in ailing(), "what was taken back holds no report in its place"
    Citation.objects.filter(pk__in=moved).update(event=one)
    add(case, SENTENCED.replace("six", "seven"), key="2", source="Outlet 2")
    assert ailing() == {}


@pytest.mark.django_db(transaction=True)
def test_the_command_says_what_to_do_and_fails(capsys: pytest.CaptureFixture[str]) -> None:
    make.make_dated_event(make.make_case(), "2016", dt.date(2016, 1, 1), dt.date(2016, 12, 31), review="suggested")
    call_command("doctor", "event-is-cited", "days-in-order")
    assert capsys.readouterr().out == "All is well: 2 checks.\n"
    break_it("DELETE FROM timeline_citation")
    with pytest.raises(CommandError, match="1 of 2 checks"):
        call_command("doctor", "event-is-cited", "days-in-order")
    told = capsys.readouterr().out
    assert "1 × not so: Each event" in told
    assert "What to do: Look at its history" in told
    with pytest.raises(CommandError) as failed:
        call_command("doctor", "event-is-cited", "--json")
    assert failed.value.returncode == 1
    (broken,) = json.loads(capsys.readouterr().out)["broken"]
    assert (broken["check"], broken["count"], broken["first"][0]["key"]) == (
        "event-is-cited",
        1,
        Event.objects.get().pk,
    )


@pytest.mark.django_db(transaction=True)
def test_an_index_that_was_built_by_half() -> None:
    make.make_case("one")
    make.make_case("two")
    with connection.cursor() as cursor:
        try:
            with pytest.raises(Exception, match="could not create unique index"):
                cursor.execute("CREATE UNIQUE INDEX CONCURRENTLY half_built ON articles_case (summary)")
            (finding,) = doctor.examine([KNOWN["indexes-are-valid"]])
            assert "half_built" in finding.first[0][1]
        finally:
            cursor.execute("DROP INDEX IF EXISTS half_built")


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_somebody_left_open(monkeypatch: pytest.MonkeyPatch) -> None:
    make.make_case("one")
    monkeypatch.setattr(machinery, "FORGOTTEN", dt.timedelta())
    assert list(doctor.examine([KNOWN["nobody-writes-for-ever"]])) == []
    is_open, seen = threading.Event(), threading.Event()

    def forget() -> None:
        with transaction.atomic():
            Case.objects.update(summary="Not yet.")
            is_open.set()
            assert seen.wait(60)

    def look() -> None:
        assert is_open.wait(60)
        (finding,) = doctor.examine([KNOWN["nobody-writes-for-ever"]])
        assert "since 20" in finding.first[0][1]
        seen.set()

    assert both(forget, look) == [None, None]

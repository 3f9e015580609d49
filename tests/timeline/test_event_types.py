"""Editors add and change types, try them on a case's own text, and see what would change before it is kept."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import Client

from articles.models import Case
from tests import factories as make
from timeline import services, tasks
from timeline.extraction import OwnType
from timeline.models import Event, EventType, Mention

pytestmark = pytest.mark.django_db
TEXT = "Crews moored the Linden ferry on Tuesday.\nA judge sentenced the captain on Wednesday."
EDIT = "/admin/timeline/eventtype/"


@pytest.fixture
def case() -> Case:
    services.sync_event_types()
    case = make.make_case()
    told = {"source": "The Linden Post", "title": "Ferry", "timezone": "UTC", "published": dt.date(2016, 6, 10)}
    services.add_article(case=case, text=TEXT, **told)
    return case


@pytest.fixture
def chief(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("chief", password=make.PASSWORD))
    return client


def fields(**changes: str) -> dict[str, str]:
    told = {"slug": "ferry", "name": "Ferry", "icon": "dot", "verbs": "", "nouns": "", "unless": "", "hushed": ""}
    return {**told, **changes}


def test_a_new_type_finds_its_events_once_the_articles_are_read_again(case: Case) -> None:
    assert set(Event.objects.values_list("type", flat=True)) == {"sentencing"}
    services.save_event_type(by=None, slug="ferry", name="Ferry", verbs="moor .. ferry")
    assert list(services.stale_cases()) == [case]
    tasks.read_case_again(case_id=case.pk)
    assert set(Event.objects.values_list("type", flat=True)) == {"sentencing", "ferry"}
    assert not services.stale_cases().exists()


def test_what_people_decided_stays_when_a_type_is_hushed(case: Case) -> None:
    services.approve_events(events=Event.objects.all(), by=None)
    services.save_event_type(by=None, slug="sentencing", hushed="sentence")
    tasks.read_case_again(case_id=case.pk)
    event = Event.objects.get()
    assert (event.type_id, event.review) == ("sentencing", "approved")
    assert event.citations.filter(accepted=True).exists()


def test_a_trial_shows_what_would_change_and_keeps_nothing(case: Case) -> None:
    trial = services.try_type(case=case, proposed=OwnType("ferry", "Ferry", verbs="moor .. ferry"))
    assert [(m.type, m.trigger.text) for m in trial.gained] == [("ferry", "moored")]
    assert (trial.lost, trial.articles, trial.too_much) == ([], 1, "")
    trial = services.try_type(case=case, proposed=OwnType("sentencing", "Sentencing", hushed="sentence"))
    assert [m.type for m in trial.lost] == ["sentencing"]
    assert not EventType.objects.filter(slug="ferry").exists()
    assert Mention.objects.count() == 1


def test_a_type_that_is_found_everywhere_is_refused_with_the_reason(case: Case) -> None:
    told = {"source": "The Linden Post", "title": "Log", "timezone": "UTC", "published": dt.date(2016, 6, 11)}
    log = "\n".join(f"The keeper opened gate {n} on Tuesday." for n in range(60))
    services.add_article(case=case, text=log, **told)
    with pytest.raises(ValidationError, match="that says nothing"):
        services.save_event_type(by=None, slug="gate", name="Gate", verbs="open")
    assert not EventType.objects.filter(slug="gate").exists()


def test_phrases_are_tried_and_kept_in_the_admin(chief: Client, case: Case) -> None:
    told = fields(verbs="moor .. ferry")
    tried = chief.post(f"{EDIT}add/", {**told, "case": case.pk, "_try": "1"}).content.decode()
    assert "What it would change in 1 article" in tried
    assert "Crews moored the Linden ferry on Tuesday." in tried
    assert "moor .. ferry" in tried  # what was typed is still there
    assert not EventType.objects.filter(slug="ferry").exists()
    kept = chief.post(f"{EDIT}add/", told, follow=True).content.decode()
    assert "read again now" in kept
    assert EventType.objects.get(slug="ferry").verbs == "moor .. ferry"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"verbs": "the", "_try": "1", "case": "1"}, "nearly everywhere"),
        ({"verbs": "moor", "_try": "1"}, "Choose the case"),
        ({"verbs": "(a+)+"}, "is no word"),
        ({"hushed": "sail"}, "could be hushed"),
        ({"slug": "Ferry!"}, "valid"),
        ({"name": ""}, "required"),
    ],
)
def test_the_admin_says_what_is_wrong(chief: Client, case: Case, changes: dict[str, str], reason: str) -> None:
    if changes.get("case"):
        changes = {**changes, "case": str(case.pk)}
    assert reason in chief.post(f"{EDIT}add/", fields(**changes)).content.decode()
    assert not EventType.objects.filter(slug="ferry").exists()


def test_the_phrases_of_the_files_stand_beside_ones_own(chief: Client, case: Case) -> None:
    assert "send* .. to prison|jail" in chief.get(f"{EDIT}sentencing/change/").content.decode()

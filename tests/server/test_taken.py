"""Two forms that give the same new name in the same moment: the first is kept, and the second says why it is not."""

import re
import threading
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client

from articles.models import Case, Source
from casetracker.accounts.joining import add_colleague, take_turn
from tests import factories as make
from tests.timeline.test_publishing import both
from timeline.models import EventType, Person
from timeline.services import save_event_type, save_person

pytestmark = pytest.mark.django_db(transaction=True)
ERRORS = re.compile(r'<ul class="errorlist[^>]*>(.*?)</ul>', re.DOTALL)


def errors_of_the_second(first: Callable[[], object], path: str, told: dict[str, object]) -> str:
    """The first has given the name and has not ended when the form comes."""
    client, has_begun, said = Client(), threading.Event(), []
    client.force_login(User.objects.get_or_create(username="boss", is_staff=True, is_superuser=True)[0])
    client.get(path)  # what is read at the first page would let the first end

    def begin() -> None:
        with transaction.atomic():
            first()
            has_begun.set()
            threading.Event().wait(0.1)

    def second() -> None:
        has_begun.wait(60)
        page = client.post(path, told)
        assert page.status_code == 200
        said.extend(ERRORS.findall(page.content.decode()))

    assert both(begin, second) == [None, None]
    return " ".join(said)


@pytest.mark.parametrize("typed", ["ada.quill", "Ada.Quill"])
def test_a_colleague(typed: str) -> None:
    def add() -> None:
        take_turn()
        add_colleague(name="Ada Quill", email="", username="ada.quill", role="Editor")

    told = {"name": "Ada Quill", "username": typed, "role": "Journalist"}
    assert f"There is an account “{typed}” already." in errors_of_the_second(add, "/admin/auth/user/add/", told)
    assert User.objects.filter(username__iexact=typed).count() == 1


@pytest.mark.parametrize("typed", ["Ada Quill", "Ada  Quill"])
def test_a_person_of_a_case(typed: str) -> None:
    case = make.make_case()
    told = {"case": case.pk, "name": typed, "policy": "withheld"}
    said = errors_of_the_second(
        lambda: save_person(case=case, by=None, name="Ada Quill"), "/admin/timeline/person/add/", told
    )
    assert "“Ada Quill” is among the people of this case already." in said
    assert Person.objects.get().policy == "name"


def test_an_outlet() -> None:
    told = {"name": "The Linden Post", "url": "", "rights": "full"}
    said = errors_of_the_second(
        lambda: Source.objects.create(name="The Linden Post"), "/admin/articles/source/add/", told
    )
    assert "already exists" in said


def test_a_case() -> None:
    told = {
        "title": "The ferry",
        "slug": "",
        "summary": "",
        "status": "running",
        "timezone": "Europe/London",
        "settings-TOTAL_FORMS": "0",
        "settings-INITIAL_FORMS": "0",
    }
    said = errors_of_the_second(
        lambda: Case.objects.create(slug="the-ferry", title="Another ferry"), "/admin/articles/case/add/", told
    )
    assert re.search("There is a case “the-ferry” already|Slug already exists", said)  # whenever the first ends


def test_a_type_of_events() -> None:
    told = {"slug": "rescue", "name": "Rescue", "icon": "circle"}
    said = errors_of_the_second(
        lambda: save_event_type(by=None, slug="rescue", name="Saving of lives", icon="circle"),
        "/admin/timeline/eventtype/add/",
        told,
    )
    assert "already exists" in said
    assert EventType.objects.get(slug="rescue").name == "Saving of lives"

"""A new account: one page for the administrator, one link for the colleague."""

import logging
import re

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from casetracker.accounts.joining import MAY, add_colleague, link_of
from casetracker.accounts.models import Entry
from casetracker.roles import ROLES
from casetracker.telemetry.logs import RequestFilter
from tests import factories as make

pytestmark = pytest.mark.django_db
ADD = "/admin/auth/user/add/"
TOLD = {"name": "Ada Quíll", "email": "ada@example.org", "role": "Editor"}
CHOSEN = {"new_password1": "seven wet umbrellas", "new_password2": "seven wet umbrellas"}


@pytest.fixture
def administrator(client: Client) -> User:
    user = make.make_staff("Alma")
    user.groups.add(Group.objects.get(name="Administrator"))
    client.force_login(user)
    return user


@pytest.fixture
def ada() -> User:
    return add_colleague(name="Ada", email="", username="ada", role="Journalist")


def path_of(user: User) -> str:
    return re.sub("^https?://[^/]+", "", link_of(user))


def test_a_colleague_is_added_and_chooses_a_password_by_the_link(client: Client, administrator: User) -> None:
    page = client.post(ADD, TOLD, follow=True).content.decode()
    ada = User.objects.get(username="ada.quill")
    assert (ada.is_staff, ada.is_superuser, ada.has_usable_password()) == (True, False, False)
    assert [group.name for group in ada.groups.all()] == ["Editor"]
    path = re.search(r"/admin/join/[^\"]+", page)
    assert path

    visitor = Client()
    form = visitor.get(path[0], follow=True)
    there = form.redirect_chain[-1][0]
    assert path[0] not in there  # no other page learns the secret
    assert "ada.quill" in form.content.decode()
    assert "Sign in as “ada.quill”." in visitor.post(there, CHOSEN, follow=True).content.decode()
    assert visitor.login(username="ada.quill", password=CHOSEN["new_password1"])
    assert "used already, or is too old" in Client().get(path[0]).content.decode()
    noted = set(Entry.objects.filter(account="ada.quill").values_list("what", "actor"))
    assert {("account", "Alma"), ("role", "Alma"), ("password", "ada.quill")} <= noted


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"role": ""}, "Choose what they may do."),
        ({"role": "Owner"}, "Select a valid choice"),
        ({"name": ""}, "This field is required."),
        ({"name": "阿达"}, "none could be made of this name"),
        ({"username": "ALMA"}, "There is an account “ALMA” already."),
        ({"username": "Ａｌｍａ"}, "There is an account “Alma” already."),
        ({"email": "ada"}, "Enter a valid email address."),
    ],
)
def test_what_does_not_fit_says_what_to_do(client: Client, administrator: User, changed: dict, said: str) -> None:
    assert said in client.post(ADD, TOLD | changed).content.decode()
    assert User.objects.count() == 1


def test_a_password_that_is_too_weak_is_asked_for_again(client: Client, ada: User) -> None:
    there = client.get(path_of(ada), follow=True).redirect_chain[-1][0]
    page = client.post(there, {"new_password1": "1234", "new_password2": "1234"}).content.decode()
    assert "This password is too short." in page


def test_who_may_add_and_not_change_accounts_gives_nobody_a_role(client: Client) -> None:
    helper = make.make_staff("Hal")
    helper.user_permissions.add(Permission.objects.get(codename="add_user"))
    client.force_login(helper)
    assert client.get(ADD).status_code == client.post(ADD, TOLD | {"role": "Administrator"}).status_code == 403
    assert User.objects.count() == 1


def test_who_may_make_a_link_and_to_whom(client: Client, administrator: User, ada: User) -> None:
    boss = User.objects.create_superuser("boss")
    assert client.post(f"/admin/auth/user/{boss.pk}/link/").status_code == 403
    assert "/admin/join/" in client.post(f"/admin/auth/user/{ada.pk}/link/").content.decode()
    client.force_login(make.make_chief("Cleo"))
    assert client.post(f"/admin/auth/user/{ada.pk}/link/").status_code == 403


def test_a_link_is_made_and_noted_when_it_is_asked_for(client: Client, administrator: User, ada: User) -> None:
    made = Entry.objects.filter(account="ada", actor="Alma", details="a link to choose a password")
    for _ in range(2):
        assert "/admin/join/" not in client.get(f"/admin/auth/user/{ada.pk}/link/").content.decode()
    assert not made.exists()
    client.post(f"/admin/auth/user/{ada.pk}/link/")
    assert made.count() == 1
    client.post(ADD, TOLD, follow=True)
    assert Entry.objects.filter(account="ada.quill", details="a link to choose a password").count() == 1


def test_a_closed_account_gets_no_link_and_takes_no_password(client: Client, administrator: User, ada: User) -> None:
    visitor, before = Client(), ada.password
    there = visitor.get(path_of(ada), follow=True).redirect_chain[-1][0]  # the form is open when the account is closed
    User.objects.filter(pk=ada.pk).update(is_active=False)
    said = "The account “ada” is closed"
    assert said in visitor.post(there, CHOSEN).content.decode()
    assert said in Client().get(path_of(ada), follow=True).content.decode()
    assert said in client.post(f"/admin/auth/user/{ada.pk}/link/").content.decode()
    assert not Entry.objects.filter(account="ada", details="a link to choose a password").exists()
    ada.refresh_from_db()
    assert ada.password == before


def test_the_link_stands_in_no_line_of_the_log() -> None:
    record = logging.LogRecord("x", logging.WARNING, "", 0, "%s %s", ("GET", "/admin/join/MQ/dif-00ff/"), None)
    assert RequestFilter().filter(record)
    assert record.getMessage() == "GET /admin/join/MQ/…/"


def test_each_role_is_explained() -> None:
    assert list(MAY) == list(ROLES)

"""What is written down of accounts, by whom it can be read, and that nobody changes it."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone as clock

from casetracker.accounts.models import Entry, What
from casetracker.accounts.tasks import forget_old_accounting
from tests import factories as make
from tests.factories import PASSWORD
from tests.server import test_accounts
from tests.server.test_accounts import logged, sign_in

pytestmark = pytest.mark.django_db
editor = test_accounts.editor  # the fixture


def test_signing_in_and_out_is_written_down(client: Client, editor: User) -> None:
    before = Entry.objects.count()
    sign_in(client, password="umbrella", REMOTE_ADDR="192.0.2.7")
    sign_in(client, REMOTE_ADDR="192.0.2.7")
    client.post("/admin/logout/", REMOTE_ADDR="192.0.2.7")
    assert logged("what", "account", "address")[before:] == [
        (what, "editor", "192.0.2.7") for what in ("failed", "signed-in", "signed-out")
    ]


def test_rights_are_written_down_with_who_gave_them(client: Client, editor: User) -> None:
    client.force_login(User.objects.create_superuser("chief", password=PASSWORD))
    chief = Group.objects.get(name="Chief editor")
    told = {"username": "editor", "is_active": "on", "is_staff": "on", "is_superuser": "on", "groups": [chief.pk]}
    told |= {"date_joined_0": "2016-06-10", "date_joined_1": "00:00:00"}
    before = Entry.objects.count()
    assert client.post(f"/admin/auth/user/{editor.pk}/change/", told, REMOTE_ADDR="192.0.2.7").status_code == 302
    lines = logged("what", "actor", "account", "address", "details")[before:]
    by = ("chief", "editor", "192.0.2.7")
    assert sorted(lines) == [
        ("permission", *by, "superuser"),
        ("role", *by, "no longer Editor"),
        ("role", *by, "now Chief editor"),
    ]


def test_what_a_command_changes_is_written_down_too(editor: User) -> None:
    Group.objects.get(name="Journalist").permissions.clear()
    call_command("migrate", verbosity=0)
    editor.delete()
    lines = logged("what", "actor", "account", "details")
    held = [details for what, actor, account, details in lines if (what, account) == ("role-holds", "Journalist")]
    assert [text.partition(":")[0] for text in held[-2:]] == ["may no longer", "may"]
    assert lines[-1] == ("account", "the system", "editor", "deleted")


@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_log_is_not_changed_and_forgets_only_what_is_old(editor: User, act: str) -> None:
    rows = Entry.objects.filter(account="editor")
    with pytest.raises(IntegrityError, match="the audit log is not changed"), transaction.atomic():
        rows.update(account="nobody") if act == "update" else rows.delete()
    Entry.objects.create(what=What.FAILED, account="old", at=clock.now() - dt.timedelta(days=400))
    Entry.objects.create(what=What.FAILED, account="older than a quarter", at=clock.now() - dt.timedelta(days=100))
    forget_old_accounting(timestamp=0)
    assert not Entry.objects.filter(account="old").exists()
    assert Entry.objects.filter(account="older than a quarter").exists()
    assert rows.exists()


def test_superusers_read_the_log_and_nobody_writes_in_it(client: Client, editor: User) -> None:
    client.force_login(User.objects.create_superuser("chief", password=PASSWORD))
    assert "now Editor" in client.get("/admin/accounts/entry/").content.decode()
    assert client.get("/admin/accounts/entry/add/").status_code == 403
    assert "Delete selected" not in client.get("/admin/accounts/entry/").content.decode()


def test_an_administrator_does_not_become_a_superuser(client: Client, editor: User) -> None:
    root = User.objects.create_superuser("root", password=PASSWORD)
    boss = make.make_staff("boss")
    boss.groups.add(Group.objects.get(name="Administrator"))
    client.force_login(boss)
    told = {"username": "boss", "is_active": "on", "is_staff": "on", "is_superuser": "on"}
    told |= {"date_joined_0": "2016-06-10", "date_joined_1": "00:00:00", "groups": [boss.groups.get().pk]}
    client.post(f"/admin/auth/user/{boss.pk}/change/", told)
    assert not User.objects.get(pk=boss.pk).is_superuser
    client.post(f"/admin/auth/user/{root.pk}/change/", {**told, "username": "root"})
    change = {"password1": "forty-one umbrellas", "password2": "forty-one umbrellas"}
    assert client.post(f"/admin/auth/user/{root.pk}/password/", change).status_code == 403
    client.post(f"/admin/auth/user/{root.pk}/delete/", {"post": "yes"})
    client.post("/admin/auth/user/", {"action": "delete_selected", "_selected_action": [root.pk], "post": "yes"})
    assert User.objects.get(pk=root.pk).check_password(PASSWORD)

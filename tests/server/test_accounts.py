"""Signing in: guessing is slowed, a second factor asked for, sessions end, and all of it is written down."""

import datetime as dt
import re
import time
from base64 import b32decode

import pytest
from django.contrib.auth.models import Group, User
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone as clock
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from casetracker.accounts import guessing, second_factor
from casetracker.accounts.counting import Limit, TooOften, forget_old_counts
from casetracker.accounts.models import Count, Entry, Session, What
from tests import factories as make
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN, CODE, SET_UP, ACCOUNT = "/admin/login/", "/admin/login/code/", "/admin/account/second-factor/", "/admin/account/"


@pytest.fixture
def editor() -> User:
    user = make.make_staff("editor")
    user.groups.add(Group.objects.get(name="Editor"))
    return user


def sign_in(client: Client, name: str = "editor", password: str = PASSWORD, **extra) -> HttpResponse:
    return client.post(LOGIN + "?next=/admin/date-lab/", {"username": name, "password": password}, **extra)


def is_in(client: Client) -> bool:
    return client.get("/admin/date-lab/").status_code == 200


def code_of(device: TOTPDevice, steps: int = 0) -> str:
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time.time() + 30 * steps
    return f"{totp.token():06}"


def with_telephone(user: User) -> TOTPDevice:
    return TOTPDevice.objects.create(user=user, name="telephone", confirmed=True)


def logged(*fields: str) -> list[tuple]:
    return list(Entry.objects.order_by("pk").values_list(*fields))


# Passwords


def test_name_and_password_are_enough_where_nothing_else_is_asked(client: Client, editor: User) -> None:
    response = sign_in(client)
    assert (response.status_code, response["Location"]) == (302, "/admin/date-lab/")
    assert is_in(client)


def test_nobody_is_sent_elsewhere_after_signing_in(client: Client, editor: User) -> None:
    response = client.post(LOGIN + "?next=https://elsewhere.example/", {"username": "editor", "password": PASSWORD})
    assert response["Location"] == "/admin/"


def test_the_sixth_guess_waits_even_if_it_is_right(client: Client, editor: User) -> None:
    for _ in range(guessing.PAIR.most):
        assert sign_in(client, password="umbrella").status_code == 200
    response = sign_in(client)
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= guessing.WINDOW
    assert "There were too many attempts. Wait 15 minutes" in response.content.decode()
    assert not is_in(client)
    assert sign_in(Client(), REMOTE_ADDR="192.0.2.7").status_code == 302, "their owner, elsewhere"
    Count.objects.update(until=clock.now() - dt.timedelta(hours=1))
    assert sign_in(client).status_code == 302


def test_who_got_it_right_begins_anew(client: Client, editor: User) -> None:
    for _ in range(3):
        for _ in range(guessing.PAIR.most - 1):
            sign_in(client, password="umbrella")
        assert sign_in(client).status_code == 302


def test_one_address_does_not_try_one_name_after_the_other(client: Client) -> None:
    for _ in range(guessing.ADDRESS.most - 1):
        guessing.ADDRESS.take("password", "127.0.0.1")
    assert [sign_in(client, name=f"somebody-{n}").status_code for n in range(2)] == [200, 429]


def test_many_addresses_guess_no_faster_than_one_and_shut_nobody_out(client: Client, editor: User) -> None:
    assert sign_in(client).status_code == 302
    crowd = [sign_in(Client(), password="no", REMOTE_ADDR=f"203.0.113.{n}").status_code for n in range(22)]
    assert crowd.count(429) == 22 - guessing.STRANGERS.most + 1, "the owner's own first visit was a stranger's"
    assert sign_in(Client(), REMOTE_ADDR="198.51.100.9").status_code == 429
    assert sign_in(Client()).status_code == 302, "whence they always sign in"


def test_what_was_typed_into_the_field_of_the_name_is_not_kept(client: Client, editor: User) -> None:
    sign_in(client, name="my secret sentence")
    sign_in(client, name="editor\0", password="x")
    assert logged("what", "account", "details")[-1] == ("failed", "", "no such account")
    assert "secret" not in str(list(Entry.objects.values())) + str(list(Count.objects.values()))


@pytest.mark.parametrize("password", ["short words", "passwordpassword", "123456789012345"])
def test_weak_passwords_are_refused(client: Client, editor: User, password: str) -> None:
    sign_in(client)
    told = {"old_password": PASSWORD, "new_password1": password, "new_password2": password}
    if password == "passwordpassword":
        told["new_password2"] = "another one"
    assert client.post("/admin/password_change/", told).status_code == 200
    assert User.objects.get().check_password(PASSWORD)


def test_counts_are_forgotten_once_their_window_is_over() -> None:
    limit = Limit("test", 1, 60)
    limit.take("a")
    with pytest.raises(TooOften) as caught:
        limit.take("a")
    assert 0 < caught.value.seconds <= 60
    limit.take("b")
    Count.objects.filter(used=2).update(until=clock.now() - dt.timedelta(seconds=1))
    forget_old_counts()
    assert Count.objects.count() == 1


# The second factor


def test_the_password_alone_opens_nothing_where_there_is_a_telephone(client: Client, editor: User) -> None:
    device = with_telephone(editor)
    case = make.make_case(is_public=False)
    response = sign_in(client)
    assert response["Location"] == CODE
    assert not is_in(client)
    assert client.get(case.get_absolute_url()).status_code == 404, "nor a draft"
    assert client.get(ACCOUNT).status_code == 302
    assert client.get(SET_UP)["Location"] == CODE, "a new telephone is not set up by who knows the password alone"
    response = client.post(CODE, {"code": code_of(device)})
    assert (response.status_code, response["Location"]) == (302, "/admin/date-lab/")
    assert is_in(client)


def test_a_code_is_good_once(client: Client, editor: User) -> None:
    device = with_telephone(editor)
    code = code_of(device)
    sign_in(client)
    assert client.post(CODE, {"code": code}).status_code == 302
    other = Client()
    sign_in(other)
    assert "not right, or no longer" in other.post(CODE, {"code": code}).content.decode()
    assert not is_in(other)


def test_codes_cannot_be_guessed(client: Client, editor: User) -> None:
    device = with_telephone(editor)
    sign_in(client)
    for guess in range(guessing.PAIR.most):
        assert client.post(CODE, {"code": f"00000{guess}"}).status_code == 200
    response = client.post(CODE, {"code": code_of(device)})
    assert (response.status_code, "Retry-After" in response) == (429, True)
    assert What.WRONG_CODE in {what for (what,) in logged("what")}
    assert not is_in(client)


@pytest.mark.parametrize("change", ["late", "password", "inactive"])
def test_a_right_password_is_not_remembered_for_long(client: Client, editor: User, change: str) -> None:
    device = with_telephone(editor)
    sign_in(client)
    if change == "late":
        session = client.session
        session["half"] = {**session["half"], "at": time.time() - 601}
        session.save()
    elif change == "password":
        editor.set_password("forty-one umbrellas")
        editor.save()
    else:
        User.objects.update(is_active=False)
    assert client.post(CODE, {"code": code_of(device)})["Location"] == LOGIN
    assert not is_in(client)


def set_up(client: Client) -> HttpResponse:
    page = client.get(SET_UP).content.decode()
    key = re.search(r'class="key">([A-Z2-7 ]+)<', page)
    assert key
    assert "<svg" in page
    device = TOTPDevice(key=b32decode(key[1].replace(" ", "")).hex())
    asked = {"password": PASSWORD} if is_in(client) else {}
    assert b"not right" in client.post(SET_UP, {"code": "12345", **asked}).content
    return client.post(SET_UP, {"code": code_of(device), **asked})


def test_a_stranger_at_an_unlocked_desk_sets_none_up(client: Client, editor: User) -> None:
    sign_in(client)
    page = client.get(SET_UP).content.decode()
    assert 'name="password"' in page
    device = TOTPDevice(key=b32decode(re.search(r'class="key">([A-Z2-7 ]+)<', page)[1].replace(" ", "")).hex())
    for said in ({}, {"password": "umbrella"}):
        assert client.post(SET_UP, {"code": code_of(device), **said}).status_code == 200
    assert not second_factor.has_one(editor)


def test_a_newsroom_behind_one_address_signs_in_however_many_they_are(editor: User) -> None:
    for _ in range(guessing.ADDRESS.most + 3):
        assert sign_in(Client()).status_code == 302
    assert [sign_in(Client(), f"nobody {n}").status_code for n in range(guessing.ADDRESS.most)][-1] == 200
    assert sign_in(Client(), "nobody else").status_code == 429


def test_setting_it_up_ends_other_sessions_and_gives_codes_for_the_paper(client: Client, editor: User) -> None:
    other = Client()
    sign_in(other)
    sign_in(client)
    codes = re.findall(r"<code>(\w{8})</code>", set_up(client).content.decode())
    assert len(codes) == second_factor.RECOVERY_CODES
    assert is_in(client)
    assert not is_in(other)
    lost = Client()
    sign_in(lost)
    assert lost.post(CODE, {"code": codes[0].upper()}).status_code == 302
    assert is_in(lost)
    again = Client()
    sign_in(again)
    again.post(CODE, {"code": codes[0]})
    assert not is_in(again), "each is good once"


@pytest.mark.parametrize(
    ("rule", "role", "must"),
    [
        ("optional", "Chief editor", False),
        ("required-for-publishers", "Journalist", False),
        ("required-for-publishers", "Editor", True),
        ("required-for-publishers", "Administrator", True),
        ("required", "Journalist", True),
    ],
)
def test_who_must_have_one_sets_it_up_on_the_way_in(client: Client, settings, rule: str, role: str, must: bool) -> None:
    user = make.make_staff()
    user.groups.add(Group.objects.get(name=role))
    sign_in(client)
    settings.SECOND_FACTOR = rule
    assert is_in(client) is not must, "a session of before is good no longer"
    response = sign_in(client)
    assert response["Location"] == (SET_UP if must else "/admin/date-lab/")
    if must:
        assert not is_in(client)
        assert 'href="/admin/date-lab/"' in set_up(client).content.decode()
    assert is_in(client)


def test_turning_it_off_takes_the_password(client: Client, editor: User) -> None:
    sign_in(client)
    set_up(client)
    client.post("/admin/account/change/", {"do": "remove", "password": "umbrella"})
    assert second_factor.has_one(editor)
    fresh = client.post("/admin/account/change/", {"do": "codes", "password": PASSWORD}).content.decode()
    assert len(re.findall(r"<code>\w{8}</code>", fresh)) == second_factor.RECOVERY_CODES
    client.post("/admin/account/change/", {"do": "remove", "password": PASSWORD})
    assert not second_factor.has_one(editor)
    assert is_in(client)


def test_an_administrator_removes_that_of_a_lost_telephone(client: Client, editor: User) -> None:
    with_telephone(editor)
    boss = make.make_staff("boss")
    boss.groups.add(Group.objects.get(name="Administrator"))
    client.force_login(boss)
    told = {"action": "remove_second_factor", "_selected_action": [editor.pk]}
    assert client.post("/admin/auth/user/", told).status_code == 302
    assert not second_factor.has_one(editor)
    assert logged("what", "actor", "account", "details")[-1] == ("second-factor", "boss", "editor", "telephone removed")


# Sessions


def test_sessions_are_listed_and_ended(client: Client, editor: User) -> None:
    other, stranger = Client(), Client()
    make.make_staff("stranger")
    sign_in(other, HTTP_USER_AGENT="Telephone/7", REMOTE_ADDR="192.0.2.7")
    sign_in(stranger, name="stranger")
    sign_in(client)
    page = client.get(ACCOUNT).content.decode()
    assert "Telephone/7" in page
    assert "from 192.0.2.7" in page
    assert not any(key in page for key in Session.objects.values_list("pk", flat=True)), "a key opens a session"
    theirs = Session.objects.get(user__username="stranger").handle
    client.post("/admin/account/sessions/", {"handle": theirs})
    assert is_in(stranger)
    handle = re.search(r'name="handle" value="(\w+)"', page)
    assert handle
    client.post("/admin/account/sessions/", {"handle": handle[1]})
    assert not is_in(other)
    assert is_in(client)
    assert logged("what", "account", "actor")[-1] == ("session-ended", "editor", "editor")


def test_all_others_are_ended_at_once(client: Client, editor: User) -> None:
    others = [Client(), Client()]
    for each in (*others, client):
        sign_in(each)
    client.post("/admin/account/sessions/")
    assert [is_in(each) for each in (*others, client)] == [False, False, True]


def test_a_new_password_ends_the_other_sessions(client: Client, editor: User) -> None:
    other = Client()
    sign_in(other)
    sign_in(client)
    fresh = "forty-one green umbrellas"
    told = {"old_password": PASSWORD, "new_password1": fresh, "new_password2": fresh}
    assert client.post("/admin/password_change/", told).status_code == 302
    assert is_in(client)
    assert not is_in(other)
    assert Session.objects.filter(user=editor).count() == 1
    assert ("password", "editor", "editor") in logged("what", "actor", "account")


def test_an_account_that_is_closed_has_no_sessions(client: Client, editor: User) -> None:
    sign_in(client)
    User.objects.filter(pk=editor.pk).update(is_active=False)
    assert not Session.objects.filter(user=editor).exists()
    assert not is_in(client)


def test_when_a_session_was_used_is_noted_now_and_then(client: Client, editor: User) -> None:
    sign_in(client)
    session = client.session
    session["seen"] = "2016-06-10T00:00:00+00:00"
    session.save()
    client.get("/admin/date-lab/")
    seen = Session.objects.get(user=editor).seen_at
    assert seen
    assert clock.now() - seen < dt.timedelta(minutes=1)
    client.get("/admin/date-lab/")
    assert Session.objects.get(user=editor).seen_at == seen, "a session is not written with every request"

"""Somebody tries the door: forms of other sites at every address, sessions and roads laid out beforehand."""

import re
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from articles.models import Article, Case
from tests import factories as make
from tests.factories import PASSWORD
from timeline.models import Event, Review

pytestmark = pytest.mark.django_db
LOGIN = "/admin/login/"
# Readers carry no cookie that a form of another site could use: what these take, anybody may send, or has the secret
# of a mail in the address, which a mail program posts by one click (RFC 8058).
WITHOUT_TOKEN = {"/cases/x/follow/", "/follow/confirm/x/", "/follow/stop/x/"}


@pytest.fixture
def root(db: None) -> User:
    return User.objects.create_superuser("root", password=PASSWORD)


def member(role: str) -> User:
    user = make.make_staff(role.lower().replace(" ", "-"))
    user.groups.add(Group.objects.get(name=role))
    return user


def addresses(resolver: URLResolver, before: str = "/") -> Iterator[str]:
    """Each address of the site, with something where it takes something."""
    for entry in resolver.url_patterns:
        here = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, here)
        elif isinstance(entry, URLPattern):
            filled = re.sub(r"\(\?P<\w+>.*\)|\(\?s:.*", "x", re.sub(r"<int:\w+>", "1", here))
            yield re.sub(r"[\^$]|\\Z", "", re.sub(r"<[^>]+>", "x", filled))


def test_no_address_takes_a_form_without_its_token(root: User) -> None:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(root)
    tried, taken = 0, set()
    for path in addresses(get_resolver()):
        tried += 1
        if client.post(path, {"x": "1"}, headers={"origin": "https://elsewhere.example"}).status_code not in {403, 405}:
            taken.add(path)
    assert tried > 150
    assert taken == WITHOUT_TOKEN


@pytest.mark.parametrize(
    "road",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "///elsewhere.example/",
        r"/\elsewhere.example/",
        r"\\elsewhere.example",
        "https:elsewhere.example",
        "http:///elsewhere.example",
        "javascript:alert(1)",
        "\thttps://elsewhere.example/",
        "/\t/elsewhere.example/",
        "https://testserver@elsewhere.example/",
        "https://testserver.elsewhere.example/",
        "data:text/html,hello",
    ],
)
@pytest.mark.parametrize("with_code", [False, True])
def test_no_road_after_signing_in_leads_elsewhere(client: Client, root: User, road: str, with_code: bool) -> None:
    if with_code:
        from casetracker.accounts import second_factor
        from casetracker.accounts.models import Telephone

        Telephone.objects.create(user=root, name="telephone", confirmed=True)
        (code, *_) = second_factor.new_recovery_codes(user=root)
    told = {"username": "root", "password": PASSWORD, "next": road}
    answer = client.post(LOGIN, told, query_params={"next": road})
    if with_code:
        answer = client.post(answer["Location"], {"code": code})
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")


def test_a_header_cannot_be_put_in_through_a_road(client: Client, root: User) -> None:
    answer = client.post(LOGIN + "?next=/admin/%0d%0aX-Put-In:%201", {"username": "root", "password": PASSWORD})
    assert "X-Put-In" not in answer
    assert "\n" not in answer["Location"]


def test_a_session_that_was_laid_out_beforehand_is_not_taken_up(client: Client, root: User) -> None:
    theirs = Client()
    theirs.get(LOGIN)
    session = theirs.session
    session["theirs"] = True
    session.save()
    planted = session.session_key
    assert planted
    client.cookies["sessionid"] = planted
    assert client.post(LOGIN, {"username": "root", "password": PASSWORD}).status_code == 302
    assert client.session.session_key != planted
    client.cookies["sessionid"] = planted
    assert client.get("/admin/").status_code == 302, "whoever laid it out is signed in with it"
    client.cookies["sessionid"] = "a" * 32  # a key that nobody gave out
    client.post(LOGIN, {"username": "root", "password": PASSWORD})
    assert client.session.session_key != "a" * 32


@pytest.mark.parametrize(
    "host", ["elsewhere.example", "testserver.elsewhere.example", "testserver@x", "[::1]:x", "a b"]
)
@pytest.mark.parametrize("path", ["/", LOGIN, "/api/v1/cases", "/sitemap.xml", "/cases/footbridge/feed.atom"])
def test_an_invented_host_is_refused(client: Client, host: str, path: str) -> None:
    make.make_case()
    answer = client.get(path, headers={"host": host})
    assert answer.status_code == 400
    assert "elsewhere" not in answer.content.decode()


def test_fields_that_a_form_does_not_show_change_nothing(client: Client) -> None:
    """An editor's form is sent with more than it has: what only others may say."""
    editor = member("Editor")
    client.force_login(editor)
    told = {"title": "Weir", "slug": "weir", "timezone": "UTC", "summary": "", "status": "running", "is_public": "on"}
    client.post("/admin/articles/case/add/", told)
    made = Case.objects.get(slug="weir")
    assert not made.is_public
    event = make.make_event(make.make_case(), review=Review.SUGGESTED)
    before = Event.objects.values().get(pk=event.pk)
    hidden = {
        "review": "approved",
        "is_public": "on",
        "first_public_at_0": "2016-06-10",
        "public_id": "mine",
        "case": made.pk,
    }
    client.post(
        f"/admin/timeline/event/{event.pk}/change/", {"headline": "Other words", "edtf": "2016-06-10", **hidden}
    )
    after = Event.objects.values().get(pk=event.pk)
    for name in ("review", "first_public_at", "public_id", "case_id"):
        assert after[name] == before[name], name
    client.post("/admin/account/change/", {"do": "x", "password": PASSWORD, "is_superuser": "on", "groups": ["4"]})
    client.post("/admin/password_change/", {"old_password": PASSWORD, "is_superuser": "on", "is_staff": "on"})
    editor.refresh_from_db()
    assert (editor.is_superuser, list(editor.groups.values_list("name", flat=True))) == (False, ["Editor"])


def test_an_editor_changes_no_outlet_s_rights_and_no_version(client: Client) -> None:
    client.force_login(member("Editor"))
    version = make.make_article()
    article = version.article
    before = (article.source.rights, version.text)
    client.post(f"/admin/articles/source/{article.source_id}/change/", {"name": article.source.name, "rights": "full"})
    client.post(f"/admin/articles/article/{article.pk}/change/", {"title": "x", "text": "Other words.", "sha256": "0"})
    version.refresh_from_db()
    assert (Article.objects.get(pk=article.pk).source.rights, version.text) == before

"""Role × page: what a visitor may open and send of the staff's own addresses."""

import re

import pytest
from django.test import Client

from articles.models import Case
from casetracker.accounts import urls as account_urls
from casetracker.roles import ROLES
from tests.timeline import test_roles
from tests.timeline.test_roles import ADMINISTRATOR, CHIEF, EDITOR, JOURNALIST, NOBODY, member
from timeline.admin import urls
from timeline.models import Decision, Event

pytestmark = pytest.mark.django_db
suggested, event = test_roles.suggested, test_roles.event  # the fixtures

# Each page of the staff with the first role that may open it. Addresses are filled in with the rows of the story.
STAFF = "staff without a role"
PLACES = {
    "/admin/": STAFF,
    "/admin/account/": STAFF,
    "/admin/date-lab/": STAFF,
    "/admin/desk/date/?edtf=2016": STAFF,
    "/admin/desk/{case.slug}/": JOURNALIST,
    "/admin/activity/{case.slug}/": JOURNALIST,
    "/admin/timeline/event/": JOURNALIST,
    "/admin/timeline/event/{event.pk}/change/": JOURNALIST,
    "/admin/timeline/person/": JOURNALIST,
    "/admin/timeline/eventtype/": JOURNALIST,
    "/admin/articles/case/": JOURNALIST,
    "/admin/articles/article/": JOURNALIST,
    "/admin/articles/article/{article.pk}/change/": JOURNALIST,
    "/admin/articles/source/": JOURNALIST,
    "/admin/articles/case/add/": EDITOR,
    "/admin/articles/article/add/": EDITOR,
    "/admin/articles/source/add/": EDITOR,
    "/admin/timeline/eventtype/add/": EDITOR,
    "/admin/timeline/person/add/": CHIEF,
    "/admin/auth/user/": ADMINISTRATOR,
    "/admin/auth/user/add/": ADMINISTRATOR,
    "/admin/auth/group/": ADMINISTRATOR,
    "/admin/timeline/follower/": ADMINISTRATOR,
    "/admin/timeline/webhook/": ADMINISTRATOR,
    "/admin/timeline/webhook/add/": ADMINISTRATOR,
    "/admin/timeline/delivery/": ADMINISTRATOR,
    "/admin/timeline/feed/": JOURNALIST,
    "/admin/timeline/feed/add/": EDITOR,
    "/admin/timeline/address/": JOURNALIST,
    "/admin/timeline/address/add/": EDITOR,
    "/admin/timeline/delivery/add/": NOBODY,
    "/admin/timeline/follower/add/": NOBODY,
    "/admin/timeline/event/add/": NOBODY,
    "/admin/articles/case/{case.pk}/delete/": NOBODY,
    "/admin/articles/article/{article.pk}/delete/": NOBODY,
    "/admin/timeline/event/{event.pk}/delete/": NOBODY,
    "/admin/auth/group/add/": NOBODY,
    "/admin/accounts/entry/": NOBODY,  # superusers alone
}
# What is sent to the staff's own addresses; the verbs behind them are tried above.
FORMS = {
    "/admin/account/sessions/": STAFF,
    "/admin/timeline/event/{event.pk}/decide/": EDITOR,
    "/admin/articles/article/{article.pk}/kinds/": EDITOR,
    "/admin/events/{event.public_id}/comment/": JOURNALIST,
    "/admin/events/{event.public_id}/assign/": EDITOR,
    "/admin/views/{case.slug}/": JOURNALIST,
}
# Signing in, tried in tests/server/test_accounts.py.
SIGNING_IN = {
    "/admin/login/",
    "/admin/login/code/",
    "/admin/join/<uidb64>/<token>/",
    "/admin/account/second-factor/",
    "/admin/account/change/",
    "/admin/password_change/",
}
VISITORS = ("anonymous", STAFF, *ROLES)


def story(event: Event) -> dict[str, object]:
    """What the addresses are filled in with."""
    return {"event": event, "case": event.case, "article": event.citations.get().mention.run.version.article}


def come_as(client: Client, visitor: str) -> None:
    if visitor != "anonymous":
        client.force_login(member(None if visitor == STAFF else visitor))


def may(visitor: str, least: str | None) -> bool:
    return least is not None and VISITORS.index(visitor) >= VISITORS.index(least)


@pytest.mark.parametrize("visitor", VISITORS)
def test_which_pages_of_the_staff_a_visitor_may_open(client: Client, event: Event, visitor: str) -> None:
    come_as(client, visitor)
    rows = story(event)
    for place, least in PLACES.items():
        response = client.get(place.format(**rows))
        refused = 302 if visitor == "anonymous" else 403
        assert response.status_code == (200 if may(visitor, least) else refused), place
        if response.status_code == 302:
            assert response["Location"].startswith("/admin/login/?next=")
        if response.status_code == 200:
            assert "no-store" in response["Cache-Control"], f"{place} may be kept for others"


@pytest.mark.parametrize("visitor", VISITORS)
@pytest.mark.parametrize("place", FORMS)
def test_which_forms_of_the_staff_a_visitor_may_send(client: Client, event: Event, visitor: str, place: str) -> None:
    come_as(client, visitor)
    response = client.post(place.format(**story(event)), {"text": "Look here.", "version": 1, "accept": 1})
    if may(visitor, FORMS[place]):
        assert response.status_code == 302
        assert not response["Location"].startswith("/admin/login/")
    elif visitor == "anonymous":
        assert response["Location"].startswith("/admin/login/")
    else:
        assert response.status_code == 403


def test_no_page_of_the_staff_is_forgotten_here() -> None:
    """Of our own; Django's pages of a model's rows are tried for some models."""
    ours = {f"/admin/{route.pattern}" for route in (*urls.urlpatterns, *account_urls.urlpatterns)} - SIGNING_IN
    told = {re.sub(r"\{[a-z]+\.(\w+)\}", r"<slug:\1>", place.partition("?")[0]) for place in (*PLACES, *FORMS)}
    assert ours <= told


def test_the_desk_decides_nothing_for_a_journalist(client: Client, event: Event) -> None:
    come_as(client, JOURNALIST)
    told = {"do": "approve", "event": event.public_id, "seen": event.revision}
    assert "takes an editor" in client.post(f"/admin/desk/{event.case.slug}/", told).content.decode()
    assert not Decision.objects.exists()


def test_drafts_are_shown_to_every_role(client: Client, event: Event) -> None:
    Case.objects.update(is_public=False)
    url = event.case.get_absolute_url()
    assert client.get(url).status_code == 404
    client.force_login(member(JOURNALIST))
    assert event.public_id in client.get(url).content.decode()

"""Role × verb: who may do what, asked of the services themselves, and what the admin then offers."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client

from articles.models import Case
from casetracker.roles import ROLES
from tests import factories as make
from timeline import services
from timeline.models import Event, Person

pytestmark = pytest.mark.django_db
NOBODY, JOURNALIST, EDITOR, CHIEF, ADMINISTRATOR = None, *ROLES
RANKS = (NOBODY, JOURNALIST, EDITOR, CHIEF, ADMINISTRATOR)

Act = Callable[[Event, User], object]


def withhold(event: Event, by: User) -> Person:
    return services.save_person(case=event.case, by=by, name="Dora Quill", policy="withheld")


# Each verb with the first role that may do it; every role after that one may as well.
VERBS: dict[str, tuple[str, Act]] = {
    "withhold a name": (CHIEF, withhold),
}


@pytest.fixture
def event() -> Event:
    case = make.make_case()
    return make.make_event(case, [make.make_mention(make.make_article(case))], review="suggested")


def member(role: str | None) -> User:
    user = make.make_staff((role or "nobody").lower().replace(" ", "-"))
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("role", RANKS)
def test_who_may_do_what(event: Event, role: str | None, verb: str) -> None:
    least, act = VERBS[verb]
    user = member(role)
    if RANKS.index(role) >= RANKS.index(least):
        act(event, user)
    else:
        before = Event.objects.values().get(pk=event.pk)
        with pytest.raises(PermissionDenied, match=f"takes an? {least.lower()}"):
            act(event, user)
        assert Event.objects.values().get(pk=event.pk) == before


def test_migrating_again_brings_the_roles_back() -> None:
    Group.objects.get(name=EDITOR).permissions.clear()
    Group.objects.get(name=JOURNALIST).delete()
    call_command("migrate", verbosity=0)
    assert {group.name: group.permissions.count() for group in Group.objects.all()} == {
        role: len(held) for role, held in ROLES.items()
    }


PLACES = {
    "/admin/": JOURNALIST,
    "/admin/timeline/event/": JOURNALIST,
    "/admin/articles/article/add/": EDITOR,
    "/admin/timeline/eventtype/add/": EDITOR,
    "/admin/timeline/person/add/": CHIEF,
    "/admin/auth/user/add/": ADMINISTRATOR,
}


@pytest.mark.parametrize("role", RANKS[1:])
def test_the_admin_offers_what_a_role_may_use(client: Client, role: str) -> None:
    client.force_login(member(role))
    for place, least in PLACES.items():
        wanted = 200 if RANKS.index(role) >= RANKS.index(least) else 403
        assert client.get(place).status_code == wanted, place


def test_drafts_are_shown_to_every_role(client: Client, event: Event) -> None:
    Case.objects.update(is_public=False)
    url = event.case.get_absolute_url()
    assert client.get(url).status_code == 404
    client.force_login(member(JOURNALIST))
    assert event.public_id in client.get(url).content.decode()

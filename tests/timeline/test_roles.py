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
from tests.factories import WEDNESDAY
from timeline import services
from timeline.models import Decision, Event, Person

pytestmark = pytest.mark.django_db
NOBODY, JOURNALIST, EDITOR, CHIEF, ADMINISTRATOR = None, *ROLES
RANKS = (NOBODY, JOURNALIST, EDITOR, CHIEF, ADMINISTRATOR)

Act = Callable[[Event, User], object]


def withhold(event: Event, by: User) -> Person:
    return services.save_person(case=event.case, by=by, name="Dora Quill", policy="withheld")


def of(event: Event):
    return Event.objects.filter(pk=event.pk)


def approve(event: Event, by: User) -> object:
    return services.approve_events(events=of(event), by=by)


def accept(event: Event, by: User) -> object:
    return services.accept_evidence(citations=event.citations.all(), by=by)


def edit(event: Event, by: User) -> object:
    return services.edit_event(event=event, by=by, headline="Bridge in use")


def reject(event: Event, by: User) -> object:
    return services.reject_events(events=of(event), by=by)


def give_back(event: Event, by: User) -> object:
    return services.return_events(events=of(event), by=by)


def merge(event: Event, by: User) -> object:
    other = make.make_day_event(event.case, WEDNESDAY, review="suggested")
    return services.merge_events(survivor=event, others=of(other), by=by)


def split(event: Event, by: User) -> object:
    sentence = "The council had approved the plans in March 2015 after a long evening of speeches."
    version = event.citations.get().mention.run.version
    mention = make.make_mention(version, sentence=sentence, trigger="approved", timex="March 2015")
    report = event.citations.create(mention=mention, case=event.case)
    return services.split_event(event=event, citations=event.citations.filter(pk=report.pk), by=by)


def distinguish(event: Event, by: User) -> object:
    other = make.make_day_event(event.case, WEDNESDAY, review="suggested")
    return services.mark_distinct(events=of(event) | of(other), by=by)


def withdraw(event: Event, by: User) -> object:
    services.approve_events(events=of(event), by=None)
    return services.withdraw_events(events=of(event), by=by, reason="Wrong.", grounds="error")


def restore(event: Event, by: User) -> object:
    services.reject_events(events=of(event), by=None)
    return services.restore_events(events=of(event), by=by)


def take_back_an_edit(event: Event, by: User) -> object:
    made = services.edit_event(event=event, by=None, headline="Bridge in use")
    assert made
    return services.undo_decision(decision=made, by=by, reason="It was right.")


def take_back_a_withdrawal(event: Event, by: User) -> object:
    services.approve_events(events=of(event), by=None)
    (made,) = services.withdraw_events(events=of(event), by=None, reason="Wrong.", grounds="error")
    return services.undo_decision(decision=made, by=by, reason="It was right.")


def publish(event: Event, by: User) -> object:
    return services.publish_case(case=event.case, by=by)


def unpublish(event: Event, by: User) -> object:
    return services.unpublish_case(case=event.case, by=by)


def set_rights(event: Event, by: User) -> object:
    return services.set_rights(source=event.citations.get().mention.run.version.article.source, rights="link", by=by)


def add(event: Event, by: User) -> object:
    told = {"source": "The Linden Post", "title": "", "timezone": "UTC", "published": WEDNESDAY}
    return services.add_article(case=event.case, text="A gull was seen.", by=by, **told)


def correct_kinds(event: Event, by: User) -> object:
    version = event.citations.get().mention.run.version
    return services.correct_kinds(version=version, kinds={2: "teaser"}, by=by)


# Each verb with the first role that may do it; every role after that one may as well.
VERBS: dict[str, tuple[str, Act]] = {
    "withhold a name": (CHIEF, withhold),
    "add an article": (EDITOR, add),
    "correct what a paragraph is": (EDITOR, correct_kinds),
    "approve": (EDITOR, approve),
    "accept new sources": (EDITOR, accept),
    "edit": (EDITOR, edit),
    "reject": (EDITOR, reject),
    "return to the queue": (EDITOR, give_back),
    "merge": (EDITOR, merge),
    "split": (EDITOR, split),
    "mark as not the same": (EDITOR, distinguish),
    "withdraw": (CHIEF, withdraw),
    "restore": (CHIEF, restore),
    "take back an edit": (EDITOR, take_back_an_edit),
    "take back a withdrawal": (CHIEF, take_back_a_withdrawal),
    "publish": (CHIEF, publish),
    "unpublish": (CHIEF, unpublish),
    "set an outlet's rights": (CHIEF, set_rights),
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
        with pytest.raises(PermissionDenied, match=f"takes an? {least.lower()}"):
            act(event, user)
        assert not Decision.objects.filter(by=user).exists()
        assert not Person.objects.exists()


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

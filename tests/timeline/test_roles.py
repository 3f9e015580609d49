"""Role × verb: who may do what, asked of the services themselves, and what the admin then offers."""

from collections.abc import Callable, Iterator
from copy import deepcopy

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from pytest_django import DjangoDbBlocker

from articles.models import Article
from casetracker.roles import ROLES
from tests import factories as make
from tests.conftest import rows_of_a_module
from tests.factories import WEDNESDAY
from timeline import services
from timeline.models import Address, Decision, Delivery, Event, Person, Rereading, SavedView

pytestmark = pytest.mark.django_db
NOBODY, JOURNALIST, EDITOR, CHIEF, ADMINISTRATOR = None, *ROLES
RANKS = (NOBODY, JOURNALIST, EDITOR, CHIEF, ADMINISTRATOR)

Act = Callable[[Event, User], object]


def withhold(event: Event, by: User) -> Person:
    return services.save_person(case=event.case, by=by, name="Dora Quill", policy="withheld")


def withhold_hinted(event: Event, by: User) -> Person:
    return services.withhold_name(case=event.case, by=by, name="Dora Quill")


def let_read(event: Event, by: User) -> object:
    return services.read_name(case=event.case, by=by, name="Dora Quill")


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


def mark_as_key(event: Event, by: User) -> object:
    return services.mark_key(events=of(event), is_key=True, by=by)


def keep_a_view(event: Event, by: User) -> object:
    return services.save_view(case=event.case, by=by, name="Openings", query="?type=opening")


def rename_a_view(event: Event, by: User) -> object:
    view = SavedView.objects.create(case=event.case, owner=by, name="Openings", query="?type=opening")
    return services.change_view(view=view, by=by, name="Ribbons", is_shared=True)


def drop_a_view(event: Event, by: User) -> object:
    view = SavedView.objects.create(case=event.case, owner=by, name="Openings", query="?type=opening")
    return services.delete_view(view=view, by=by)


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


def take_back_several(event: Event, by: User) -> object:
    made = services.edit_event(event=event, by=None, headline="Bridge in use")
    assert made
    return services.undo_decisions(decisions=[made], by=by, reason="It was right.")


def forget_a_person(event: Event, by: User) -> object:
    person = services.save_person(case=event.case, by=None, name="Dora Quill")
    return services.remove_person(person=person, by=by)


def comment(event: Event, by: User) -> object:
    return services.comment_on(event=event, by=by, text="Look here.")


def assign(event: Event, by: User) -> object:
    return services.assign_event(event=event, to=None, by=by)


def change_a_type(event: Event, by: User) -> object:
    return services.save_event_type(slug=event.type_id, by=by, icon="dot")


# Each verb with the first role that may do it; every role after that one may as well.
def tell_another_program(event: Event, by: User) -> object:
    return services.save_webhook(by=by, url="https://example.org/hook")


def tell_it_again(event: Event, by: User) -> object:
    return services.deliver_again(by=by, deliveries=Delivery.objects.all())


def pause_reading(event: Event, by: User) -> object:
    return services.pause_rereadings(by=by, rereadings=Rereading.objects.all())


def go_on_reading(event: Event, by: User) -> object:
    return services.resume_rereadings(by=by, rereadings=Rereading.objects.all())


def look_at_a_feed(event: Event, by: User) -> object:
    return services.save_feed(by=by, case=event.case, url="https://example.org/feed")


def hand_in_addresses(event: Event, by: User) -> object:
    return services.hand_in(by=by, case=event.case, urls=["https://example.org/gull"])


def fetch_again(event: Event, by: User) -> object:
    return services.fetch_again(by=by, addresses=Address.objects.all())


def look_at_a_link(event: Event, by: User) -> object:
    return services.look_now(by=by, articles=Article.objects.all())


VERBS: dict[str, tuple[str, Act]] = {
    "comment": (JOURNALIST, comment),
    "keep a view": (JOURNALIST, keep_a_view),
    "rename a view": (JOURNALIST, rename_a_view),
    "drop a view": (JOURNALIST, drop_a_view),
    "assign": (EDITOR, assign),
    "change a type of events": (EDITOR, change_a_type),
    "withhold a name": (CHIEF, withhold),
    "withhold a name that may be a minor's": (EDITOR, withhold_hinted),
    "let readers have such a name": (EDITOR, let_read),
    "forget a person": (CHIEF, forget_a_person),
    "take back several": (EDITOR, take_back_several),
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
    "mark as a key event": (EDITOR, mark_as_key),
    "withdraw": (CHIEF, withdraw),
    "restore": (CHIEF, restore),
    "take back an edit": (EDITOR, take_back_an_edit),
    "take back a withdrawal": (CHIEF, take_back_a_withdrawal),
    "publish": (CHIEF, publish),
    "unpublish": (CHIEF, unpublish),
    "set an outlet's rights": (CHIEF, set_rights),
    "look at a feed": (EDITOR, look_at_a_feed),
    "hand in addresses": (EDITOR, hand_in_addresses),
    "fetch again": (EDITOR, fetch_again),
    "look at a link": (EDITOR, look_at_a_link),
    "tell another program": (ADMINISTRATOR, tell_another_program),
    "tell it again": (ADMINISTRATOR, tell_it_again),
    "pause the reading of articles": (ADMINISTRATOR, pause_reading),
    "go on reading articles": (ADMINISTRATOR, go_on_reading),
}


@pytest.fixture(scope="module")
def suggested(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Event]:
    with rows_of_a_module(django_db_blocker):
        case = make.make_case()
        yield make.make_event(case, [make.make_mention(make.make_article(case))], review="suggested")


@pytest.fixture
def event(suggested: Event) -> Event:
    return deepcopy(suggested)


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
        assert Person.objects.count() == (verb == "forget a person")


def test_migrating_again_brings_the_roles_back() -> None:
    Group.objects.get(name=EDITOR).permissions.clear()
    Group.objects.get(name=JOURNALIST).delete()
    call_command("migrate", verbosity=0)
    assert {group.name: group.permissions.count() for group in Group.objects.all()} == {
        role: len(held) for role, held in ROLES.items()
    }


# What asks nobody: the program's own work, of which nobody decides, and what only reads.
NOBODYS = {
    *("extract_version", "import_articles", "publish_certain", "read_again", "reconcile_case", "sync_event_types"),
    *("decisions_since", "in_force", "own_types", "stale_cases", "unread_versions", "try_type", "words_of"),
    *("begin_rereading", "read_chunk", "queue_grouping"),
    # Readers', who have no account, and the mails to them.
    *(
        "AskedTooOften",
        "ask_to_follow",
        "find_request",
        "confirmation_token",
        "confirm_following",
        "is_confirmed",
        "begin_confirmation",
    ),
    *("who_stops", "stop_token", "stop_following", "forget_old_requests", "next_due"),
    *("due_followers", "pass_over", "begin_mail", "note_sent", "note_failure"),
    *(
        "listening",
        "queue_deliveries",
        "due_deliveries",
        "begin_attempt",
        "note_attempt",
        "put_off",
        "forget_old_deliveries",
    ),
    *("note_look", "queue_looks"),
    *("due_feeds", "note_trouble", "take_entries", "take_page", "try_later", "give_up", "forget_old_addresses"),
    *("Defaults", "Imported", "Outdated", "Reconciled", "Trial", "UndoRefused"),
}


def test_no_verb_is_forgotten_here() -> None:
    """Each service is tried by one of VERBS, by name in its function, or is nobody's."""
    tried = {name for _, act in VERBS.values() for name in act.__code__.co_names}
    assert set(services.__all__) == (tried & set(services.__all__)) | NOBODYS

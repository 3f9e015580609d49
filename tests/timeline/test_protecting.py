"""Names of minors and of victims: a hint on the desk, nothing that tells them is approved before, one key withholds."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.test import Client

from articles.models import Case
from tests import factories as make
from tests.factories import permalink
from tests.timeline import test_reconcile_case as story
from timeline import services
from timeline.models import CaseSettings, Decision, Event, Grounds, NameHint, Person, Policy, ReadName, Review
from timeline.protecting import names_told, open_names, public_first, with_proofs

pytestmark = pytest.mark.django_db
DESK = "/admin/desk/weir/"
CHILD = "Odo Wend, 14, was arrested at the weir on June 7, 2016."
ADULT = "Ira Kolb, 41, was arrested at the depot on June 9, 2016."
ELSEWHERE = "On June 20, 2016, WEND was released from the youth court's custody."


@pytest.fixture
def case() -> Case:
    return make.make_case("weir", title="The weir", timezone="Europe/London")


@pytest.fixture
def editor(client: Client) -> User:
    user = make.make_staff("Ann")
    user.groups.add(Group.objects.get(name="Editor"))
    client.force_login(user)
    return user


def add(case: Case, text: str, key: str = "a", source: str = "Harbour Herald") -> None:
    story.add(case, text, published="2016-06-24", key=key, source=source)


def of(headline: str) -> Event:
    return Event.objects.get(headline__contains=headline)


def do(client: Client, verb: str, event: Event, **post: str) -> str:
    told = {"do": verb, "event": event.public_id, "seen": str(event.revision), **post}
    return client.post(f"{DESK}?event={event.public_id}", told, follow=True).content.decode()


def test_the_program_approves_nothing_that_tells_the_name_in_whatever_article(case: Case) -> None:
    CaseSettings.objects.create(case=case, publish_above=1)
    add(case, CHILD)
    add(case, ADULT, key="b")
    add(case, ELSEWHERE, key="c", source="Bank Street News")
    services.reconcile_case(case=case)
    assert [event.headline for event in Event.objects.public()] == [of("Kolb").headline]
    assert of("WEND").review == of("Odo Wend").review == Review.SUGGESTED


def test_an_editor_decides_on_the_name_first(case: Case) -> None:
    add(case, CHILD)
    add(case, ADULT, key="b")
    by = make.make_chief()
    with pytest.raises(ValidationError, match="“Odo Wend”, who comes to be read with it, may be a minor"):
        services.approve_events(events=Event.objects.all(), by=by)
    assert not Event.objects.public().exists()
    services.withhold_name(case=case, name="Odo Wend", by=by)
    assert len(services.approve_events(events=Event.objects.all(), by=by)) == 2


def test_new_reports_of_a_public_event_wait_for_the_name_too(case: Case) -> None:
    add(case, story.SENTENCED)
    services.approve_events(events=Event.objects.all(), by=make.make_chief())
    add(case, story.SENTENCED.replace("Reed", "Reed, 17,"), key="b", source="Bank Street News")
    event = Event.objects.get()
    assert event.citations.count() == 2
    with pytest.raises(ValidationError, match="“Tom Reed”"):
        services.accept_evidence(citations=event.citations.all(), by=User.objects.get())


BESIDE = f"{ADULT}\nA neighbour said %s had lived there."


@pytest.mark.parametrize("name", ["Odo Wend", "a family called Wend", "WEND", "the tag #JusticeForOdoWend"])
def test_an_article_that_comes_to_be_read_tells_a_name_too(case: Case, name: str) -> None:
    add(case, CHILD)
    add(case, BESIDE % name, key="b")
    with pytest.raises(ValidationError, match="“Odo Wend”, who comes to be read"):
        services.approve_events(events=Event.objects.filter(pk=of("Kolb").pk), by=make.make_chief())
    CaseSettings.objects.create(case=case, publish_above=1)
    services.publish_certain(case=case)
    assert not Event.objects.public().exists()


def test_a_run_in_steps_looks_at_what_is_held_back_once(case: Case) -> None:
    for day in (5, 6, 8, 9):
        add(case, (CHILD if day < 8 else ADULT).replace("June 7", f"June {day}"), key=f"k{day}")
    add(case, ADULT.replace("June 9", "June 19"), key="later")
    CaseSettings.objects.create(case=case, publish_above=1)
    *held, first, second = Event.objects.order_by("pk").values_list("pk", flat=True)
    assert services.publish_certain(case=case, most=1) == first
    assert services.publish_certain(case=case, most=1, after=first) == second
    assert services.publish_certain(case=case, most=1, after=second) is None
    assert [event.pk for event in Event.objects.public().order_by("pk")] == [first, second]
    assert held


def merge(case: Case, by: User) -> None:
    add(case, CHILD)
    child = of("Wend")
    services.merge_events(survivor=child, others=Event.objects.exclude(pk=child.pk), by=by, reason="One.")


def edit(case: Case, by: User) -> None:
    add(case, CHILD)
    services.edit_event(event=of("Kolb"), headline="Odo Wend’s friend is arrested", by=by, reason="Clearer.")


def undone(verb: Callable[..., list[Decision]], **told: str) -> Callable[[Case, User], None]:
    """Takes back what took an event from the public, when a name in it has come to wait meanwhile."""

    def undo(case: Case, by: User) -> None:
        (decision,) = verb(events=Event.objects.all(), by=by, reason="A look.", **told)
        add(case, CHILD.replace("Odo Wend", "Ira Kolb"))
        services.undo_decision(decision=decision, by=by, reason="As it was.")

    return undo


def undo_of_an_undo(case: Case, by: User) -> None:
    first = services.undo_decision(decision=Decision.objects.get(), by=by, reason="A look.")
    add(case, CHILD.replace("Odo Wend", "Ira Kolb"))
    services.undo_decision(decision=first, by=by, reason="As it was.")


def restore(case: Case, by: User) -> None:
    services.withdraw_events(events=Event.objects.all(), by=by, reason="A look.", grounds=Grounds.ERROR)
    add(case, CHILD.replace("Odo Wend", "Ira Kolb"))
    services.restore_events(events=Event.objects.filter(review=Review.WITHDRAWN), by=by)


def publish(case: Case, by: User) -> None:
    services.unpublish_case(case=case, by=by, reason="A look.")
    add(case, CHILD.replace("Odo Wend", "Ira Kolb"))
    services.publish_case(case=case, by=by, reason="As it was.")


VERBS = {
    "merge": merge,
    "edit": edit,
    "undo of a return": undone(services.return_events),
    "undo of a withdrawal": undone(services.withdraw_events, grounds=Grounds.ERROR),
    "undo of an undo": undo_of_an_undo,
    "restore": restore,
    "publish": publish,
}


@pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS)
def test_no_verb_brings_a_name_that_waits_to_the_public(case: Case, verb: Callable[[Case, User], None]) -> None:
    by = make.make_chief()
    add(case, ADULT, key="b")
    services.approve_events(events=Event.objects.all(), by=by)
    with pytest.raises(ValidationError, match="Decide on the name first"):
        verb(case, by)
    assert not Event.objects.filter(headline__contains="Odo Wend").public().exists()


def test_the_list_of_cases_says_why_one_stays_hidden(client: Client, case: Case) -> None:
    add(case, ADULT, key="b")
    by = make.make_chief()
    services.approve_events(events=Event.objects.all(), by=by)
    services.unpublish_case(case=case, by=by, reason="A look.")
    add(case, CHILD.replace("Odo Wend", "Ira Kolb"))
    client.force_login(by)
    asked = {"action": "publish", "_selected_action": str(case.pk)}
    page = client.post("/admin/articles/case/", asked, follow=True).content.decode()
    assert "The weir stays hidden." in page
    assert "Decide on the name first" in page


@pytest.mark.parametrize("name", ["Odo Wend Jr", "Odo Wend III", "O. D. Wend", "Odo Wënd Sr."])
def test_a_name_is_decided_on_however_it_ends(case: Case, name: str) -> None:
    add(case, CHILD.replace("Odo Wend", name))
    (waiting,) = open_names(case)
    services.withhold_name(case=case, name=waiting.name, by=make.make_chief())
    assert open_names(case) == []


def test_a_father_who_may_be_read_does_not_decide_for_his_son(case: Case) -> None:
    add(case, CHILD.replace("Odo Wend", "Odo Wend Jr"))
    services.save_person(case=case, by=None, name="Odo Wend", policy=Policy.NAME)
    assert [name.name for name in open_names(case)] == ["Odo Wend Jr"]


def test_one_press_withholds_the_name_everywhere(client: Client, case: Case, editor: User) -> None:
    add(case, CHILD)
    event = Event.objects.get()
    page = client.get(DESK).content.decode()
    assert "<strong>Odo Wend</strong> may be a minor: withhold the name?" in page
    assert f"<q>{CHILD}</q>" in page
    assert "Decide on the name first" in do(client, "approve", event)
    page = do(client, "withhold", event, name="Odo Wend")
    assert "the public reads “Odo Wend” nowhere from now on" in page
    assert "<strong>Odo Wend</strong>" not in page
    assert Person.objects.get().policy == Policy.WITHHELD
    do(client, "approve", event)
    client.logout()
    public = client.get(permalink(Event.objects.get()), follow=True).content.decode()
    assert "[name withheld]" in public
    assert "wend" not in public.lower()


def test_a_name_that_readers_read_already_stands_above_the_queue(client: Client, case: Case, editor: User) -> None:
    add(case, ADULT, key="b")
    services.approve_events(events=Event.objects.all(), by=editor)
    add(case, CHILD)
    add(case, "Tove Brandt said Ira Kolb, 16, had written to her.", key="late", source="Bank Street News")
    page = client.get(DESK).content.decode()
    above, _, entry = page.partition('<div class="bench">')
    assert "<strong>Ira Kolb</strong> may be a minor, and <strong>readers read the name now</strong>" in above
    assert f'<a href="{DESK}?event={of("Kolb").public_id}">{of("Kolb").headline}</a>' in above
    assert "<strong>Odo Wend</strong> may be a minor: withhold" in entry
    assert page.count('data-key="h"') == 1
    names = client.get(f"{DESK}?do=names").content.decode().partition('<div class="bench">')[0]
    assert names.index("Ira Kolb") < names.index("Odo Wend")
    assert names.count("<strong>Ira Kolb</strong>") == 1
    do(client, "withhold", of("Kolb"), name="Ira Kolb")
    assert "readers read the name now" not in client.get(DESK).content.decode()


def test_of_a_case_that_staff_alone_see_no_name_is_public(case: Case) -> None:
    add(case, ADULT, key="b")
    by = make.make_chief()
    services.approve_events(events=Event.objects.all(), by=by)
    services.unpublish_case(case=case, by=by, reason="A look.")
    add(case, CHILD.replace("Odo Wend", "Ira Kolb"))
    assert [name.public_in for name in public_first(case, open_names(case))] == [()]


def test_an_editor_may_let_readers_have_the_name(client: Client, case: Case, editor: User) -> None:
    add(case, CHILD)
    do(client, "read", Event.objects.get(), name="Odo Wend")
    assert ReadName.objects.get().by == editor
    assert open_names(case) == []
    do(client, "approve", Event.objects.get())
    assert Event.objects.public().count() == 1
    assert "has been decided on already" in do(client, "withhold", Event.objects.get(), name="Odo Wend")


def test_what_tells_a_name_is_not_on_the_list_of_what_is_certain(client: Client, case: Case, editor: User) -> None:
    add(case, CHILD)
    add(case, ADULT, key="b")
    page = client.get(f"{DESK}?do=certain&least=1").content.decode()
    assert page.count('name="certain"') == 1
    assert "1 more tells a name of somebody who may be a minor or a victim" in page
    assert page.count("a name to decide on") == 1  # in the list of the queue
    assert "<strong>Odo Wend</strong>" in client.get(f"{DESK}?do=names").content.decode()


def test_a_corrected_article_still_tells_the_name_in_its_older_version(case: Case) -> None:
    add(case, CHILD)
    add(case, CHILD.replace(", 14,", ""))
    assert [name.name for name in open_names(case)] == ["Odo Wend"]


@pytest.mark.parametrize("kept", [{"name": "Odo Wend"}, {"name": "O. Wend", "aliases": ["Odo Wend"]}])
def test_a_person_of_the_case_has_been_decided_on(case: Case, kept: dict[str, object]) -> None:
    add(case, CHILD)
    services.save_person(case=case, by=None, policy=Policy.NAME, **kept)
    assert open_names(case) == []


def test_names_of_another_person_do_not_decide(case: Case) -> None:
    add(case, CHILD)
    services.save_person(case=case, by=None, name="Pia Wend", policy=Policy.WITHHELD)
    assert [name.name for name in open_names(case)] == ["Odo Wend"]


def test_hints_of_a_case_cost_few_queries(case: Case, django_assert_num_queries) -> None:
    for n in range(5):
        add(case, CHILD.replace("June 7", f"June {n + 1}"), key=f"k{n}")
    with django_assert_num_queries(6):
        names = open_names(case)
        told = names_told(Event.objects.filter(case=case), names)  # and the events
    assert len(told) == 5
    assert NameHint.objects.count() == 5
    with django_assert_num_queries(1):
        (shown,) = with_proofs(names)
    assert [proof.quote for proof in shown.proofs] == [CHILD.replace("June 7", f"June {n + 1}") for n in range(3)]

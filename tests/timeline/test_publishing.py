"""What the program may approve by itself, where a case says so; and two who decide at once."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from articles.models import Case, Source
from tests import factories as make
from tests.timeline.test_reconcile_case import DONE, PLAN, SENTENCED, add
from timeline import services
from timeline.models import CaseSettings, Decision, Event, Review, Verb
from timeline.queries import search_query

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    return make.make_case("ferry", timezone="Europe/London")


def allow(case: Case, certainty: int | None) -> None:
    CaseSettings.objects.update_or_create(case=case, defaults={"publish_above": certainty})


def test_every_suggestion_says_how_certain_it_is(case: Case) -> None:
    add(case, SENTENCED)
    first = Event.objects.get().certainty
    add(case, f"At noon on June 2 {SENTENCED}", key="b", source="Bank Street News")
    assert 0 < first < Event.objects.get().certainty < 100


@pytest.mark.parametrize("setting", [None, 99])
def test_nothing_is_approved_that_the_case_does_not_allow(case: Case, setting: int | None) -> None:
    if setting:
        allow(case, setting)
    add(case, SENTENCED)
    assert not Event.objects.public().exists()
    assert not Decision.objects.exists()


def test_what_is_certain_enough_is_approved_by_the_program_and_says_why(case: Case) -> None:
    allow(case, 60)
    add(case, SENTENCED)
    decision = Event.objects.public().get().decisions.get()
    assert (decision.verb, decision.by) == (Verb.APPROVE, None)
    assert decision.reason == "By itself: its certainty reaches 60 per cent."


def test_what_an_editor_took_back_the_program_does_not_approve_again(case: Case) -> None:
    allow(case, 60)
    add(case, SENTENCED)
    services.undo_decision(decision=Decision.objects.get(), by=make.make_chief(), reason="Not yet.")
    services.reconcile_case(case=case)
    assert [e.review for e in Event.objects.all()] == [Review.SUGGESTED]


def test_new_evidence_changes_nothing_that_the_program_approved(case: Case) -> None:
    allow(case, 60)
    add(case, PLAN, key="plan")
    before = Event.objects.public().values("headline", "edtf", "status", "certainty").get()
    add(case, DONE, key="done", published="2016-06-11", source="Bank Street News")
    event = Event.objects.get()
    assert Event.objects.public().values("headline", "edtf", "status", "certainty").get() == before
    assert [c.accepted for c in event.citations.order_by("pk")] == [True, False]  # a notice for the editors


def both(*acts: Callable[[], object]) -> list[BaseException | None]:
    """Do these at the same time, each with a connection of its own; what each raised."""
    start, raised = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number: int, act: Callable[[], object]) -> None:
        try:
            start.wait(60)
            act()
        except Exception as error:
            raised[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return raised


@pytest.mark.django_db(transaction=True)
def test_of_two_who_edit_at_once_the_second_is_told() -> None:
    event = make.make_event(review=Review.SUGGESTED)
    event.refresh_from_db()
    seen = {event.pk: event.revision}

    def edit(headline: str) -> Callable[[], object]:
        return lambda: services.edit_event(event=event, by=None, seen=seen, headline=headline)

    raised = both(edit("One"), edit("Other"))
    (error,) = [error for error in raised if error]
    assert isinstance(error, services.Outdated)
    assert [decision.verb for decision in error.since] == [Verb.EDIT]
    assert Event.objects.get().headline == ("One" if raised[0] is None else "Other")


@pytest.mark.django_db(transaction=True)
def test_two_who_approve_at_once_leave_one_decision() -> None:
    event = make.make_event(review=Review.SUGGESTED)
    chosen = Event.objects.filter(pk=event.pk)
    assert both(*[lambda: services.approve_events(events=chosen, by=None)] * 2) == [None, None]
    assert Decision.objects.get().verb == Verb.APPROVE


@pytest.mark.django_db(transaction=True)
def test_two_who_merge_into_each_other_at_once_do_it_once() -> None:
    one = make.make_event(review=Review.SUGGESTED)
    other = make.make_event(one.case, review=Review.SUGGESTED)

    def merge(survivor: Event, gone: Event) -> Callable[[], object]:
        others = Event.objects.filter(pk=gone.pk)
        return lambda: services.merge_events(survivor=survivor, others=others, by=None)

    raised = both(merge(one, other), merge(other, one))
    assert len([error for error in raised if error]) == 1
    assert sorted(Event.objects.values_list("review", flat=True)) == [Review.MERGED, Review.SUGGESTED]


DECIDE: dict[str, Callable[[Event], object]] = {
    "approve": lambda event: services.approve_events(events=Event.objects.all(), by=None),
    "accept": lambda event: services.accept_evidence(citations=event.citations.all(), by=None),
    "reconcile": lambda event: services.reconcile_case(case=event.case),
    "add": lambda event: add(event.case, "Police arrested Dora Quill on Tuesday near the harbour."),
    "rights": lambda event: services.set_rights(source=Source.objects.get(), rights="full", by=None),
}


WITHHOLD: dict[str, Callable[[Event], object]] = {
    "a name": lambda event: services.save_person(case=event.case, by=None, name="Dora Quill", policy="withheld"),
    "a name, in a case that shares the article": lambda event: services.save_person(
        case=Case.objects.get(slug="other"), by=None, name="Dora Quill", policy="withheld"
    ),
    "an outlet's words": lambda event: services.set_rights(source=Source.objects.get(), rights="link", by=None),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("withhold", WITHHOLD)
@pytest.mark.parametrize("decide", DECIDE)
def test_what_comes_to_be_withheld_while_something_is_decided_is_not_found(decide: str, withhold: str) -> None:
    """The decision has written what it writes, and has not ended, when it is withheld: neither sees the other."""
    sentence = "On Wednesday Dora Quill opened the bridge."
    article = make.make_article(make.make_case(), sentence)
    article.article.case_articles.create(case=make.make_case("other"), key="1")
    review = Review.SUGGESTED if decide == "approve" else Review.APPROVED
    mention = make.make_mention(article, sentence=sentence, headline="A bridge was opened")
    event = make.make_event(Case.objects.get(slug="footbridge"), [mention], review=review, accepted=False)
    has_written, is_withheld = threading.Event(), threading.Event()

    def slowly() -> None:
        with transaction.atomic():
            DECIDE[decide](event)
            has_written.set()
            is_withheld.wait(0.5)

    def meanwhile() -> None:
        assert has_written.wait(60)
        WITHHOLD[withhold](event)
        is_withheld.set()

    assert both(slowly, meanwhile) == [None, None]
    assert Event.objects.public().exists()
    assert not Event.objects.public().filter(search__words=search_query("quill")).exists()

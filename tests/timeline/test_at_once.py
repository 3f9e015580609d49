"""Several who write at once, each with a connection of its own: nobody waits for ever, and nothing is half done."""

import threading
from collections.abc import Callable
from itertools import combinations_with_replacement

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from articles.models import Case, Rights
from articles.services import ingest_article
from tests import factories as make
from tests.timeline.test_publishing import both
from tests.timeline.test_reconcile_case import DONE, SENTENCED, add
from timeline import queries, services
from timeline.models import Citation, Decision, Event, Grounds, Review
from timeline.services.searching import refresh_search, refresh_sharing
from timeline.services.turns import take_cases

pytestmark = pytest.mark.django_db(transaction=True)
WHY = {"by": None, "reason": "A doubt."}
REFUSED = (ValidationError, services.Outdated, services.UndoRefused)  # said in words to whoever came second


def of(event: Event):
    return Event.objects.filter(pk=event.pk)


def newest(event: Event) -> Decision:
    return event.decisions.order_by("-pk")[0]


# On an approved event with one accepted report and one that waits.
ACTS: dict[str, Callable[[Event], object]] = {
    "accept": lambda event: services.accept_evidence(citations=event.citations.all(), **WHY),
    "withdraw": lambda event: services.withdraw_events(events=of(event), grounds=Grounds.ERROR, **WHY),
    "return": lambda event: services.return_events(events=of(event), **WHY),
    "split": lambda event: services.split_event(event=event, citations=event.citations.all()[:1], **WHY),
    "undo": lambda event: services.undo_decision(decision=newest(event), **WHY),
    "unpublish": lambda event: services.unpublish_case(case=event.case, **WHY),
    "reconcile": lambda event: services.reconcile_case(case=event.case),
    "add": lambda event: add(event.case, f"{SENTENCED} {threading.get_ident()}", key=str(threading.get_ident())),
}


@pytest.fixture
def event() -> Event:
    """Approved, with a report that waits, and a decision to take back."""
    version = make.make_article(make.make_case())
    event = make.make_event(version.article.cases.get(), [make.make_mention(version)], review=Review.SUGGESTED)
    services.approve_events(events=of(event), by=None)
    sentence = "The council had approved the plans in March 2015 after a long evening of speeches."
    late = make.make_mention(version, sentence=sentence, trigger="approved", timex="March 2015")
    event.citations.create(case=event.case, mention=late)
    return event


@pytest.mark.parametrize(("one", "other"), list(combinations_with_replacement(ACTS, 2)))
def test_any_two_at_once_end_as_one_after_the_other(event: Event, one: str, other: str) -> None:
    """The first does its work and has not ended when the second begins."""
    has_begun = threading.Event()

    def first() -> None:
        with transaction.atomic():
            ACTS[one](event)
            has_begun.set()
            threading.Event().wait(0.05)

    def second() -> None:
        has_begun.wait(60)
        ACTS[other](event)

    for error in both(first, second):
        assert error is None or isinstance(error, REFUSED), f"{type(error)}: {error}"
    decisions = Decision.objects.exclude(verb="undo")
    standing = services.in_force(decisions)
    services.undo_decisions(decisions=[d for d in decisions if d.pk in standing], by=None, reason="All of it.")
    event.refresh_from_db()
    assert (event.review, event.edited) == (Review.SUGGESTED, False)
    assert not Citation.objects.filter(event=event, accepted=True).exists()


def test_articles_that_are_added_at_once_are_all_read(event: Event) -> None:
    case = Case.objects.get()
    texts = [SENTENCED, DONE, "Police arrested Tom Reed on Tuesday.", "Tom Reed was released from jail on Monday."]
    acts = [lambda n=n, text=text: add(case, text, key=f"text-{n}") for n, text in enumerate(texts)]
    assert both(*acts) == [None] * len(texts)
    assert case.articles.count() == len(texts) + 1
    assert Event.objects.filter(case=case, review=Review.SUGGESTED).count() >= len(texts)


def test_what_began_before_another_decision_and_ended_after_it_is_news_to_whoever_read_that_one(event: Event) -> None:
    late = make.make_day_event(event.case, make.FRIDAY, review=Review.SUGGESTED)
    has_begun, has_been_read = threading.Event(), threading.Event()
    read = []

    def first() -> None:
        with transaction.atomic():
            late.refresh_from_db()
            has_begun.set()
            has_been_read.wait(60)
            services.approve_events(events=of(late), by=None)

    def second() -> None:
        has_begun.wait(60)
        services.edit_event(event=event, headline="Bridge opened", **WHY)
        read.append(queries.totals_for(event.case, public=True).updated)
        has_been_read.set()

    assert both(first, second) == [None, None]
    now = queries.totals_for(event.case, public=True).updated
    assert [each.pk for each in queries.touched(event.case, read[0], now)] == [late.pk]


def test_an_outlets_rights_wait_for_a_step_that_has_drawn_the_same_faces(event: Event) -> None:
    """The step asks for its turn to index only then."""
    services.save_person(case=event.case, by=None, name="Ada Wednesday", policy="name")  # named by the quote alone
    has_begun = threading.Event()

    def step() -> None:
        with transaction.atomic():
            take_cases([event.case_id], by=None)
            of(event).update(edtf="2016-06-10", earliest=make.FRIDAY, latest=make.FRIDAY)
            has_begun.set()
            threading.Event().wait(0.5)
            refresh_search(events=of(event))

    def keep_back() -> None:
        has_begun.wait(60)
        services.set_rights(source=make.make_source(), rights=Rights.LINK, by=None)

    assert both(step, keep_back) == [None, None]


def test_an_import_that_ends_while_a_name_comes_to_be_withheld_stands_in_nobodys_way(event: Event) -> None:
    """Each holds what the other waits for, unless whoever locks a case leaves room for rows that only point to it."""
    other = make.make_case("other")
    services.save_person(case=other, by=None, name="Ada Quill", policy="withheld")
    shared = {"source": "The Linden Post", "title": "", "text": DONE, "published": make.FRIDAY, "timezone": "UTC"}
    services.add_article(case=event.case, **shared)
    has_begun = threading.Event()

    def bring_in() -> None:
        with transaction.atomic():
            ingested = ingest_article(case=other, **shared)
            refresh_sharing(case=other, articles=[ingested.article.pk])
            has_begun.set()
            threading.Event().wait(0.3)

    def withhold() -> None:
        has_begun.wait(60)
        services.save_person(case=other, by=None, name="Rosa Linden", policy="withheld")

    assert both(bring_in, withhold) == [None, None]

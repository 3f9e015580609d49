"""The demonstration case, through the real import, against what a careful reader finds in its articles."""

import datetime as dt
import json
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker

from articles.models import Case, Rights, Source
from timeline.management.commands.load_demo import FOLDER
from timeline.models import Claim, Event, Mention, Review
from timeline.services import reject_events, unpublish_case
from timeline.services.demonstration import (
    EXPECTED,
    SLUG,
    Found,
    find,
    load_demonstration,
    pair,
    read_expected,
)

# Both stay in the queue: dated events that the reader did not list, and right ones that cite a wrong paragraph.
MOST_EXTRA = 4
MOST_WRONGLY_CITED = 2


@pytest.fixture(scope="module")
def expected():
    return read_expected(FOLDER / EXPECTED)


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The case, loaded once for all tests of this file, in a transaction that is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", stdout=StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def case(loaded: None) -> Iterator[Case]:
    with transaction.atomic():
        yield Case.objects.get(slug=SLUG)
        transaction.set_rollback(True)


def described(events: list[Found]) -> str:
    rows = Event.objects.in_bulk([event.pk for event in events])
    return "\n".join(f"{rows[e.pk].edtf} {e.type} ({e.status}): {rows[e.pk]} {sorted(e.paragraphs)}" for e in events)


def test_every_event_that_a_reader_finds_is_found(case, expected):
    found = find(case)
    pairs = pair(expected, found)
    assert not [e.id for e in expected if e.id not in pairs and not e.optional], described(found)


def test_what_cites_none_but_its_own_paragraphs_is_public_and_nothing_else(case, expected):
    pairs = pair(expected, find(case))
    right = {pairs[e.id].pk for e in expected if e.id in pairs and pairs[e.id].paragraphs <= e.paragraphs}
    assert set(Event.objects.public().filter(case=case).values_list("pk", flat=True)) == right
    wrong = [event for event in pairs.values() if event.pk not in right]
    assert len(wrong) <= MOST_WRONGLY_CITED, described(wrong)


def test_little_else_is_found(case, expected):
    found = find(case)
    right = {event.pk for event in pair(expected, found).values()}
    extra = [event for event in found if event.pk not in right and event.days != (None, None)]
    assert len(extra) <= MOST_EXTRA, described(extra)


def test_the_sources_differ_on_the_number_of_signatures(case, expected):
    delivery = pair(expected, find(case))["petition-delivery"]
    disputed = Claim.objects.filter(citation__event=delivery.pk, field="quantity", disputed=True)
    values = sorted({value for value in disputed.values_list("value", flat=True) if "signature" in value})
    assert values == ["more than 1000000 signature", "nearly 1000000 signature"]


def test_counts_that_agree_are_no_disagreement(case, expected):
    """Nearly 100,000, 94,539 and more than 94,000 may all be true of one pile of paper."""
    handed_in = pair(expected, find(case))["recall-signatures"]
    assert not Claim.objects.filter(citation__event=handed_in.pk, field="quantity", disputed=True).exists()


def test_last_january_does_not_settle_the_assault_on_the_wrong_year(case):
    """Written in June 2016, “last January” may be that of 2015; two other articles say that it was."""
    january = {"earliest__gte": dt.date(2016, 1, 1), "latest__lte": dt.date(2016, 1, 31)}
    wrong = Event.objects.filter(case=case, type="assault", **january)
    assert not wrong.exists(), list(wrong.values_list("edtf", "headline"))
    assert Event.objects.public().filter(type="assault", latest__lt=dt.date(2016, 1, 1)).exists()


def test_the_editors_have_a_queue(case):
    assert case.events.filter(review=Review.SUGGESTED).exists()
    assert not case.events.filter(review=Review.SUGGESTED, citations__accepted=True).exists()


def test_the_case_says_that_it_is_a_demonstration_and_shows_its_texts(case):
    assert case.is_demonstration
    assert case.is_public
    assert set(Source.objects.filter(articles__cases=case).values_list("rights", flat=True)) == {Rights.FULL}


def test_every_article_says_that_it_was_written_to_demonstrate(case):
    assert case.articles.count() == 12
    for article in case.articles.all():
        assert "written to demonstrate Casetracker" in article.versions.get().paragraphs.last().text


def test_links_and_authors_lines_report_no_events(case):
    rows = json.loads((FOLDER / EXPECTED).read_text())["not_events"]
    for row in (r for r in rows if r["why"] in {"link to another story", "author's biography", "comment rules"}):
        place = {"paragraph__number": row["paragraph"], "run__version__article__case_articles__key": row["article"]}
        assert not Mention.objects.filter(**place).exists(), row


def test_loading_again_writes_nothing(case, django_assert_num_queries):
    before = state(case)
    with django_assert_num_queries(5):  # the case, its texts, its events; and the ends of the transaction
        assert load_demonstration(folder=FOLDER) == 0
    assert state(case) == before


def state(case: Case) -> tuple[list[object], list[object]]:
    return list(Case.objects.filter(pk=case.pk).values()), list(case.events.order_by("pk").values())


def test_what_an_editor_decides_of_the_demonstration_stays(case):
    event = case.events.filter(review=Review.APPROVED).earliest("pk")
    reject_events(events=Event.objects.filter(pk=event.pk), by=None)
    unpublish_case(case=case, by=None)
    load_demonstration(folder=FOLDER)
    event.refresh_from_db()
    case.refresh_from_db()
    assert (event.review, case.is_public) == (Review.REJECTED, False)

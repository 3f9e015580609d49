"""Rules get better and texts are read anew: triggers move, mentions vanish, types change. What people decided stays."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from django.test import Client

from articles.models import Case
from tests import factories as make
from timeline import extraction, services
from timeline.extraction import Extraction
from timeline.extraction.types import Mention, Span
from timeline.models import Citation, Distinct, Event, ExtractionRun, Review

pytestmark = pytest.mark.django_db

SENTENCED = "Judge Rosa Linden sentenced the ferryman Tom Reed to six months in jail on June 2."
RALLIED = "Forty people rallied for Tom Reed at the mill on June 7."
Change = Callable[[Mention], Mention | None]


@pytest.fixture
def case() -> Case:
    made = make.make_case("ferry", timezone="Europe/London")
    day = dt.date(2016, 6, 10)
    for key, text in (("a", SENTENCED), ("b", RALLIED)):
        services.add_article(
            case=made, key=key, source="The Linden Post", title="", text=text, published=day, timezone="UTC", by=None
        )
    return made


@pytest.fixture
def read_anew(case: Case, monkeypatch: pytest.MonkeyPatch) -> Callable[[Change], None]:
    """Read the case again by rules that change each mention, or leave it out."""
    real = extraction.extract

    def again(change: Change) -> None:
        def extract(*args, **told) -> Extraction:
            found = real(*args, **told)
            return replace(found, mentions=tuple(_changed(found.mentions, change)))

        monkeypatch.setattr(extraction, "extract", extract)
        ExtractionRun.objects.update(extractor="older rules")
        assert services.read_again(case=case) == 2

    return again


def _changed(mentions: Iterable[Mention], change: Change) -> Iterable[Mention]:
    return (changed for mention in mentions if (changed := change(mention)) is not None)


def a_wider_trigger(mention: Mention) -> Mention:
    start, end = mention.trigger.start - 1, mention.trigger.end
    first = mention.sentence.text[start - mention.sentence.start]
    return replace(mention, trigger=Span(start, end, first + mention.trigger.text))


def nothing(mention: Mention) -> None:
    return None


def another_type(mention: Mention) -> Mention:
    return replace(mention, type="hearing")


def another_day(mention: Mention) -> Mention:
    day = dt.date(2016, 6, 1)
    return replace(mention, edtf="2016-06-01", earliest=day, latest=day)


CHANGES = [a_wider_trigger, nothing, another_type, another_day]
KEPT = ("headline", "type_id", "status", "edtf", "earliest", "latest", "review", "edited", "public_id", "ordinal")


def sentencing() -> Event:
    return Event.objects.filter(type="sentencing", status="occurred").order_by("pk").get()


def kept(event: Event) -> tuple:
    return Event.objects.values_list(*KEPT).get(pk=event.pk)


@pytest.mark.parametrize("change", CHANGES)
def test_an_approved_event_says_what_was_approved_and_cites_what_was_accepted(
    read_anew: Callable[[Change], None], change: Change
) -> None:
    event = sentencing()
    services.approve_events(events=Event.objects.filter(pk=event.pk), by=None)
    before, accepted = kept(event), list(event.citations.filter(accepted=True).values_list("pk", "mention__quote"))
    read_anew(change)
    assert kept(event) == before
    assert list(event.citations.filter(accepted=True).values_list("pk", "mention__quote")) == accepted


@pytest.mark.parametrize("change", CHANGES)
def test_an_edited_event_keeps_every_word_of_its_editor(read_anew: Callable[[Change], None], change: Change) -> None:
    event = sentencing()
    services.edit_event(event=event, by=make.make_chief(), headline="Six months for the ferryman", edtf="2016-06")
    before = kept(event)
    read_anew(change)
    assert kept(event) == before
    assert event.citations.exists()


@pytest.mark.parametrize("change", [a_wider_trigger, nothing, another_day])
def test_a_rejected_event_stays_rejected(read_anew: Callable[[Change], None], change: Change) -> None:
    event = sentencing()
    services.reject_events(events=Event.objects.filter(pk=event.pk), by=None, reason="Of another case.")
    read_anew(change)
    assert kept(event)[KEPT.index("review")] == Review.REJECTED
    assert [c.mention.quote for c in event.citations.all()] == [SENTENCED]


def test_a_suggestion_that_nobody_decided_goes_with_what_it_rested_on(read_anew: Callable[[Change], None]) -> None:
    assert Event.objects.exists()
    read_anew(nothing)
    assert not Event.objects.exists()


def test_a_suggestion_that_nobody_decided_says_what_better_rules_read(read_anew: Callable[[Change], None]) -> None:
    address = sentencing().public_id
    read_anew(another_day)
    assert (sentencing().edtf, sentencing().public_id) == ("2016-06-01", address)


def test_not_the_same_holds_for_the_same_words_of_another_run(read_anew: Callable[[Change], None]) -> None:
    first, second = Event.objects.order_by("pk")[:2]
    services.mark_distinct(events=Event.objects.filter(pk__in=[first.pk, second.pk]), by=make.make_chief())
    read_anew(lambda mention: mention)
    marked = Distinct.objects.get()
    sides = {tuple(key) for key in (*marked.first, *marked.second)}
    now = {(c.mention.run.version.article_id, c.mention.fingerprint) for c in Citation.objects.all()}
    assert sides <= now
    assert not ExtractionRun.objects.filter(mentions__citations__isnull=False, extractor="older rules").exists()


def test_evidence_that_the_rules_no_longer_find_is_shown_as_such(
    read_anew: Callable[[Change], None], client: Client
) -> None:
    event = sentencing()
    services.approve_events(events=Event.objects.filter(pk=event.pk), by=None)
    read_anew(nothing)
    client.force_login(make.make_chief())
    page = client.get(f"/admin/timeline/event/{event.pk}/change/").content.decode()
    assert SENTENCED in page
    assert "These words no longer stand in the article, or are read otherwise now" in page

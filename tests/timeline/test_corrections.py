"""What readers learn of an event that changed since it was public: what and when, and nothing that was taken back."""

import datetime as dt

import pytest
from django.test import Client

from articles.models import Case
from tests import factories as make
from tests.factories import permalink
from tests.timeline.test_pages import body
from timeline import services
from timeline.exports import FORMATS, export_case
from timeline.models import Decision, Event, Grounds, Review

pytestmark = pytest.mark.django_db


def of(*events: Event):
    return Event.objects.filter(pk__in=[event.pk for event in events])


def read(client: Client, event: Event) -> str:
    event.refresh_from_db()
    return body(client.get(permalink(event)))


def test_a_page_without_corrections_says_nothing_of_them(client: Client, petition: Event) -> None:
    assert "Changed since it was published" not in read(client, petition)


def test_a_correction_says_what_changed_and_not_who_or_why(client: Client, petition: Event) -> None:
    ann = make.make_chief("Ann")
    services.edit_event(event=petition, by=ann, reason="A reader wrote.", edtf="2016-06", headline="Feathers")
    page = read(client, petition)
    assert "Changed since it was published" in page
    assert "The date was changed from 8 June 2016 to June 2016." in page
    assert "The headline was reworded." in page
    for word in ("Ann", "reader wrote", "Keepers delivered the feathers"):
        assert word not in page


def test_a_correction_that_is_taken_back_is_told_as_well(client: Client, petition: Event) -> None:
    made = services.edit_event(event=petition, by=None, reason="Wrong day.", edtf="2016-06-09")
    assert made
    services.undo_decision(decision=made, by=None, reason="On second thoughts.")
    page = read(client, petition)
    assert "The date was changed from 8 June 2016 to 9 June 2016." in page
    assert "The date was changed from 9 June 2016 to 8 June 2016." in page


def test_what_happened_before_it_was_public_is_nobodys_business(client: Client, petition: Event) -> None:
    draft = make.make_event(petition.case, review=Review.SUGGESTED)
    services.edit_event(event=draft, by=None, headline="Nicer words")
    services.approve_events(events=of(draft), by=None)
    assert "Changed since it was published" not in read(client, draft)


def test_an_event_that_was_split_from_a_public_one_has_corrections_of_its_own(client: Client, petition: Event) -> None:
    report = petition.citations.order_by("pk")[:1]
    apart = services.split_event(
        event=petition, citations=petition.citations.filter(pk__in=report), by=None, reason="-"
    )
    services.approve_events(events=of(apart), by=None)
    assert "Changed since it was published" not in read(client, apart)
    services.edit_event(event=apart, by=None, reason="Wrong month.", edtf="2016-06")
    assert "to June 2016." in read(client, apart)
    services.withdraw_events(events=of(apart), by=None, reason="A doubt.", grounds=Grounds.ERROR)
    changes = body(client.get("/cases/footbridge/changes/"))
    assert "It was withdrawn: it was wrong." in changes
    assert "to June 2016." not in changes, "of what is gone, no more than that"


def test_nothing_is_told_that_was_tried_while_it_was_off_the_timeline(client: Client, petition: Event) -> None:
    services.withdraw_events(events=of(petition), by=None, reason="A doubt.", grounds=Grounds.ERROR)
    for edtf, headline in (
        ("2013-01-01", "Wrong words"),
        ("2016-06-09", "Wrong words"),
        ("2016-06-09", petition.headline),
    ):
        services.edit_event(event=petition, by=None, reason="A try.", edtf=edtf, headline=headline)
    services.restore_events(events=of(petition), by=None)
    page = read(client, petition)
    assert "It was withdrawn: " in page
    assert "It is shown again. The date was changed from 8 June 2016 to 9 June 2016." in page
    assert "2013" not in page
    assert "reworded" not in page


def test_reports_that_were_out_of_sight_with_the_event_are_not_told_of(client: Client, petition: Event) -> None:
    services.return_events(events=of(petition), by=None, reason="A doubt.")
    services.approve_events(events=of(petition), by=None)
    page = read(client, petition)
    assert "It was taken back for another look." in page
    assert "It is shown again." in page
    assert "report was" not in page
    assert "reports were" not in page


def test_a_draft_tells_nothing_of_the_public_event_that_it_came_from_or_took_in(
    client: Client, petition: Event
) -> None:
    """Such decisions were made after a publication, but not after that of this event."""
    sentence = "Later a gull was fed."
    late = make.make_mention(make.make_article(petition.case, sentence), sentence=sentence, trigger="fed", timex="")
    petition.citations.create(case=petition.case, mention=late, accepted=True)
    made = services.split_event(
        event=petition, citations=petition.citations.filter(mention=late), by=None, reason="Two things."
    )
    draft = make.make_event(petition.case, review=Review.SUGGESTED)
    services.approve_events(events=of(made), by=None)
    services.merge_events(survivor=draft, others=of(petition), by=None, reason="One delivery.")
    for event in (made, draft):
        assert "Changed since it was published" not in read(client, event)


def test_days_of_corrections_are_those_of_the_case(client: Client, petition: Event) -> None:
    Case.objects.update(timezone="Asia/Tokyo")
    services.edit_event(event=petition, by=None, reason="A reader wrote.", edtf="2016-06")
    Decision.objects.update(at=dt.datetime(2016, 6, 11, 20, 0, tzinfo=dt.UTC))
    assert "12 June 2016: The date was changed" in read(client, petition)


def test_a_merge_is_told_where_the_reports_went(client: Client, petition: Event) -> None:
    other = make.make_event(petition.case)
    old = permalink(other)
    services.merge_events(survivor=petition, others=of(other), by=None, reason="One delivery.")
    response = client.get(old, follow=True)
    assert response.redirect_chain == [(permalink(petition), 308)]
    assert "1 report was added." in body(response)
    services.undo_decision(decision=Decision.objects.get(), by=None, reason="On second thoughts.")
    assert client.get(old).status_code == 200
    assert "1 report was taken out." in read(client, petition)


def test_an_approval_that_is_taken_back_leaves_a_word_at_the_address(client: Client, petition: Event) -> None:
    draft = make.make_event(petition.case, review=Review.SUGGESTED)
    (approved,) = services.approve_events(events=of(draft), by=None)
    undone = services.undo_decision(decision=approved, by=None, reason="On second thoughts.")
    response = client.get(permalink(draft))
    assert response.status_code == 410
    assert "the editors are looking at it again" in body(response)
    services.undo_decision(decision=undone, by=None, reason="On second thoughts.")
    assert client.get(permalink(draft)).status_code == 200


def test_a_merge_into_what_was_withdrawn_leads_to_the_word_that_it_is_gone(client: Client, petition: Event) -> None:
    other = make.make_event(petition.case)
    services.merge_events(survivor=petition, others=of(other), by=None, reason="One delivery.")
    services.withdraw_events(events=of(petition), by=None, reason="A hoax.", grounds=Grounds.ERROR)
    response = client.get(permalink(other))
    assert response.status_code == 410
    assert "it was wrong" in body(response)
    assert "hoax" not in body(response)


@pytest.mark.parametrize("format", FORMATS)
def test_no_export_holds_what_left_the_timeline(format: str, petition: Event) -> None:
    other, gone = make.make_event(petition.case), make.make_event(petition.case)
    services.merge_events(survivor=petition, others=of(other), by=None, reason="One delivery.")
    services.withdraw_events(events=of(gone), by=None, reason="A hoax.", grounds=Grounds.ERROR)
    text = export_case(petition.case, format=format)
    assert petition.public_id in text
    assert other.public_id not in text
    assert gone.public_id not in text
    assert "hoax" not in text


def test_the_explanation_tells_nothing_of_reports_that_were_split_off(client: Client, petition: Event) -> None:
    sentence = "The gull flew off on Friday."
    version = make.make_article(petition.case, sentence, source=make.make_source("Bay Sample News"))
    when = {"edtf": "2016-06-10", "earliest": make.FRIDAY, "latest": make.FRIDAY}
    late = make.make_mention(version, sentence=sentence, trigger="flew", timex="Friday", **when)
    petition.citations.create(case=petition.case, mention=late, accepted=True)
    Event.objects.update(explanation="Most allow 8 June 2016, but 10 June 2016 is claimed as well.")
    apart = petition.citations.filter(mention=late)
    services.split_event(event=petition, citations=apart, by=None, reason="Two things.")
    assert "is claimed as well" not in read(client, petition)
    petition.refresh_from_db()
    assert petition.explanation.startswith("Told by")
    services.undo_decision(decision=petition.decisions.get(), by=None, reason="One after all.")
    assert "is claimed as well" in read(client, petition)

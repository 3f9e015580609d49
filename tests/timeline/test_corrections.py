"""What readers learn of an event that changed since it was public: what and when, and nothing that was taken back."""

import pytest
from django.test import Client

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
    services.undo_decision(decision=made, by=None)
    page = read(client, petition)
    assert "The date was changed from 8 June 2016 to 9 June 2016." in page
    assert "The date was changed from 9 June 2016 to 8 June 2016." in page


def test_what_happened_before_it_was_public_is_nobodys_business(client: Client, petition: Event) -> None:
    draft = make.make_event(petition.case, review=Review.SUGGESTED)
    services.edit_event(event=draft, by=None, headline="Nicer words")
    services.approve_events(events=of(draft), by=None)
    assert "Changed since it was published" not in read(client, draft)


def test_a_merge_is_told_where_the_reports_went(client: Client, petition: Event) -> None:
    other = make.make_event(petition.case)
    old = permalink(other)
    services.merge_events(survivor=petition, others=of(other), by=None, reason="One delivery.")
    response = client.get(old, follow=True)
    assert response.redirect_chain == [(permalink(petition), 308)]
    assert "1 report was added." in body(response)
    services.undo_decision(decision=Decision.objects.get(), by=None)
    assert client.get(old).status_code == 200
    assert "1 report was taken out." in read(client, petition)


def test_an_approval_that_is_taken_back_leaves_a_word_at_the_address(client: Client, petition: Event) -> None:
    draft = make.make_event(petition.case, review=Review.SUGGESTED)
    (approved,) = services.approve_events(events=of(draft), by=None)
    undone = services.undo_decision(decision=approved, by=None)
    response = client.get(permalink(draft))
    assert response.status_code == 410
    assert "the editors are looking at it again" in body(response)
    services.undo_decision(decision=undone, by=None)
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

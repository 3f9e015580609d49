"""Decisions on an event's own page in the admin: reasons, two editors at once, splitting, and taking back."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories as make
from timeline import services
from timeline.models import CaseSettings, Event, Review

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(client: Client) -> Client:
    editor = make.make_staff("Ann")
    editor.is_superuser = True
    editor.save()
    client.force_login(editor)
    return client


def address(event: Event) -> str:
    return reverse("admin:timeline_event_change", args=[event.pk])


def typed(event: Event, **fields: object) -> dict[str, object]:
    event = Event.objects.get(pk=event.pk)
    kept = {name: getattr(event, name) for name in ("headline", "status", "edtf", "ordinal")}
    return {**kept, "type": event.type_id, "seen": event.revision, "reason": "", **fields}


def test_what_has_been_public_is_not_changed_without_a_reason(chief: Client, petition: Event) -> None:
    page = chief.post(address(petition), typed(petition, headline="Boxes of feathers"))
    assert "Say why" in page.content.decode()
    assert 'value="Boxes of feathers"' in page.content.decode()  # nothing typed is lost
    chief.post(address(petition), typed(petition, headline="Boxes of feathers", reason="As they say."))
    petition.refresh_from_db()
    assert petition.headline == "Boxes of feathers"
    assert petition.decisions.get().reason == "As they say."


def test_the_second_of_two_editors_sees_what_the_first_did_and_confirms(chief: Client, petition: Event) -> None:
    opened = typed(petition, edtf="2016-06", reason="The paper names no day.")
    services.edit_event(
        event=petition, by=make.make_chief("Bob"), reason="Shorter.", headline="Feathers", edtf="2016-06-09"
    )
    page = chief.post(address(petition), opened).content.decode()
    assert "Edited by Bob on" in page
    assert "“Keepers delivered the feathers” became “Feathers”" in page
    assert "Date (EDTF): now “2016-06-09”" in page
    assert 'value="2016-06"' in page  # what Ann typed
    assert 'value="Feathers"' in page  # what she left alone is what Bob wrote
    petition.refresh_from_db()
    assert petition.edtf == "2016-06-09"
    chief.post(address(petition), typed(petition, edtf="2016-06", reason="The paper names no day."))
    petition.refresh_from_db()
    assert (petition.edtf, petition.headline) == ("2016-06", "Feathers")


def test_the_program_too_may_have_changed_it(chief: Client, petition: Event) -> None:
    opened = typed(petition, headline="Feathers", reason="Shorter.")
    petition.citations.last().delete()
    page = chief.post(address(petition), opened).content.decode()
    assert "the program found something new in the articles" in page
    petition.refresh_from_db()
    assert petition.headline == "Keepers delivered the feathers"


def test_a_report_is_split_off_and_that_is_taken_back(chief: Client, petition: Event) -> None:
    decide = reverse("admin:timeline_event_decide", args=[petition.pk])
    report = petition.citations.last()
    chief.post(decide, {"split": "1", "report": [report.pk], "reason": "Two deliveries."})
    made = Event.objects.get(review=Review.SUGGESTED)
    assert made.citations.get() == report
    page = chief.get(address(petition)).content.decode()
    assert "Split by Ann on" in page
    assert "1 report was taken out." in page
    chief.post(decide, {"undo": petition.decisions.get().pk, "reason": "One after all."})
    assert petition.citations.count() == 2
    assert "(taken back)" in chief.get(address(petition)).content.decode()


def test_what_stands_in_the_way_is_said(chief: Client, petition: Event) -> None:
    first = services.edit_event(event=petition, by=None, reason="Shorter.", headline="Feathers")
    services.edit_event(event=petition, by=None, reason="Longer.", headline="Feathers by the box")
    decide = reverse("admin:timeline_event_decide", args=[petition.pk])
    page = chief.post(decide, {"undo": first.pk}, follow=True).content.decode()
    assert "A later decision stands in the way: Edited by the program" in page


LIST = "/admin/timeline/event/"


def test_whoever_merges_from_the_list_sees_first_which_event_stays(chief: Client, petition: Event) -> None:
    other = make.make_event(petition.case, review=Review.SUGGESTED, headline="The {old} feathers")
    asked = {"action": "merge", "_selected_action": [other.pk, petition.pk]}
    page = chief.post(LIST, asked).content.decode()
    assert "Which of them stays?" in page
    assert re.search(rf'name="survivor" value="{petition.pk}" required checked', page)
    assert not Event.objects.filter(review=Review.MERGED).exists()
    refused = chief.post(LIST, {**asked, "survivor": other.pk}).content.decode()
    assert "Say why" in refused
    assert re.search(rf'name="survivor" value="{other.pk}" required checked', refused)
    page = chief.post(LIST, {**asked, "survivor": other.pk, "reason": "One delivery."}, follow=True).content.decode()
    assert "Merged into “The {old} feathers”" in page
    petition.refresh_from_db()
    assert petition.review == Review.MERGED
    assert other.citations.filter(accepted=True, placed=True).count() == 3


def test_what_has_changed_since_the_list_was_shown_is_not_decided_unseen(chief: Client, petition: Event) -> None:
    draft = make.make_event(petition.case, review=Review.SUGGESTED)
    shown = re.findall(rf'name="seen" value="({draft.pk}:\d+)"', chief.get(LIST).content.decode())
    sentence = "A gull flew off."
    late = make.make_mention(make.make_article(draft.case, sentence), sentence=sentence, trigger="flew", timex="")
    draft.citations.create(case=draft.case, mention=late)
    chosen = {"action": "approve", "_selected_action": [draft.pk]}
    page = chief.post(LIST, {**chosen, "seen": shown}, follow=True).content.decode()
    assert "has changed since you opened it" in page
    assert not draft.citations.filter(accepted=True).exists()
    now = re.findall(rf'name="seen" value="({draft.pk}:\d+)"', page)
    chief.post(LIST, {**chosen, "seen": now})
    assert draft.citations.filter(accepted=True).count() == 2


@pytest.mark.parametrize("said", [{"undo": "abc"}, {"undo": "9" * 30}, {"accept": "1", "report": "abc"}])
def test_numbers_that_are_none_break_nothing(chief: Client, petition: Event, said: dict[str, str]) -> None:
    decide = reverse("admin:timeline_event_decide", args=[petition.pk])
    assert chief.post(decide, said).status_code in {302, 404}


def test_nobody_decides_without_permission(client: Client, petition: Event) -> None:
    client.force_login(make.make_staff("visitor"))
    decide = reverse("admin:timeline_event_decide", args=[petition.pk])
    assert client.post(decide, {"accept": "1"}).status_code == 403
    assert client.get(decide).status_code == 405


def test_approving_by_itself_is_off_until_a_chief_editor_sets_it(client: Client, petition: Event) -> None:
    case, chief = petition.case, client
    chief.force_login(make.make_chief("Cleo"))
    change = f"/admin/articles/case/{case.pk}/change/"
    assert "approve by itself from a certainty of" in chief.get(change).content.decode().lower()
    assert not CaseSettings.objects.exists()
    fields = {"title": case.title, "slug": case.slug, "summary": "", "timezone": case.timezone, "status": case.status}
    inline = {"settings-TOTAL_FORMS": 1, "settings-INITIAL_FORMS": 0, "settings-0-publish_above": 95}
    chief.post(change, {**fields, **inline})
    assert CaseSettings.objects.get().publish_above == 95

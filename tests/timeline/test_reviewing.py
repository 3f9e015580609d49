"""What editors decide, and what the public sees of it."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories as make
from timeline import services
from timeline.models import Citation, Decision, Event, Grounds, Review, Verb

pytestmark = pytest.mark.django_db


def suggestion() -> Event:
    return make.make_event(review=Review.SUGGESTED)


def chosen(event: Event):
    return Event.objects.filter(pk=event.pk)


def test_only_an_approved_event_of_a_published_case_is_public() -> None:
    editor, event = make.make_chief(), suggestion()
    assert not Event.objects.public().exists()
    assert len(services.approve_events(events=chosen(event), by=editor)) == 1
    assert list(Event.objects.public()) == [event]
    services.unpublish_case(case=event.case, by=editor)
    assert not Event.objects.public().exists()
    services.publish_case(case=event.case, by=editor)
    assert list(Event.objects.public()) == [event]


def test_approval_is_recorded_and_accepts_the_reports() -> None:
    editor, event = make.make_chief(), suggestion()
    services.approve_events(events=chosen(event), by=editor)
    event.refresh_from_db()
    assert (event.review, event.reviewed_by) == (Review.APPROVED, editor)
    assert event.reviewed_at is not None
    assert event.citations.get().accepted


def test_approving_again_changes_nothing_until_there_is_new_evidence() -> None:
    event = suggestion()
    services.approve_events(events=chosen(event), by=None)
    assert services.approve_events(events=chosen(event), by=None) == []
    event.citations.update(accepted=False, accepted_at=None)
    assert [d.verb for d in services.approve_events(events=chosen(event), by=None)] == [Verb.ACCEPT]


def test_a_suggestion_that_went_while_somebody_waited_to_approve_it_is_told_of() -> None:
    editor, event = make.make_chief(), suggestion()
    seen = {event.pk: event.revision}
    chosen(event).delete()
    with pytest.raises(ValidationError, match="This suggestion is gone"):
        services.approve_events(events=chosen(event), by=editor, seen=seen)


def test_what_has_been_public_is_withdrawn_and_not_rejected() -> None:
    event = make.make_event()
    with pytest.raises(ValidationError, match="has been public: withdraw it"):
        services.reject_events(events=chosen(event), by=None)
    services.withdraw_events(events=chosen(event), by=None, reason="The paper took it back.", grounds=Grounds.SOURCE)
    assert not Event.objects.public().exists()
    services.restore_events(events=chosen(event), by=None)
    assert Event.objects.public().get() == event


def test_a_suggestion_that_is_rejected_has_never_been_public() -> None:
    event = suggestion()
    services.reject_events(events=chosen(event), by=None)
    event.refresh_from_db()
    assert (event.review, event.first_public_at) == (Review.REJECTED, None)


def test_an_event_goes_back_to_the_queue_with_its_reports_to_accept_anew() -> None:
    event = make.make_event()
    services.return_events(events=chosen(event), by=None, reason="The day is in doubt.")
    event.refresh_from_db()
    assert event.review == Review.SUGGESTED
    assert not event.citations.get().accepted


def test_what_was_taken_back_for_another_look_can_be_withdrawn_for_good() -> None:
    event = make.make_event()
    services.return_events(events=chosen(event), by=None, reason="In doubt.")
    services.withdraw_events(events=chosen(event), by=None, reason="It was another bridge.", grounds=Grounds.ERROR)
    services.restore_events(events=chosen(event), by=None)
    event.refresh_from_db()
    assert event.review == Review.SUGGESTED  # its reports are to be accepted anew


def test_what_has_not_been_public_is_not_withdrawn() -> None:
    with pytest.raises(ValidationError, match="has not been public: reject it"):
        services.withdraw_events(events=chosen(suggestion()), by=None, reason="Wrong.", grounds=Grounds.ERROR)


def test_an_event_that_rests_on_no_report_is_not_approved() -> None:
    event = suggestion()
    event.citations.all().delete()
    with pytest.raises(ValidationError, match="rests on no report"):
        services.approve_events(events=chosen(event), by=None)


@pytest.mark.parametrize("grounds", ["", "mood"])
def test_readers_are_told_a_class_of_reason(grounds: str) -> None:
    with pytest.raises(ValidationError) as refused:
        services.withdraw_events(events=chosen(make.make_event()), by=None, reason="Wrong.", grounds=grounds)
    assert "grounds" in refused.value.message_dict


def test_merges_and_splits_that_make_no_sense_are_refused() -> None:
    one, public = suggestion(), make.make_event(make.make_case("elsewhere"))
    withdrawn = make.make_event(one.case, review=Review.WITHDRAWN)
    refused = [
        ("of different cases", lambda: services.merge_events(survivor=one, others=chosen(public), by=None)),
        ("another event to merge", lambda: services.merge_events(survivor=one, others=chosen(one), by=None)),
        ("bring it back first", lambda: services.merge_events(survivor=one, others=chosen(withdrawn), by=None)),
        ("leave some", lambda: services.split_event(event=one, citations=one.citations.all(), by=None)),
        ("leave some", lambda: services.split_event(event=one, citations=public.citations.all(), by=None)),
        ("restore it first", lambda: services.split_event(event=withdrawn, citations=Citation.objects.none(), by=None)),
        ("two events or more", lambda: services.mark_distinct(events=chosen(one), by=None)),
        ("of different cases", lambda: services.mark_distinct(events=Event.objects.all(), by=None)),
    ]
    for words, act in refused:
        with pytest.raises(ValidationError, match=words):
            act()
    assert not Decision.objects.exists()


def test_different_types_may_be_merged_and_the_survivors_fields_stand() -> None:
    public = make.make_event()
    other = make.make_day_event(public.case, dt.date(2016, 6, 9), review=Review.SUGGESTED, type="closing")
    services.merge_events(survivor=public, others=chosen(other), by=None, reason="One day.", headline="Open and shut")
    public.refresh_from_db()
    assert (public.type_id, public.edtf, public.headline) == ("opening", "2016-06-08", "Open and shut")
    assert public.citations.filter(accepted=True, placed=True).count() == 2


def test_search_knows_the_words_of_accepted_reports_only() -> None:
    event = suggestion()
    services.approve_events(events=chosen(event), by=None)
    assert _found("harbour") == [event]
    event.citations.update(accepted=False, accepted_at=None)
    fields = _fields(event, headline="Bridge in use")
    services.edit_event(event=event, by=make.make_chief(), reason="Its name was wrong.", **fields)
    assert _found("harbour") == []
    assert _found("use") == [event]


def test_an_edit_sets_the_days_and_keeps_the_machine_out() -> None:
    event = suggestion()
    services.edit_event(event=event, by=make.make_chief(), **_fields(event, edtf="2016-06"))
    event.refresh_from_db()
    assert (event.earliest, event.latest) == (dt.date(2016, 6, 1), dt.date(2016, 6, 30))
    assert event.edited


@pytest.mark.parametrize(
    ("field", "value"), [("edtf", "soon"), ("edtf", "2016-02-30"), ("status", "maybe"), ("headline", "  ")]
)
def test_an_edit_that_does_not_fit_is_refused_by_field(field: str, value: str) -> None:
    event = suggestion()
    with pytest.raises(ValidationError) as refused:
        services.edit_event(event=event, by=make.make_chief(), **_fields(event, **{field: value}))
    assert field in refused.value.message_dict
    assert not Event.objects.get().edited


def _found(word: str) -> list[Event]:
    return list(Event.objects.filter(search__words=word))


def _fields(event: Event, **changes: str) -> dict:
    kept = {"headline": event.headline, "type": event.type, "status": event.status, "edtf": event.edtf, "ordinal": 0}
    return {**kept, **changes}


def test_a_decision_waits_for_a_reconciliation_that_is_under_way() -> None:
    event = suggestion()
    with CaptureQueriesContext(connection) as queries:
        services.approve_events(events=chosen(event), by=None)
    locks = [q["sql"].split(" FROM ")[1].split()[0] for q in queries if "FOR NO KEY UPDATE" in q["sql"]]
    assert locks == ['"articles_case"', '"timeline_event"']

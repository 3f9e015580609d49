"""What the database keeps by itself, whoever writes: revisions, since when an event is public, what stood before."""

import pytest
from django.db import connection
from django.utils import timezone

from tests import factories as make
from timeline.models import Citation, Event, Review

pytestmark = pytest.mark.django_db


def revision() -> int:
    return Event.objects.get().revision


def test_any_change_of_what_an_event_says_or_cites_counts() -> None:
    event = make.make_event(review=Review.SUGGESTED)
    start = revision()
    Event.objects.update(headline="By a bulk update")
    assert revision() == start + 1
    event.headline = "By somebody who read an older revision"
    event.save()
    assert revision() == start + 2
    Citation.objects.update(reason="Another reason.")
    assert revision() == start + 3
    Citation.objects.update(reason="Another reason.")  # as it was
    assert revision() == start + 3
    event.citations.all().delete()
    assert revision() == start + 4


def test_what_no_editor_looks_at_does_not_count() -> None:
    make.make_event()
    start = revision()
    Event.objects.update(certainty=50, assigned_to=make.make_staff(), updated_at=timezone.now())
    assert revision() == start


def test_a_citation_that_moves_counts_for_both_events() -> None:
    event = make.make_event()
    other = make.make_event(event.case)
    before = dict(Event.objects.values_list("pk", "revision"))
    event.citations.update(event=other)
    assert dict(Event.objects.values_list("pk", "revision")) == {pk: number + 1 for pk, number in before.items()}


def test_an_event_is_public_since_it_is_shown_and_not_since_its_transaction_began() -> None:
    """Which may have waited for its case while others decided: readers would have learned of those first."""
    case, hidden = make.make_case(), make.make_case("hidden", is_public=False)
    before = timezone.now()
    make.make_event(case)
    make.make_event(hidden)
    type(hidden).objects.update(is_public=True)
    first, second = Event.objects.order_by("pk").values_list("first_public_at", flat=True)
    assert None not in (first, second)
    assert before < first < second < timezone.now()


def test_that_an_event_was_public_is_never_forgotten() -> None:
    case = make.make_case(is_public=False)
    event = make.make_event(case)
    assert Event.objects.get().first_public_at is None
    type(case).objects.update(is_public=True)
    since = Event.objects.get().first_public_at
    assert since is not None
    event.save()  # with the value that it was read with: none
    Event.objects.update(review=Review.REJECTED)
    type(case).objects.update(is_public=False)
    assert Event.objects.get().first_public_at == since


def test_what_stood_before_is_kept_whoever_changed_it() -> None:
    event = make.make_event(review=Review.SUGGESTED)
    old = event.headline
    Event.objects.update(headline="By a bulk update")
    with connection.cursor() as shell:
        shell.execute("UPDATE timeline_event SET headline = 'From a shell'")
    Event.objects.update(certainty=10)  # says nothing else
    event.citations.update(accepted=True)
    assert list(event.history.order_by("pgh_id").values_list("headline", flat=True)) == [old, "By a bulk update"]
    assert event.citations.get().history.get().accepted is False
    pk = event.pk
    event.delete()
    last = Event._meta.get_field("history").related_model.objects.filter(pgh_obj=pk).latest("pgh_id")
    assert (last.headline, last.public_id) == ("From a shell", event.public_id)

"""An event's id is for good: the database refuses every way of giving it to another."""

import pytest
from django.db import IntegrityError, transaction

from articles.models import Case
from tests import factories as make
from timeline.models import Event, Redirect

pytestmark = pytest.mark.django_db


def taken_again(case: Case, public_id: str, **fields: object) -> None:
    with pytest.raises(IntegrityError, match="belonged to another event"), transaction.atomic():
        make.make_event(case, [], public_id=public_id, **fields)


def test_the_id_of_an_event_that_was_deleted(case: Case) -> None:
    event = make.make_event(case, [])
    kept, key = event.public_id, event.pk
    event.delete()
    taken_again(case, kept)
    make.make_event(case, [], public_id=kept, pk=key)  # the very same event comes back


def test_the_id_that_only_a_redirect_knows(case: Case) -> None:
    Redirect.objects.create(public_id="bcdfghjkm", event=make.make_event(case, []), reason="moved")
    taken_again(case, "bcdfghjkm")


def test_one_of_many(case: Case) -> None:
    event = make.make_event(case, [])
    kept = event.public_id
    event.delete()
    fields = {"case": case, "type": make.make_type(), "status": "occurred", "headline": "A gauge was read"}
    with pytest.raises(IntegrityError, match=kept), transaction.atomic():
        Event.objects.bulk_create([Event(**fields), Event(**fields, public_id=kept), Event(**fields)])


def test_an_id_never_changes(case: Case) -> None:
    event = make.make_event(case, [])
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(public_id="bcdfghjkm")
    event.headline = "Another headline"
    event.save()

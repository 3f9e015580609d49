"""What an event says once some of its reports are an event of their own."""

from typing import Any

import pytest
from django.test import Client

from articles.models import Case
from tests import factories as make
from tests.factories import FRIDAY, WEDNESDAY, permalink
from tests.timeline.test_pages import body
from timeline import services
from timeline.models import Event, Review
from timeline.reconciliation import MACHINE_FIELDS
from timeline.services.claiming import refresh_claims

pytestmark = pytest.mark.django_db
WHY: dict[str, Any] = {"by": None, "reason": "Two things."}
SUED = "Divers sued the harbour board."
PAID = "On Friday the harbour board paid the divers what they had asked for."
ALONE = ("lawsuit", "occurred", "Divers sued the harbour board", "", None, None)
TOGETHER = ("payment", "occurred", "The harbour board paid the divers what they had asked for", "2016-06-10")


def told(case: Case, review: Review = Review.SUGGESTED) -> Event:
    """Of two articles on a lawsuit and two on what ended it, of which only the last are dated, wrongly put together."""
    when = {"edtf": "2016-06-10", "earliest": FRIDAY, "latest": FRIDAY, "timex": "Friday"}
    mentions = []
    for _ in range(2):
        version = make.make_article(case, f"{SUED}\n{PAID}")
        headlines = {"headline": TOGETHER[2], "type": "payment", "trigger": "paid"}
        mentions.append(make.make_mention(version, sentence=PAID, **headlines, **when))
    version = make.make_article(case, SUED)
    sued = {"headline": ALONE[2], "type": "lawsuit", "trigger": "sued", "timex": "", "edtf": ""}
    event = make.make_event(
        case, [*mentions, make.make_mention(version, sentence=SUED, **sued)], review=Review.SUGGESTED
    )
    refresh_claims(events=Event.objects.filter(pk=event.pk))
    if review == Review.APPROVED:
        services.approve_events(events=Event.objects.filter(pk=event.pk), by=None)
    return Event.objects.get(pk=event.pk)


def split(event: Event) -> Event:
    """The payment leaves."""
    return services.split_event(event=event, citations=event.citations.filter(mention__type="payment"), **WHY)


def says(event: Event) -> tuple[Any, ...]:
    return Event.objects.values_list(*MACHINE_FIELDS[:6]).get(pk=event.pk)


def whole(event: Event) -> dict[str, Any]:
    return Event.objects.values(*MACHINE_FIELDS, "review", "edited").get(pk=event.pk)


@pytest.mark.parametrize("review", [Review.SUGGESTED, Review.APPROVED])
def test_what_is_left_says_what_its_own_reports_say_and_is_restored(case: Case, review: Review) -> None:
    event = told(case, review)
    before = whole(event)
    assert says(event)[:4] == TOGETHER
    made = split(event)
    assert says(event) == ALONE
    assert says(made)[:4] == TOGETHER
    assert "10 June" not in Event.objects.get(pk=event.pk).explanation
    after = whole(event)
    undone = services.undo_decision(decision=event.decisions.latest("pk"), **WHY)
    assert whole(event) == before
    services.undo_decision(decision=undone, **WHY)
    assert whole(event) == after


def test_readers_are_told_that_a_public_event_says_something_else(client: Client, case: Case) -> None:
    event = told(case, Review.APPROVED)
    split(event)
    event.refresh_from_db()
    page = body(client.get(permalink(event)))
    assert "The headline was reworded." in page
    assert "paid" not in page


def test_nothing_comes_to_readers_of_a_report_that_nobody_accepted(case: Case) -> None:
    event = told(case, Review.APPROVED)
    event.citations.filter(mention__type="lawsuit").update(accepted=False, accepted_at=None)
    split(event)
    assert says(event)[:4] == TOGETHER


def test_what_a_person_wrote_stays_and_only_that(case: Case) -> None:
    event = told(case)
    services.edit_event(event=event, by=None, headline="The divers and the board", edtf="2016-06-08")
    split(event)
    assert says(event) == ("lawsuit", "occurred", "The divers and the board", "2016-06-08", WEDNESDAY, WEDNESDAY)


def test_the_desk_says_that_the_report_of_the_headline_has_left(client: Client, case: Case) -> None:
    client.force_login(make.make_chief())
    entry, left = f"/admin/desk/{case.slug}/?event=%s", "The report that says this was split off."
    event = told(case)
    split(event)
    services.edit_event(event=event, by=None, headline="Divers and board")
    assert left not in body(client.get(entry % event.public_id))
    services.edit_event(event=event, by=None, headline=TOGETHER[2])
    page = body(client.get(entry % event.public_id))
    assert f"{left} Reports say: {ALONE[2]}" in page

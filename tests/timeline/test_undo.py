"""Every decision can be taken back: what the rows say afterwards is what they said before, and no less."""

import datetime as dt
import random
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Case
from tests import factories as make
from tests.factories import permalink
from timeline import services
from timeline.models import Citation, Claim, Decision, Distinct, Event, EventSearch, Grounds, Redirect, Review, Verb
from timeline.services.claiming import refresh_claims
from timeline.services.searching import refresh_search

pytestmark = pytest.mark.django_db

# Kept by the database or the clock, and not by decisions.
APART = ("revision", "updated_at", "first_public_at")


def state() -> dict[str, list[Any]]:
    """All rows that decisions are about, with what is derived from them."""
    events = [{k: v for k, v in row.items() if k not in APART} for row in Event.objects.order_by("pk").values()]
    return {
        "events": events,
        "citations": list(Citation.objects.order_by("pk").values()),
        "claims": sorted(Claim.objects.values_list("citation", "field", "value", "disputed")),
        "search": list(EventSearch.objects.order_by("pk").values()),
        "redirects": list(Redirect.objects.order_by("pk").values()),
        "distincts": list(Distinct.objects.order_by("pk").values()),
        "cases": list(Case.objects.order_by("pk").values()),
    }


@pytest.fixture
def case() -> Case:
    return make.make_case("ferry", timezone="Europe/London")


def of(*events: Event):
    return Event.objects.filter(pk__in=[event.pk for event in events])


def day(case: Case, number: int, **fields: Any) -> Event:
    """A suggestion with two reports, told of one day of June."""
    fields = {"review": Review.SUGGESTED, **fields}
    when = dt.date(2016, 6, number)
    text = f"The {number}th gauge was read on {number} June. At night the gauge number {number} was read again."
    version = make.make_article(case, text, title=f"Gauge {number}")
    mentions = [
        make.make_mention(
            version,
            sentence=sentence,
            trigger="read",
            timex="",
            type="reading",
            headline=sentence[:30],
            edtf=when.isoformat(),
            earliest=when,
            latest=when,
        )
        for sentence in (text.split(". ")[0] + ".", text.split(". ")[1])
    ]
    event = make.make_event(case, mentions, **fields)
    refresh_claims(events=[event])
    refresh_search(events=of(event))
    event.refresh_from_db()
    return event


def undo(decision: Decision, **given: Any) -> Decision:
    told = {"by": None, "reason": "On second thoughts.", **given}
    return services.undo_decision(decision=Decision.objects.get(pk=decision.pk), **told)


def newest() -> Decision:
    return Decision.objects.order_by("-pk")[0]


# Each verb, on a public event and two suggestions, and back


def merge_suggestions(public: Event, one: Event, other: Event) -> None:
    services.merge_events(survivor=one, others=of(other), by=None)


def merge_into_public(public: Event, one: Event, other: Event) -> None:
    services.merge_events(survivor=public, others=of(one, other), by=None, reason="One reading.", edtf="2016-06")


def merge_public_away(public: Event, one: Event, other: Event) -> None:
    services.merge_events(survivor=one, others=of(public), by=None, reason="The other says it better.")


def split_public(public: Event, one: Event, other: Event) -> None:
    services.split_event(event=public, citations=public.citations.all()[:1], by=None, reason="Two readings.")


def split_suggestion(public: Event, one: Event, other: Event) -> None:
    services.split_event(event=one, citations=one.citations.all()[:1], by=None, headline="Half a reading")


def accept(public: Event, one: Event, other: Event) -> None:
    services.accept_evidence(citations=public.citations.all(), by=None)


def withdraw(public: Event, one: Event, other: Event) -> None:
    services.withdraw_events(events=of(public), by=None, reason="Wrong gauge.", grounds=Grounds.ERROR)


def edit(public: Event, one: Event, other: Event) -> None:
    fields = {"edtf": "2016-06~", "headline": "Read in June", "type": make.make_type("closing"), "status": "alleged"}
    services.edit_event(event=public, by=None, reason="As the paper says.", **fields)


def give_back(public: Event, one: Event, other: Event) -> None:
    services.return_events(events=of(public), by=None, reason="To be looked at.")


def unpublish(public: Event, one: Event, other: Event) -> None:
    services.unpublish_case(case=public.case, by=None)


def approve(public: Event, one: Event, other: Event) -> None:
    services.approve_events(events=of(one), by=None)


def reject(public: Event, one: Event, other: Event) -> None:
    services.reject_events(events=of(one), by=None)


def distinguish(public: Event, one: Event, other: Event) -> None:
    services.mark_distinct(events=of(public, one, other), by=None)


VERBS = [
    *(approve, reject, accept, withdraw, edit, give_back, unpublish, distinguish),
    *(merge_suggestions, merge_into_public, merge_public_away),
]
SPLITS = [split_public, split_suggestion]


@pytest.fixture
def three(case: Case) -> tuple[Event, Event, Event]:
    public = day(case, 2, review=Review.APPROVED, accepted=False)
    return public, day(case, 3), day(case, 4)


@pytest.mark.parametrize("verb", VERBS)
def test_taken_back_it_is_as_if_it_had_not_been_and_taken_back_again_it_holds(verb, three) -> None:
    before = state()
    verb(*three)
    after = state()
    assert after != before
    undone = undo(newest())
    assert state() == before
    undo(undone)
    assert state() == after


@pytest.mark.parametrize("verb", SPLITS)
def test_a_split_taken_back_leaves_an_address_that_leads_back(verb, three, client: Client) -> None:
    before = state()
    verb(*three)
    made = Event.objects.latest("pk")
    after = state()
    undone = undo(newest())
    made.refresh_from_db()
    assert made.review == Review.MERGED
    redirect = Redirect.objects.get()
    assert redirect.public_id == made.public_id
    now = state()
    assert now["redirects"].pop()["public_id"] == made.public_id
    assert now["events"].pop()["public_id"] == made.public_id
    assert now["search"].pop()["event_id"] == made.pk
    assert now == before
    undo(undone)
    assert state() == after


def test_an_undone_decision_is_not_undone_twice(three) -> None:
    approve(*three)
    decision = newest()
    undone = undo(decision)
    with pytest.raises(services.UndoRefused, match="taken back already") as refused:
        undo(decision)
    assert refused.value.decision == undone


def test_to_take_back_what_has_been_public_takes_a_reason(three) -> None:
    """An undone approval takes an event from its readers, as a withdrawal does."""
    _, one, _ = three
    reject(*three)
    undo(newest(), reason="")
    approve(*three)
    approved, before = newest(), state()
    with pytest.raises(ValidationError, match="has been public") as raised:
        undo(approved, reason=" ")
    assert "reason" in raised.value.message_dict
    assert state() == before
    undo(approved, reason="It was the fourth gauge.")
    one.refresh_from_db()
    assert one.review == Review.SUGGESTED
    again = services.edit_event(event=one, by=None, reason="Once more.", headline="A gauge")
    with pytest.raises(ValidationError):
        undo(again, reason="")


def test_who_decided_when_is_told_in_the_newsrooms_time(three, django_assert_num_queries) -> None:
    approve(*three)
    Decision.objects.update(at=dt.datetime(2016, 6, 8, 23, 30, tzinfo=dt.UTC))
    with django_assert_num_queries(1):
        (decision,) = services.decisions_since(three[1], 0)
        assert services.words_of(decision) == "Approved by the program on 8 June 2016, 23:30 UTC"


def test_the_decision_in_the_way_is_named(three) -> None:
    _, one, _ = three
    ann = make.make_chief("Ann")
    approve(*three)
    first = newest()
    (withdrawn,) = services.withdraw_events(events=of(one), by=ann, reason="Wrong.", grounds=Grounds.ERROR)
    with pytest.raises(services.UndoRefused, match="Withdrawn by Ann on") as refused:
        undo(first)
    assert refused.value.decision == withdrawn
    undo(withdrawn)
    undo(first)
    one.refresh_from_db()
    assert one.review == Review.SUGGESTED


def test_a_decision_on_something_else_is_not_in_the_way(three) -> None:
    _, one, _ = three
    approve(*three)
    approved = newest()
    services.edit_event(event=one, by=None, reason="Better so.", headline="Read on the third")
    undo(approved)
    one.refresh_from_db()
    assert (one.review, one.headline) == (Review.SUGGESTED, "Read on the third")


def test_an_edit_of_the_same_field_is_in_the_way_even_where_the_value_came_back(three) -> None:
    _, one, _ = three
    old = one.headline
    first = services.edit_event(event=one, by=None, headline="Once")
    services.edit_event(event=one, by=None, headline="Twice")
    third = services.edit_event(event=one, by=None, headline="Once")
    with pytest.raises(services.UndoRefused) as refused:
        undo(first)
    assert refused.value.decision == third
    services.undo_decisions(decisions=Decision.objects.filter(events=one), by=None)
    one.refresh_from_db()
    assert (one.headline, one.edited) == (old, False)


def test_what_was_changed_behind_the_services_is_not_overwritten(three) -> None:
    _, one, _ = three
    edit_ = services.edit_event(event=one, by=None, headline="Once")
    Event.objects.filter(pk=one.pk).update(headline="From the shell")
    with pytest.raises(services.UndoRefused, match="not by a decision") as refused:
        undo(edit_)
    assert refused.value.decision is None


def test_an_account_that_is_gone_stands_in_nobodys_way(three) -> None:
    _, one, _ = three
    ann = make.make_chief("Ann")
    services.approve_events(events=of(one), by=ann)
    (decision,) = services.return_events(events=of(one), by=None, reason="Once more.")
    ann.delete()
    undo(decision)
    one.refresh_from_db()
    assert (one.review, one.reviewed_by) == (Review.APPROVED, None)


def test_merges_of_merges_come_apart_from_the_last(three, client: Client) -> None:
    public, one, other = three
    merge_suggestions(*three)
    first = newest()
    services.merge_events(survivor=public, others=of(one), by=None, reason="All one.")
    last = newest()
    for event in (one, other):
        response = client.get(permalink(event))
        assert (response.status_code, response["Location"]) == (308, permalink(public))
    with pytest.raises(services.UndoRefused) as refused:
        undo(first)
    assert refused.value.decision == last
    undo(last)
    undo(first)
    assert not Redirect.objects.exists()
    assert {e.review for e in of(one, other)} == {Review.SUGGESTED}


def test_new_evidence_stays_with_the_survivor(three) -> None:
    _, one, other = three
    merge_suggestions(*three)
    merged = newest()
    late = make.make_mention(make.make_article(one.case, "A gauge was read late.", title="Late"), **_late())
    new = Citation.objects.create(event=one, mention=late, case=one.case)
    undo(merged)
    new.refresh_from_db()
    assert new.event == one
    assert other.citations.count() == 2


def test_what_came_to_a_split_off_event_goes_back_with_it(three) -> None:
    _, one, _ = three
    split_suggestion(*three)
    made = Event.objects.latest("pk")
    late = make.make_mention(make.make_article(one.case, "A gauge was read late.", title="Late"), **_late())
    new = Citation.objects.create(event=made, mention=late, case=one.case)
    undone = undo(newest())
    new.refresh_from_db()
    assert new.event == one
    undo(undone)
    new.refresh_from_db()
    assert new.event == made


def _late() -> dict[str, Any]:
    return {"sentence": "A gauge was read late.", "trigger": "read", "timex": "", "type": "reading"}


# Any story


def any_verb(case: Case, dice: random.Random) -> None:
    """One verb with what lies at hand. What does not fit is refused, and then nothing has changed."""
    events = list(Event.objects.order_by("pk"))
    one, other, third = dice.sample(events, 3)
    cited = list(one.citations.order_by("pk"))
    some = Citation.objects.filter(pk__in=[c.pk for c in dice.sample(cited, min(1, len(cited)))])
    told: dict[str, Any] = {"by": None, "reason": "At random."}
    grounds = dice.choice(Grounds.values)
    dice.choice(
        [
            lambda: services.approve_events(events=of(one, other), **told),
            lambda: services.accept_evidence(citations=some, **told),
            lambda: services.reject_events(events=of(one), **told),
            lambda: services.withdraw_events(events=of(one), grounds=grounds, **told),
            lambda: services.restore_events(events=of(one), **told),
            lambda: services.return_events(events=of(one), **told),
            lambda: services.edit_event(event=one, headline=f"Number {dice.randrange(9)}", **told),
            lambda: services.edit_event(event=one, edtf=dice.choice(["2016-06", "", "2015~"]), **told),
            lambda: services.merge_events(survivor=one, others=of(other, third), **told),
            lambda: services.merge_events(survivor=one, others=of(other), status="alleged", **told),
            lambda: services.split_event(event=one, citations=some, **told),
            lambda: services.mark_distinct(events=of(one, other), **told),
            lambda: services.publish_case(case=case, **told),
            lambda: services.unpublish_case(case=case, **told),
            lambda: services.undo_decision(decision=dice.choice(Decision.objects.all()), **told),
        ]
    )()


@pytest.mark.parametrize("seed", range(12))
def test_any_decisions_taken_back_from_the_last_to_the_first_leave_what_was(seed: int, case: Case) -> None:
    dice = random.Random(seed)
    events = [day(case, number) for number in range(1, 8)]
    before = state()
    for _ in range(30):
        told, there = state(), Decision.objects.count()
        try:
            any_verb(case, dice)
        except (ValidationError, services.UndoRefused, IndexError):
            assert state() == told
            assert Decision.objects.count() == there
    assert Decision.objects.exclude(verb=Verb.UNDO).count() > 5
    decisions = list(Decision.objects.exclude(verb=Verb.UNDO).order_by("-pk"))
    standing = services.in_force(decisions)
    services.undo_decisions(decisions=[d for d in decisions if d.pk in standing], by=None, reason="All of it.")
    now = state()
    known = {event.pk for event in events}
    split_off = {row["public_id"] for row in now["events"] if row["id"] not in known}
    now["events"] = [row for row in now["events"] if row["id"] in known]
    now["search"] = [row for row in now["search"] if row["event_id"] in known]
    now["redirects"] = [row for row in now["redirects"] if row["public_id"] not in split_off]
    assert now == before


def test_many_approvals_cost_no_query_each(case: Case) -> None:
    counts = []
    for numbers in (range(1, 4), range(4, 20)):
        events = [day(case, number) for number in numbers]
        with CaptureQueriesContext(connection) as queries:
            assert len(services.approve_events(events=of(*events), by=None)) == len(events)
        counts.append(len(queries))
    assert counts[0] == counts[1]

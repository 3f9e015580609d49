"""From articles to suggested events, through the real extractor; and what people decided stays decided."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Case
from tests import factories as make
from timeline import services
from timeline.models import Citation, Claim, Event, ExtractionRun, Review, Status

pytestmark = pytest.mark.django_db

PLAN = "Ada Quill will deliver nearly 40,000 signatures against Mayor Rosa Linden to the town hall on Friday."
DONE = "Ada Quill delivered more than 40,000 signatures against Mayor Rosa Linden to the town hall on Friday."
SENTENCED = "Judge Rosa Linden sentenced the ferryman Tom Reed to six months in jail on June 2."


@pytest.fixture
def case() -> Case:
    return make.make_case("ferry", timezone="Europe/London")


def add(case: Case, text: str, *, published: str = "2016-06-08", source: str = "The Linden Post", key: str = "a"):
    return services.add_article(
        case=case,
        key=key,
        source=source,
        title="",
        text=text,
        published=dt.date.fromisoformat(published),
        timezone="Europe/London",
    )


def test_an_article_becomes_a_suggested_event_with_its_words(case: Case) -> None:
    version = add(case, SENTENCED).version
    event = Event.objects.get()
    assert (event.type_id, event.edtf, event.status) == ("sentencing", "2016-06-02", Status.OCCURRED)
    assert event.review == Review.SUGGESTED
    mention = event.citations.get().mention
    assert version.text[mention.sentence_start : mention.sentence_end] == mention.quote == SENTENCED
    assert version.text[mention.trigger_start : mention.trigger_end] == mention.trigger == "sentenced"
    assert version.text[mention.timex_start : mention.timex_end] == mention.timex == "June 2"
    assert [(q.value, q.unit) for q in mention.quantities.all()] == [(6, "month")]
    assert not Event.objects.public().exists()


def test_a_plan_and_its_fulfilment_are_one_event_whose_counts_differ(case: Case) -> None:
    add(case, PLAN, key="plan")
    assert Event.objects.get().status == Status.PLANNED
    add(case, DONE, key="done", published="2016-06-11", source="Bank Street News")
    event = Event.objects.get()
    assert (event.status, event.edtf) == (Status.OCCURRED, "2016-06-10")
    assert event.citations.count() == 2
    disputed = Claim.objects.filter(citation__event=event, field="quantity", disputed=True)
    assert set(disputed.values_list("value", flat=True)) == {"nearly 40000 signature", "more than 40000 signature"}


def test_the_order_of_arrival_makes_no_difference(case: Case) -> None:
    other = make.make_case("ferry-too", timezone="Europe/London")
    texts = [("a", PLAN, "2016-06-08"), ("b", DONE, "2016-06-11"), ("c", SENTENCED, "2016-06-08")]
    for key, text, day in texts:
        add(case, text, key=key, published=day)
    for key, text, day in reversed(texts):
        add(other, text, key=key, published=day)

    def told(c: Case) -> list:
        return sorted((e.type_id, e.edtf, e.status, e.headline, e.citations.count()) for e in c.events.all())

    assert told(case) == told(other)
    assert len(told(case)) == 2


def test_reconciling_again_touches_no_row(case: Case) -> None:
    add(case, PLAN, key="plan")
    add(case, DONE, key="done", published="2016-06-11")
    before = list(Event.objects.values()), list(Citation.objects.values()), list(Claim.objects.values())
    assert services.reconcile_case(case=case) == services.Reconciled(0, 0, 0)
    assert (list(Event.objects.values()), list(Citation.objects.values()), list(Claim.objects.values())) == before


def test_reading_the_same_version_again_returns_its_run(case: Case) -> None:
    version = add(case, PLAN).version
    assert services.extract_version(version=version) == ExtractionRun.objects.get()


def test_an_approved_event_keeps_its_words_and_new_reports_wait_to_be_accepted(case: Case) -> None:
    add(case, PLAN, key="plan")
    services.approve_events(events=Event.objects.all(), by=None)
    before = Event.objects.get()
    add(case, DONE, key="done", published="2016-06-11")
    event = Event.objects.get()
    assert (event.status, event.headline, event.edtf) == (before.status, before.headline, before.edtf)
    assert [c.accepted for c in event.citations.order_by("pk")] == [True, False]
    services.approve_events(events=Event.objects.all(), by=None)
    assert not event.citations.filter(accepted=False).exists()


def test_a_rejected_event_is_not_suggested_again(case: Case) -> None:
    add(case, SENTENCED)
    services.reject_events(events=Event.objects.all(), by=None)
    services.reconcile_case(case=case)
    assert [e.review for e in Event.objects.all()] == [Review.REJECTED]


def test_what_an_editor_wrote_no_machine_writes_over(case: Case) -> None:
    add(case, PLAN, key="plan")
    event = Event.objects.get()
    fields = {
        "headline": "Boxes on their way",
        "type": event.type,
        "status": "planned",
        "edtf": "2016-06",
        "ordinal": 0,
    }
    services.edit_event(event=event, by=make.make_chief(), **fields)
    add(case, DONE, key="done", published="2016-06-11")
    event = Event.objects.get()
    assert (event.headline, event.status, event.edtf) == ("Boxes on their way", "planned", "2016-06")
    assert event.citations.count() == 2


def test_a_corrected_text_is_read_anew_and_the_old_version_stays(case: Case) -> None:
    first = add(case, SENTENCED)
    second = add(case, SENTENCED.replace("June 2", "June 3"))
    assert (second.outcome, second.version.number) == ("corrected", 2)
    assert Event.objects.get().edtf == "2016-06-03"
    assert first.article.versions.count() == 2


def test_a_corrected_day_of_publication_moves_the_dates_that_hang_on_it(case: Case) -> None:
    add(case, PLAN)
    assert add(case, PLAN, published="2016-06-01").outcome == "corrected"
    assert Event.objects.get().edtf == "2016-06-03"


def test_an_event_of_which_no_text_tells_any_more_is_gone(case: Case) -> None:
    add(case, SENTENCED)
    add(case, "The ferry ran on time all day, and nobody had anything to tell of it.")
    assert not Event.objects.exists()


def test_an_approved_event_outlives_the_text_that_told_of_it(case: Case) -> None:
    add(case, SENTENCED)
    services.approve_events(events=Event.objects.all(), by=None)
    add(case, "The ferry ran on time all day, and nobody had anything to tell of it.")
    assert Event.objects.public().get().citations.get().mention.quote == SENTENCED


def test_an_article_of_two_cases_has_its_events_in_both(case: Case) -> None:
    other = make.make_case("courts")
    add(case, SENTENCED)
    assert add(other, SENTENCED, key="z").outcome == "added"
    assert [e.case for e in Event.objects.order_by("id")] == [case, other]
    assert ExtractionRun.objects.count() == 1


def test_cases_that_an_older_extractor_read_are_read_again(case: Case) -> None:
    add(case, SENTENCED)
    services.approve_events(events=Event.objects.all(), by=None)
    assert not services.stale_cases().exists()
    ExtractionRun.objects.update(extractor="older")
    assert list(services.stale_cases()) == [case]
    assert services.read_again(case=case) == 1
    assert not services.stale_cases().exists()
    citation = Event.objects.get().citations.get()
    assert citation.accepted
    assert citation.mention.run.extractor != "older"


SURNAMES = [
    "Reed",
    "Holt",
    "Byrd",
    "Kemp",
    "Lowe",
    "Nash",
    "Pope",
    "Rowe",
    "Shaw",
    "Todd",
    "Vega",
    "Wolf",
    "York",
    "Zane",
    "Dale",
    "Eads",
    "Ford",
    "Gale",
    "Hyde",
    "Ives",
]


def test_reconciling_costs_the_same_queries_for_few_events_and_for_many(
    case: Case, django_assert_max_num_queries
) -> None:
    for day, surname in enumerate(SURNAMES, 1):
        text = SENTENCED.replace("June 2", f"May {day}").replace("Reed", surname)
        services.extract_version(version=make.make_article(case, text, published=dt.date(2016, 6, 8)))
    with django_assert_max_num_queries(66):
        services.reconcile_case(case=case)
    assert Event.objects.count() == len(SURNAMES)


def test_a_line_put_in_front_brings_no_rejected_event_back(case: Case) -> None:
    add(case, SENTENCED)
    services.reject_events(events=Event.objects.all(), by=None)
    add(case, f"A line that was not there before.\n{SENTENCED}")
    assert [e.review for e in Event.objects.all()] == [Review.REJECTED]


def test_a_line_put_in_front_leaves_an_approved_event_one(case: Case) -> None:
    add(case, SENTENCED)
    services.approve_events(events=Event.objects.all(), by=None)
    add(case, f"A line that was not there before.\n{SENTENCED}")
    citation = Event.objects.get().citations.get()
    assert citation.accepted
    assert citation.mention.paragraph.number == 2


def test_two_equal_sentences_of_a_text_are_two_mentions(case: Case) -> None:
    run = services.extract_version(version=add(case, f"{SENTENCED} Nobody spoke. {SENTENCED}").version)
    assert run.mentions.count() == 2


def test_two_suggestions_that_editors_changed_both_stay(case: Case) -> None:
    editor = make.make_chief()
    add(case, PLAN, key="plan")
    add(case, SENTENCED, key="other")
    for number, event in enumerate(Event.objects.order_by("id")):
        services.edit_event(event=event, by=editor, headline=f"Edited {number}")
    add(case, "Nothing of it was true, the paper says.", key="other")
    add(case, DONE, key="done", published="2016-06-11")
    assert sorted(Event.objects.values_list("headline", flat=True)) == ["Edited 0", "Edited 1"]


def test_a_suggestion_says_no_more_than_the_reports_that_it_cites(case: Case) -> None:
    add(case, SENTENCED)
    services.reject_events(events=Event.objects.all(), by=None)
    add(case, SENTENCED.replace("on June 2", "in June"), key="b", source="Bank Street News")
    suggested = Event.objects.get(review=Review.SUGGESTED)
    assert suggested.edtf == "2016-06"
    assert "one article" in suggested.explanation


def test_no_text_of_an_article_is_loaded_to_reconcile(case: Case) -> None:
    add(case, SENTENCED)
    with CaptureQueriesContext(connection) as queries:
        services.reconcile_case(case=case)
    assert not [q["sql"] for q in queries if '"articles_articleversion"."text"' in q["sql"]]


def test_who_accepted_new_evidence_is_recorded(case: Case) -> None:
    first, second = make.make_chief("first"), make.make_chief("second")
    add(case, PLAN, key="plan")
    services.approve_events(events=Event.objects.all(), by=first)
    add(case, DONE, key="done", published="2016-06-11")
    services.approve_events(events=Event.objects.all(), by=second)
    assert [c.accepted_by for c in Citation.objects.order_by("id")] == [first, second]


def test_date_words_with_a_gap_in_them_are_kept_on_one_line(case: Case) -> None:
    add(case, SENTENCED.replace("June 2", f"June{' ' * 250}2"))
    mention = Event.objects.get().citations.get().mention
    assert mention.timex == "June 2"
    assert mention.timex_end - mention.timex_start == len("June 2") + 249


def test_a_correction_that_comes_with_another_case_is_read_in_all_cases(case: Case) -> None:
    address, other = "https://example.org/reed", make.make_case("ferry-too")
    day = dt.date(2016, 6, 8)
    told: dict[str, Any] = {"source": "The Linden Post", "title": "", "published": day, "timezone": "UTC"}
    services.add_article(case=case, url=address, text=SENTENCED, **told)
    services.add_article(case=other, url=address, text=SENTENCED.replace("June 2", "June 3"), **told)
    assert set(Event.objects.values_list("case__slug", "edtf")) == {
        ("ferry", "2016-06-03"),
        ("ferry-too", "2016-06-03"),
    }


def test_a_suggestion_that_was_approved_once_keeps_its_report(case: Case) -> None:
    """Its approval was taken back, so that it may be grouped anew: but never away from under its own address."""
    add(case, PLAN, key="plan")
    add(case, DONE, key="done", published="2016-06-11", source="Bank Street News")
    event = Event.objects.get()
    apart = services.split_event(event=event, citations=event.citations.order_by("pk")[:1], by=None)
    (approved,) = services.approve_events(events=Event.objects.filter(pk=apart.pk), by=None)
    services.undo_decision(decision=approved, by=None, reason="Too early.")
    Citation.objects.update(placed=False)
    case.distincts.all().delete()
    services.reconcile_case(case=case)
    assert {e.citations.count() for e in case.events.all()} == {1}

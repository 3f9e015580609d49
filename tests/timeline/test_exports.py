"""A case as a file: what is in it, and what must not be."""

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.core.management import CommandError, call_command
from icalendar import Calendar
from pytest_django import DjangoDbBlocker

from articles.models import Article, Case
from tests import factories as make
from tests.conftest import rows_of_a_module
from tests.factories import permalink
from timeline.exports import FORMATS, export_case
from timeline.extraction.edtf import days as edtf_days
from timeline.models import Event, Mention, Review

pytestmark = pytest.mark.django_db

DRAFT_SENTENCE = "The railing of the footbridge was stolen on Friday."


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Case]:
    with rows_of_a_module(django_db_blocker):
        yield tell()


@pytest.fixture
def case(told: Case) -> Case:
    return deepcopy(told)


def tell() -> Case:
    """One public event with two sources that differ, one draft."""
    case = make.make_case()
    first = make.make_mention(make.make_article(case), quantities=[("the first hour", "", "40", "person")])
    second = make.make_mention(make.make_article(case, source=make.make_source("Bank Street News")))
    event = make.make_event(case, [first, second])
    make.claim(event, first, "quantity", "40 person")
    make.claim(event, second, "quantity", "60 person")
    draft = make.make_mention(
        make.make_article(case, DRAFT_SENTENCE),
        sentence=DRAFT_SENTENCE,
        trigger="stolen",
        timex="Friday",
        type="theft",
        headline="Railing stolen",
    )
    make.make_event(case, [draft], review=Review.SUGGESTED)
    return case


def test_json_has_each_public_event_with_its_sources_and_conflicts(case: Case) -> None:
    document = json.loads(export_case(case, format="json"))
    assert document["case"]["slug"] == case.slug
    (event,) = document["events"]
    assert event["url"].endswith(permalink(Event.objects.public().get()))
    assert (event["date"], event["earliest"], event["latest"]) == ("2016-06-08", "2016-06-08", "2016-06-08")
    assert (event["type"], event["status"], event["review"]) == ("opening", "occurred", "approved")
    source = event["sources"][0]
    assert (source["paragraph"], source["quote"], source["start"]) == (1, make.BRIDGE_SENTENCE, 0)
    assert [(q["value"], q["unit"]) for q in event["quantities"]] == [(40, "person")]
    (conflict,) = event["conflicts"]
    assert {c["value"] for c in conflict["claims"]} == {"40 person", "60 person"}
    for claim in conflict["claims"]:
        (report,) = claim["reports"]
        assert claim["sources"] == [report["article"]]
        (cited,) = [s for s in event["sources"] if f"{s['url']}#p-{s['paragraph']}" == report["url"]]
        assert {**cited, "url": report["url"]}.items() >= report.items()


def test_the_article_of_a_source_has_the_name_that_the_case_gives_it(case: Case) -> None:
    document = json.loads(export_case(case, format="json"))
    keys = set(case.case_articles.values_list("key", flat=True))
    assert {s["article"] for s in document["events"][0]["sources"]} < keys


def test_a_text_that_came_twice_is_cited_under_both_ids(case: Case) -> None:
    place = case.case_articles.earliest("pk")
    place.other_keys = ["copy"]
    place.save()
    (event,) = json.loads(export_case(case, format="json"))["events"]
    cited = [(s["article"], s["paragraph"]) for s in event["sources"]]
    assert [("copy", n) for key, n in cited if key == place.key] == [c for c in cited if c[0] == "copy"] != []
    assert len(json.loads(export_case(case, format="jsonld"))["itemListElement"][0]["item"]["citation"]) == 2


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_draft_is_in_no_format_unless_asked_for(case: Case, name: str) -> None:
    assert "Railing stolen" not in export_case(case, format=name)
    assert "Railing stolen" in export_case(case, format=name, include_unpublished=True)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_rejected_event_is_in_no_format_at_all(case: Case, name: str) -> None:
    Event.objects.filter(headline="Railing stolen").update(review=Review.REJECTED, reviewed_at="2026-01-01T00:00Z")
    assert "Railing stolen" not in export_case(case, format=name, include_unpublished=True)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_nothing_of_a_draft_case_is_exported_unless_asked_for(case: Case, name: str) -> None:
    Case.objects.update(is_public=False)
    case.refresh_from_db()
    assert "Footbridge over the Linden opened" not in export_case(case, format=name)
    assert "Footbridge over the Linden opened" in export_case(case, format=name, include_unpublished=True)


def test_a_source_that_no_editor_accepted_is_not_quoted(case: Case) -> None:
    event = Event.objects.public().get()
    event.citations.filter(mention__run__version__article__source__name="Bank Street News").update(accepted=False)
    (exported,) = json.loads(export_case(case, format="json"))["events"]
    assert len(exported["sources"]) == 1
    assert exported["conflicts"] == []


def test_csv_is_one_row_an_event_and_runs_no_formula(case: Case) -> None:
    Event.objects.public().update(headline="=HYPERLINK(1)")
    (row,) = csv.DictReader(io.StringIO(export_case(case, format="csv")))
    assert row["headline"] == "'=HYPERLINK(1)"
    assert row["sources_differ"] == "yes"


def test_csv_tells_of_each_source_a_line_in_each_column(case: Case) -> None:
    Article.objects.update(title="The bridge\nopens")
    (event,) = json.loads(export_case(case, format="json"))["events"]
    (row,) = csv.DictReader(io.StringIO(export_case(case, format="csv")))
    assert len(event["sources"]) == 2
    columns = [row[name].split("\n") for name in ("source_outlets", "source_published", "source_paragraphs")]
    assert list(zip(*columns, strict=True)) == [
        (s["outlet"], s["published"], str(s["paragraph"])) for s in event["sources"]
    ]
    assert row["source_titles"].split("\n") == ["The bridge opens"] * 2
    assert row["source_quotes"].split("\n") == [s["quote"] for s in event["sources"]]
    assert row["source_urls"].split("\n")[0] == f"{event['sources'][0]['url']}#p-1"


def test_a_source_whose_words_allow_two_days_tells_both(case: Case) -> None:
    Mention.objects.update(edtf="2016-06-01", candidates=[])
    Mention.objects.filter(pk=Mention.objects.order_by("pk").values("pk")[:1]).update(
        edtf="2016-05-24?", candidates=["2016-05-24", "2016-05-31"]
    )
    (event,) = json.loads(export_case(case, format="json"))["events"]
    (row,) = csv.DictReader(io.StringIO(export_case(case, format="csv")))
    assert sorted(s["readings"] for s in event["sources"]) == [[], ["2016-05-24", "2016-05-31"]]
    assert sorted(row["source_dates"].split("\n")) == ["2016-05-24 or 2016-05-31", "2016-06-01"]


def test_a_source_leads_to_the_text_that_is_cited(case: Case) -> None:
    (before,) = json.loads(export_case(case, format="json"))["events"]
    for article in Article.objects.all():
        make.make_version(article, "Nothing of this was so.")
    (event,) = json.loads(export_case(case, format="json"))["events"]
    assert [s["url"] for s in event["sources"]] == [f"{s['url']}?version=1" for s in before["sources"]]
    (row,) = csv.DictReader(io.StringIO(export_case(case, format="csv")))
    assert row["source_urls"].split("\n")[0] == f"{event['sources'][0]['url']}#p-1"


def test_calendar_reads_back_with_whole_days(case: Case) -> None:
    make.make_dated_event(case, "2016-W23", dt.date(2016, 6, 6), dt.date(2016, 6, 12))
    entries = list(Calendar.from_ical(export_case(case, format="ics")).walk("VEVENT"))
    days = {(e["dtstart"].dt, e["dtend"].dt, str(e["status"])) for e in entries}
    assert days == {
        (dt.date(2016, 6, 8), dt.date(2016, 6, 9), "CONFIRMED"),
        (dt.date(2016, 6, 6), dt.date(2016, 6, 13), "TENTATIVE"),
    }


def test_timelinejs_escapes_what_sources_say(case: Case) -> None:
    Event.objects.public().update(headline="<script>alert(1)</script>")
    (slide,) = json.loads(export_case(case, format="timelinejs"))["events"]
    assert slide["text"]["headline"].startswith("&lt;script&gt;")
    assert slide["start_date"] == {"year": 2016, "month": 6, "day": 8}
    assert slide["display_date"] == "8 June 2016"


def test_jsonld_names_the_articles(case: Case) -> None:
    (item,) = json.loads(export_case(case, format="jsonld"))["itemListElement"]
    publishers = {c["publisher"]["name"] for c in item["item"]["citation"]}
    assert publishers == {"The Linden Post", "Bank Street News"}


def test_exporting_costs_the_same_queries_for_three_events_and_for_thirty(
    case: Case, django_assert_max_num_queries
) -> None:
    for day in range(1, 31):
        make.make_day_event(case, dt.date(2017, 1, day))
    with django_assert_max_num_queries(8):
        assert len(json.loads(export_case(case, format="json"))["events"]) == 31


def test_an_unknown_case_is_named(case: Case) -> None:
    with pytest.raises(CommandError, match="footbridge"):
        call_command("export_case", "nowhere")


@pytest.mark.parametrize(
    ("edtf", "first", "last", "status", "certainty"),
    [
        ("2016-06-10", dt.date(2016, 6, 10), dt.date(2016, 6, 10), "occurred", ["CONFIRMED"]),
        ("2016-06-10~", dt.date(2016, 6, 10), dt.date(2016, 6, 10), "occurred", ["TENTATIVE"]),
        ("2016-06-10?", dt.date(2016, 6, 10), dt.date(2016, 6, 10), "occurred", ["TENTATIVE"]),
        ("2016-06-10", dt.date(2016, 6, 10), dt.date(2016, 6, 10), "planned", ["TENTATIVE"]),
        ("2016-06-10", dt.date(2016, 6, 10), dt.date(2016, 6, 10), "negated", []),
        ("2016-06-10", dt.date(2016, 6, 10), dt.date(2016, 6, 10), "hypothetical", []),
        ("../2016-06-10", None, dt.date(2016, 6, 10), "occurred", []),
    ],
)
def test_calendars_confirm_only_certain_days(
    edtf: str, first: dt.date | None, last: dt.date, status: str, certainty: list[str]
) -> None:
    case = make.make_case("dates")
    make.make_dated_event(case, edtf, first, last, status=status)
    entries = Calendar.from_ical(export_case(case, format="ics")).walk("VEVENT")
    assert [str(entry["status"]) for entry in entries] == certainty


@pytest.mark.parametrize(
    ("edtf", "said"),
    [
        ("2016", ("2016", "2016")),
        ("2016-06", ("2016-06", "2016-06")),
        ("2016-06-10", ("2016-06-10", "2016-06-10")),
        ("2016-06/2016-07", ("2016-06", "2016-07")),
        ("2016-06-10/..", ("2016-06-10", None)),
        ("../2016-06-10", (None, "2016-06-10")),
        ("2016-06-10~", (None, None)),
        ("2016-W22", (None, None)),
        ("2016-21", (None, None)),
        ("[2016-06-01..2016-06-10]", (None, None)),
        ("", (None, None)),
    ],
)
def test_jsonld_dates_no_more_than_the_sources_do(edtf: str, said: tuple[str | None, str | None]) -> None:
    case = make.make_case("dates")
    make.make_dated_event(case, edtf, *(edtf_days(edtf) if edtf else (None, None)))
    (item,) = json.loads(export_case(case, format="jsonld"))["itemListElement"]
    assert (item["item"].get("startDate"), item["item"].get("endDate")) == said


def test_jsonld_lists_no_event_that_did_not_take_place() -> None:
    case = make.make_case("dates")
    for status in ("occurred", "planned", "negated", "hypothetical"):
        make.make_day_event(case, dt.date(2016, 6, 10), status=status, headline=status)
    document = json.loads(export_case(case, format="jsonld"))
    listed = [(i["position"], i["item"]["name"], i["item"].get("eventStatus")) for i in document["itemListElement"]]
    assert document["numberOfItems"] == 2
    assert listed == [(1, "occurred", None), (2, "planned", "https://schema.org/EventScheduled")]


def test_timelinejs_says_what_did_not_happen_and_invents_no_first_day() -> None:
    case = make.make_case("dates")
    make.make_day_event(case, dt.date(2016, 6, 10), status="negated")
    make.make_dated_event(case, "../2016-06-10", None, dt.date(2016, 6, 10))
    (slide,) = json.loads(export_case(case, format="timelinejs"))["events"]
    assert "Did not happen" in slide["text"]["text"]

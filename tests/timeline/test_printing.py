"""The timeline for paper."""

import datetime as dt
import sys

import pytest
from django.test import Client

from articles.models import Case, Rights
from tests import factories as make
from tests.timeline.test_pages import body
from timeline.models import Event, Review

pytestmark = pytest.mark.django_db
D = dt.date
URL = "/cases/footbridge/print/"


def test_it_says_what_is_shown_and_where_and_when(client: Client, petition: Event) -> None:
    text = body(client.get(f"{URL}?type=delivery&from=2016"))
    for words in (
        "The Linden footbridge",
        "Shown 1 event",
        "Filter From 1 January 2016; Delivery",
        f"As of {make.today(petition.case)}",
        "/cases/footbridge/?type=delivery&from=2016",
    ):
        assert words in text


def test_every_source_is_quoted_and_told_once_at_the_end(client: Client, petition: Event) -> None:
    other = make.make_mention(
        petition.citations.earliest("id").mention.paragraph.version,
        sentence="On Wednesday the keepers delivered nearly a million gull feathers.",
        trigger="gull",
        headline="Gulls were plucked",
    )
    make.make_event(petition.case, [other])
    html = client.get(URL).content.decode()
    text = body(client.get(URL))
    assert html.count("<blockquote") == 3
    assert html.count('id="n-') == 2
    assert text.count("The Example Courier, ¶1 [2]") == 2
    retrieved = f"retrieved {make.today(petition.case)}."
    assert "The Example Courier: “Feathers by the box”, 10 June 2016. https://example.org/feathers. Text:" in text
    assert text.count(retrieved) == 2
    told = "The Example Courier (10 June 2016, ¶1) [2] says nearly 1,000,000 feathers"
    assert "Sources differ on the number of feathers: Bay Sample News (9 June 2016, ¶3) [1] says" in text
    assert told in text


def test_words_of_an_outlet_that_keeps_them_are_not_printed(client: Client, case: Case) -> None:
    sentence = "On Wednesday the gauge was read."
    version = make.make_article(case, sentence, source=make.make_source("Link News", Rights.LINK))
    make.make_event(case, [make.make_mention(version, sentence=sentence, trigger="read")])
    text = body(client.get(URL))
    assert "Link News keeps the rights to its words." in text
    assert sentence not in text


def test_it_is_bounded_and_says_so(client: Client, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["timeline.views.printing"], "MOST", 3)
    for n in range(5):
        make.make_day_event(case, D(2015, 1, 1 + n), headline=f"Gauge {n} read")
    text = body(client.get(URL))
    assert "the first 3 events of 5 events; a shorter period prints the rest" in text
    assert "Gauge 2 read" in text
    assert "Gauge 3 read" not in text


@pytest.mark.parametrize("count", [2, 30])
def test_paper_asks_a_fixed_number_of_questions(
    client: Client, case: Case, django_assert_max_num_queries, count: int
) -> None:
    for n in range(count):
        make.make_day_event(case, D(2015, 1, 1) + dt.timedelta(days=n))
    with django_assert_max_num_queries(12):
        client.get(URL)


def test_drafts_are_printed_for_staff_alone_and_marked(client: Client, staff: Client, case: Case) -> None:
    make.make_day_event(case, D(2015, 1, 1), headline="A draft", review=Review.SUGGESTED)
    assert "A draft" not in body(Client().get(URL))
    assert "Draft" in body(staff.get(URL))
    assert "no-store" in staff.get(URL)["Cache-Control"]


@pytest.mark.parametrize("query", ["?q=%00", "?from=soon", "?order=newest&open=x&after=y", "?q=zebra"])
def test_whatever_is_asked_gets_an_answer(client: Client, petition: Event, query: str) -> None:
    assert client.get(URL + query).status_code == 200

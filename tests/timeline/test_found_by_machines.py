"""What search engines find in the pages, and which pages they find. Read by programs that others wrote."""

import datetime as dt
from typing import Any

import extruct
import pytest
from django.test import Client
from lxml import etree
from pyld import jsonld

from articles.models import Case
from tests import factories as make
from tests.factories import permalink
from timeline.models import Event, Policy
from timeline.services import save_person, withdraw_events

pytestmark = pytest.mark.django_db
SCHEMA = "https://schema.org/"
PLACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
MARKUP = "</script><script>alert(1)</script><!-- & ]]>"


def documents(client: Client, url: str) -> list[dict[str, Any]]:
    """The JSON-LD of a page, expanded (https://www.w3.org/TR/json-ld11-api/) without asking the network for what the
    words mean."""
    text = client.get(url).content.decode()
    assert text.count("</script>") == text.count("<script")  # nothing in it ends it
    found = extruct.extract(text, syntaxes=["json-ld"])["json-ld"]
    words = {"@context": {"@vocab": SCHEMA}}
    return [expanded for each in found for expanded in jsonld.expand({**each, **words})]


def value(node: dict[str, Any], name: str) -> Any:
    (only,) = node[SCHEMA + name]
    return only.get("@value", only)


def test_an_event_names_its_articles(client: Client, petition: Event) -> None:
    (event,) = documents(client, permalink(petition))
    assert event["@type"] == [SCHEMA + "Event"]
    assert (value(event, "name"), value(event, "startDate")) == ("Keepers delivered the feathers", "2016-06-08")
    articles = event[SCHEMA + "citation"]
    assert {value(each, "headline") for each in articles} == {"Feathers by the box", "Feathers arrive"}
    assert {each["@type"][0] for each in articles} == {SCHEMA + "NewsArticle"}


def test_a_timeline_lists_its_events_in_order(client: Client, petition: Event) -> None:
    later = make.make_day_event(petition.case, dt.date(2017, 1, 1), headline=MARKUP)
    (listed,) = documents(client, f"/cases/{petition.case.slug}/")
    items = [item for each in listed[SCHEMA + "itemListElement"] for item in each.get("@list", [each])]
    assert [value(item, "name") for item in items] == [petition.headline, later.headline]
    assert [value(item, "position") for item in items] == [1, 2]


def test_markup_in_a_headline_stays_words(client: Client, case: Case) -> None:
    event = make.make_day_event(case, dt.date(2017, 1, 1), headline=MARKUP)
    (found,) = documents(client, permalink(event))
    assert value(found, "name") == MARKUP


def test_what_did_not_take_place_is_no_event(client: Client, case: Case) -> None:
    event = make.make_day_event(case, dt.date(2017, 1, 1), status="negated")
    assert documents(client, permalink(event)) == []
    assert f"/events/{event.public_id}.ics" not in client.get(permalink(event)).content.decode()


def test_a_page_names_its_files_with_its_filters(client: Client, petition: Event) -> None:
    slug = petition.case.slug
    for query in ("", "?type=delivery&from=2016"):
        page = etree.HTML(client.get(f"/cases/{slug}/{query}").content)
        links = {link.get("href") for link in page.iterfind(".//link[@rel='alternate']")}
        assert {f"/cases/{slug}/feed.atom{query}", f"/cases/{slug}/calendar.ics{query}"} <= links
        own = [link for link in links if link.startswith(("/cases/", "/api/"))]
        assert len(own) >= 4
        assert {client.get(link).status_code for link in own} == {200}


def places(client: Client, url: str) -> list[str]:
    answer = client.get(url)
    assert answer.status_code == 200
    return [place.text or "" for place in etree.fromstring(answer.content).iterfind(".//s:loc", PLACES)]


def test_the_sitemap_leads_to_every_public_page(client: Client, petition: Event) -> None:
    files = places(client, "/sitemap.xml")
    listed = [place for file in files for place in places(client, file)]
    assert len(listed) == 4  # a case, an event, two articles
    assert any(place.endswith(permalink(petition)) for place in listed)
    assert {client.get(place).status_code for place in listed} == {200}
    withdraw_events(events=Event.objects.filter(pk=petition.pk), grounds="error", by=None, reason="no")
    assert len([place for file in places(client, "/sitemap.xml") for place in places(client, file)]) == 1


def test_the_sitemap_holds_no_withheld_name(client: Client, case: Case) -> None:
    make.make_day_event(case, dt.date(2017, 1, 1), headline="Dora Wintergreen read the gauge")
    assert "wintergreen" in places(client, "/sitemap-events.xml")[0]
    save_person(case=case, by=None, name="Dora Wintergreen", policy=Policy.WITHHELD)
    (place,) = places(client, "/sitemap-events.xml")
    assert "wintergreen" not in place
    assert client.get(place).status_code == 200


def test_a_sitemap_says_when_its_pages_changed_and_costs_few_queries(
    client: Client, petition: Event, django_assert_max_num_queries: Any
) -> None:
    for day in range(1, 20):
        make.make_day_event(petition.case, dt.date(2017, 1, day))
    with django_assert_max_num_queries(5):  # how many, the events, the names (2), and the last change
        text = client.get("/sitemap-events.xml").content.decode()
    assert text.count("<lastmod>") == 20


def test_crawlers_are_told_where_to_go(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/\n" in text
    assert "/sitemap.xml\n" in text

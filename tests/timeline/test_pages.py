"""The public pages through the client: what they show, to whom, and at what address."""

import datetime as dt
import re
from html import unescape

import pytest
from django.test import Client

from articles.models import Case
from tests import factories as make
from timeline.models import Event

pytestmark = pytest.mark.django_db
D = dt.date
CLOCK = re.compile(rb"\d\d:\d\d")  # a minute may pass between two answers
HTMX = {"HX-Request": "true"}


def body(response) -> str:
    """The page's text without tags, with single spaces."""
    text = re.sub(r"<(svg|script).*?</\1>", "", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", text)))


# The home page


def test_home_lists_public_cases_with_what_they_hold(client: Client, petition: Event) -> None:
    make.make_case("secret", title="A case in the making", is_public=False)
    text = body(client.get("/"))
    assert "The Linden footbridge" in text
    assert "Demonstration" in text
    assert "1 event 2016" in text
    assert "A case in the making" not in text


def test_staff_see_unpublished_cases_marked(staff: Client) -> None:
    make.make_case("secret", title="A case in the making", is_public=False)
    text = body(staff.get("/"))
    assert "A case in the making" in text
    assert "Not public" in text


def test_home_without_cases_says_so(client: Client) -> None:
    assert "No case has been published yet." in body(client.get("/"))


# The timeline


def test_the_timeline_tells_case_counts_and_events(client: Client, petition: Event) -> None:
    text = body(client.get("/cases/footbridge/"))
    for words in (
        "The Linden footbridge",
        "How a town got its bridge.",
        "1 event",
        "2 articles",
        "2 outlets",
        "Updated",
    ):
        assert words in text
    for words in ("2016", "June", "8 June 2016", "Delivery", "Keepers delivered the feathers", "2 articles"):
        assert words in text
    assert "Sources differ" in text


def test_a_closed_card_keeps_its_sources_to_itself(client: Client, petition: Event) -> None:
    closed = body(client.get("/cases/footbridge/"))
    opened = body(client.get(f"/cases/footbridge/?open={petition.public_id}"))
    assert "nearly a million gull" not in closed
    assert "nearly a million gull feathers" in opened
    assert "Dated by “Wednesday”, in an article of 10 June 2016" in opened
    assert "Bay Sample News (9 June 2016, ¶3) says more than 1,000,000 feathers" in opened
    assert "The Example Courier (10 June 2016, ¶1) says nearly 1,000,000 feathers" in opened


def test_all_cards_open_at_once(client: Client, petition: Event) -> None:
    assert "nearly a million gull feathers" in body(client.get("/cases/footbridge/?open=all"))


def test_years_and_months_are_headings_and_gaps_are_named(client: Client, case: Case) -> None:
    make.make_dated_event(case, "2014", D(2014, 1, 1), D(2014, 12, 31), headline="Some year")
    make.make_day_event(case, D(2015, 3, 30))
    make.make_day_event(case, D(2016, 5, 30))
    make.make_dated_event(case, "[..2016-06-30]", None, D(2016, 6, 30), headline="Left early")
    make.make_dated_event(case, "", None, None, headline="Some day")
    page = client.get("/cases/footbridge/").content.decode()
    headings = re.findall(r"<h([23])[^>]*>\s*([^<]+?)\s*<", page)
    expected = [("2", "2014"), ("3", ""), ("2", "2015"), ("3", "March"), ("2", "2016"), ("3", "May")]
    names = [(level, text) for level, text in headings if text not in {"Keys"}]
    assert names == [(level, text) for level, text in expected if text] + [
        ("2", "First day not known"),
        ("2", "Undated"),
    ]
    assert "14 months, nothing recorded" in page
    assert "January" not in body(client.get("/cases/footbridge/?type=reading")).split("each bar")[-1]


def test_newest_first_turns_the_order_but_keeps_the_undated_last(client: Client, case: Case) -> None:
    for day in (D(2015, 3, 30), D(2016, 5, 30)):
        make.make_day_event(case, day, headline=f"On {day}")
    make.make_dated_event(case, "", None, None, headline="Some day")
    text = body(client.get("/cases/footbridge/?order=newest"))
    assert text.index("On 2016-05-30") < text.index("On 2015-03-30") < text.index("Some day")


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"a", "b", "c"}),
        ("type=reading", {"a", "b"}),
        ("type=reading&type=visit", {"a", "b", "c"}),
        ("from=2016", {"b", "c"}),
        ("to=2015", {"a"}),
        ("from=2016-02&to=2016-02-01", {"b"}),
        ("status=planned", {"c"}),
        ("q=alder", {"a"}),
        ("q=gauges", {"a", "b", "c"}),
        ("q=gauge%20-alder", {"b", "c"}),
        ("q=%22alder%20gauge%22", {"a"}),
        ("q=the", set()),
        ("differ=1", set()),
        ("type=reading&from=2016&status=occurred", {"b"}),
    ],
)
def test_filters(client: Client, case: Case, query: str, shown: set[str]) -> None:
    make.make_day_event(case, D(2015, 3, 30), headline="a Alder gauge")
    make.make_dated_event(case, "2016-02", D(2016, 2, 1), D(2016, 2, 29), headline="b Birch gauge")
    make.make_day_event(case, D(2016, 5, 30), headline="c Cedar gauge", type="visit", status="planned")
    page = client.get(f"/cases/footbridge/?{query}").content.decode()
    headlines = [re.sub("<[^>]+>", "", h) for h in re.findall(r'class="headline"[^>]*>(.*?)</h\d>', page)]
    assert {headline[0] for headline in headlines} == shown
    assert f"{len(shown)} event" in page


def test_the_outlet_filter_and_counts_that_respect_the_other_filters(client: Client, petition: Event) -> None:
    other = make.make_day_event(petition.case, D(2017, 1, 1))
    outlet = petition.citations.order_by("id")[0].mention.paragraph.version.article.source_id
    page = client.get(f"/cases/footbridge/?outlet={outlet}")
    assert petition.headline in body(page)
    assert other.headline not in body(page)
    choices = re.findall(
        r'name="(\w+)" value="([^"]+)".*?<span>([^<]+)</span> <span class="n">(\d+)', page.content.decode()
    )
    counts = {(name, label): int(count) for name, _, label, count in choices}
    assert counts["type", "Reading"] == 0
    assert counts["type", "Delivery"] == 1
    assert counts["outlet", "The Example Courier"] == 1
    assert counts["outlet", "The Linden Post"] == 1  # an outlet's own filter does not count against it


def test_chips_take_filters_away_and_an_empty_result_names_them(client: Client, petition: Event) -> None:
    page = client.get("/cases/footbridge/?q=zebra&type=delivery")
    assert "No event fits all of these at once" in body(page)
    assert 'href="?type=delivery"' in page.content.decode()
    assert 'href="?q=zebra"' in page.content.decode()


def test_found_words_are_marked_in_headlines_and_quoted_where_a_report_has_them(
    client: Client, petition: Event
) -> None:
    page = client.get("/cases/footbridge/?q=keeper").content.decode()
    assert '<mark class="found">Keepers</mark> delivered the feathers' in page
    page = client.get("/cases/footbridge/?q=gull").content.decode()
    assert re.search(r'The Example Courier: “.*<mark class="found">gull</mark>', page)


def test_markup_in_texts_is_text(client: Client, case: Case) -> None:
    make.make_day_event(case, D(2015, 1, 2), headline="<script>alert(1)</script> gull")
    for query in ("", "?q=gull", "?open=all", "?q=<script>alert(2)</script>"):
        assert b"<script>alert" not in client.get(f"/cases/footbridge/{query}").content


def test_a_long_list_goes_on_where_it_stopped(client: Client, case: Case) -> None:
    for n in range(53):
        make.make_day_event(case, D(2015, 1, 1) + dt.timedelta(days=n // 2), headline=f"No. {n:02}")
    make.make_dated_event(case, "", None, None, headline="No. 53")
    first = client.get("/cases/footbridge/").content.decode()
    link = re.search(r'id="more".*?href="([^"]+)"', first)
    assert link
    second = client.get("/cases/footbridge/" + unescape(link[1])).content.decode()
    numbers = [re.findall(r">No\. (\d+)<", page) for page in (first, second)]
    assert [int(n) for page in numbers for n in page] == list(range(54))
    assert len(numbers[0]) == 50
    assert "continued" in body(client.get("/cases/footbridge/" + unescape(link[1])))
    part = client.get("/cases/footbridge/" + unescape(link[1]), headers={**HTMX, "HX-Target": "more"}).content.decode()
    assert "<html" not in part
    assert re.findall(r">No\. (\d+)<", part) == numbers[1]
    assert re.search(
        r'id="more".*?href="\?open=all&amp;after=', client.get("/cases/footbridge/?open=all").content.decode()
    )


@pytest.mark.parametrize(
    "query",
    [
        "from=soon&to=2016-99",
        "from=99999&to=-1",
        "outlet=999999999999999999999&outlet=x",
        "outlet=9223372036854775808",
        "type=%00&status=%00&q=%00%00",
        "q=%F0%9F%90%A6%ED%A0%80",
        "q=" + "gull%20" * 500,
        "q=%27%22%28%26%21%3A%2A",
        "after=nothing&open=%2F..%2F",
        "open=" + "&open=".join(f"x{n}" for n in range(200)),
        "order=sideways&differ=maybe&unknown=1",
        "from=0001&to=9999",
        "from=9999-12-31&to=9999-12-31",
        "from=0001-01-01&to=0001-01-01",
        "after=%00",
    ],
)
def test_garbage_never_breaks_the_page(client: Client, petition: Event, query: str) -> None:
    for headers in ({}, {**HTMX, "HX-Target": "timeline"}, {**HTMX, "HX-Target": "more"}):
        assert client.get(f"/cases/footbridge/?{query}", headers=headers).status_code == 200


def test_what_was_not_understood_is_said(client: Client, petition: Event) -> None:
    text = body(client.get("/cases/footbridge/?from=soon&after=gone&order=zzz&utm_source=mail"))
    assert "“zzz” is nothing that “order” can be" in text
    assert "utm_source" not in text
    assert "“soon” is no date that we can read" in text
    assert "no longer here" in text


# One address, two answers


def test_htmx_gets_the_part_that_it_will_replace(client: Client, petition: Event) -> None:
    url = f"/cases/footbridge/?q=feathers&open={petition.public_id}"
    whole = client.get(url)
    part = client.get(url, headers={**HTMX, "HX-Target": "timeline"})
    card = client.get(url, headers={**HTMX, "HX-Target": f"e-{petition.public_id}"})
    restored = client.get(url, headers={**HTMX, "HX-History-Restore-Request": "true"})
    assert b"<html" in whole.content
    assert CLOCK.sub(b"", whole.content) == CLOCK.sub(b"", restored.content)
    assert b"<html" not in part.content
    assert part.content.lstrip().startswith(b'<div id="timeline"')
    assert b'hx-swap-oob="innerHTML">1 event, 1 filter<' in part.content
    assert card.content.lstrip().startswith(f'<li id="e-{petition.public_id}" class="card is-open'.encode())
    for response in (whole, part, card, restored):
        assert "HX-Request" in response["Vary"]
    for response in (part, card):
        assert response["HX-Push-Url"] == url
    assert "HX-Push-Url" not in whole


def test_the_address_pushed_is_tidy(client: Client, petition: Event) -> None:
    messy = "/cases/footbridge/?q=&from=&to=&order=&type="
    assert client.get(messy, headers={**HTMX, "HX-Target": "timeline"})["HX-Push-Url"] == "/cases/footbridge/"


def test_a_card_of_another_case_is_not_to_be_had(client: Client, petition: Event) -> None:
    make.make_case("other", title="Other")
    card = client.get("/cases/other/", headers={**HTMX, "HX-Target": f"e-{petition.public_id}"})
    assert card.status_code == 404


def test_the_last_day_of_all_years_can_be_shown(client: Client, case: Case) -> None:
    make.make_dated_event(case, "9999", D(9999, 1, 1), D(9999, 12, 31), headline="The lease ends")
    assert "The lease ends" in client.get("/cases/footbridge/").content.decode()
    assert client.get("/cases/footbridge/?from=9999").status_code == 200

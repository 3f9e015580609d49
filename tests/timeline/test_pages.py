"""The public pages through the client: what they show, to whom, and at what address."""

import datetime as dt
import re
from html import unescape

import pytest
from django.test import Client, RequestFactory
from django.views import defaults

from articles.models import Case
from tests import factories as make
from timeline.models import Event, Redirect, Review

pytestmark = pytest.mark.django_db
D = dt.date
HTMX = {"HX-Request": "true"}


def body(response) -> str:
    """The page's text without tags, with single spaces."""
    text = re.sub(r"<(svg|script).*?</\1>", "", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", text)))


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(make.make_staff())
    return client


@pytest.fixture
def case() -> Case:
    return make.make_case(is_demonstration=True)


@pytest.fixture
def petition(case: Case) -> Event:
    """An event that two outlets report, with different counts."""
    courier = make.make_article(
        case,
        "On Wednesday the keepers delivered nearly a million gull feathers.",
        source=make.make_source("The Example Courier"),
        title="Feathers by the box",
        url="https://example.org/feathers",
        language="en-GB",
    )
    sample = make.make_article(
        case,
        "Nothing stirred.\nNo wind.\nMore than a million feathers were handed over on 8 June.\nRain fell.\nNight.",
        source=make.make_source("Bay Sample News"),
        title="Feathers arrive",
        published=D(2016, 6, 9),
    )
    first = make.make_mention(
        courier,
        sentence="On Wednesday the keepers delivered nearly a million gull feathers.",
        trigger="delivered",
        type="delivery",
        headline="Keepers delivered the feathers",
    )
    second = make.make_mention(
        sample,
        sentence="More than a million feathers were handed over on 8 June.",
        trigger="handed over",
        timex="8 June",
        type="delivery",
        headline="Feathers handed over",
    )
    event = make.make_event(case, [first, second])
    make.claim(event, first, "quantity", "nearly 1000000 feather")
    make.claim(event, second, "quantity", "more than 1000000 feather")
    return event


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
    for words in ("2016", "June", "8 June 2016", "Delivery", "Keepers delivered the feathers", "2 sources"):
        assert words in text
    assert "Sources differ" in text


def test_a_closed_card_keeps_its_sources_to_itself(client: Client, petition: Event) -> None:
    closed = body(client.get("/cases/footbridge/"))
    opened = body(client.get(f"/cases/footbridge/?open={petition.public_id}"))
    assert "nearly a million gull" not in closed
    assert "nearly a million gull feathers" in opened
    assert "Dated by “Wednesday”, in an article of 10 June 2016" in opened
    assert "Bay Sample News says more than 1,000,000 feathers" in opened
    assert "The Example Courier says nearly 1,000,000 feathers" in opened


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
    headlines = [re.sub("<[^>]+>", "", h) for h in re.findall(r'class="headline">(.*?)</h\d>', page)]
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
    for n in range(103):
        make.make_day_event(case, D(2015, 1, 1) + dt.timedelta(days=n // 2), headline=f"No. {n:03}")
    make.make_dated_event(case, "", None, None, headline="No. 103")
    first = client.get("/cases/footbridge/").content.decode()
    link = re.search(r'id="more".*?href="([^"]+)"', first)
    assert link
    second = client.get("/cases/footbridge/" + unescape(link[1])).content.decode()
    numbers = [re.findall(r">No\. (\d+)<", page) for page in (first, second)]
    assert [int(n) for page in numbers for n in page] == list(range(104))
    assert len(numbers[0]) == 100
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
    text = body(client.get("/cases/footbridge/?from=soon&after=gone"))
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
    assert whole.content == restored.content
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


# The permalink


def test_an_event_stands_beside_its_sources(client: Client, petition: Event) -> None:
    page = client.get(petition.get_absolute_url())
    text = body(page)
    for words in (
        "Keepers delivered the feathers",
        "8 June 2016",
        "Delivery · occurred",
        "Wednesday, in an article of 10 June 2016, a Friday (The Example Courier): 8 June 2016",
        "the Wednesday before the day of publication",
        "Sources differ on the number of feathers",
        "The Example Courier says nearly 1,000,000 feathers",
        "Read it here (¶1)",
        "Cite as “Keepers delivered the feathers”, 8 June 2016.",
    ):
        assert words in text
    html = page.content.decode()
    assert '<b class="trigger">delivered</b><small class="tag">event</small>' in html
    assert '<i class="date">Wednesday</i><small class="tag">date</small>' in html
    assert '<blockquote lang="en-GB">' in html
    assert "https://example.org/feathers#:~:text=On%20Wednesday" in html


def test_before_and_after_in_the_case(client: Client, petition: Event) -> None:
    before = make.make_day_event(petition.case, D(2016, 6, 7), headline="The day before")
    after = make.make_dated_event(petition.case, "2016-06", D(2016, 6, 9), D(2016, 6, 30), headline="The day after")
    last = make.make_dated_event(petition.case, "", None, None, headline="Some day")
    hidden = make.make_day_event(petition.case, D(2016, 6, 8), headline="Draft", review=Review.SUGGESTED)
    html = client.get(petition.get_absolute_url()).content.decode()
    assert f'rel="prev" href="{before.get_absolute_url()}"' in html
    assert f'rel="next" class="next" href="{after.get_absolute_url()}"' in html
    assert hidden.get_absolute_url() not in html
    html = client.get(last.get_absolute_url()).content.decode()
    assert f'rel="prev" href="{after.get_absolute_url()}"' in html
    assert 'rel="next"' not in html


def test_candidates_of_an_ambiguous_date_are_shown(client: Client, case: Case) -> None:
    mention = make.make_mention(make.make_article(case), candidates=["2016-06-08", "2015-06"])
    event = make.make_event(case, [mention])
    assert "more than one reading: 8 June 2016; or June 2015." in body(client.get(event.get_absolute_url()))


def test_a_wrong_slug_is_sent_to_the_right_one(client: Client, petition: Event) -> None:
    for wrong in (f"/events/{petition.public_id}/", f"/events/{petition.public_id}/old-words/"):
        response = client.get(wrong)
        assert (response.status_code, response["Location"]) == (302, petition.get_absolute_url())


def test_a_merged_event_leads_to_the_survivor(client: Client, petition: Event) -> None:
    gone = make.make_event(petition.case, [], review=Review.REJECTED)
    older = make.make_event(petition.case, [], review=Review.REJECTED)
    Redirect.objects.create(public_id=gone.public_id, event=petition, reason="merged")
    Redirect.objects.create(public_id=older.public_id, event=gone, reason="merged")
    for event in (gone, older):
        response = client.get(f"/events/{event.public_id}/old/")
        assert (response.status_code, response["Location"]) == (308, petition.get_absolute_url())


def test_redirects_that_run_in_a_circle_end(client: Client, case: Case) -> None:
    one, two = (make.make_event(case, [], review=Review.REJECTED) for _ in range(2))
    Redirect.objects.create(public_id=one.public_id, event=two, reason="merged")
    Redirect.objects.create(public_id=two.public_id, event=one, reason="merged")
    assert client.get(f"/events/{one.public_id}/x/").status_code == 404


def test_a_withdrawn_event_is_gone_and_says_no_more(client: Client, petition: Event) -> None:
    Event.objects.filter(pk=petition.pk).update(review=Review.REJECTED)
    Redirect.objects.create(public_id=petition.public_id, reason="withdrawn by an editor")
    response = client.get(petition.get_absolute_url())
    assert response.status_code == 410
    assert "withdrawn by an editor" in body(response)
    assert "feathers" not in body(response)


def test_unknown_addresses(client: Client, case: Case) -> None:
    for url in ("/events/bcdfghjkm/x/", "/cases/nowhere/", "/articles/1/", f"/articles/{10**30}/", "/nowhere"):
        response = client.get(url)
        assert response.status_code == 404
        assert "There is nothing here" in body(response)


# The article page


def test_an_article_is_public_where_a_public_event_cites_it(client: Client, petition: Event) -> None:
    uncited = make.make_article(petition.case, "Nobody cites this.", title="Uncited")
    cited = petition.citations.order_by("id")[0].mention.paragraph.version.article
    assert client.get(uncited.article.get_absolute_url()).status_code == 404
    text = body(client.get(cited.get_absolute_url()))
    assert "Feathers by the box" in text
    assert "The Example Courier" in text
    assert "Cited in The Linden footbridge" in text


def test_an_article_s_marks_lead_back_to_the_event(client: Client, petition: Event) -> None:
    article = petition.citations.order_by("id")[0].mention.paragraph.version.article
    html = client.get(article.get_absolute_url()).content.decode()
    assert f'<a class="trigger" href="{petition.get_absolute_url()}">delivered</a>' in html
    assert 'id="p-1"' in html


@pytest.mark.parametrize(
    ("rights", "numbers", "gaps"),
    [("full", [1, 2, 3, 4, 5], 0), ("excerpts", [2, 3, 4], 2), ("link", [], 0)],
)
def test_rights_decide_how_much_is_read(
    client: Client, petition: Event, rights: str, numbers: list[int], gaps: int
) -> None:
    article = petition.citations.order_by("id")[1].mention.paragraph.version.article
    type(article.source).objects.filter(pk=article.source_id).update(rights=rights)
    html = client.get(article.get_absolute_url()).content.decode()
    assert [int(n) for n in re.findall(r'id="p-(\d+)"', html)] == numbers
    assert html.count("1 paragraph left out") == gaps
    assert "Feathers arrive" in html
    assert ("keeps the rights" in html) == (rights != "full")


def test_a_link_only_outlet_s_words_appear_nowhere(client: Client, petition: Event) -> None:
    mention = petition.citations.order_by("id")[1].mention
    source = mention.paragraph.version.article.source
    type(source).objects.filter(pk=source.pk).update(rights="link")
    for url in (
        petition.get_absolute_url(),
        mention.paragraph.version.article.get_absolute_url(),
        "/cases/footbridge/?open=all",
        "/cases/footbridge/?q=handed",
    ):
        text = body(client.get(url))
        assert "handed over on" not in text
        assert "8 June”" not in text


def test_staff_read_the_whole_text(staff: Client, petition: Event) -> None:
    article = petition.citations.order_by("id")[1].mention.paragraph.version.article
    html = staff.get(article.get_absolute_url()).content.decode()
    assert [int(n) for n in re.findall(r'id="p-(\d+)"', html)] == [1, 2, 3, 4, 5]


def test_kinds_of_paragraphs_are_named(staff: Client) -> None:
    version = make.make_article(make.make_case(), "News.\nRELATED: More news.", kinds={2: "teaser"})
    assert "Teaser" in body(staff.get(version.article.get_absolute_url()))


def test_a_citation_of_an_older_version_leads_to_that_version(client: Client, petition: Event) -> None:
    article = petition.citations.order_by("id")[0].mention.paragraph.version.article
    make.make_version(article, "A correction.\nIt says something else.")
    html = client.get(petition.get_absolute_url()).content.decode()
    assert f"/articles/{article.pk}/?version=1#p-1" in html
    assert "nearly a million" in body(client.get(f"/articles/{article.pk}/?version=1"))
    for junk in ("x", "99", "9" * 50, "%00"):
        assert client.get(f"/articles/{article.pk}/?version={junk}").status_code == 200


# The gate


def test_drafts_are_for_staff_and_marked(client: Client, petition: Event) -> None:
    draft = make.make_day_event(petition.case, D(2017, 1, 1), headline="A draft", review=Review.SUGGESTED)
    article = draft.citations.get().mention.paragraph.version.article
    urls = ["/", "/cases/footbridge/?open=all", petition.get_absolute_url()]
    for url in urls:
        assert "A draft" not in body(client.get(url))
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.get(article.get_absolute_url()).status_code == 404
    client.force_login(make.make_staff())
    assert re.search(r"Draft A draft", body(client.get("/cases/footbridge/")))
    assert client.get(draft.get_absolute_url()).status_code == 200
    assert client.get(article.get_absolute_url()).status_code == 200


def test_evidence_that_nobody_accepted_is_not_public(client: Client, petition: Event) -> None:
    petition.citations.filter(mention__headline="Feathers handed over").update(accepted=False)
    for url in (petition.get_absolute_url(), "/cases/footbridge/?open=all"):
        text = body(client.get(url))
        assert "handed over" not in text
        assert "1 source" in text
        assert "Sources differ" not in text


def test_events_of_an_unpublished_case_are_not_public(client: Client, petition: Event) -> None:
    Case.objects.update(is_public=False)
    article = petition.citations.order_by("id")[0].mention.paragraph.version.article
    for url in ("/cases/footbridge/", petition.get_absolute_url(), article.get_absolute_url()):
        assert client.get(url).status_code == 404


# Headers


def test_pages_run_nothing_inline(client: Client, petition: Event) -> None:
    article = petition.citations.order_by("id")[0].mention.paragraph.version.article
    for url in ("/", "/cases/footbridge/?open=all", petition.get_absolute_url(), article.get_absolute_url(), "/no"):
        response = client.get(url)
        html = response.content.decode()
        assert "script-src 'self'" in response["Content-Security-Policy"]
        assert not re.search(r"<script(?![^>]*\bsrc=)", html)
        assert not re.search(r"<style|\sstyle=|\son\w+=|hx-on|javascript:", html)


def test_a_page_of_a_hundred_events_is_light(client: Client, case: Case) -> None:
    for n in range(101):
        headline = f"Gauge {n} of the upper river was read by the keeper of the weir"
        make.make_day_event(case, D(2015, 1, 1) + dt.timedelta(days=9 * n), headline=headline)
    assert len(client.get("/cases/footbridge/").content) <= 100_000


def test_only_reading_is_allowed(client: Client, petition: Event) -> None:
    for url in ("/", "/cases/footbridge/", petition.get_absolute_url()):
        assert client.post(url).status_code == 405
        assert client.head(url).status_code == 200


def test_events_are_not_written_by_reading(client: Client, petition: Event) -> None:
    before = Event.objects.get(pk=petition.pk).updated_at
    client.get("/cases/footbridge/?open=all")
    assert Event.objects.get(pk=petition.pk).updated_at == before


# When something is wrong


@pytest.mark.parametrize(
    ("view", "status", "words"),
    [
        (lambda request: defaults.bad_request(request, ValueError()), 400, "We cannot read this request"),
        (lambda request: defaults.permission_denied(request, PermissionError()), 403, "This is not for you to see"),
        (defaults.server_error, 500, "Something broke here"),
    ],
)
def test_error_pages_need_nothing_that_may_be_broken(view, status: int, words: str) -> None:
    """The request has passed no middleware: neither a user nor a session is there."""
    response = view(RequestFactory().get("/"))
    assert response.status_code == status
    assert words in body(response)

"""Event and article pages through the client, the gate before them, and what holds for every page."""

import base64
import datetime as dt
import hashlib
import re

import pytest
from django.test import Client, RequestFactory
from django.views import defaults

from articles.models import Case
from tests import factories as make
from tests.factories import permalink
from tests.timeline.test_pages import body
from timeline import services
from timeline.models import Event, Grounds, Redirect, Review
from timeline.services.facing import refresh_faces

pytestmark = pytest.mark.django_db
D = dt.date

# The permalink


def test_an_event_stands_beside_its_sources(client: Client, petition: Event) -> None:
    page = client.get(permalink(petition))
    text = body(page)
    for words in (
        "Keepers delivered the feathers",
        "8 June 2016",
        "Delivery · occurred",
        "Wednesday, in an article of 10 June 2016, a Friday (The Example Courier): 8 June 2016",
        "the Wednesday before the day of publication",
        "Sources differ on the number of feathers",
        "The Example Courier (10 June 2016, ¶1) says nearly 1,000,000 feathers",
        "Read it here (¶1)",
        "Cite as “Keepers delivered the feathers”, 8 June 2016; sources differ. In: The Linden footbridge. ",
        f", accessed {make.today(petition.case)}",
    ):
        assert words in text
    html = page.content.decode()
    assert '<b class="trigger">delivered</b><small class="tag">event</small>' in html
    assert '<i class="date">Wednesday</i><small class="tag">date</small>' in html
    assert '<blockquote lang="en-GB" dir="auto">' in html
    assert "https://example.org/feathers#:~:text=On%20Wednesday" in html


@pytest.mark.parametrize("page", ["permalink", "card", "frame"])
def test_each_of_two_claims_leads_to_the_block_that_makes_it(client: Client, petition: Event, page: str) -> None:
    url = permalink(petition)
    asked = {"permalink": url, "card": "/cases/footbridge/?open=all", "frame": f"/embed/events/{petition.public_id}/"}
    html = client.get(asked[page]).content.decode()
    where = url if page == "frame" else ""
    links = re.findall(rf'href="[^"]*{where}#(s-[^"]+)"[^>]*>([^<]+)<', html)
    assert [outlet for _, outlet in links] == ["Bay Sample News", "The Example Courier"]
    whole = client.get(url).content.decode()
    for anchor, outlet in links:
        _, _, block = whole.partition(f'<article class="source" id="{anchor}">')
        assert outlet in block.partition("</header>")[0]


def test_before_and_after_in_the_case(client: Client, petition: Event) -> None:
    before = make.make_day_event(petition.case, D(2016, 6, 7), headline="The day before")
    after = make.make_dated_event(petition.case, "2016-06", D(2016, 6, 9), D(2016, 6, 30), headline="The day after")
    last = make.make_dated_event(petition.case, "", None, None, headline="Some day")
    hidden = make.make_day_event(petition.case, D(2016, 6, 8), headline="Draft", review=Review.SUGGESTED)
    html = client.get(permalink(petition)).content.decode()
    assert f'rel="prev" href="{permalink(before)}"' in html
    assert f'rel="next" class="next" href="{permalink(after)}"' in html
    assert permalink(hidden) not in html
    html = client.get(permalink(last)).content.decode()
    assert f'rel="prev" href="{permalink(after)}"' in html
    assert 'rel="next"' not in html


def test_candidates_of_an_ambiguous_date_are_shown(client: Client, case: Case) -> None:
    mention = make.make_mention(make.make_article(case), candidates=["2016-06-08", "2015-06"])
    event = make.make_event(case, [mention])
    assert "more than one reading: 8 June 2016; or June 2015." in body(client.get(permalink(event)))


def test_a_wrong_slug_is_sent_to_the_right_one(client: Client, petition: Event) -> None:
    for wrong in (f"/events/{petition.public_id}/", f"/events/{petition.public_id}/old-words/"):
        response = client.get(wrong)
        assert (response.status_code, response["Location"]) == (302, permalink(petition))


def test_a_merged_event_leads_to_the_survivor(client: Client, petition: Event) -> None:
    gone = make.make_event(petition.case, [], review=Review.REJECTED)
    older = make.make_event(petition.case, [], review=Review.REJECTED)
    Redirect.objects.create(public_id=gone.public_id, event=petition, reason="merged")
    Redirect.objects.create(public_id=older.public_id, event=gone, reason="merged")
    for event in (gone, older):
        response = client.get(f"/events/{event.public_id}/old/")
        assert (response.status_code, response["Location"]) == (308, permalink(petition))


def test_redirects_that_run_in_a_circle_end(client: Client, case: Case) -> None:
    one, two = (make.make_event(case, [], review=Review.REJECTED) for _ in range(2))
    Redirect.objects.create(public_id=one.public_id, event=two, reason="merged")
    Redirect.objects.create(public_id=two.public_id, event=one, reason="merged")
    assert client.get(f"/events/{one.public_id}/x/").status_code == 404


def test_a_withdrawn_event_is_gone_and_says_no_more(client: Client, petition: Event) -> None:
    events = Event.objects.filter(pk=petition.pk)
    services.withdraw_events(events=events, by=None, reason="The keepers asked us to.", grounds=Grounds.PERSON)
    response = client.get(permalink(petition))
    assert response.status_code == 410
    assert "to protect a person" in body(response)
    assert "feathers" not in body(response)
    assert "asked" not in body(response)
    assert f"/admin/timeline/event/{petition.pk}/" not in response.content.decode()


def test_staff_find_every_event_by_its_address(staff: Client, petition: Event) -> None:
    suggestion = make.make_day_event(petition.case, D(2016, 6, 7), review=Review.SUGGESTED)
    services.reject_events(events=Event.objects.filter(pk=suggestion.pk), by=None)
    response = staff.get(suggestion.get_absolute_url())
    assert (response.status_code, f"?event={suggestion.public_id}" in response.content.decode()) == (410, True)


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
    assert f'<a class="trigger" href="{permalink(petition)}">delivered</a>' in html
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
        permalink(petition),
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
    html = client.get(permalink(petition)).content.decode()
    assert f"/articles/{article.pk}/?version=1#p-1" in html
    assert "nearly a million" in body(client.get(f"/articles/{article.pk}/?version=1"))
    for junk in ("x", "99", "9" * 50, "%00"):
        assert client.get(f"/articles/{article.pk}/?version={junk}").status_code == 200


# The gate


def test_drafts_are_for_staff_and_marked(client: Client, petition: Event) -> None:
    draft = make.make_day_event(petition.case, D(2017, 1, 1), headline="A draft", review=Review.SUGGESTED)
    article = draft.citations.get().mention.paragraph.version.article
    urls = ["/", "/cases/footbridge/?open=all", permalink(petition)]
    for url in urls:
        assert "A draft" not in body(client.get(url))
    assert client.get(permalink(draft)).status_code == 404
    assert client.get(article.get_absolute_url()).status_code == 404
    client.force_login(make.make_staff())
    assert re.search(r"Draft A draft", body(client.get("/cases/footbridge/")))
    assert client.get(permalink(draft)).status_code == 200
    assert client.get(article.get_absolute_url()).status_code == 200


def test_evidence_that_nobody_accepted_is_not_public(client: Client, petition: Event) -> None:
    petition.citations.filter(mention__headline="Feathers handed over").update(accepted=False)
    refresh_faces(events=Event.objects.all())
    for url in (permalink(petition), "/cases/footbridge/?open=all"):
        text = body(client.get(url))
        assert "handed over" not in text
        assert "1 article" in text
        assert "Sources differ" not in text


def test_events_of_an_unpublished_case_are_not_public(client: Client, petition: Event) -> None:
    Case.objects.update(is_public=False)
    article = petition.citations.order_by("id")[0].mention.paragraph.version.article
    for url in ("/cases/footbridge/", permalink(petition), article.get_absolute_url()):
        assert client.get(url).status_code == 404


# Headers


STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def sha256_of(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def test_pages_run_nothing_inline(client: Client, petition: Event) -> None:
    article = petition.citations.order_by("id")[0].mention.paragraph.version.article
    for url in ("/", "/cases/footbridge/?open=all", permalink(petition), article.get_absolute_url(), "/no"):
        response = client.get(url)
        html = response.content.decode()
        assert "script-src 'self'" in response["Content-Security-Policy"]
        assert not re.search(r'<script(?![^>]*\bsrc=)(?! type="application/ld\+json">)', html)
        assert not re.search(r"\sstyle=|\son\w+=|hx-on|javascript:", html)
        named = [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in map(sha256_of, STYLE.findall(html))]
        assert all(one in response["Content-Security-Policy"] for one in named)
        assert len(named) == html.count("<style") >= 1


def test_a_page_of_a_hundred_events_is_light(client: Client, case: Case) -> None:
    for n in range(101):
        headline = f"Gauge {n} of the upper river was read by the keeper of the weir"
        make.make_day_event(case, D(2015, 1, 1) + dt.timedelta(days=9 * n), headline=headline)
    assert len(client.get("/cases/footbridge/").content) <= 100_000


def test_only_reading_is_allowed(client: Client, petition: Event) -> None:
    for url in ("/", "/cases/footbridge/", permalink(petition)):
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

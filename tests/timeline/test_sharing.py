"""What leads to an event or a timeline from elsewhere: frames, oEmbed, pictures, citations."""

import datetime as dt
import io
import json
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from PIL import Image

from articles.models import Case
from tests import factories as make
from tests.factories import permalink
from timeline import queries, services
from timeline.models import Event, Grounds, Policy, Review
from timeline.presentation import preview
from timeline.presentation.sharing import iframe, sharing
from timeline.reader import Reader, reader_of

pytestmark = pytest.mark.django_db
MARKUP = '<script>alert(1)</script> & "Tom\'s"'


def merge(event: Event, other: Event) -> None:
    chief = make.make_chief("chief")
    services.merge_events(survivor=event, others=Event.objects.filter(pk=other.pk), by=chief, reason="One event")


def withdraw(event: Event) -> None:
    events = Event.objects.filter(pk=event.pk)
    services.withdraw_events(events=events, by=None, reason="Asked to", grounds=Grounds.LEGAL)


def ask(client: Client, path: str, **params: object) -> object:
    return client.get("/oembed", {"url": settings.SITE_URL + path, **params})


# Frames


def test_only_frames_may_be_framed(client: Client, petition: Event) -> None:
    framed = [f"/embed/events/{petition.public_id}/", "/embed/cases/footbridge/"]
    for url in framed:
        response = client.get(url)
        assert "frame-ancestors *" in response["Content-Security-Policy"]
        assert "script-src 'self'" in response["Content-Security-Policy"]
        assert "X-Frame-Options" not in response
        assert not response.cookies
    for url in (permalink(petition), "/cases/footbridge/", "/"):
        response = client.get(url)
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
        assert response["X-Frame-Options"] == "DENY"


def test_a_framed_event_says_what_its_sources_differ_on(client: Client, petition: Event) -> None:
    html = client.get(f"/embed/events/{petition.public_id}/").content.decode()
    for words in (
        "Keepers delivered the feathers",
        "8 June 2016",
        "2 articles of Bay Sample News, The Example Courier",
    ):
        assert words in html
    assert "The Example Courier</a> (10 June 2016) says nearly 1,000,000 feathers" in html
    assert f'href="{permalink(petition)}"' in html


def test_a_framed_timeline_takes_the_filters_of_the_page(client: Client, petition: Event) -> None:
    make.make_day_event(petition.case, make.WEDNESDAY, headline="A gauge was read")
    html = client.get("/embed/cases/footbridge/?type=delivery&after=x&open=all").content.decode()
    assert "Keepers delivered the feathers" in html
    assert "A gauge was read" not in html
    assert (
        "No event of this case passes these filters" in client.get("/embed/cases/footbridge/?q=zebra").content.decode()
    )


def test_a_frame_shows_staff_what_the_public_sees(staff: Client, petition: Event) -> None:
    draft = make.make_day_event(petition.case, make.WEDNESDAY, review=Review.SUGGESTED, headline="A draft")
    services.save_person(case=petition.case, by=None, name="Kay Keepers", policy=Policy.WITHHELD)
    assert staff.get(f"/embed/events/{draft.public_id}/").status_code == 404
    assert staff.get(f"/events/{draft.public_id}.png").status_code == 404
    assert ask(staff, f"/events/{draft.public_id}/").status_code == 404
    for url in ("/embed/cases/footbridge/", f"/embed/events/{petition.public_id}/"):
        html = staff.get(url).content.decode()
        assert "A draft" not in html
        assert "Keepers delivered" not in html
        assert "[name withheld] delivered the feathers" in html


@pytest.mark.parametrize("form", ["/embed/events/{}/", "/events/{}.png", "/events/{}/"])
def test_every_form_says_alike_where_an_event_went(client: Client, petition: Event, form: str) -> None:
    other = make.make_day_event(petition.case, make.FRIDAY, headline="Feathers again")
    merge(petition, other)
    response = client.get(form.format(other.public_id))
    assert (response.status_code, petition.public_id in response["Location"]) == (308, True)
    withdraw(petition)
    for event in (petition, other):
        response = client.get(form.format(event.public_id))
        text = response.content.decode().lower()
        assert response.status_code == 410
        assert "for legal reasons" in text
        assert not any(word in text for word in ("feather", "asked", "footbridge", "courier"))


# oEmbed


def test_oembed_tells_of_events_and_timelines(client: Client, petition: Event) -> None:
    told = ask(client, permalink(petition)).json()
    assert (told["version"], told["type"], told["width"]) == ("1.0", "rich", 600)
    assert f'src="{settings.SITE_URL}/embed/events/{petition.public_id}/"' in told["html"]
    assert told["thumbnail_url"] == f"{settings.SITE_URL}/events/{petition.public_id}.png"
    told = ask(client, "/cases/footbridge/?type=delivery&open=all").json()
    assert "/embed/cases/footbridge/?type=delivery&quot;" not in told["html"]
    assert 'embed/cases/footbridge/?type=delivery"' in told["html"]


def test_oembed_in_xml(client: Client, petition: Event) -> None:
    Event.objects.filter(pk=petition.pk).update(headline=f"{MARKUP}\x0b")
    response = ask(client, f"/events/{petition.public_id}/", format="xml")
    assert response["Content-Type"].startswith("text/xml")
    root = ElementTree.fromstring(response.content)  # noqa: S314 (our own)
    assert root.findtext("title") == MARKUP
    assert "&lt;script&gt;" in (root.findtext("html") or "")


@pytest.mark.parametrize(
    ("room", "size", "has_picture"),
    [
        ({"maxwidth": 320}, (320, 340), False),
        ({"maxheight": 100, "maxwidth": 4000}, (600, 100), False),
        ({"maxwidth": 1200, "maxheight": 630}, (600, 340), True),
        ({"maxwidth": "wide", "maxheight": "-1"}, (600, 340), True),
        ({"maxwidth": "0", "maxheight": "9" * 10_000}, (600, 340), True),
    ],
)
def test_oembed_keeps_to_the_room_it_is_given(
    client: Client, petition: Event, room: dict[str, object], size: tuple[int, int], has_picture: bool
) -> None:
    told = ask(client, permalink(petition), **room).json()
    assert (told["width"], told["height"]) == size
    assert f'width="{size[0]}" height="{size[1]}"' in told["html"]
    assert ("thumbnail_url" in told) == has_picture


def test_oembed_leads_on_from_an_event_that_was_merged_and_knows_one_that_was_withdrawn(
    client: Client, petition: Event
) -> None:
    other = make.make_day_event(petition.case, make.FRIDAY, headline="Feathers again")
    merge(petition, other)
    response = ask(client, f"/events/{other.public_id}/", maxwidth=320)
    assert (response.status_code, response["Access-Control-Allow-Origin"]) == (308, "*")
    told = client.get(response["Location"]).json()
    assert petition.public_id in told["html"]
    assert told["width"] == 320
    withdraw(petition)
    response = ask(client, f"/events/{other.public_id}/")
    assert response.status_code == 410
    assert "feather" not in response.content.decode().lower()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "x",
        "https://elsewhere.example/events/bcdfghjkm/x/",
        "javascript:alert(1)",
        "http://[",
        "{site}/events/bcdfghjkm/",
        "{site}/events/%00/",
        "{site}/events/%F0%9F%A6%86/",
        "{site}/events/{long}/",
        "{site}/cases/nowhere/",
        "{site}/articles/1/",
        "{site}/admin/",
        "{site}",
    ],
)
def test_oembed_knows_no_other_address(client: Client, case: Case, url: str) -> None:
    url = url.replace("{site}", settings.SITE_URL).replace("{long}", "b" * 10_000)
    assert client.get("/oembed", {"url": url}).status_code == 404


def test_oembed_knows_two_formats(client: Client, petition: Event) -> None:
    assert ask(client, permalink(petition), format="yaml").status_code == 501
    assert client.get("/oembed").status_code == 404


def test_pages_say_where_oembed_is(client: Client, petition: Event) -> None:
    html = client.get(permalink(petition)).content.decode()
    found = html.split('application/json+oembed" href="')[1].split('"')[0].replace("&amp;", "&")
    assert client.get(found.removeprefix(settings.SITE_URL)).json()["title"] == petition.headline
    assert "application/json+oembed" in client.get("/cases/footbridge/").content.decode()


@pytest.mark.parametrize("id", ["b" * 10_000, "\u05d0", "%00", "..%2f", "bcdfghjkm"])
@pytest.mark.parametrize("form", ["/embed/events/{}/", "/events/{}.png", "/cases/{}.png", "/embed/cases/{}/"])
def test_ids_that_are_none(client: Client, case: Case, form: str, id: str) -> None:
    assert client.get(form.format(id)).status_code == 404


# Pictures

HEADLINES = {
    "plain": "Keepers delivered the feathers",
    "as long as can be": "Feather " * 14 + "counted",
    "one long word": "Feather" * 17,
    "hebrew": "שומרי הגשר מסרו את הנוצות לעירייה",
    "arabic": "سلّم الحراس الريش إلى البلدية",
    "emoji": "🪶 Feathers 🎉 delivered 👩‍👩‍👧",
    "no letter that a font has": "中文",
    "markup": MARKUP,
    "control": "a\x0b\u200bb\ufffe",
}


@pytest.mark.parametrize("headline", HEADLINES.values(), ids=HEADLINES)
def test_the_picture_of_any_headline(client: Client, petition: Event, headline: str) -> None:
    Event.objects.filter(pk=petition.pk).update(headline=headline)
    response = client.get(f"/events/{petition.public_id}.png")
    assert response["Content-Type"] == "image/png"
    assert "public" in response["Cache-Control"]
    image = Image.open(io.BytesIO(response.content))
    assert image.size == (1200, 630)
    assert len(response.content) < 60_000
    margin = image.convert("L").crop((1200 - 60, 60, 1200, 600))
    assert margin.getextrema()[0] > 240, "words run out of the picture"


def test_the_picture_shows_the_headline_as_the_public_reads_it(petition: Event) -> None:
    services.save_person(case=petition.case, by=None, name="Kay Keepers", policy=Policy.WITHHELD)
    queries.tell_differing([petition], AnonymousUser())
    drawn = preview.of_event(petition, 2, reader_of(AnonymousUser(), [petition.case]))
    assert drawn != preview.of_event(petition, 2, Reader(is_staff=True))
    petition.headline = "[name withheld] delivered the feathers"
    assert drawn == preview.of_event(petition, 2, Reader(is_staff=True))


def test_the_picture_of_a_case(client: Client, petition: Event) -> None:
    assert Image.open(io.BytesIO(client.get("/cases/footbridge.png").content)).size == (1200, 630)
    html = client.get("/cases/footbridge/").content.decode()
    assert f'content="{settings.SITE_URL}/cases/footbridge.png"' in html


# Who is named


def test_the_people_whom_the_reports_name(client: Client, staff: Client, petition: Event) -> None:
    case = petition.case
    services.save_person(case=case, by=None, name="Kay Keepers", role="a warden", policy=Policy.NAME)
    services.save_person(case=case, by=None, name="Nobody Named", policy=Policy.NAME)
    anonymous = Client()
    Event.objects.filter(pk=petition.pk).update(headline="Kay Keepers delivered the feathers")
    html = anonymous.get(permalink(petition), follow=True).content.decode()
    assert "<span>Kay Keepers, a warden</span>" in html
    assert "Nobody Named" not in html
    for policy, shown in ((Policy.ROLE, "<span>a warden</span>"), (Policy.INITIALS, "<span>K.K., a warden</span>")):
        case.people.filter(name="Kay Keepers").update(policy=policy)
        assert shown in anonymous.get(permalink(petition), follow=True).content.decode()
    case.people.filter(name="Kay Keepers").update(policy=Policy.WITHHELD)
    assert "Named here" not in anonymous.get(permalink(petition), follow=True).content.decode()
    assert "Public: withheld" in staff.get(permalink(petition), follow=True).content.decode()


# Passing it on


def test_the_page_holds_all_that_is_passed_on(client: Client, petition: Event) -> None:
    html = client.get(permalink(petition)).content.decode()
    assert f'value="{settings.SITE_URL}{permalink(petition)}"' in html
    assert f"&lt;iframe src=&#34;{settings.SITE_URL}/embed/events/{petition.public_id}/" in html
    assert f'og:image" content="{settings.SITE_URL}/events/{petition.public_id}.png"' in html
    assert 'og:image:alt" content="8 June 2016; sources differ: Keepers delivered the feathers"' in html


def test_reference_managers_read_any_headline(petition: Event) -> None:
    petition.headline = r"50 % {more} \ ~_^ & more"
    read = dt.datetime(2026, 3, 1, 23, 30, tzinfo=dt.UTC)  # a day later where the case is
    petition.case.timezone = "Asia/Tokyo"
    bibtex, csl = sharing(petition, Reader(is_staff=False), read, differ=False, changed=read).citing
    assert "urldate = {2026-03-02}," in bibtex.text
    assert json.loads(csl.text)[0]["accessed"] == {"date-parts": [[2026, 3, 2]]}
    escaped = r"50 \% \{more\} \textbackslash{} \textasciitilde{}\_\textasciicircum{} \& more"
    assert f"title = {{{escaped}}}," in bibtex.text
    (entry,) = json.loads(csl.text)
    assert (entry["title"], entry["type"]) == (petition.headline, "webpage")


def test_markup_stays_text() -> None:
    assert iframe("https://example.org/?a=1&b", MARKUP, 6, 7).count("<") == 2


def test_markup_in_every_text_stays_text(client: Client, petition: Event) -> None:
    Event.objects.filter(pk=petition.pk).update(headline=MARKUP)
    petition.case.title = petition.case.summary = MARKUP
    petition.case.save()
    petition.type.name = MARKUP
    petition.type.save()
    for citation in petition.citations.all():
        source = citation.mention.paragraph.version.article.source
        source.name = f"{source.name} {MARKUP}"
        source.save()
    frames = (f"/embed/events/{petition.public_id}/", "/embed/cases/footbridge/", "/cases/footbridge/")
    for url in (*frames, f"/events/{petition.public_id}/"):
        html = client.get(url, follow=True).content.decode()
        assert "alert(1)" in html
        assert "<script>alert" not in html


def test_the_survivor_of_a_merge_says_so(client: Client, petition: Event) -> None:
    other = make.make_day_event(petition.case, make.FRIDAY, headline="Feathers again")
    draft = make.make_day_event(petition.case, make.FRIDAY, headline="Draft", review=Review.SUGGESTED)
    note = "this event and another one stood apart"
    merge(petition, draft)
    assert note not in client.get(permalink(petition)).content.decode()
    services.merge_events(survivor=petition, others=Event.objects.filter(pk=other.pk), by=None, reason="One event")
    html = client.get(permalink(petition)).content.decode()
    assert note in html
    assert "Feathers again" not in html

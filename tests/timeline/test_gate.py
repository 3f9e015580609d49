"""The gate: whatever the public can reach holds no draft, nothing that left the timeline, no word among colleagues and
no withheld name. The addresses come from the resolver, so that a new one cannot be forgotten."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core import signing
from django.test import Client
from django.urls import URLPattern, get_resolver
from pytest_django import DjangoDbBlocker

from articles.models import Article, Case, Rights
from tests import factories as make
from tests.conftest import rows_of_a_module
from tests.factories import permalink
from timeline import services
from timeline.exports import FORMATS, export_case
from timeline.models import Event, FollowRequest, Grounds, Policy, Review
from timeline.services.following import STOP

pytestmark = pytest.mark.django_db
# Each filter of each page has its files; `addresses` tries them.
FILES_OF_FILTERS = re.compile(
    r'<link rel="alternate"[^>]*>|<a href="[^"]*/files/\?[^"]+">|(?s:<dl class="ways">.*?</dl>)'
)
LINK = re.compile(r'(?:href|hx-get|action|src|content)="([^"]*)"')
# One word for each thing that must not get out; each stands in its text and nowhere else.
SECRETS = {
    "a draft": "vexilla",
    "a rejected event": "quorbit",
    "a withdrawn event": "zambrel",
    "a merged event's own headline": "frostik",
    "an event of a draft case": "glimmor",
    "a draft case": "hantrex",
    "a report that no editor accepted": "jostwick",
    "an article that only drafts cite": "kelvaro",
    "a remark among colleagues": "lumbrix",
    "the reason of a decision": "morvane",
    "the words of an outlet that gives a link only": "nexuryl",
    "a withheld name": "wintergreen",
}

FILES = "feed.atom calendar.ics events.csv events.json events.jsonl events.jsonld timelinejs.json".split()


@dataclass(frozen=True)
class Told:
    case: Case
    draft_case: Case
    events: dict[str, Event]


def event(case: Case, word: str, quoted: str = "", **fields: object) -> Event:
    """An event with the word in its headline, and in the text of its own article unless that says another."""
    source = make.make_source(f"The {word} Post" if word == "kelvaro" else "The Linden Post", rights=Rights.FULL)
    sentence = f"On Wednesday the {quoted or word} gauge was read by Dora Wintergreen."
    version = make.make_article(case, sentence, title=f"A {quoted or word} gauge", source=source)
    headline = f"Dora Wintergreen read the {word}"
    mention = make.make_mention(version, sentence=sentence, trigger="read", headline=headline)
    return make.make_event(case, [mention], **fields)


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Told]:
    with rows_of_a_module(django_db_blocker):
        yield tell()


def tell() -> Told:
    """A public case with one open event, beside one of each that the public must not see."""
    chief = make.make_chief("chief")
    case = make.make_case(summary="What Wintergreen read.")
    draft_case = make.make_case("hidden", title="The hantrex case", is_public=False)
    events = {
        "open": event(case, "plain"),
        "draft": event(case, "vexilla", review=Review.SUGGESTED),
        "rejected": event(case, "quorbit", review=Review.SUGGESTED),
        "withdrawn": event(case, "zambrel"),
        "merged": event(case, "frostik", quoted="second"),
        "of a draft case": event(draft_case, "glimmor"),
        "unseen source": event(case, "kelvaro", review=Review.SUGGESTED),
    }
    _decide(events, chief)
    _add_what_only_staff_see(case, events["open"], chief)
    services.save_person(case=case, by=None, name="Dora Wintergreen", policy=Policy.WITHHELD)
    return Told(case, draft_case, events)


def _decide(events: dict[str, Event], chief: object) -> None:
    def only(name: str) -> object:
        return Event.objects.filter(pk=events[name].pk)

    by = {"by": chief, "reason": "morvane"}
    services.reject_events(events=only("rejected"), **by)
    services.withdraw_events(events=only("withdrawn"), grounds=Grounds.PERSON, **by)
    services.merge_events(survivor=events["open"], others=only("merged"), **by)


def _add_what_only_staff_see(case: Case, shown: Event, chief: object) -> None:
    services.comment_on(event=shown, by=chief, text="lumbrix?")
    for word, rights, accepted in (("jostwick", Rights.FULL, False), ("nexuryl", Rights.LINK, True)):
        sentence = f"On Wednesday the {word} gauge was read."
        version = make.make_article(case, sentence, title="Gauge", source=make.make_source(f"{rights} News", rights))
        mention = make.make_mention(version, sentence=sentence, trigger="read", headline="The gauge was read")
        shown.citations.create(case=case, mention=mention, accepted=accepted)


def addresses(told: Told) -> dict[str, list[str]]:
    """Every public route with addresses that try it, those of what is hidden among them."""
    return {**_of_the_site(told), **_of_cases(told), **_of_events(told), **_of_programs(told)}


def _of_the_site(told: Told) -> dict[str, list[str]]:
    return {
        "": ["/", "/?sort=events"],
        "search/": ["/search/", "/search/?q=gauge", "/search/?q=read+or+case"],
        "follow/confirm/<str:token>/": [f"/follow/confirm/{token}/" for token in confirmations(told)],
        "follow/stop/<str:token>/": [f"/follow/stop/{token}/" for token in ("none", signing.dumps(1, salt=STOP))],
        "articles/<int:pk>/": [f"/articles/{pk}/" for pk in Article.objects.values_list("pk", flat=True)],
        "sitemap-<slug:section>.xml": ["/sitemap-cases.xml", "/sitemap-events.xml", "/sitemap-articles.xml"],
        **{name: [f"/{name}"] for name in ("styleguide/", "healthz", "readyz", "metrics", "sitemap.xml", "robots.txt")},
        "styleguide/frames/<slug:kind>/": [f"/styleguide/frames/{kind}/" for kind in ("event", "case", "gone")],
        "favicon.ico": ["/favicon.ico"],
    }


CASE_PAGES = {
    "cases/<slug:slug>/": ("", "?open=all", "?order=newest", "?from=2016&to=2017", "?differ=1", "?since=2001-01-01"),
    "cases/<slug:slug>/changes/": ("", "?since=2001-01-01"),
    "cases/<slug:slug>/files/": ("", "?q=read"),
    "cases/<slug:slug>/pictures/": ("", "?q=read", "?from=2016&to=2016"),
    "cases/<slug:slug>/pictures/people/": ("",),
    "cases/<slug:slug>/print/": ("",),
    "cases/<slug:slug>/follow/": ("",),
    "cases/<slug:slug>.png": ("",),
    "embed/cases/<slug:slug>/": ("", "?differ=1"),
    **{f"cases/<slug:slug>/{name}": ("", "?q=read&order=newest", "?from=2016&to=2017&type=opening") for name in FILES},
}


def _of_cases(told: Told) -> dict[str, list[str]]:
    return {
        route: [
            f"/{route.replace('<slug:slug>', case.slug)}{query}"
            for case in (told.case, told.draft_case)
            for query in queries
        ]
        for route, queries in CASE_PAGES.items()
    }


def _of_events(told: Told) -> dict[str, list[str]]:
    ids = [each.public_id for each in told.events.values()]
    routes = [f"events/<slug:public_id>{rest}" for rest in (".json", ".ics", ".png", "/", "/<str:slug>/")]
    return {
        route: [f"/{route.replace('<slug:public_id>', pk).replace('<str:slug>', 'x')}" for pk in ids]
        for route in (*routes, "embed/events/<slug:public_id>/")
    }


def _of_programs(told: Told) -> dict[str, list[str]]:
    ids = [each.public_id for each in told.events.values()]
    slugs = [case.slug for case in (told.case, told.draft_case)]
    shown = [*(f"/events/{pk}/" for pk in ids), *(f"/cases/{slug}/" for slug in slugs)]
    return {
        "oembed": [
            f"/oembed?url={quote(settings.SITE_URL + path)}{form}" for path in shown for form in ("", "&format=xml")
        ],
        "api/v1/": [
            *(f"/api/v1/{path}" for path in ("", "openapi.json", "cases", "search?q=gauge", "search?q=read")),
            *(f"/api/v1/cases/{slug}{rest}" for slug in slugs for rest in ("", "/events")),
            *(f"/api/v1/events/{pk}" for pk in ids),
            *(f"/api/v1/articles/{pk}" for pk in Article.objects.values_list("pk", flat=True)),
        ],
        r"^api/v1/(?P<rest>(?s:.*))\Z": ["/api/v1/nowhere", f"/api/v1/cases/{told.draft_case.slug}/nowhere"],
    }


def confirmations(told: Told) -> list[str]:
    """The links in the confirmations for readers who asked while these cases were public."""
    for case in (told.case, told.draft_case):
        asked = {"address": "reader@example.org", "frequency": "daily", "client": ""}
        FollowRequest.objects.get_or_create(case=case, **asked)
    return [services.confirmation_token(asked) for asked in FollowRequest.objects.all()]


def crawl(client: Client, start: list[str]) -> dict[str, str]:
    """What an anonymous visitor gets from these addresses and from all that they lead to, headers included."""
    seen: dict[str, str] = {}
    todo = list(start)
    while todo:
        url = todo.pop().split("#")[0].replace("&amp;", "&")
        if url in seen or not url.startswith("/") or url.startswith(("/static/", "/admin/")):
            continue
        response = client.get(url)
        headers = " ".join(f"{name}: {value}" for name, value in response.items())
        is_picture = response["Content-Type"].startswith("image/")
        body = "" if response.streaming or is_picture else response.content.decode()
        seen[url] = f"{headers}\n{body}"
        todo += [*LINK.findall(FILES_OF_FILTERS.sub("", body)), response.get("Location", "")]
        assert len(seen) < 500, "the pages lead on without an end"
    return seen


def test_the_public_finds_nothing_of_what_is_not_its_own(client: Client, told: Told) -> None:
    start = [url for urls in addresses(told).values() for url in urls]
    pages = crawl(client, [*start, "/nowhere/"])
    assert any("read the plain" in text for text in pages.values())
    for url, text in pages.items():
        for what, word in SECRETS.items():
            assert word not in text.lower(), f"{what} on {url}"


@pytest.mark.parametrize("address", ["/cases/footbridge/", "/search/"])
def test_a_search_finds_what_is_open(client: Client, told: Told, address: str) -> None:
    assert told.events["open"].public_id in client.get(address, {"q": "plain"}).content.decode()


@pytest.mark.parametrize("what", SECRETS)
def test_a_search_finds_nothing_of_it(client: Client, told: Told, what: str) -> None:
    for address in ("/cases/footbridge/", "/search/"):
        for words in (SECRETS[what], f"{SECRETS[what]} or xyzzy"):
            text = client.get(address, {"q": words}).content.decode()
            assert not any(each.public_id in text for each in told.events.values())
    text = client.get("/", {"q": SECRETS[what]}).content.decode()
    assert not any(case.get_absolute_url() in text for case in (told.case, told.draft_case))


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_an_export_holds_nothing_of_it(told: Told, name: str) -> None:
    for case in (told.case, told.draft_case):
        text = export_case(case, format=name).lower()
        own = {"a draft case"} if case == told.draft_case else set()  # its title, for whoever runs the command
        leaks = {what for what, word in SECRETS.items() if word in text} - own
        assert not leaks


def test_no_public_address_is_forgotten_here(told: Told) -> None:
    patterns = get_resolver().url_patterns
    public = {str(p.pattern) for p in patterns if isinstance(p, URLPattern) or str(p.pattern) != "admin/"}
    assert public == set(addresses(told))


@pytest.mark.parametrize(("name", "status"), [("draft", 404), ("rejected", 404), ("withdrawn", 410), ("merged", 308)])
def test_what_is_off_the_timeline_says_no_more_than_that(client: Client, told: Told, name: str, status: int) -> None:
    assert client.get(f"/events/{told.events[name].public_id}/").status_code == status


def test_what_is_open_is_not_dated_by_what_is_hidden(client: Client, told: Told) -> None:
    assert told.events["open"].earliest == dt.date(2016, 6, 8)
    assert "8 June 2016" in client.get(permalink(told.events["open"]), follow=True).content.decode()

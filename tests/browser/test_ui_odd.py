"""Addresses of events that have moved or gone, titles of every kind and questions that make no sense, in a real
browser: each page says what there is to say, keeps its width, and reports nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect
from pytest_django import DjangoDbBlocker

from articles.models import Case
from tests import factories as make
from tests.factories import permalink
from timeline import services
from timeline.models import Event, Grounds

TITLES = {
    "right to left": "افتتاح جسر المشاة فوق النهر",
    "emoji": "🌉 Bridge opened 👩‍👩‍👧 in the rain ☔️",
    "markup": "<b>Bridge</b> & {{ 7*7 }} <script>alert(1)</script>",
    "one long word": "Fußgängerbrückeneröffnungsfeierlichkeiten" * 2,
}
GARBAGE = {
    "words and days": {"q": "<script>alert(1)</script>", "from": "2019-13-45", "to": "0000", "since": "9" * 40},
    "the wrong way round": {"from": "2018", "to": "2015", "order": "sideways", "open": "%2e%2e", "after": "\x00"},
    "unknown": {"type": "💥", "person": "-1", "outlet": "nobody", "status": "asleep", "differ": "perhaps"},
    "ends of the calendar": {"from": "0001", "to": "9999", "after": "9999-12-31"},
    "ten kilobytes": {"q": "x" * 10_000, "from": "9" * 1000},
}


@dataclass(frozen=True)
class Odd:
    case: Case
    stays: Event
    merged: Event
    split: Event
    withdrawn: Event
    titled: dict[str, Event]


@pytest.fixture(scope="module")
def odd(site: str, django_db_blocker: DjangoDbBlocker) -> Iterator[Odd]:
    """A case of its own, out of sight of the other tests once these are over; a process may come back to them."""
    with django_db_blocker.unblock():
        case = make.make_case(f"odd-{Case.objects.count()}", title=TITLES["right to left"], summary=TITLES["markup"])
        stays, merged, withdrawn = (
            make.make_day_event(case, make.WEDNESDAY, headline=headline) for headline in ("Stays", "Joined", "Slipped")
        )
        services.merge_events(survivor=stays, others=only(merged), by=None, reason="One event.")
        leaving = stays.citations.filter(mention__headline="Joined")
        split = services.split_event(event=stays, citations=leaving, by=None, reason="Two events.")
        services.approve_events(events=only(split), by=None)
        services.merge_events(survivor=stays, others=only(split), by=None, reason="One after all.")
        services.withdraw_events(events=only(withdrawn), by=None, reason="A slip.", grounds=Grounds.SOURCE)
        titled = {name: make.make_day_event(case, make.FRIDAY, headline=title) for name, title in TITLES.items()}
        yield Odd(case, stays, merged, split, withdrawn, titled)
        Case.objects.filter(pk=case.pk).update(is_public=False)


def only(event: Event):
    return Event.objects.filter(pk=event.pk)


def keeps_its_width(page: Page, view: dict[str, int]) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth") <= view["width"])


@pytest.mark.parametrize("way", ["merged", "split"])
def test_a_merged_event_leads_to_the_one_that_stays_with_a_note(kept_page: Page, odd: Odd, way: str) -> None:
    gone = getattr(odd, way)
    with kept_page.expect_response(lambda answer: gone.public_id in answer.url) as answer:
        kept_page.goto(f"/events/{gone.public_id}/")
    assert answer.value.status == 308
    assert kept_page.url.endswith(permalink(odd.stays))
    expect(kept_page.get_by_text("the other one’s address leads here").first).to_be_visible()
    kept_page.goto(f"/embed/events/{gone.public_id}/")
    expect(kept_page.locator("h1")).to_have_text("Stays")


def test_a_withdrawn_event_says_when_and_why_and_nothing_else(browser, site: str, odd: Odd, view) -> None:
    """Not watched: the browser reports the 410 itself."""
    page = browser.new_page(base_url=site, viewport=view)
    for path in (f"/events/{odd.withdrawn.public_id}/", f"/embed/events/{odd.withdrawn.public_id}/"):
        answer = page.goto(path)
        assert answer.status == 410
        expect(page.locator("h1")).to_have_text("This event was withdrawn")
        expect(page.locator("main")).to_contain_text(Grounds.SOURCE.label)
        for words in ("Slipped", "A slip", odd.case.title):
            expect(page.locator("body")).not_to_contain_text(words)
        assert keeps_its_width(page, view)
    page.close()


def test_programs_that_embed_are_told_alike(kept_page: Page, odd: Odd) -> None:
    def ask(event: Event, redirects: int):
        url = quote(f"{settings.SITE_URL}/events/{event.public_id}/")
        return kept_page.request.get(f"/oembed?url={url}", max_redirects=redirects)

    assert ask(odd.merged, 0).status == 308
    assert odd.stays.public_id in ask(odd.merged, 5).json()["html"]
    assert ask(odd.withdrawn, 0).status == 410


@pytest.mark.parametrize("name", TITLES)
def test_a_title_of_any_kind_is_told_as_it_is(kept_page: Page, odd: Odd, view: dict[str, int], name: str) -> None:
    event, title = odd.titled[name], TITLES[name]
    kept_page.goto(permalink(event))
    expect(kept_page.locator("h1")).to_have_text(title)
    direction = kept_page.locator("h1").evaluate("(h1) => getComputedStyle(h1).direction")
    assert direction == ("rtl" if name == "right to left" else "ltr")
    assert keeps_its_width(kept_page, view)
    kept_page.goto(f"/embed/events/{event.public_id}/")
    expect(kept_page.locator("h1")).to_have_text(title)
    assert keeps_its_width(kept_page, view)


@pytest.mark.parametrize("path", ["", "?open=all", "changes/", "pictures/", "print/", "follow/"])
def test_the_case_of_odd_titles_keeps_its_width(kept_page: Page, odd: Odd, view: dict[str, int], path: str) -> None:
    kept_page.goto(f"{odd.case.get_absolute_url()}{path}")
    assert keeps_its_width(kept_page, view)
    if not path:
        expect(kept_page.locator("h1")).to_have_text(TITLES["right to left"])
        expect(kept_page.locator(".standfirst")).to_have_text(TITLES["markup"])
        assert set(kept_page.locator(".headline").all_inner_texts()) == {"Stays", *TITLES.values()}


@pytest.mark.parametrize("name", GARBAGE)
def test_a_question_that_makes_no_sense_is_no_trouble(
    kept_page: Page, odd: Odd, view: dict[str, int], name: str
) -> None:
    for page in ("", "changes/", "pictures/", "print/"):
        answer = kept_page.goto(f"{odd.case.get_absolute_url()}{page}?{urlencode(GARBAGE[name])}")
        assert answer
        assert answer.status == 200
        assert keeps_its_width(kept_page, view), page
        expect(kept_page.locator("h1")).to_be_visible()

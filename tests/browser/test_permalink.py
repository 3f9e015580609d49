"""The pages that a link leads to: an event, an article, and frames on other people's pages; on a phone and a laptop."""

import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import LAPTOP, PATIENCE, PHONE, OpenPage, until
from tests.browser.story import Story
from tests.factories import permalink


@pytest.fixture(params=[PHONE, LAPTOP], ids=["phone", "laptop"])
def event_page(request: pytest.FixtureRequest, open_page: OpenPage, story: Story) -> Page:
    return open_page(permalink(story.petition), viewport=request.param)


def test_what_when_and_how_it_is_known_stand_in_the_first_view(event_page: Page) -> None:
    height = event_page.viewport_size["height"]
    shown = (
        event_page.get_by_role("heading", level=1),
        event_page.locator(".dateline"),
        event_page.get_by_text("Petition · occurred"),
        event_page.locator(".derivation > ul li").first,
    )
    for part in shown:
        box = part.bounding_box()
        assert box
        assert box["y"] + box["height"] <= height, part
    expect(event_page.locator(".derivation > ul li").last).to_contain_text(
        "Wednesday, in an article of 10 June 2016, a Friday"
    )


def test_each_source_shows_its_words_and_leads_to_them(event_page: Page, story: Story) -> None:
    expect(event_page.locator(".differ")).to_contain_text(
        re.compile(r"The Example Courier \(\d+ June 2016, ¶\d+\) says nearly 1,000,000 signatures")
    )
    expect(event_page.locator(".differ")).to_contain_text(
        re.compile(r"Bay Sample News \(\d+ June 2016, ¶\d+\) says more than 1,000,000 signatures")
    )
    courier = event_page.locator(".source").filter(has_text="The Example Courier")
    expect(courier.locator(".published")).to_have_text("10 June 2016")
    expect(courier.locator(".trigger + .tag")).to_have_text("event")
    expect(courier.locator(".date + .tag")).to_have_text("date")
    original = courier.get_by_role("link", name="Original").get_attribute("href") or ""
    address, _, words = original.partition("#:~:text=")
    assert address == "https://example.org/boxes"
    start, end = map(unquote, words.split(","))
    (text,) = story.article.versions.values_list("text", flat=True)
    assert (text.count(start), text.count(end)) == (1, 1)
    assert (start[:12], end[-13:]) == ("On Wednesday", "orange boxes.")
    courier.get_by_role("link", name="Read it here (¶2)").click()
    expect(event_page).to_have_url(re.compile(rf"/articles/{story.article.pk}/#p-2$"))
    expect(event_page.locator("#p-2 mark")).to_be_in_viewport()


def test_an_article_leads_back_to_what_it_reports(open_page: OpenPage, story: Story) -> None:
    for size in (PHONE, LAPTOP):
        page = open_page(story.article.get_absolute_url(), viewport=size)
        words = page.locator("#p-2 .words").bounding_box()
        beside = page.locator("#p-2 .reports").bounding_box()
        assert words
        assert beside
        if size is LAPTOP:
            assert beside["x"] > words["x"] + words["width"] - 1, "events stand in the margin where there is one"
        page.locator("#p-2").get_by_role("link", name="Friends of the bridge delivered their petition").click()
        expect(page).to_have_url(re.compile(re.escape(permalink(story.petition)) + "$"))


def test_the_address_is_copied_by_keyboard(open_page: OpenPage, story: Story) -> None:
    page = open_page(permalink(story.petition), permissions=["clipboard-read", "clipboard-write"])
    page.get_by_label("Address of this event").focus()
    page.keyboard.press("Tab")
    button = page.locator("[data-share]")
    expect(button).to_be_focused()
    expect(button).to_have_text("Copy")
    page.keyboard.press("Enter")
    expect(button).to_have_text("Copied")
    expect(page.locator("#announce")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == settings.SITE_URL + permalink(story.petition)


def test_a_device_that_can_share_is_asked_to(open_page: OpenPage, story: Story) -> None:
    page = open_page("about:blank", viewport=PHONE)
    page.add_init_script("navigator.share = async (told) => { window.told = told; }")
    page.goto(permalink(story.petition))
    page.get_by_role("button", name="Share").click()
    assert page.evaluate("window.told") == {
        "title": "Friends of the bridge delivered their petition",
        "url": settings.SITE_URL + permalink(story.petition),
    }


def test_without_scripts_the_addresses_can_be_selected(open_page: OpenPage, story: Story) -> None:
    page = open_page(permalink(story.petition), java_script_enabled=False)
    expect(page.locator("[data-share]")).to_be_hidden()
    field = page.get_by_label("Address of this event")
    expect(field).to_have_value(settings.SITE_URL + permalink(story.petition))
    page.get_by_text("Embed", exact=True).click()
    expect(page.get_by_label("To show this event on another page")).to_have_value(re.compile("^<iframe src="))
    page.get_by_text("For reference managers").click()
    expect(page.get_by_role("region", name="BibTeX")).to_contain_text("@misc{")


def test_from_event_to_event_through_the_case(event_page: Page, story: Story) -> None:
    event_page.get_by_role("link", name="Next on the timeline").click()
    expect(event_page.get_by_role("heading", level=1)).not_to_have_text(story.petition.headline)
    event_page.get_by_role("link", name="Previous on the timeline").click()
    expect(event_page.get_by_role("heading", level=1)).to_have_text(story.petition.headline)


@pytest.fixture
def host_of(browser: Browser) -> Iterator[Callable[[str], Page]]:
    """Another site's page with this in it: the same machine under another name, which is another origin. Not watched:
    it is not one of ours."""
    contexts, html = [], []

    class Host(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(html[-1].encode())

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Host)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def show(inside: str) -> Page:
        html.append(f"<!doctype html><title>Elsewhere</title><body>{inside}")
        contexts.append(browser.new_context(viewport={"width": 700, "height": 900}))
        page = contexts[-1].new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(f"http://localhost:{server.server_port}/")
        return page

    yield show
    for context in contexts:
        context.close()
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("kind", ["event", "case"])
def test_a_frame_on_another_site_is_as_high_as_it_needs(host_of, site: str, story: Story, kind: str) -> None:
    path = f"/embed/events/{story.petition.public_id}/" if kind == "event" else "/embed/cases/footbridge/?order=newest"
    frame = f'<iframe src="{site}{path}" width="600" height="90"></iframe>'
    page = host_of(f'{frame}<script src="{site}/static/embed.js"></script>')
    inside = page.frame_locator("iframe")
    expect(inside.get_by_role("link", name="Friends of the bridge delivered their petition")).to_be_visible()
    until(page, lambda: (page.locator("iframe").bounding_box() or {"height": 0})["height"] > 100)
    content = page.frames[1].evaluate("document.documentElement.scrollHeight - innerHeight")
    assert content <= 0, "nothing is left to scroll"
    assert page.context.cookies() == []


def test_a_link_in_a_frame_opens_the_page_beside_it(host_of, site: str, story: Story) -> None:
    page = host_of(f'<iframe src="{site}/embed/events/{story.petition.public_id}/" width="600"></iframe>')
    with page.context.expect_page() as opened:
        page.frame_locator("iframe").get_by_role("link", name="See the words they use").click()
    assert opened.value.url.endswith(permalink(story.petition))


def test_no_other_page_of_ours_can_be_framed(host_of, site: str, story: Story) -> None:
    page = host_of(f'<iframe src="{site}{permalink(story.petition)}" width="600"></iframe>')
    expect(page.frame_locator("iframe").get_by_role("heading", name=story.petition.headline)).to_have_count(0)
    assert not page.frames[1].url.startswith(site)


def test_print_leaves_out_what_paper_cannot_do(open_page: OpenPage, story: Story) -> None:
    page = open_page(permalink(story.petition))
    page.emulate_media(media="print")
    expect(page.get_by_text("Cite as")).to_be_visible()
    expect(page.get_by_label("Address of this event")).to_be_hidden()
    assert page.pdf()[:5] == b"%PDF-"

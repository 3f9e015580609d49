"""What holds for each page: axe finds nothing, nothing is cut off, the first view is light, print is whole."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import look_at
from tests.browser.conftest import OpenPage
from tests.browser.story import Story
from tests.factories import PASSWORD, permalink

PAGES = (
    "home",
    "found",
    "not found",
    "case",
    "open",
    "search",
    "nothing",
    "news",
    "changes",
    "files",
    "pictures",
    "people",
    "follow",
    "event",
    "article",
    "event frame",
    "case frame",
    "guide",
    "printed",
    "lost",
)


def path_of(name: str, story: Story) -> str:
    case = story.case.get_absolute_url()
    return {
        "home": "/",
        "found": "/search/?q=bridge",
        "not found": "/search/?q=zebra",
        "case": case,
        "open": f"{case}?open=all&order=newest",
        "search": f"{case}?q=boxes&type=petition&from=2016&to=2016",
        "nothing": f"{case}?q=zebra&from=soon",
        "news": f"{case}?since=2001-01-01",
        "changes": f"{case}changes/?since=2001-01-01",
        "files": f"{case}files/?type=delivery",
        "pictures": f"{case}pictures/",
        "people": f"{case}pictures/people/?from=2014",
        "follow": f"{case}follow/",
        "guide": "/styleguide/",
        "printed": f"{case}print/?from=2016",
        "event": permalink(story.petition),
        "article": story.article.get_absolute_url(),
        "event frame": f"/embed/events/{story.petition.public_id}/",
        "case frame": f"/embed{case}",
        "lost": "/nowhere/",
    }[name]


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(browser: Browser, site: str, story: Story, name: str) -> None:
    """Not watched: the page that is not there reports itself on the console."""
    page = browser.new_page(base_url=site)
    page.goto(path_of(name, story))
    look_at(page, name)
    page.close()


def test_nothing_is_cut_off_at_any_width(open_page: OpenPage, story: Story) -> None:
    page = open_page("about:blank")
    for name in PAGES[:-1]:
        page.goto(path_of(name, story))
        for width in (320, 375, 768, 1280, 1920):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} at {width} px"


def test_targets_are_large_enough_for_a_finger(open_page: OpenPage, story: Story) -> None:
    """24 px in both directions, save links inside a sentence and the bars, whose period can also be typed."""
    page = open_page(path_of("search", story), viewport={"width": 320, "height": 800})
    for summary in page.locator("summary").all():
        summary.click()
    small = page.evaluate(
        """() => [...document.querySelectorAll("a, button, input, summary, label.choice")]
            .filter((e) => !e.closest("svg, .unseen, .headline, .title, dialog"))
            .filter((e) => !e.matches(".skip, [type=checkbox]"))
            .filter((e) => e.checkVisibility())
            .map((e) => [e.textContent.trim() || e.id, e.getBoundingClientRect()])
            .filter(([, box]) => box.height < 24 || box.width < 24)
            .map(([text, box]) => `${text}: ${box.width} x ${box.height}`)"""
    )
    assert small == []


def test_the_first_view_is_light_and_htmx_comes_when_it_is_needed(open_page: OpenPage, story: Story) -> None:
    page = open_page("about:blank")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path_of("case", story), wait_until="networkidle")
    assets = [url for url in asked if url.endswith((".js", ".css"))]
    assert assets
    assert sum(len(page.request.get(url).body()) for url in assets) <= 50_000
    with page.expect_response(lambda response: "htmx" in response.url) as response:
        page.locator("#q").focus()
    assert response.value.ok


def test_the_policy_holds_after_swaps(open_page: OpenPage, story: Story) -> None:
    page = open_page("about:blank")
    page.add_init_script("addEventListener('securitypolicyviolation', (e) => console.error(e.blockedURI))")
    page.goto(path_of("case", story))
    page.get_by_role("link", name="Show all sources").click()
    expect(page.locator("blockquote").first).to_be_visible()
    page.get_by_role("link", name="2015", exact=True).click()
    expect(page.locator("#count")).to_have_text("4 events")


def test_print_shows_the_sources_and_not_the_controls(open_page: OpenPage, story: Story) -> None:
    page = open_page(path_of("open", story))
    page.emulate_media(media="print")
    expect(page.locator("blockquote").first).to_be_visible()
    expect(page.locator("#filters")).to_be_hidden()
    expect(page.locator(".tools")).to_be_hidden()
    expect(page.get_by_text("first at https://example.org/boxes")).to_be_visible()
    assert page.pdf()[:5] == b"%PDF-"


def test_the_printed_timeline_is_whole(open_page: OpenPage, story: Story) -> None:
    """From the case page to paper: all that the filter leaves, each source once at the end, and no control."""
    page = open_page(f"{path_of('case', story)}?from=2016&to=2018")
    page.get_by_role("link", name="Print", exact=True).click()
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Friends of the bridge delivered their petition")).to_be_visible()
    expect(page.locator("blockquote")).to_have_count(4)
    expect(page.get_by_text("1 January 2016 – 31 December 2018")).to_be_visible()
    expect(page.locator(".footnotes li")).to_have_count(4)
    expect(page.locator(".footnotes li", has_text="https://example.org/boxes")).to_be_visible()
    expect(page.get_by_role("button", name="Print")).to_be_hidden()
    assert len(page.pdf()) > 10_000


def visible_animations(page: Page) -> int:
    return int(page.evaluate("document.getAnimations().length"))


def test_nothing_moves_for_those_who_ask_for_rest(open_page: OpenPage, story: Story) -> None:
    page = open_page(path_of("case", story), reduced_motion="reduce")
    page.locator(".toggle").first.click()
    expect(page.locator("blockquote").first).to_be_visible()
    assert visible_animations(page) == 0
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_staff_see_drafts_and_leave_no_copy_behind(open_page: OpenPage, story: Story) -> None:
    page = open_page("/admin/login/?next=" + path_of("case", story))
    page.get_by_label("Username").fill("editor")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text("A railing is planned")).to_be_visible()
    page.locator(".toggle").first.click()
    expect(page.locator("blockquote").first).to_be_visible()
    kept = page.evaluate("JSON.parse(sessionStorage.getItem('htmx-history-cache') || '[]').length")
    assert kept == 0

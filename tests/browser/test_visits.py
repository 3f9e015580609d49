"""A reader who comes back: what is new since the last visit, at the widths of a phone and of a laptop."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.story import Story

WIDTHS = pytest.mark.parametrize("width", [390, 1280])
EARLIER = "2001-01-01T00:00:00Z"


@WIDTHS
def test_news_since_the_last_visit_are_counted_and_marked(open_page: OpenPage, story: Story, width: int) -> None:
    path = story.case.get_absolute_url()
    page = open_page(path, viewport={"width": width, "height": 800})
    page.evaluate(f"sessionStorage.clear(); localStorage.setItem('seen {path}', '{EARLIER}')")
    page.reload()
    expect(page.get_by_role("heading", name="Since your last visit: 9 new")).to_be_visible()
    expect(page.locator(".card .b-new")).to_have_count(9)
    page.get_by_role("link", name="Newest first").click()
    expect(page.get_by_role("link", name="Oldest first")).to_be_visible()
    expect(page.locator(".card .b-new")).to_have_count(9)
    expect(page.locator("#news")).to_be_visible()
    page.locator(".toggle").first.click()
    expect(page.locator(".card.is-open .b-new")).to_have_count(1)
    assert "since" not in page.url, "the address can be passed on"
    page.get_by_role("link", name="All that changed").click()
    expect(page.locator("h1")).to_have_text("What changed")
    expect(page.locator(".changed li")).to_have_count(9)


def test_the_visit_lasts_as_long_as_the_tab_and_the_next_one_knows_of_it(open_page: OpenPage, story: Story) -> None:
    path = story.case.get_absolute_url()
    page = open_page(path)
    expect(page.locator(".card").first).to_be_visible()
    expect(page.locator("#news")).to_have_count(0)
    page.evaluate(f"sessionStorage.setItem('seen {path}', '{EARLIER}')")
    page.reload()
    expect(page.locator("#news")).to_be_visible()
    page.reload()
    expect(page.locator("#news")).to_be_visible()
    another = page.context.new_page()
    asked: list[str] = []
    another.on("request", lambda request: asked.append(request.url))
    another.goto(path, wait_until="networkidle")
    expect(another.locator("#news")).to_have_count(0)
    assert not any("since=" in url for url in asked), "who knows all asks for nothing"


@WIDTHS
def test_the_same_without_scripts(open_page: OpenPage, story: Story, width: int) -> None:
    path = story.case.get_absolute_url()
    view = {"width": width, "height": 800}
    page = open_page(f"{path}?since=2001-01-01", java_script_enabled=False, viewport=view)
    expect(page.get_by_role("heading", name="Since 1 January 2001: 9 new")).to_be_visible()
    expect(page.locator(".card .b-new")).to_have_count(9)
    page.get_by_role("link", name="Newest first").click()
    expect(page.locator(".card .b-new")).to_have_count(9)

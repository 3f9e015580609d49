"""The staff's own pages: axe finds nothing, nothing is cut off, the policy holds."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.story import Story
from tests.factories import PASSWORD

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
LAB_TEXT = "The ferry sank on Friday.\nIts owner bought it last January and will be heard next Tuesday at 9 a.m."


@pytest.fixture
def desk(open_page: OpenPage, story: Story) -> Page:
    """Signed in as one who may do everything."""
    page = open_page("/admin/login/?next=/admin/")
    page.get_by_label("Username").fill("chief")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What waits")).to_be_visible()
    return page


def check(page: Page) -> None:
    for scheme, width in (("light", 320), ("dark", 1280), ("dark", 320), ("light", 1280)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 800})
        results = Axe().run(page, options=RULES)
        assert results.violations_count == 0, f"{page.url}, {scheme}, {width} px:\n{results.generate_report()}"


@pytest.mark.parametrize("path", ["/admin/", "/admin/activity/footbridge/?since=2016-06-10", "/admin/date-lab/"])
def test_axe_finds_nothing(desk: Page, path: str) -> None:
    desk.goto(path)
    check(desk)


def test_a_text_is_read_in_the_date_lab(desk: Page) -> None:
    desk.goto("/admin/date-lab/")
    desk.get_by_label("Text").fill(LAB_TEXT)
    desk.get_by_label("Published on").fill("2016-06-10")
    desk.get_by_role("button", name="Find the dates").click()
    desk.get_by_role("link", name=re.compile("^last January")).first.click()
    expect(desk.locator("li:target")).to_contain_text("It may also be January 2015.")
    check(desk)
    desk.set_viewport_size({"width": 320, "height": 800})
    assert desk.evaluate("document.documentElement.scrollWidth") <= 320


def test_whoever_merges_from_the_list_is_asked_which_event_stays(desk: Page) -> None:
    desk.goto("/admin/timeline/event/")
    for row in (0, 1):
        desk.locator("input.action-select").nth(row).check()
    desk.get_by_label("Action:").select_option("Merge into one …")
    desk.get_by_role("button", name="Run").or_(desk.get_by_role("button", name="Go")).click()
    expect(desk.get_by_role("heading", name="Which of them stays?")).to_be_visible()
    expect(desk.get_by_role("radio")).to_have_count(2)
    expect(desk.get_by_role("radio", checked=True)).to_have_count(1)
    check(desk)
    desk.get_by_role("link", name="Cancel").click()
    expect(desk.locator("input.action-select").first).to_be_visible()

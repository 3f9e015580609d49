"""The staff's own pages: axe finds nothing, nothing is cut off, the policy holds."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import LOOKS_OF_STAFF, look_at
from tests.browser.conftest import OpenPage
from tests.browser.story import Story
from tests.factories import PASSWORD

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


PAGES = (
    "/admin/",
    "/admin/activity/footbridge/?since=2016-06-10",
    "/admin/date-lab/",
    "/admin/timeline/event/",
    "/admin/timeline/person/add/",
    "/admin/auth/user/",
    "/admin/auth/user/add/",
    "/admin/desk/footbridge/?find=bridge",
)


def test_axe_finds_nothing(desk: Page) -> None:
    for path in PAGES:
        desk.goto(path)
        look_at(desk, desk.url, LOOKS_OF_STAFF)
        assert desk.evaluate("document.documentElement.scrollWidth") <= desk.viewport_size["width"], path


def test_the_admin_has_the_colours_of_the_public_pages(desk: Page) -> None:
    def colours() -> list[str]:
        return desk.evaluate("[document.body, document.querySelector('h1')].map((e) => getComputedStyle(e).color)")

    for scheme in ("light", "dark"):
        desk.emulate_media(color_scheme=scheme)
        desk.goto("/")
        public = colours()
        desk.goto("/admin/timeline/event/")
        assert colours() == public


def test_the_first_page_is_no_wider_than_a_phone(desk: Page) -> None:
    """Though the table of what waits is, and has words in it that are not seen."""
    desk.set_viewport_size({"width": 320, "height": 700})
    expect(desk.get_by_role("link", name="Review “The Linden footbridge”")).to_have_count(1)
    assert desk.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_text_is_read_in_the_date_lab(desk: Page) -> None:
    desk.goto("/admin/date-lab/")
    desk.get_by_label("Text").fill(LAB_TEXT)
    desk.get_by_label("Published on").fill("2016-06-10")
    desk.get_by_role("button", name="Find the dates").click()
    desk.get_by_role("link", name=re.compile("^last January")).first.click()
    expect(desk.locator("li:target")).to_contain_text("It may also be January 2015.")
    look_at(desk, desk.url, LOOKS_OF_STAFF)
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
    look_at(desk, desk.url, LOOKS_OF_STAFF)
    desk.get_by_role("link", name="Cancel").click()
    expect(desk.locator("input.action-select").first).to_be_visible()

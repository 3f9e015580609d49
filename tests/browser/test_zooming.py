"""Zooming and panning a timeline by hand, at the widths of a phone and of a laptop."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.story import Story

CASE = "/cases/footbridge/"
WIDTHS = pytest.mark.parametrize("width", [360, 1280])


def sized(open_page: OpenPage, width: int, path: str = CASE) -> Page:
    return open_page(path, viewport={"width": width, "height": 800})


@WIDTHS
def test_from_everything_down_to_a_day_and_back(open_page: OpenPage, story: Story, width: int) -> None:
    page = sized(open_page, width)
    levels = page.get_by_role("navigation", name="Zoom, level by level")
    for level in ("Decade", "Year", "Month", "Week", "Day"):
        levels.get_by_role("link", name=re.compile(f"^{level}: ")).click()
        expect(levels.locator("[aria-current]")).to_have_text(level)
    expect(page).to_have_url(re.compile(r"from=\d{4}-\d\d-\d\d&to=\d{4}-\d\d-\d\d$"))
    day = page.url
    page.get_by_role("link", name="Earlier").click()
    expect(page).not_to_have_url(day)
    page.go_back()
    expect(page).to_have_url(day)
    page.go_back()
    expect(levels.locator("[aria-current]")).to_have_text("Week")
    page.get_by_role("link", name="All", exact=True).click()
    expect(page.locator("#count")).to_have_text("9 events")


@WIDTHS
def test_dragging_over_bars_asks_for_their_time(open_page: OpenPage, story: Story, width: int) -> None:
    page = sized(open_page, width, CASE + "?from=2015&to=2015")
    page.evaluate("window.sameDocument = true")
    first, last = (page.get_by_role("link", name=name).bounding_box() for name in ("January 2015: 1", "April 2015: 1"))
    assert first
    assert last
    page.mouse.move(first["x"] + first["width"] / 2, first["y"] + 30)
    page.mouse.down()
    page.mouse.move(last["x"] + last["width"] / 2, last["y"] + 30, steps=5)
    expect(page.locator(".brush")).to_be_visible()
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"\?from=2015-01&to=2015-04$"))
    expect(page.locator("#count")).to_have_text("3 events")
    assert page.evaluate("window.sameDocument"), "dragging loaded a new page"
    page.go_back()
    expect(page.locator(".brush")).to_have_count(0)


@WIDTHS
def test_types_are_told_apart_by_pattern_and_word(open_page: OpenPage, story: Story, width: int) -> None:
    page = sized(open_page, width)
    expect(page.locator(".legend li")).to_have_count(4)
    expect(page.locator(".layers path")).to_have_count(4)
    assert page.evaluate("document.querySelectorAll('*').length") <= 1000

"""The head of a case page at the widths of a phone and of a laptop."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import LAPTOP, PHONE, OpenPage
from tests.browser.story import Story


def test_on_a_phone_title_strip_and_first_event_stand_in_the_first_view(open_page: OpenPage, story: Story) -> None:
    page = open_page(story.case.get_absolute_url(), viewport=PHONE)
    for part in ("h1", ".facts", ".key-events summary", ".bars", "#q", "#count", ".card .when"):
        expect(page.locator(part).first).to_be_in_viewport(ratio=1)
    expect(page.get_by_text("Running story")).to_be_in_viewport()
    expect(page.locator(".key-events li").first).to_be_hidden()
    page.locator(".key-events summary").click()
    expect(page.locator(".key-events li").first).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_on_a_laptop_the_key_events_are_always_open(open_page: OpenPage, story: Story, scripts: bool) -> None:
    page = open_page(story.case.get_absolute_url(), viewport=LAPTOP, java_script_enabled=scripts)
    expect(page.locator(".key-events a")).to_have_count(2)
    expect(page.locator(".key-events a").first).to_be_in_viewport(ratio=1)
    expect(page.get_by_text("chosen by the editors")).to_be_visible()
    for part in ("h1", ".standfirst", ".facts", ".bars", "#q", "#count", ".card .when"):
        expect(page.locator(part).first).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("link", name="Follow by mail")).to_be_in_viewport()
    expect(page.locator(".legend")).to_be_visible()
    page.locator(".key-events a").last.click()
    expect(page.locator("h1")).to_have_text(story.vote.headline)

"""The pages above the cases, and a case in pictures, as somebody uses them."""

import re

from playwright.sync_api import Browser, Route, expect

from tests.browser.conftest import OpenPage
from tests.browser.story import Story

PHONE = {"width": 360, "height": 740}


def test_from_the_home_page_to_an_event_with_scripts_off(open_page: OpenPage, story: Story) -> None:
    page = open_page("/", java_script_enabled=False, viewport=PHONE)
    page.get_by_label("Search all cases", exact=True).last.fill("signatures")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("#count")).to_have_text("1 event with “signatures”")
    expect(page.locator(".excerpt mark.found").first).to_have_text("signatures")
    page.get_by_role("link", name="Friends of the bridge delivered their petition").click()
    expect(page.locator("h1")).to_have_text("Friends of the bridge delivered their petition")


def test_what_a_case_holds_is_one_step_from_the_search(open_page: OpenPage, story: Story) -> None:
    page = open_page("/search/?q=gauge")
    found = page.locator("#count").inner_text().split()[0]
    page.locator(".by-case a").first.click()
    expect(page.locator("#count")).to_have_text(re.compile(rf"^{found} events"))
    expect(page.locator("#q")).to_have_value("gauge")


def test_the_home_page_by_keyboard_alone(open_page: OpenPage, story: Story) -> None:
    page = open_page("/")
    focused = []
    for _ in range(8):
        page.keyboard.press("Tab")
        focused.append(page.evaluate("document.activeElement.textContent.trim() || document.activeElement.id"))
    wanted = ["Skip to the content", "Casetracker", "Cases", "Search", "words", "Search", story.case.title]
    assert focused[: len(wanted)] == wanted
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(story.case.title)


def test_a_bar_leads_to_as_many_events_as_it_says(open_page: OpenPage, story: Story) -> None:
    page = open_page(f"{story.case.get_absolute_url()}pictures/")
    bar = page.locator(".lane a").first
    words = bar.locator("title").text_content() or ""
    page.goto(page.url.split("pictures")[0] + (bar.get_attribute("href") or "").split("/")[-1])
    expect(page.locator("#count")).to_have_text(words.split(": ")[1])


def test_the_tables_behind_the_pictures_say_the_same(open_page: OpenPage, story: Story) -> None:
    page = open_page(f"{story.case.get_absolute_url()}pictures/")
    for summary in page.get_by_text("The same as a table").all():
        summary.click()
    shown = page.locator(".lane .bar").count()
    assert page.locator(".figures").first.locator("td a").count() == shown > 3
    reports = page.locator("circle.dot").count() - page.locator(".key circle").count()
    assert page.locator("table.words td", has_text="201").count() == reports > 3


def test_the_filter_of_the_timeline_goes_along_to_the_pictures_and_back(open_page: OpenPage, story: Story) -> None:
    page = open_page(f"{story.case.get_absolute_url()}?type=petition")
    page.get_by_role("link", name="Pictures").click()
    expect(page.locator(".facts").first).to_contain_text("1 event")
    page.get_by_role("link", name="Show them as a list").click()
    expect(page.locator("#count")).to_have_text("1 event")


def test_being_offline_is_told_and_taken_back(browser: Browser, site: str, story: Story) -> None:
    """Not watched: the browser itself reports what it could not fetch meanwhile, an icon for one."""
    with browser.new_context(base_url=site) as context:
        page = context.new_page()
        page.goto(story.case.get_absolute_url())
        context.set_offline(True)
        expect(page.locator("#problem")).to_contain_text("You are offline.")
        context.set_offline(False)
        expect(page.locator("#problem")).to_be_hidden()


def test_what_takes_long_shows_that_it_is_under_way(open_page: OpenPage, story: Story) -> None:
    """Nothing at first, then a line at the top, until the answer is there."""
    page = open_page(story.case.get_absolute_url())
    held: list[Route] = []
    page.route("**/cases/**", lambda route: held.append(route))
    page.locator(".toggle").first.click(no_wait_after=True)
    expect(page.locator(".htmx-request")).to_have_count(1)
    line = "document.getAnimations().find(each => each.effect.pseudoElement === '::before')"
    at = f"time => {{ const line = {line}; line.pause(); line.currentTime = time }}"
    shown = "Number(getComputedStyle(document.body, '::before').opacity)"
    page.evaluate(at, 450)
    assert page.evaluate(shown) == 0
    page.evaluate(at, 550)
    assert page.evaluate(shown) == 1
    held[0].continue_()
    expect(page.locator(".htmx-request")).to_have_count(0)
    assert page.evaluate("getComputedStyle(document.body, '::before').content") == "none"

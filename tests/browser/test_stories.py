"""A reader's and a journalist's way through the pages, with and without scripts, by mouse and by keyboard."""

import re

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import OpenPage, until
from tests.browser.story import Story
from tests.factories import permalink
from timeline.models import Event

CASE = "/cases/footbridge/"


def card(page: Page, event: Event):
    return page.locator(f"#e-{event.public_id}")


def test_from_the_timeline_to_the_words_and_back(open_page: OpenPage, story: Story) -> None:
    page = open_page("/")
    page.get_by_role("link", name="The Linden footbridge").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The Linden footbridge")
    expect(page.locator("#count")).to_have_text("9 events")

    page.evaluate("window.sameDocument = true")
    page.get_by_label("Petition").check()
    expect(page.locator("#count")).to_have_text("1 event")
    expect(page).to_have_url(re.compile(r"/cases/footbridge/\?type=petition$"))
    expect(page.locator("#announce")).to_have_text("1 event, 1 filter")
    expect(page.get_by_label("Petition")).to_be_focused()

    page.get_by_role("link", name="Remove Petition").click()
    expect(page.locator("#count")).to_have_text("9 events")
    expect(page.locator("#count")).to_be_focused()
    page.get_by_label("Search", exact=True).fill("oranges")
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_have_text("1 event")
    expect(page.locator(".excerpt mark")).to_have_text("orange")

    toggle = card(page, story.petition).get_by_role("link", name="2 articles")
    toggle.click()
    expect(toggle).to_have_attribute("aria-expanded", "true")
    expect(page).to_have_url(re.compile(rf"\?q=oranges&open={story.petition.public_id}$"))
    expect(card(page, story.petition)).to_contain_text(
        re.compile(r"The Example Courier \(\d+ June 2016, ¶\d+\) says nearly 1,000,000 signatures")
    )
    expect(card(page, story.petition).locator(".trigger").last).to_have_text("delivered")
    expect(toggle).to_be_focused()
    assert page.evaluate("window.sameDocument"), "a filter, a search or a card loaded a new page"

    read_the_words(page, story)
    go_back_all_the_way(page, story)


def read_the_words(page: Page, story: Story) -> None:
    card(page, story.petition).get_by_role("heading").get_by_role("link").click()
    expect(page).to_have_url(re.compile(re.escape(permalink(story.petition)) + "$"))
    expect(page.locator(".derivation")).to_contain_text("in an article of 10 June 2016")
    page.get_by_role("link", name="Read it here (¶2)").click()
    expect(page).to_have_url(re.compile(rf"/articles/{story.article.pk}/#p-2$"))
    expect(page.locator("#p-2 mark")).to_be_visible()


def go_back_all_the_way(page: Page, story: Story) -> None:
    toggle = card(page, story.petition).locator(".toggle")
    page.go_back()
    page.go_back()
    expect(page).to_have_url(re.compile(r"\?q=oranges&open="))
    expect(card(page, story.petition)).to_contain_text("nearly 1,000,000 signatures")
    page.go_back()
    expect(toggle).to_have_attribute("aria-expanded", "false")
    page.go_back()
    expect(page.locator("#count")).to_have_text("9 events")
    page.go_forward()
    expect(page.locator("#count")).to_have_text("1 event")


def test_cards_open_side_by_side_and_stay_in_the_address(open_page: OpenPage, story: Story) -> None:
    page = open_page(CASE)
    for event in (story.petition, story.vote):
        card(page, event).locator(".toggle").click()
        expect(card(page, event).locator("blockquote").first).to_be_visible()
    expect(page).to_have_url(re.compile(rf"\?open={story.petition.public_id}&open={story.vote.public_id}$"))
    card(page, story.petition).locator(".toggle").click()
    expect(card(page, story.petition).locator("blockquote")).to_have_count(0)
    expect(page).to_have_url(re.compile(rf"\?open={story.vote.public_id}$"))
    page.reload()
    expect(page.locator("blockquote")).to_have_count(1)


def test_who_chooses_before_the_page_is_whole_stays_on_it(open_page: OpenPage) -> None:
    page = open_page(CASE)
    late: list[Route] = []
    page.route("**/late.svg", lambda route: late.append(route))
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => { (window.late = new Image()).src = '/late.svg' })"
    )
    page.reload(wait_until="domcontentloaded")
    page.evaluate("window.sameDocument = true")
    page.get_by_label("Petition").check()
    late[0].fulfill(body="<svg xmlns='http://www.w3.org/2000/svg'/>", content_type="image/svg+xml")
    expect(page.locator("#count")).to_have_text("1 event")
    assert page.evaluate("window.sameDocument")


def test_the_list_does_not_jump_when_a_card_opens(open_page: OpenPage, story: Story) -> None:
    page = open_page(CASE, viewport={"width": 375, "height": 667})
    toggle = card(page, story.petition).locator(".toggle")
    toggle.scroll_into_view_if_needed()
    before = toggle.bounding_box()
    toggle.click()
    expect(card(page, story.petition).locator("blockquote").first).to_be_visible()
    after = toggle.bounding_box()
    assert before
    assert after
    assert abs(before["y"] - after["y"]) < 2


def test_a_bar_leads_to_its_month_and_all_leads_out_again(
    open_page: OpenPage, story: Story, view: dict[str, int]
) -> None:
    page = open_page(CASE, viewport=view)
    page.get_by_role("link", name="March 2015: 1 event", exact=True).click()
    expect(page).to_have_url(re.compile(r"\?from=2015-03&to=2015-03$"))
    expect(page.locator("#count")).to_have_text("1 event")
    expect(page.locator(".zoom [aria-current]")).to_have_text("March 2015")
    page.get_by_role("link", name="Later").click()
    expect(page).to_have_url(re.compile(r"\?from=2015-04&to=2015-04$"))
    page.get_by_role("link", name="All", exact=True).click()
    expect(page.locator("#count")).to_have_text("9 events")


def test_a_period_is_typed(open_page: OpenPage, story: Story) -> None:
    page = open_page(CASE)
    page.get_by_label("From").fill("2016-06")
    page.get_by_label("To").fill("2016-06")
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_have_text("2 events")
    expect(page.get_by_role("link", name="Remove June 2016")).to_be_visible()


def test_the_same_pages_without_scripts(open_page: OpenPage, story: Story) -> None:
    page = open_page(CASE, java_script_enabled=False)
    page.get_by_label("Petition").check()
    page.get_by_role("button", name="Apply").click()
    expect(page.locator("#count")).to_have_text("1 event")
    page.get_by_label("Search", exact=True).fill("signatures")
    page.get_by_role("button", name="Apply").click()
    card(page, story.petition).locator(".toggle").click()
    expect(page.locator("blockquote").first).to_contain_text("More than a million signatures")
    page.get_by_role("link", name="Clear all").click()
    expect(page.locator("#count")).to_have_text("9 events")
    page.get_by_role("link", name="Newest first").click()
    expect(page.locator(".headline").first).to_have_text("Town to vote on the bridge")
    expect(page.get_by_role("button", name="Keys")).to_be_hidden()
    page.go_back()
    expect(page.locator(".headline").first).to_have_text("Old bridge closed for a year")


def test_by_keyboard_alone(open_page: OpenPage, story: Story, view: dict[str, int]) -> None:
    page = open_page(CASE + "?from=2016", viewport=view)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("j")
    page.keyboard.press("j")
    toggle = page.locator(".card").nth(1).locator(".toggle")
    expect(toggle).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(toggle).to_have_attribute("aria-expanded", "true")
    expect(toggle).to_be_focused()
    page.keyboard.press("Escape")
    expect(toggle).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("/")
    expect(page.get_by_label("Search", exact=True)).to_be_focused()
    page.keyboard.type("jk?/")
    expect(page.get_by_label("Search", exact=True)).to_have_value("jk?/")


def test_a_link_opens_in_a_new_tab_as_links_do(open_page: OpenPage, story: Story) -> None:
    page = open_page(CASE)
    with page.context.expect_page() as opened:
        card(page, story.petition).locator(".toggle").click(modifiers=["Control"])
    expect(opened.value.locator("blockquote").first).to_be_visible()
    expect(page.locator("blockquote")).to_have_count(0)


def test_more_events_come_when_the_end_comes_into_view(open_page: OpenPage, story: Story, monkeypatch) -> None:
    monkeypatch.setattr("timeline.queries.window.PAGE_SIZE", 4)
    page = open_page(CASE, viewport={"width": 375, "height": 400})
    expect(page.locator(".card")).to_have_count(4)

    def all_are_there_at_the_end() -> bool:
        page.evaluate("scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })")
        return page.locator(".card").count() == 9

    until(page, all_are_there_at_the_end)
    expect(page.locator("#more")).to_have_count(0)
    assert page.url.endswith(CASE)


@pytest.mark.parametrize("failure", ["offline", "error"])
def test_a_failed_request_says_so_and_leaves_the_page(browser: Browser, site: str, story: Story, failure: str) -> None:
    """Not watched: the browser itself reports the failure on the console, as it should."""
    context = browser.new_context(base_url=site)
    page = context.new_page()
    page.goto(CASE)
    if failure == "offline":
        page.route("**/cases/**", lambda route: route.abort())
    else:
        page.route("**/cases/**", lambda route: route.fulfill(status=500, body="broken"))
    card(page, story.petition).locator(".toggle").click()
    expect(page.get_by_role("alert")).to_contain_text("The page is as it was")
    expect(page.locator(".card")).to_have_count(9)
    page.unroute("**/cases/**")
    card(page, story.petition).locator(".toggle").click()
    expect(page.locator("blockquote").first).to_be_visible()
    expect(page.get_by_role("alert")).to_be_hidden()
    context.close()


def test_without_htmx_the_links_still_lead_somewhere(browser: Browser, site: str, story: Story) -> None:
    context = browser.new_context(base_url=site)
    page = context.new_page()
    page.route("**/vendor/**", lambda route: route.abort())
    page.goto(CASE)
    card(page, story.petition).locator(".toggle").click()
    expect(page.locator("blockquote").first).to_be_visible()
    expect(page).to_have_url(re.compile(rf"\?open={story.petition.public_id}$"))
    context.close()

"""The timeline as README.md lists what it must be, at the widths of a phone and of a laptop: what no story tells."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.story import Story
from tests.factories import permalink

CASE = "/cases/footbridge/"
FILTERED = f"{CASE}?q=signatures&type=petition&from=2016&to=2016"


@pytest.fixture
def timeline(kept_page: Page) -> Page:
    kept_page.goto(CASE)
    kept_page.evaluate("window.sameDocument = true")
    return kept_page


def headlines(page: Page) -> list[str]:
    return page.locator(".card .headline").all_inner_texts()


def test_cards_stand_in_ordered_lists_under_years_and_months(timeline: Page) -> None:
    outline = timeline.evaluate(
        """() => [...document.querySelectorAll(".list > :is(h2, h3, ol, .gap)")]
            .map((e) => e.localName == "ol" ? `${e.children.length} cards`
                : `${e.localName} ${e.textContent.trim()}`)"""
    )
    assert outline[:5] == ["h2 2014", "1 cards", "h2 2015", "h3 January", "1 cards"]
    assert outline[-6:] == ["p 23 months, nothing recorded", "h2 2018", "h3 June", "1 cards", "h2 Undated", "1 cards"]
    strip, first = timeline.locator(".bars").bounding_box(), timeline.locator(".card").first.bounding_box()
    assert strip
    assert first
    assert strip["y"] + strip["height"] < first["y"], "the navigator steers the list from above"


def test_a_gap_is_said_and_takes_the_same_room_however_long_it_is(timeline: Page) -> None:
    gaps = timeline.locator(".gap")
    assert gaps.all_inner_texts() == [f"{months} months, nothing recorded" for months in (5, 8, 23)]
    heights = {round(gap.bounding_box()["height"]) for gap in gaps.all()}  # type: ignore[index]
    assert len(heights) == 1


def test_a_filter_lives_in_the_address_with_its_counts_and_chips(timeline: Page, view: dict[str, int]) -> None:
    if view is PHONE:
        timeline.locator(".more-filters > summary").click()
    counts = timeline.locator("label.choice .n").all_inner_texts()
    assert len(counts) > 6
    assert all(count.isdigit() for count in counts)
    timeline.get_by_label("Petition").check()
    expect(timeline.locator("#count")).to_have_text("1 event")
    timeline.get_by_label("From").fill("2016")
    timeline.get_by_label("To").fill("2016")
    timeline.get_by_label("Search", exact=True).fill("signatures")
    timeline.keyboard.press("Enter")
    expect(timeline).to_have_url(re.compile("q=signatures"))
    asked = parse_qs(urlsplit(timeline.url).query)
    assert asked == parse_qs(urlsplit(FILTERED).query)
    chips = timeline.locator(".chips li")
    expect(chips).to_have_count(4)
    expect(timeline.locator("#announce")).to_have_text("1 event, 3 filters")
    expect(timeline.locator(".excerpt mark.found").first).to_have_text("signatures")
    assert timeline.evaluate("window.sameDocument")
    timeline.go_back()
    expect(chips).to_have_count(2)
    timeline.go_forward()
    expect(chips).to_have_count(4)


def test_the_same_address_shows_the_same_cold_without_scripts_and_printed(
    kept_page: Page, open_page: OpenPage, story: Story, view: dict[str, int]
) -> None:
    without = open_page("about:blank", viewport=view, java_script_enabled=False)
    for page, path in ((kept_page, FILTERED), (without, FILTERED), (without, FILTERED.replace("/?", "/print/?"))):
        page.goto(path)
        assert page.locator(".headline").all_inner_texts() == [story.petition.headline]


def test_an_empty_result_names_the_filters_to_take_away(kept_page: Page) -> None:
    kept_page.goto(f"{FILTERED}&status=planned")
    for words in ("Petition", "Planned", "2016", "signatures"):
        expect(kept_page.locator(".nothing a", has_text=words)).to_have_count(1)
    kept_page.locator(".nothing a", has_text="Planned").click()
    expect(kept_page.locator("#count")).to_have_text("1 event")


def test_a_closed_card_has_three_lines(timeline: Page, story: Story) -> None:
    """When and what kind; one sentence; sources and the words of the date. Only the sentence may wrap."""
    card = timeline.locator(f"#e-{story.petition.public_id}")
    expect(card.locator(".when")).to_have_text("8 June 2016")
    expect(card.locator(".kind")).to_have_text(re.compile("Petition.*Sources differ"))
    expect(card.locator("svg.icon:has(*)")).to_have_count(1)
    expect(card.get_by_role("heading").get_by_role("link")).to_have_attribute("href", permalink(story.petition))
    expect(card.locator(".toggle")).to_have_text("2 articles")
    expect(timeline.locator(".b-planned")).to_have_text("Planned, now past")
    expect(timeline.locator(".b-alleged")).to_have_text("Alleged")
    lines = timeline.evaluate(
        """() => [...document.querySelectorAll(".card")].map((card) => {
            const box = (part) => card.querySelector(part).getBoundingClientRect();
            return [Math.abs(box(".when").top - box(".kind").top), box(".foot").height];
        })"""
    )
    assert len(lines) == 9
    assert all(apart < 6 and foot < 36 for apart, foot in lines), lines


def test_a_card_opens_in_place(timeline: Page, story: Story) -> None:
    card = timeline.locator(f"#e-{story.petition.public_id}")
    card.locator(".toggle").scroll_into_view_if_needed()
    before = timeline.evaluate("scrollY")
    card.locator(".toggle").click()
    expect(card.locator("blockquote")).to_have_count(2)
    expect(timeline).to_have_url(re.compile(rf"\?open={story.petition.public_id}$"))
    assert timeline.evaluate("window.sameDocument")
    assert abs(timeline.evaluate("scrollY") - before) < 2


def test_dates_say_what_is_known_and_in_whose_words(timeline: Page, story: Story) -> None:
    dates = timeline.locator(".card .when").all_inner_texts()
    assert dates == [
        "2014",
        "12 January 2015",
        "12 March 2015",
        "12 April 2015",
        "12 September 2015",
        "8 June 2016",
        "8 June 2016",
        "5 June 2018",
        "Undated",
    ]
    told = timeline.locator(f"#e-{story.petition.public_id} .told")
    expect(told).to_have_text("8 June, in an article of 9 June 2016")
    expect(told.locator("q")).to_have_attribute("lang", "en")


def test_the_order_is_turned_and_what_has_no_date_stays_last(timeline: Page) -> None:
    oldest = headlines(timeline)
    timeline.get_by_role("link", name="Newest first").click()
    expect(timeline.locator(".headline").first).to_have_text("Town to vote on the bridge")
    newest = headlines(timeline)
    assert oldest[-1] == newest[-1] == "A plaque was found"
    assert newest != oldest
    assert sorted(newest) == sorted(oldest)
    timeline.reload()
    assert headlines(timeline) == newest


def test_no_browser_reads_a_date(open_page: OpenPage, story: Story, view: dict[str, int]) -> None:
    """On the other side of the date line, and in another language, the days are the same."""
    here = open_page(CASE, viewport=view).locator("#timeline").inner_text()
    there = open_page(CASE, viewport=view, timezone_id="Pacific/Kiritimati", locale="ar-EG")
    assert there.locator("#timeline").inner_text() == here
    scripts = there.evaluate("[...document.scripts].map((one) => one.src).filter(Boolean)")
    assert scripts
    assert not any("Date" in there.request.get(url).text() for url in scripts)

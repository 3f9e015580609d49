"""Events, articles and what holds everywhere, as README.md lists it, at the widths of a phone and of a laptop."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.story import Story
from tests.factories import PASSWORD, permalink

CASE = "/cases/footbridge/"
ROOT = Path(__file__).resolve().parents[2]
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right)|(?:left|right|width|min-width|height)) *:"
)


@pytest.fixture
def event_page(kept_page: Page, story: Story) -> Page:
    kept_page.goto(permalink(story.petition))
    return kept_page


def test_an_address_is_short_and_tells_nothing_but_the_slug(event_page: Page, story: Story) -> None:
    number = story.petition.public_id
    assert re.fullmatch("[0-9a-z]{8,12}", number)
    assert not re.search("20(1[0-9]|2[0-9])", number)
    for path in (f"/events/{number}/", f"/events/{number}/another-name/"):
        event_page.goto(path)
        assert event_page.url.endswith(permalink(story.petition))


def test_an_event_is_cited_shared_and_read_by_programs(event_page: Page, story: Story) -> None:
    expect(event_page.locator(".sharing")).to_contain_text("Cite as")
    event_page.get_by_text("For reference managers").click()
    expect(event_page.get_by_role("region", name="BibTeX")).to_be_visible()
    event_page.get_by_text("Embed", exact=True).click()
    expect(event_page.get_by_label("To show this event on another page")).to_have_value(re.compile("^<iframe "))
    told = json.loads(event_page.locator("script[type='application/ld+json']").text_content() or "")
    assert told["@type"] == "Event"
    number = story.petition.public_id
    for suffix, kind in ((".json", "application/json"), (".png", "image/png")):
        answer = event_page.request.get(f"/events/{number}{suffix}")
        assert (answer.status, answer.headers["content-type"].split(";")[0]) == (200, kind)
    picture = event_page.locator("meta[property='og:image']").get_attribute("content") or ""
    assert picture.endswith(f"/events/{number}.png")


def test_quotes_carry_their_language_and_marks_a_word(event_page: Page) -> None:
    quotes = event_page.locator("blockquote")
    expect(quotes).to_have_count(2)
    for quote in quotes.all():
        expect(quote).to_have_attribute("lang", "en")
    marks = event_page.locator("blockquote :is(.trigger, .date)").count()
    assert marks == event_page.locator("blockquote .tag").count() == 4


def test_the_public_reads_excerpts_and_the_staff_all(open_page: OpenPage, story: Story, view: dict[str, int]) -> None:
    path = story.article.get_absolute_url()
    page = open_page(path, viewport=view)
    expect(page.locator("#p-2 .words mark").first).to_be_visible()
    expect(page.locator("#p-2 .reports a")).to_have_text(story.petition.headline)
    expect(page.locator("#p-4")).to_have_count(0)
    page.goto(f"/admin/login/?next={path}")
    page.get_by_label("Username").fill("editor")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#p-4")).to_contain_text("Ten bridges worth a detour")
    page.locator("#p-4 .number a").click()
    expect(page).to_have_url(re.compile("#p-4$"))


def test_what_has_the_focus_is_seen(kept_page: Page, story: Story) -> None:
    for path in ("/", CASE, permalink(story.petition), story.article.get_absolute_url()):
        kept_page.goto(path)
        for _ in range(8):
            kept_page.keyboard.press("Tab")
            ring = kept_page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert ring != "none", (path, kept_page.evaluate("document.activeElement.outerHTML"))


def test_at_twice_the_size_nothing_is_cut_off(open_page: OpenPage, story: Story, view: dict[str, int]) -> None:
    """Zooming to 200 % halves the room in pixels of the page."""
    width = max(320, view["width"] // 2)
    page = open_page("about:blank", viewport={"width": width, "height": 400}, device_scale_factor=2)
    for path in (CASE, permalink(story.petition), story.article.get_absolute_url(), f"{CASE}print/"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_styles_know_no_left_and_right() -> None:
    """A page from right to left is the same page mirrored."""
    found = {}
    for file in (ROOT / "static").glob("*.css"):
        rules = re.sub(r"/\*.*?\*/|@media[^{]*", "", file.read_text(), flags=re.S)
        if lines := PHYSICAL.findall(rules):
            found[file.name] = lines
    assert found == {}


def test_the_first_view_keeps_to_its_budget(kept_page: Page) -> None:
    """Before compression; htmx, which comes at the first sign of a person, apart."""
    with kept_page.expect_response(lambda answer: answer.url.endswith(CASE)) as page:
        kept_page.goto(CASE)
    assert len(page.value.body()) <= 100_000
    assert kept_page.locator(".card").count() <= 100
    head = kept_page.locator("head :is(link[rel=stylesheet], script[src])").evaluate_all(
        "(all) => all.map((e) => e.href || e.src)"
    )
    assert sum(len(kept_page.request.get(url).body()) for url in head) <= 50_000


def test_paper_tells_the_case_the_filter_and_the_time(kept_page: Page) -> None:
    kept_page.goto(f"{CASE}print/?type=petition&from=2016")
    kept_page.emulate_media(media="print")
    expect(kept_page.get_by_role("heading", level=1)).to_have_text("The Linden footbridge")
    about = kept_page.locator(".about")
    for words in ("1 event", "Petition", "1 January 2016", "As of"):
        expect(about).to_contain_text(words)
    expect(kept_page.locator(".footnotes li").first).to_contain_text(re.compile("retrieved .*20\\d\\d"))
    kept_page.emulate_media(media="screen")


def test_the_table_of_what_is_tested_names_tests_that_exist() -> None:
    named = set(re.findall(r"`(test_\w+)`", (Path(__file__).parent / "README.md").read_text()))
    folder = Path(__file__).parent
    written = {
        name for file in folder.glob("test_*.py") for name in re.findall(r"^def (test_\w+)", file.read_text(), re.M)
    }
    assert named - written == set()
    assert len(named) > 30

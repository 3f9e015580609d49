"""An editor adds articles in a real browser: by paste, as files, by address; and what each page looks like to axe."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from articles.models import Article, Case
from tests import factories as make
from tests.articles import web
from tests.articles.files import docx, pdf
from tests.browser import axe
from tests.browser.conftest import OpenPage

ADD = "/admin/articles/article/add/"
SENTENCE = "Judge Rosa Linden sentenced the ferryman Tom Reed to six months in jail on Thursday."
TEXT = f"{SENTENCE}\nThe hearing in court had begun at nine in the morning.\n<b>Nobody</b> spoke when he was led away."


@pytest.fixture(scope="module")
def case(site: str, django_db_blocker) -> Iterator[Case]:
    """A draft of a case and an editor, gone after these tests: the others of this folder share one story."""
    with django_db_blocker.unblock():
        before = set(Article.objects.values_list("pk", flat=True))
        case = make.make_case("ferry", title="The ferryman", is_public=False)
        adder = make.make_staff("adder")
        adder.is_superuser = True
        adder.save()
        yield case
        case.delete()
        adder.delete()
        Article.objects.exclude(pk__in=before).delete()


@pytest.fixture
def elsewhere(settings) -> Iterator[str]:
    settings.FETCH_NETWORKS = list(web.LOOPBACK)
    with web.site() as address:
        yield address


def log_in(page: Page, case: Case) -> None:
    page.get_by_label("Username").fill("adder")
    page.get_by_label("Password").fill(make.PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Add articles")).to_be_visible()
    page.goto(f"{ADD}?case={case.pk}")


def look(page: Page) -> None:
    page.get_by_role("button", name="Show what would be found").click()
    expect(page.get_by_text("Nothing of this is stored yet")).to_be_visible()


def test_by_paste(open_page: OpenPage, case: Case) -> None:
    page = open_page(f"/admin/login/?next={ADD}")
    log_in(page, case)
    page.get_by_label("Text:").fill(TEXT)
    page.get_by_label("Source:").fill("The Linden Post")
    page.get_by_label("Published on:").fill("2016-06-03")
    look(page)
    expect(page.get_by_role("table")).to_contain_text("2 June 2016")
    expect(page.get_by_role("table")).to_contain_text("<b>Nobody</b> spoke")
    page.get_by_label("Published on:").fill("2016-06-10")
    page.get_by_role("button", name="Look again").click()
    expect(page.get_by_role("table")).to_contain_text("9 June 2016")
    page.get_by_role("button", name="Add this article").click()
    expect(page.get_by_text("Below is what was found in it")).to_be_visible()
    expect(page.get_by_role("link", name="Event in “The ferryman” (suggested)")).to_be_visible()

    page.get_by_label("Kind of paragraph 1", exact=True).select_option("Boilerplate")
    page.get_by_role("button", name="Save the kinds").click()
    expect(page.get_by_text("Corrected paragraphs: 1. The article was read again.")).to_be_visible()
    expect(page.get_by_text("was body; adder")).to_be_visible()
    expect(page.get_by_role("link", name="Event in")).to_have_count(0)

    page.get_by_role("link", name="Correct its text").click()
    page.get_by_label("Text:").fill(TEXT.replace("six", "nine"))
    look(page)
    expect(page.get_by_text("This looks like an article that you have")).to_be_visible()
    page.get_by_role("button", name="Add this article").click()
    expect(page.get_by_text("the new text is kept as its next version")).to_be_visible()
    expect(page.get_by_text("Version 2, added by adder")).to_be_visible()


def test_as_files_and_by_address(open_page: OpenPage, case: Case, elsewhere: str) -> None:
    page = open_page(f"/admin/login/?next={ADD}")
    log_in(page, case)
    page.get_by_label("Files:").set_input_files(
        [
            {"name": "one.docx", "mimeType": "", "buffer": docx(SENTENCE, "Nobody spoke.")},
            {"name": "two.pdf", "mimeType": "", "buffer": pdf([(50, 700, "The ferry sank on Monday.")])},
            {"name": "scan.pdf", "mimeType": "", "buffer": pdf()},
        ]
    )
    page.get_by_label("Pages to fetch:").fill(f"{elsewhere}/story\n{elsewhere}/to-metadata")
    look(page)
    refused = page.get_by_label("Not read").get_by_role("listitem")
    expect(refused).to_contain_text(["scan.pdf: This PDF holds pictures", "169.254.169.254 leads to a private network"])
    expect(page.get_by_role("heading", level=2)).to_have_text(
        ["Not read, and not stored", "one.docx", "two.pdf", f"{elsewhere}/story"]
    )
    expect(page.get_by_label("Source:").nth(2)).to_have_value("The Linden Post")
    expect(page.get_by_label("Published on:").nth(2)).to_have_value("2016-06-10")
    page.get_by_label("Add this one").nth(1).uncheck()
    page.get_by_role("button", name="Add those that are ticked").click()
    expect(page.get_by_text("No day of publication was found").first).to_be_visible()
    page.get_by_label("Source:").first.fill("The Linden Post")
    page.get_by_label("Published on:").first.fill("2016-06-03")
    page.get_by_role("button", name=re.compile("^Add th")).click()
    expect(page.get_by_text("Added: one.docx")).to_be_visible()
    page.goto("/admin/articles/article/?q=Ferry+sinks")
    expect(page.locator("#result_list tbody tr")).to_have_count(1)


def test_axe_finds_nothing_while_adding(browser: Browser, site: str, case: Case) -> None:
    """Not watched: axe itself sets styles that the policy forbids, and says so on the console."""
    page = browser.new_page(base_url=site)
    page.goto(f"/admin/login/?next={ADD}")
    log_in(page, case)
    look_at(page, "the form")
    page.get_by_label("Text:").fill(TEXT)
    page.get_by_label("Source:").fill("The Linden Post")
    look(page)
    look_at(page, "a preview without a day")
    page.get_by_label("Published on:").fill("2016-06-03")
    page.get_by_role("button", name="Add this article").click()
    expect(page.get_by_text("Below is what was found in it")).to_be_visible()
    look_at(page, "the article")
    page.close()


def look_at(page: Page, name: str) -> None:
    axe.look_at(page, name)
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} at {width} px"

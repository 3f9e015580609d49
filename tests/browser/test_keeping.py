"""What a browser keeps of our pages: nothing of what staff saw, and of public pages nothing that has changed."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.story import Story
from tests.factories import PASSWORD
from timeline.models import Event

CASE = "/cases/footbridge/"
WHOLE = 2000  # bytes; an answer without a page has a few hundred


def sign_in(page: Page) -> None:
    page.goto(f"/admin/login/?next={CASE}")
    page.get_by_label("Username").fill("editor")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")


@pytest.fixture
def reworded(story: Story) -> Iterator[str]:
    """The headline of an event is another for the time of the test."""
    words = "Friends of the bridge sang"
    with ThreadPoolExecutor(1) as another:  # a connection of its own: what this test writes is never committed
        another.submit(reword, story.petition, words).result()
        yield words
        another.submit(reword, story.petition, story.petition.headline).result()
        another.submit(lambda: connection.close()).result()  # its own, not ours


def reword(event: Event, headline: str) -> None:
    Event.objects.filter(pk=event.pk).update(headline=headline)


def test_who_signs_in_sees_drafts_and_who_signs_out_none(open_page: OpenPage, story: Story) -> None:
    page = open_page(CASE)
    draft = page.get_by_role("heading", name=story.draft.headline)
    expect(draft).to_have_count(0)
    sign_in(page)
    expect(draft).to_be_visible()  # though the browser holds the public page of this address
    page.goto("/admin/")
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url("**/logout/")
    page.goto(CASE)
    expect(draft).to_have_count(0)
    with page.expect_navigation():
        # Over the admin and the page that said goodbye; a moment later, or the answer to this would be lost on the way.
        page.evaluate("() => { setTimeout(() => history.go(-3)) }")
    assert page.url.endswith(CASE), "where the draft was seen"
    expect(draft).to_have_count(0)


def test_a_page_comes_again_only_when_it_has_changed(
    open_page: OpenPage, story: Story, request: pytest.FixtureRequest
) -> None:
    page = open_page(CASE)
    assert transferred(page) > WHOLE
    page.goto(CASE)
    assert 0 < transferred(page) < WHOLE, "the browser asked, and heard that its copy stands"
    words = request.getfixturevalue("reworded")
    page.goto(CASE)
    expect(page.get_by_role("heading", name=words)).to_be_visible()
    assert transferred(page) > WHOLE


def transferred(page: Page) -> int:
    """Bytes on the wire for the page alone, head included."""
    return int(page.evaluate("performance.getEntriesByType('navigation')[0].transferSize"))

"""From a feed to an article with its evidence, in a real browser; and what each page on the way looks like to axe."""

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import expect

from articles import kept_files, snapshots
from articles.models import Article, Case, Link
from tests import factories as make
from tests.articles import web
from tests.browser.axe import LOOKS_OF_STAFF, look_at
from tests.browser.conftest import OpenPage
from timeline import gathering
from timeline.models import Address, Feed

ITEM = "<item><title>{}</title><link>{}/story</link><pubDate>Fri, 10 Jun 2016 09:00:00 GMT</pubDate></item>"


@pytest.fixture
def elsewhere(settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    """A site with a feed. Fetched pages are kept in a folder of this test's own."""
    for module in (kept_files, snapshots):  # the database stays where it is
        monkeypatch.setattr(module, "state_dir", lambda: tmp_path)
    settings.FETCH_NETWORKS, settings.SNAPSHOTS = list(web.LOOPBACK), True
    with web.site() as address:
        items = ITEM.format("Ferry sinks", address) + ITEM.format("Garden show", f"{address}/x")
        feed = f"<rss version='2.0'><channel><title>The Post</title>{items}</channel></rss>"
        monkeypatch.setitem(web.ANSWERS, "/feed", web.answer(feed, "application/rss+xml"))
        yield address


@pytest.fixture(scope="module")
def case(site: str, django_db_blocker) -> Iterator[Case]:
    """Gone after the test, with what was gathered: the others of this folder share one story."""
    with django_db_blocker.unblock():
        before = set(Article.objects.values_list("pk", flat=True))
        case = make.make_case("ferry-feed", title="The ferry", is_public=False)
        yield case
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE articles_snapshot")  # row by row, evidence does not go
        case.delete()
        Article.objects.exclude(pk__in=before).delete()


def as_a_worker(*work: Callable[[], object]) -> None:
    """In a thread with a connection of its own: what a test writes itself, the site does not see."""

    def do() -> None:
        for one in work:
            one()
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(do).result()


def test_a_feed_brings_an_article_with_its_evidence(open_page: OpenPage, elsewhere: str, case: Case) -> None:
    page = open_page("/admin/login/?next=/admin/timeline/feed/add/")
    page.get_by_label("Username").fill("chief")
    page.get_by_label("Password").fill(make.PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_label("Case:").select_option("The ferry")
    page.get_by_label("Its address:").fill(f"{elsewhere}/feed")
    page.get_by_label("All of these words:").fill("ferry")
    page.get_by_role("button", name="Test: show what would be fetched").click()
    expect(page.get_by_role("row", name="Ferry sinks")).to_contain_text("Yes")
    expect(page.get_by_role("row", name="Garden show")).to_contain_text("No. It lacks “ferry”.")
    look_at(page, page.url, LOOKS_OF_STAFF)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#result_list").get_by_role("link", name=f"{elsewhere}/feed")).to_be_visible()
    as_a_worker(lambda: gathering.look_at_feed(Feed.objects.get(case=case).pk))
    page.goto(f"/admin/timeline/address/?case__id__exact={case.pk}")
    expect(page.get_by_role("row", name=f"{elsewhere}/story")).to_contain_text("Waits to be fetched")
    expect(page.get_by_role("row", name="/x/story")).to_contain_text("It lacks “ferry”.")
    look_at(page, page.url, LOOKS_OF_STAFF)
    as_a_worker(lambda: gathering.fetch_address(Address.objects.get(case=case, standing="waiting").pk))
    page.reload()
    page.get_by_role("row", name=f"{elsewhere}/story").get_by_role("link", name="Ferry sinks").click()
    expect(page.get_by_role("heading", name="Evidence: the page as it was fetched")).to_be_visible()
    with page.expect_download() as coming:
        page.get_by_role("link", name="WARC file").click()
    assert hashlib.sha256(coming.value.path().read_bytes()).hexdigest() in page.content()
    look_at(page, page.url, LOOKS_OF_STAFF)
    page.goto("/admin/articles/article/")
    page.get_by_role("row", name="Ferry sinks").get_by_role("checkbox").check()
    page.get_by_label("Action:").select_option("See now whether the original still answers")
    page.get_by_role("button", name="Run").or_(page.get_by_role("button", name="Go")).click()
    expect(page.get_by_text("1 queued: this list shows what is found in a while.")).to_be_visible()
    as_a_worker(lambda: gathering.look_at_link(Link.objects.get().pk))
    page.reload()
    expect(page.get_by_role("row", name="Ferry sinks")).to_contain_text("Answers; checked")
    look_at(page, page.url, LOOKS_OF_STAFF)

"""Feeds and lists of addresses, from a small site on this machine to suggested events."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone as clock
from procrastinate.contrib.django.models import ProcrastinateJob

from articles.clean import Page
from articles.errors import IngestError
from articles.models import Article, Case
from tests import factories as make
from tests.articles import web
from timeline import gathering, services, tasks
from timeline.models import Address, Event, Feed, Review, Standing
from timeline.services import gathering as rooms

pytestmark = pytest.mark.django_db

SENTENCE = "Judge Rosa Linden sentenced the ferryman Tom Reed to six months in jail on Thursday. "
VERDICT = web.PAGE.replace("<p>", f"<p>{SENTENCE}", 1)
ITEM = "<item><title>{title}</title><link>{link}</link><pubDate>Fri, 10 Jun 2016 09:00:00 GMT</pubDate></item>"


class Site:
    """What the small site was asked, and what it answers at /feed."""

    def __init__(self, address: str) -> None:
        self.address, self.asked = address, list[Any]()
        self.items = [("Ferry verdict", "/verdict"), ("Garden show", "/story"), ("Ferry lost", "/missing")]
        self.status = 200

    def feed(self, request: Any) -> None:
        self.asked.append(dict(request.headers))
        if request.headers.get("If-None-Match") == '"one"':
            web.answer("", status=304)(request)
            return
        items = "".join(ITEM.format(title=title, link=self.address + link) for title, link in self.items)
        body = f"<rss version='2.0'><channel><title>The Post</title>{items}</channel></rss>"
        web.answer(body, "application/rss+xml", self.status, ETag='"one"')(request)


@pytest.fixture
def site(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    settings.FETCH_NETWORKS = list(web.LOOPBACK)
    with web.site() as address:
        here = Site(address)
        monkeypatch.setitem(web.ANSWERS, "/feed", here.feed)
        monkeypatch.setitem(web.ANSWERS, "/verdict", web.answer(VERDICT))
        yield here


@pytest.fixture
def case() -> Case:
    return make.make_case("ferry", timezone="Europe/London", is_public=True)


def work() -> None:
    """The queued fetches, as a worker does them."""
    for job in ProcrastinateJob.objects.filter(task_name=tasks.fetch_address.name, status="todo").order_by("pk"):
        tasks.fetch_address(**job.args)


def standings() -> dict[str, str]:
    return {address.url.rpartition("/")[2]: address.standing for address in Address.objects.all()}


def test_what_a_feed_names_becomes_suggestions_and_nothing_more(site: Site, case: Case) -> None:
    feed = services.save_feed(by=None, case=case, url=f"{site.address}/feed", every="ferry")
    tasks.look_at_feed(feed.pk)
    assert standings() == {"verdict": "waiting", "story": "left-out", "missing": "waiting"}
    assert Address.objects.get(standing=Standing.LEFT_OUT).why == "It lacks “ferry”."
    work()
    assert standings() == {"verdict": "added", "story": "left-out", "missing": "failed"}
    assert "There is no page at this address" in Address.objects.get(standing=Standing.FAILED).why
    article = Article.objects.get()
    assert (str(article.published), article.source.name) == ("2016-06-10", "The Linden Post")
    assert {event.review for event in Event.objects.all()} == {Review.SUGGESTED}
    assert Event.objects.filter(type="sentencing").exists()
    work()
    assert Article.objects.count() == 1


def test_an_unchanged_feed_is_asked_briefly_and_nothing_is_taken_twice(site: Site, case: Case) -> None:
    feed = services.save_feed(by=None, case=case, url=f"{site.address}/feed")
    for _ in range(2):
        tasks.look_at_feed(feed.pk)
    assert site.asked[0].get("If-None-Match") is None
    assert site.asked[1]["If-None-Match"] == '"one"'
    assert Address.objects.count() == 3
    Feed.objects.update(etag="")
    tasks.look_at_feed(feed.pk)
    assert ProcrastinateJob.objects.count() == 3


def test_a_feed_that_fails_is_asked_less_and_less(site: Site, case: Case) -> None:
    feed = services.save_feed(by=None, case=case, url=f"{site.address}/broken")
    waits = []
    for _ in range(8):
        tasks.look_at_feed(feed.pk)
        feed.refresh_from_db()
        assert feed.due_at
        waits.append(feed.due_at - clock.now())
    assert "has a fault (it answers 503)" in feed.problem
    assert (feed.failures, waits[0] > dt.timedelta(minutes=55), waits[1] > waits[0]) == (8, True, True)
    assert waits[-1] <= dt.timedelta(days=1)
    assert not services.due_feeds().exists()


def test_feeds_that_are_due_are_queued_once(case: Case) -> None:
    due = services.save_feed(by=None, case=case, url="https://post.example/feed")
    services.save_feed(by=None, case=case, url="https://post.example/rests", is_active=False)
    for _ in range(2):
        tasks.look_at_feeds(timestamp=0)
    assert [job.args for job in ProcrastinateJob.objects.all()] == [{"feed_id": due.pk}]


def test_addresses_are_fetched_each_by_itself(site: Site, case: Case) -> None:
    urls = [f"{site.address}/{name}" for name in ("verdict", "picture", "paywall", "undated", "story")]
    assert services.hand_in(case=case, urls=[*urls, urls[0]], by=None) == 5
    work()
    found = {address.url.rpartition("/")[2]: address for address in Address.objects.all()}
    assert {name: address.standing for name, address in found.items()} == {
        "verdict": "added",
        "picture": "failed",
        "paywall": "failed",
        "undated": "failed",
        "story": "added",
    }
    assert "It is no page but a file of the kind image/png" in found["picture"].why
    assert "behind a paywall" in found["paywall"].why
    assert "no day of publication" in found["undated"].why
    assert services.hand_in(case=case, urls=urls, by=None) == 0
    assert services.fetch_again(addresses=Address.objects.all(), by=None) == 3


def test_what_an_added_text_lacks_is_told_beside_its_address(case: Case) -> None:
    services.hand_in(case=case, urls=["https://post.example/story"], by=None)
    page = Page(text=SENTENCE, title="Jailed", published="2016-06-10", lacks="A table was left out.")
    services.take_page(address=Address.objects.get(), page=page)
    assert (standings(), Address.objects.get().why) == ({"story": "added"}, "A table was left out.")


def test_a_page_that_does_not_answer_is_asked_again_and_then_no_more(site: Site, case: Case) -> None:
    services.hand_in(case=case, urls=[f"{site.address}/broken"], by=None)
    address = Address.objects.get()
    for attempt in range(1, 4):
        gathering.fetch_address(address.pk)
        address.refresh_from_db()
        assert (address.standing, address.attempts) == (Standing.WAITING, attempt)
    gathering.fetch_address(address.pk)
    address.refresh_from_db()
    assert (address.standing, "has a fault" in address.why) == (Standing.FAILED, True)
    later = ProcrastinateJob.objects.exclude(scheduled_at=None)
    assert later.count() == 3
    assert {job.lock for job in ProcrastinateJob.objects.all()} == {"host-127.0.0.1"}
    assert {job.priority for job in later} == {rooms.AGAIN}, "other pages of the site come first"
    services.try_later(address=address, why="by an attempt that came late")
    services.give_up(address=address, why="by another")
    address.refresh_from_db()
    assert "has a fault" in address.why


def test_an_address_whose_job_was_lost_is_fetched_again_when_an_editor_says_so(case: Case) -> None:
    services.hand_in(case=case, urls=["https://post.example/1"], by=None)
    assert services.fetch_again(addresses=Address.objects.all(), by=None) == 0
    Address.objects.update(at=clock.now() - 2 * rooms.STUCK)
    assert services.fetch_again(addresses=Address.objects.all(), by=None) == 1


def test_private_networks_are_not_asked(case: Case) -> None:
    feed = services.save_feed(by=None, case=case, url="http://127.0.0.1:9/feed")
    tasks.look_at_feed(feed.pk)
    feed.refresh_from_db()
    assert "leads to a private network" in feed.problem


def test_what_is_no_address_and_too_many_are_refused(case: Case) -> None:
    with pytest.raises(IngestError, match="is no web address"):
        services.hand_in(case=case, urls=["ferry"], by=None)
    with pytest.raises(IngestError, match="at most 2,000"):
        services.hand_in(case=case, urls=[f"https://post.example/{n}" for n in range(2001)], by=None)
    assert not Address.objects.exists()


def test_wrong_lines_of_a_list_are_named_and_what_was_typed_stays(admin_client: Client, case: Case) -> None:
    typed = "https://post.example/1\n\nferry\nhttps://post.example/2 ftp://post.example/3"
    page = admin_client.post("/admin/timeline/address/add/", {"case": case.pk, "addresses": typed}).content.decode()
    assert "Line 3: &#x27;ferry&#x27; is no web address." in page
    assert "Line 4: &#x27;ftp://post.example/3&#x27; is no web address." in page
    assert typed in page
    assert not Address.objects.exists()
    lines = {"case": case.pk, "addresses": "\n".join("ferry" for _ in range(23))}
    page = admin_client.post("/admin/timeline/address/add/", lines).content.decode()
    assert page.count("is no web address") == 20
    assert "And 3 more." in page


def test_what_was_left_out_is_forgotten_in_the_end(case: Case) -> None:
    for standing in (Standing.LEFT_OUT, Standing.FAILED):
        Address.objects.create(case=case, url=f"https://post.example/{standing}", standing=standing, why="It has rain.")
    Address.objects.update(at=clock.now() - dt.timedelta(days=91))
    assert services.forget_old_addresses() == 1
    assert Address.objects.get().standing == Standing.FAILED


def test_a_feed_is_tested_before_it_is_saved(admin_client: Client, site: Site, case: Case) -> None:
    told = {"case": case.pk, "url": f"{site.address}/feed", "every": "ferry", "is_active": "on"}
    page = admin_client.post("/admin/timeline/feed/add/", {**told, "_test": ""}).content.decode()
    assert "This was a test: nothing is saved yet." in page
    assert "Please correct" not in page
    assert "It lacks “ferry”." in page
    assert "<strong>Yes</strong>" in page
    refused = admin_client.post("/admin/timeline/feed/add/", {**told, "url": f"{site.address}/story", "_test": ""})
    assert "It is no RSS or Atom feed" in refused.content.decode()
    assert "Please correct" in refused.content.decode()
    assert not Feed.objects.exists()
    admin_client.post("/admin/timeline/feed/add/", told)
    feed = Feed.objects.get()
    assert (feed.every, feed.due_at is not None) == ("ferry", True)
    again = admin_client.post("/admin/timeline/feed/add/", told).content.decode()
    assert "The case has this feed already." in again
    tasks.look_at_feed(feed.pk)
    listed = admin_client.get("/admin/timeline/feed/").content.decode()
    assert f"feed__id__exact={feed.pk}&amp;standing__exact=left-out" in listed
    admin_client.post(f"/admin/timeline/feed/{feed.pk}/change/", {**told, "every": "garden"})
    feed.refresh_from_db()
    assert feed.every == "garden"


def test_many_addresses_are_handed_in_on_one_page(admin_client: Client, case: Case) -> None:
    told = {"case": case.pk, "addresses": "https://post.example/1\nhttps://post.example/2"}
    page = admin_client.post("/admin/timeline/address/add/", told, follow=True).content.decode()
    assert "2 queued. This list shows what becomes of each." in page
    assert page.count("Waits to be fetched") >= 2
    page = admin_client.post("/admin/timeline/address/add/", {**told, "addresses": "ferry"}).content.decode()
    assert "is no web address" in page
    Address.objects.update(standing=Standing.FAILED, why="It was busy.")
    chosen = {"action": "again", "_selected_action": list(Address.objects.values_list("pk", flat=True))}
    page = admin_client.post("/admin/timeline/address/", chosen, follow=True).content.decode()
    assert "2 queued: they are fetched one after another." in page

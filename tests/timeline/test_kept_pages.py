"""Who gets an answer that was made for somebody else before, and what browsers are told of keeping it.

Here the changes are begun by hand; tests/server has the story with the real processes and the database that tells.
"""

import gzip
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from articles.models import Case
from casetracker.pagecache import middleware, store
from casetracker.pagecache.changes import EVERYTHING, Changes
from casetracker.pagecache.middleware import PageCacheMiddleware
from casetracker.pagecache.store import Kept, Store
from tests import factories as make
from timeline.models import Event

pytestmark = pytest.mark.django_db
ASK_EACH_TIME = "public, max-age=0, must-revalidate"
PAGE = "/cases/footbridge/"


@pytest.fixture(autouse=True)
def hearing(monkeypatch: pytest.MonkeyPatch) -> Iterator[Changes]:
    """As in a web process whose listener is connected."""
    monkeypatch.setattr("casetracker.pagecache.changes.PATIENCE_SECONDS", 60)  # the first page may take its time here
    heard = Changes()
    heard.begin()
    monkeypatch.setattr(middleware, "changes", heard)
    monkeypatch.setattr(middleware, "store", Store(10_000_000))
    return heard


@pytest.fixture
def event() -> Event:
    return make.make_event(make.make_case())


def reword(event: Event, headline: str) -> None:
    """Without anybody hearing of it: whoever reads the new words got a page drawn anew."""
    Event.objects.filter(pk=event.pk).update(headline=headline)


def text(response: HttpResponse) -> str:
    return response.content.decode()


def test_a_page_is_kept_until_its_case_changes(client: Client, event: Event, hearing: Changes) -> None:
    first = client.get(PAGE)
    reword(event, "Bridge closed")
    assert client.get(PAGE).content == first.content
    assert "Bridge closed" in text(client.get(PAGE + "?order=newest"))
    hearing.note("0")
    assert client.get(PAGE).content == first.content
    hearing.note(str(event.case_id))
    assert "Bridge closed" in text(client.get(PAGE))


@pytest.mark.parametrize("case", ["0", EVERYTHING])
def test_the_home_page_goes_with_every_change(client: Client, event: Event, hearing: Changes, case: str) -> None:
    client.get("/")
    Case.objects.update(title="The closed bridge")
    assert "The closed bridge" not in text(client.get("/"))
    hearing.note(case)
    assert "The closed bridge" in text(client.get("/"))


def test_a_page_drawn_before_a_change_is_not_kept_after_it(event: Event, hearing: Changes) -> None:
    def draw(request: HttpRequest) -> HttpResponse:
        response = HttpResponse(Event.objects.get().headline)
        reword(event, "Bridge closed")
        hearing.note(str(event.case_id))
        return response

    before, after = (PageCacheMiddleware(draw)(RequestFactory().get(PAGE)) for _ in range(2))
    assert before.content != after.content == b"Bridge closed"


def test_nothing_is_kept_while_changes_may_pass_unheard(client: Client, event: Event, hearing: Changes) -> None:
    client.get(PAGE)
    hearing.lost()
    reword(event, "Bridge closed")
    assert "Bridge closed" in text(client.get(PAGE))
    reword(event, "Bridge open")
    hearing.begin()
    assert "Bridge open" in text(client.get(PAGE))


def test_a_silent_connection_is_no_connection(
    client: Client, event: Event, hearing: Changes, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get(PAGE)
    reword(event, "Bridge closed")
    monkeypatch.setattr("casetracker.pagecache.changes.PATIENCE_SECONDS", 0)
    assert "Bridge closed" in text(client.get(PAGE))


def test_a_page_grows_no_older_than_a_minute(client: Client, event: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    client.get(PAGE)
    reword(event, "Bridge closed")
    monkeypatch.setattr(store, "LONGEST_SECONDS", 0)
    assert "Bridge closed" in text(client.get(PAGE))


def test_staff_get_no_kept_page_and_leave_none(client: Client, event: Event) -> None:
    reader, draft = Client(), make.make_event(event.case, [], review="suggested", headline="A draft of ours")
    client.force_login(make.make_staff())
    theirs = client.get(PAGE)
    assert draft.headline in text(theirs)
    assert theirs["Cache-Control"] == "private, no-store"
    assert "ETag" not in theirs
    public = reader.get(PAGE)
    assert draft.headline not in text(public)
    again = client.get(PAGE, HTTP_IF_NONE_MATCH=public["ETag"])
    assert (again.status_code, draft.headline in text(again)) == (200, True)
    client.logout()
    assert draft.headline not in text(client.get(PAGE))


@pytest.mark.parametrize("cookie", [settings.SESSION_COOKIE_NAME, "messages"])
def test_whoever_may_be_known_to_us_gets_their_own(client: Client, event: Event, cookie: str) -> None:
    client.get(PAGE)
    reword(event, "Bridge closed")
    client.cookies[cookie] = "x"
    answer = client.get(PAGE)
    assert "Bridge closed" in text(answer)
    assert answer["Cache-Control"] == "private, no-store"


def test_cookies_of_others_make_no_difference(client: Client, event: Event) -> None:
    first = client.get(PAGE)
    reword(event, "Bridge closed")
    client.cookies["theirs"] = "x"
    assert client.get(PAGE).content == first.content


@pytest.mark.parametrize("path", ["/", PAGE, "article", "event", "address"])
def test_browsers_ask_each_time_and_get_304(client: Client, event: Event, path: str) -> None:
    article = event.citations.get().mention.paragraph.version.article
    path = {"article": article.get_absolute_url(), "event": make.permalink(event)}.get(path, path)
    path = event.get_absolute_url() if path == "address" else path
    first = client.get(path)
    assert first["Cache-Control"] == ASK_EACH_TIME
    assert "Cookie" not in first.get("Vary", "")
    assert not first.cookies
    if first.status_code == 200:
        same = client.get(path, HTTP_IF_NONE_MATCH=first["ETag"])
        assert (same.status_code, same.content, same["ETag"]) == (304, b"", first["ETag"])
        assert same["Cache-Control"] == ASK_EACH_TIME
        assert client.get(path, HTTP_IF_NONE_MATCH='W/"another"').status_code == 200


def test_the_tag_outlives_a_change_that_shows_nowhere(client: Client, event: Event, hearing: Changes) -> None:
    first = client.get(PAGE)
    hearing.note(EVERYTHING)
    assert client.get(PAGE, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304
    reword(event, "Bridge closed")
    hearing.note(EVERYTHING)
    assert client.get(PAGE, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 200


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        ("gzip, br", True),
        ("br, gzip;q=0.5", True),
        ("", False),
        ("br", False),
        ("gzip;q=0", False),
        ("gzip; q=0.0, br", False),
    ],
)
def test_pages_are_packed_for_those_who_take_it(client: Client, event: Event, accepted: str, packed: bool) -> None:
    plain = client.get(PAGE).content
    for _ in ("drawn", "kept"):
        answer = client.get(PAGE, HTTP_ACCEPT_ENCODING=accepted)
        assert ("Content-Encoding" in answer) is packed
        assert (gzip.decompress(answer.content) if packed else answer.content) == plain
        assert int(answer["Content-Length"]) == len(answer.content)
        assert "Accept-Encoding" in answer["Vary"]


def test_staff_pages_are_packed_too(client: Client, event: Event) -> None:
    client.force_login(make.make_staff())
    answer = client.get(PAGE, HTTP_ACCEPT_ENCODING="gzip")
    assert event.headline in gzip.decompress(answer.content).decode()
    assert answer["Cache-Control"] == "private, no-store"


def test_parts_and_pages_of_one_address_stay_apart(client: Client, event: Event) -> None:
    page = client.get(PAGE)
    part = client.get(PAGE, HTTP_HX_REQUEST="true", HTTP_HX_TARGET="timeline")
    assert len(part.content) < len(page.content)
    assert client.get(PAGE).content == page.content
    assert client.get(PAGE, HTTP_HX_REQUEST="true", HTTP_HX_TARGET="timeline").content == part.content
    assert part["HX-Push-Url"] == PAGE


def test_what_trackers_add_is_dropped(client: Client, event: Event) -> None:
    first = client.get(PAGE + "?order=newest")
    reword(event, "Bridge closed")
    same = client.get(PAGE + "?fbclid=1234&order=newest&utm_source=mail")
    assert same.content == first.content
    assert "fbclid" not in text(same)


def test_a_name_of_a_host_that_is_not_ours_is_refused(client: Client, event: Event) -> None:
    client.get(PAGE)
    assert client.get(PAGE, HTTP_HOST="elsewhere.example").status_code == 400


ANSWERS = {
    "a cookie": (lambda r: r.set_cookie("a", "b"), "private, no-store"),
    "other headers": (lambda r: r.headers.__setitem__("Vary", "Accept-Language"), ASK_EACH_TIME),
    "packed already": (lambda r: r.headers.__setitem__("Content-Encoding", "br"), ASK_EACH_TIME),
    "private": (lambda r: r.headers.__setitem__("Cache-Control", "private"), "private"),
    "not found": (lambda r: setattr(r, "status_code", 404), ASK_EACH_TIME),
    "too large": (lambda r: r.write("x" * store.LARGEST), ASK_EACH_TIME),
}


@pytest.mark.parametrize("what", ANSWERS)
def test_what_is_not_for_everybody_is_not_kept(what: str) -> None:
    count = iter(range(10))

    def draw(request: HttpRequest) -> HttpResponse:
        response = HttpResponse(f"{next(count)} ")
        ANSWERS[what][0](response)
        return response

    first, second = (PageCacheMiddleware(draw)(RequestFactory().get("/x")) for _ in range(2))
    assert (first.content[:2], second.content[:2]) == (b"0 ", b"1 ")
    assert second["Cache-Control"] == ANSWERS[what][1]


def test_what_nobody_asks_for_again_pushes_out_nothing() -> None:
    def page() -> Kept:
        return Kept(200, {}, b"x" * 1000, False, 0, None)

    kept, popular = Store(100_000), page()
    kept.put("popular", popular)
    assert kept.get("popular") is popular
    for number in range(1000):
        kept.put(number, page())
    assert kept.get("popular") is popular
    assert kept.get(999) is not None
    assert kept.get(0) is None
    assert len(kept) * page().size <= 100_000


def test_a_store_without_room_keeps_nothing() -> None:
    kept = Store(0)
    kept.put("x", Kept(200, {}, b"x", False, 0, None))
    assert kept.get("x") is None

"""Whatever stands in an address, a token or a field is understood or refused: no page fails of it."""

from urllib.parse import quote, urlencode

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from articles import feeds
from articles.clean import Page
from articles.feeds import Entry, FeedPage
from tests import factories as make
from tests.factories import PASSWORD
from timeline import services
from timeline.extraction import own_types
from timeline.models import Address, Event, Feed, Standing

pytestmark = pytest.mark.django_db
few = settings(max_examples=15, suppress_health_check=list(HealthCheck))
some = settings(max_examples=30, suppress_health_check=list(HealthCheck))
UNDERSTOOD = {200, 301, 302, 304, 400, 404, 410, 501}
HUGE = "9" * 30
ODD_VALUES = [
    *["", "1", "-1", "0", HUGE, f"-{HUGE}", "٣", "1e9", "%", "a\0b", "\ud800", "'; --", '"a b" -c', "a & | ! ( : *"],
    *["newest", "xml", "all", "2016-06-10", "9999-12-31", "0001-01-01", "2016-06-10T23:59:59-23:59"],
    *[f"2016-06-10T00:00:00+00:00,{ends}" for ends in (f"1,{HUGE}", f"{HUGE},1", "0,-5")],
]
VALUES = st.text(max_size=12) | st.sampled_from(ODD_VALUES)
NAMES = (
    "q type outlet person status differ from to order open after since limit cursor page sort url format maxwidth "
    "as version"
)
QUERIES = st.lists(st.tuples(st.sampled_from(NAMES.split()), VALUES), max_size=4)


@pytest.fixture
def event() -> Event:
    return make.make_event(make.make_case())


def root() -> User:
    return User.objects.filter(username="root").first() or User.objects.create_superuser("root", password=PASSWORD)


def written(pairs: list[tuple[str, str]]) -> str:
    return urlencode([(name, value.encode("utf-8", "surrogatepass")) for name, value in pairs])


PUBLIC = (
    "/ /search/ /cases/footbridge/ /cases/footbridge/changes/ /cases/footbridge/print/ /cases/footbridge/pictures/ "
    "/cases/footbridge/events.csv /cases/footbridge/feed.atom /embed/cases/footbridge/ /oembed /api/v1/search "
    "/api/v1/cases/footbridge/events /cases/footbridge/follow/ /articles/{article}/ /events/{event}/"
).split()


@few
@given(st.sampled_from(PUBLIC), QUERIES)
@example("/cases/footbridge/changes/", [("after", f"2016-06-10T00:00:00+00:00,{HUGE},1")])
@example("/", [("page", HUGE), ("sort", "\0")])
@example("/oembed", [("url", "http://127.0.0.1:8000/cases/footbridge/?from=\0"), ("format", "xml")])
@example("/oembed", [("url", "http://[x/"), ("maxwidth", "٣")])
@example("/api/v1/cases/footbridge/events", [("cursor", "\0"), ("limit", HUGE)])
def test_no_query_string_fails_a_page(client: Client, event: Event, place: str, pairs: list[tuple[str, str]]) -> None:
    article = event.citations.get().mention.paragraph.version.article_id
    path = place.format(article=article, event=event.public_id)
    assert client.get(f"{path}?{written(pairs)}").status_code in UNDERSTOOD


STAFF = (
    "/admin/desk/footbridge/ /admin/desk/date/ /admin/activity/footbridge/ /admin/date-lab/ /admin/articles/article/ "
    "/admin/articles/article/add/ /admin/timeline/event/ /admin/timeline/address/add/ /admin/accounts/entry/"
).split()
OF_STAFF = st.lists(
    st.tuples(st.sampled_from("q event edtf case article since from page o p all e".split()), VALUES), max_size=4
)


@few
@given(st.sampled_from(STAFF), OF_STAFF)
@example("/admin/activity/footbridge/", [("since", "0001-01-01")])
@example("/admin/date-lab/", [("article", HUGE)])
@example("/admin/desk/footbridge/", [("event", HUGE)])
@example("/admin/articles/article/add/", [("article", HUGE), ("case", "\0")])
@example("/admin/desk/date/", [("edtf", "y-170000002")])
def test_no_query_string_fails_a_page_of_the_staff(
    client: Client, event: Event, place: str, pairs: list[tuple[str, str]]
) -> None:
    client.force_login(root())
    assert client.get(f"{place}?{written(pairs)}").status_code in UNDERSTOOD


@some
@given(st.text(max_size=60) | st.sampled_from(["1:1:1", "IjEi:1:x", "MQ", ".eJw", ":::"]))
def test_no_token_of_a_mail_fails_or_opens(client: Client, event: Event, token: str) -> None:
    assert services.find_request(token) is None
    assert services.who_stops(token) is None
    for page in ("confirm", "stop"):
        path = f"/follow/{page}/{quote(token.encode('utf-8', 'surrogatepass'), safe='')}/"
        assert client.get(path).status_code in UNDERSTOOD
        assert client.post(path).status_code in UNDERSTOOD


@some
@given(st.lists(VALUES | st.text("abc -*,;=\n\"'()", max_size=20), max_size=4))
def test_any_phrases_of_a_type_are_taken_or_named(phrases: list[str]) -> None:
    own = own_types.OwnType(
        slug="x", name="X", verbs="\n".join(phrases), nouns=",".join(phrases), hushed="; ".join(phrases)
    )
    if not own_types.problems(own):
        assert own_types.taxonomy_with((own,))


ODD = st.text(max_size=40) | VALUES


@some
@given(ODD, ODD)
@example("https://example.org:99999/", "x")
@example("https://[::1", "whsec_")
@example("https://example.org/\r\nX: y", "whsec_" + "A" * 44)
def test_any_webhook_is_saved_or_refused(url: str, secret: str) -> None:
    try:
        hook = services.save_webhook(by=None, url=url, secret=secret)
    except ValidationError:
        return
    assert hook.url.startswith(("https://", "http://"))
    assert "\n" not in hook.url


@few
@given(st.lists(ODD, min_size=1, max_size=3))
@example(["javascript:alert(1)"])
@example(["http://" + "a" * 3000])
def test_any_list_of_addresses_is_taken_or_refused(client: Client, event: Event, addresses: list[str]) -> None:
    client.force_login(root())
    told = {"case": event.case_id, "addresses": "\n".join(addresses).encode("utf-8", "surrogatepass")}
    assert client.post("/admin/timeline/address/add/", told).status_code in UNDERSTOOD


@some
@given(st.lists(st.tuples(ODD, ODD, ODD), min_size=1, max_size=3), ODD, ODD)
@example([("http://a.example/\0", "\0", "\ud800")], 'W/"\0"', "\ud800")
@example([("http://\ud800.example/", "x", "")], "x", "y")
@example([("http://[x", "", "")], "", "")
def test_any_entries_of_a_feed_are_kept_or_left_out(
    event: Event, told: list[tuple[str, str, str]], etag: str, modified: str
) -> None:
    Feed.objects.all().delete()
    feed = services.save_feed(by=None, case=event.case, url="https://example.org/feed")
    entries = tuple(
        Entry(feeds._address({"link": link}, feed.url), *rest, "2016-06-10T09:00:00+00:00") for link, *rest in told
    )
    services.take_entries(feed=feed, page=FeedPage("x", tuple(e for e in entries if e.url), etag, modified))
    kept = Feed.objects.get(pk=feed.pk)
    assert (kept.problem, kept.failures) == ("", 0)


@few
@given(ODD, ODD, ODD, ODD, ODD)
@example("The ferry sank.\0", "\0", "2016-06-10", "\ud800", "http://[x")
@example("The ferry sank near the quay.", "x" * 5000, "2016-06-10", "y" * 5000, "http://a.example/" + "z" * 5000)
def test_any_page_is_added_or_given_up_with_a_reason(
    event: Event, text: str, title: str, published: str, source: str, url: str
) -> None:
    Address.objects.all().delete()
    address = Address.objects.create(case=event.case, url="https://example.org/a")
    services.take_page(address=address, page=Page(text, title=title, published=published, source=source, url=url))
    kept = Address.objects.get()
    assert kept.standing in {Standing.ADDED, Standing.KNOWN} or kept.why

"""Cases of every shape and questions of every kind: each page answers, says what it shows, and takes nothing amiss."""

import datetime as dt
import re

import pytest
from django.test import Client
from lxml import etree

from articles.models import Case
from tests import factories as make
from tests.timeline.test_pages import body
from timeline import services
from timeline.models import Event
from timeline.services.suspecting import refresh_likenesses

pytestmark = pytest.mark.django_db
D = dt.date
EVENT_FILES = ("json", "jsonl", "csv", "jsonld")
PAGES = ("", "changes/", "pictures/", "pictures/people/", "print/", "follow/")
FILES = ("feed.atom", "calendar.ics?from=0001", "timelinejs.json", *(f"events.{name}" for name in EVENT_FILES))
NAMES = ("q", "type", "person", "outlet", "status", "differ", "from", "to", "order", "open", "after", "since")
GARBAGE = ("\x00", "💥", "<script>alert(1)</script>", "-1", "9" * 40, "0000-00-00", "9999-12-31", "../..", "x" * 10_000)


def days(*told: dt.date):
    return lambda case: [make.make_day_event(case, day) for day in told]


SHAPES = {
    "nothing at all": (lambda case: [], "Nothing has been recorded in this case yet."),
    "one event": (days(D(2016, 6, 8)), "1 event"),
    "all on one day": (days(*[D(2016, 6, 8)] * 12), "12 events"),
    "one long ago and the rest of late": (days(D(1850, 1, 1), D(2018, 6, 5), D(2018, 6, 6)), "168 years, nothing"),
    "the ends of the calendar": (days(D(1, 1, 1), D(9999, 12, 31)), "2 events"),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_case_of_any_shape_is_shown(client: Client, case: Case, shape: str) -> None:
    fill, words = SHAPES[shape]
    fill(case)
    assert words in body(client.get("/cases/footbridge/"))
    for page in (*PAGES, *FILES, "?order=newest", "?from=2018&to=2018", "?since=2001-01-01"):
        assert client.get(f"/cases/footbridge/{page}").status_code == 200, page
    refresh_likenesses(case=case, events=Event.objects.values_list("pk", flat=True), familiar=frozenset())
    for event in Event.objects.all():
        for output, address in ADDRESSES.items():
            assert client.get(address.format(event.public_id), follow=True).status_code in {200, 404}, output
    for page in ("/embed/cases/footbridge/", "/cases/footbridge.png", "/"):
        assert client.get(page).status_code == 200, page


@pytest.mark.parametrize(
    "title", ["جسر المشاة فوق النهر", "גשר להולכי רגל", "🌉 The bridge 👩‍👧", "<b>Bridge</b> & co. {{ 7*7 }}"]
)
def test_a_title_in_any_script_is_told_as_it_is(client: Client, case: Case, title: str) -> None:
    Case.objects.update(title=title, summary=title)
    event = make.make_day_event(case, D(2016, 6, 8), headline=title)
    for page in ("", "changes/", "pictures/", "print/"):
        response = client.get(f"/cases/footbridge/{page}")
        assert "<b>Bridge" not in response.content.decode()
        assert response.status_code == 200
    text = client.get("/cases/footbridge/").content.decode()
    assert '<h1 dir="auto">' in text
    assert client.get(make.permalink(event)).status_code == 200


def test_what_xml_does_not_allow_is_in_no_feed_and_no_calendar(client: Client, case: Case) -> None:
    Case.objects.update(title="The\x0b bridge", summary="How\x01 it came")
    source = make.make_source("The Lin\x1bden Post")
    version = make.make_article(case, "The gauge\ufffe was read.", source=source, title="Gauge\x0c read\uffff")
    make.make_event(case, [make.make_mention(version, sentence=version.text, trigger="read", timex="")])
    make.make_day_event(case, D(2016, 6, 8), headline="Gauge\x0b read")
    text = client.get("/cases/footbridge/feed.atom").content.decode()
    feed = etree.fromstring(text.encode())
    assert feed.find("{*}title").text == "The bridge"
    assert sorted(title.text for title in feed.findall("{*}entry/{*}title"))[-1] == "Gauge read"
    assert "The gauge was read." in text
    assert "The Linden Post: Gauge read" in text
    calendar = client.get("/cases/footbridge/calendar.ics?from=2016").content.decode()
    assert "SUMMARY:Gauge read" in calendar
    assert "X-WR-CALNAME:The bridge" in calendar


def test_control_characters_that_somebody_types_are_kept_as_spaces(case: Case) -> None:
    event = make.make_day_event(case, D(2016, 6, 8))
    decision = services.edit_event(event=event, by=None, reason="As\x0bread.\nTwice.", headline="Gauge\x0bread\ufffe")
    event.refresh_from_db()
    assert (event.headline, decision.reason) == ("Gauge read", "As read.\nTwice.")
    case.title, case.summary = "The\x0bbridge", "How it\x0ccame.\n\nAnd went."
    case.full_clean()
    assert (case.title, case.summary) == ("The bridge", "How it came.\n\nAnd went.")
    assert services.save_person(case=case, by=None, name="Bo\x01Lind").name == "Bo Lind"


@pytest.mark.parametrize("name", NAMES)
def test_no_question_is_answered_by_an_error(client: Client, case: Case, name: str) -> None:
    """Each garbage by itself, twice, and beside a good value."""
    make.make_day_event(case, D(2016, 6, 8))
    for garbage in GARBAGE:
        for values in ([garbage], [garbage, garbage], ["2016", garbage]):
            for page in ("", "changes/"):
                assert client.get(f"/cases/footbridge/{page}", {name: values}).status_code == 200, (name, garbage[:20])


# Where an address leads that is no event's any more: in every output the same.

ADDRESSES = {
    "page": "/events/{}/",
    "JSON": "/events/{}.json",
    "calendar": "/events/{}.ics",
    "picture": "/events/{}.png",
    "frame": "/embed/events/{}/",
    "API": "/api/v1/events/{}",
}


@pytest.fixture
def survivor(case: Case) -> Event:
    return make.make_day_event(case, D(2016, 6, 8), headline="Gauge read")


@pytest.mark.parametrize("output", ADDRESSES)
def test_a_merged_event_leads_on_in_every_output(client: Client, case: Case, survivor: Event, output: str) -> None:
    other = make.make_day_event(case, D(2016, 6, 8))
    services.merge_events(survivor=survivor, others=only(other), by=None, reason="The same.")
    response = client.get(ADDRESSES[output].format(other.public_id))
    assert response.status_code == 308
    assert survivor.public_id in response["Location"]
    assert "max-age=0" in response["Cache-Control"]
    assert client.get(response["Location"], follow=True).status_code == 200
    assert f"/events/{survivor.public_id}/" in client.get("/cases/footbridge/feed.atom").content.decode()
    assert other.redirects.count() == 0
    assert survivor.redirects.get().get_reason_display() == "Merged"


@pytest.mark.parametrize("output", ADDRESSES)
def test_a_withdrawn_event_is_gone_in_every_output(client: Client, case: Case, survivor: Event, output: str) -> None:
    services.withdraw_events(events=only(survivor), by=None, reason="A slip of the pen.", grounds="source")
    response = client.get(ADDRESSES[output].format(survivor.public_id))
    assert response.status_code == 410
    assert b"Gauge read" not in response.content
    assert b"slip of the pen" not in response.content
    assert "at:deleted-entry" in client.get("/cases/footbridge/feed.atom").content.decode()


def only(event: Event):
    return Event.objects.filter(pk=event.pk)


def test_a_list_goes_on_where_an_event_stood_that_has_left(client: Client, case: Case) -> None:
    reviews = ("approved", "approved", "suggested", "approved")
    events = [
        make.make_day_event(case, D(2015, 1, n), headline=f"No. {n}", review=review)
        for n, review in enumerate(reviews, 1)
    ]
    services.withdraw_events(events=only(events[1]), by=None, reason="A slip.", grounds="error")

    def more(event: Event) -> str:
        headers = {"HX-Request": "true", "HX-Target": "more"}
        return client.get(f"/cases/footbridge/?from=2015&after={event.public_id}", headers=headers).content.decode()

    assert re.findall(r"No\. (\d)", more(events[1])) == re.findall(r"No\. (\d)", more(events[0])) == ["4"]
    assert "No. " not in more(events[2])
    assert re.search(r'id="more".* no longer here. <a href="\?from=2015">', more(events[2]))


def test_of_many_choices_those_with_the_most_events_are_shown_first(client: Client, case: Case) -> None:
    for number in range(11):
        kind = f"kind-{number:02}"
        for _ in range(2 if number == 10 else 1):
            make.make_day_event(case, D(2016, 6, 8), type=kind)
    html = client.get("/cases/footbridge/").content.decode()
    shown, folded = html.split('<details class="rest">')
    assert shown.index("type-kind-10") < shown.index("type-kind-00")
    assert "3 more" in folded
    assert all(f"type-kind-{number:02}" in folded for number in (7, 8, 9))
    chosen = client.get("/cases/footbridge/?type=kind-09").content.decode()
    assert '<details class="rest" open>' in chosen

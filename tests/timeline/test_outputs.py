"""A case and its events at addresses for programs: files of the current filter, a feed, a calendar. Each format is read
by a reader that others wrote."""

import csv
import datetime as dt
import io
import json
import re

import feedparser
import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from lxml import etree

from articles.models import Case
from tests import factories as make
from timeline import queries, services
from timeline.models import Decision, Event, Grounds

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom", "at": "http://purl.org/atompub/tombstones/1.0"}
DAY = dt.timedelta(days=1)


@pytest.fixture
def case() -> Case:
    case = make.make_case()
    make.make_event(case)
    make.make_day_event(case, dt.date(2017, 5, 1), headline="Weir <mended> & painted", type="repair")
    make.make_dated_event(case, "../2016-06-10", None, dt.date(2016, 6, 10), headline="Reeds cut")
    return case


def of_2017(case: Case) -> Event:
    return case.events.get(earliest="2017-05-01")


def test_files_hold_what_the_filters_of_the_page_leave(client: Client, case: Case) -> None:
    for query, left in (("", 3), ("?type=repair", 1), ("?from=2017", 1), ("?q=painted", 1), ("?q=nowhere", 0)):
        lines = client.get(f"/cases/footbridge/events.jsonl{query}").content.decode().splitlines()
        rows = list(csv.DictReader(io.StringIO(client.get(f"/cases/footbridge/events.csv{query}").content.decode())))
        whole = client.get(f"/cases/footbridge/events.json{query}").json()
        ids = [json.loads(line)["id"] for line in lines]
        assert len(ids) == left
        assert ids == [row["id"] for row in rows] == [event["id"] for event in whole["events"]]


def test_a_long_file_is_sent_as_it_is_read_and_misses_nothing(
    client: Client, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("timeline.exports.records.CHUNK", 2)
    monkeypatch.setattr("timeline.views.outputs.WHOLE", 3)
    for day in range(1, 10):
        make.make_day_event(case, dt.date(2018, 1, day))
    for order in ("oldest", "newest"):
        response = client.get(f"/cases/footbridge/events.jsonl?order={order}")
        assert response.streaming
        told = [json.loads(line) for line in b"".join(response).splitlines()]
        days = [event["earliest"] for event in told if event["earliest"]]
        assert len(told) == 12
        assert days == sorted(days, reverse=order == "newest")


def test_formats_for_few_events_say_how_many_they_take(
    client: Client, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    from timeline.exports import FORMATS, Format

    monkeypatch.setitem(FORMATS, "timelinejs", Format(FORMATS["timelinejs"].write, "application/json", most=2))
    refused = client.get("/cases/footbridge/timelinejs.json")
    assert (refused.status_code, refused["Content-Type"]) == (400, "application/problem+json")
    assert (refused.json()["count"], refused.json()["most"]) == (3, 2)
    assert client.get("/cases/footbridge/timelinejs.json?from=2017").status_code == 200


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("from=yesterday", "from"),
        ("from=2017&to=2016", "from"),
        ("from=2016&from=2017", "from"),
        ("type=%00", "type"),
        ("status=maybe", "status"),
        ("outlet=one", "outlet"),
        ("order=random", "order"),
        ("differ=yes", "differ"),
        ("colour=red", "colour"),
        ("q=" + "x" * 10_000, "q"),
    ],
)
def test_a_filter_that_is_not_understood_is_refused_by_name(client: Client, case: Case, query: str, named: str) -> None:
    for name in ("events.csv", "events.json", "feed.atom", "calendar.ics"):
        answer = client.get(f"/cases/footbridge/{name}?{query}")
        assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
        assert [error["parameter"] for error in answer.json()["errors"]] == [named]


def test_the_calendar_has_what_lies_ahead(client: Client, case: Case) -> None:
    today = timezone.now().date()
    hearing = make.make_dated_event(case, f"{today + 9 * DAY}~", today + 9 * DAY, today + 9 * DAY, status="planned")
    make.make_day_event(case, today - 9 * DAY)
    hearing.refresh_from_db()
    text = client.get("/cases/footbridge/calendar.ics").content
    (entry,) = Calendar.from_ical(text).walk("VEVENT")
    assert not entry.errors
    assert str(entry["uid"]).startswith(f"{hearing.public_id}@")
    assert (entry["status"], entry["sequence"]) == ("TENTATIVE", hearing.revision - 1)
    assert entry["last-modified"].dt == entry["dtstamp"].dt == hearing.first_public_at.replace(microsecond=0)
    assert text == client.get("/cases/footbridge/calendar.ics").content  # no clock in it
    past = Calendar.from_ical(client.get("/cases/footbridge/calendar.ics?from=2016&to=2017").content)
    assert len(list(past.walk("VEVENT"))) == 2  # that with an open beginning has no place


def test_an_empty_calendar_says_what_it_will_hold(client: Client, case: Case) -> None:
    calendar = Calendar.from_ical(client.get("/cases/footbridge/calendar.ics").content)
    assert not list(calendar.walk("VEVENT"))
    assert calendar["name"] == calendar["x-wr-calname"] == case.title
    assert calendar["description"] == calendar["x-wr-caldesc"]
    assert f"“{case.title}”" in calendar["description"]
    assert "empty while the articles tell of no coming day" in calendar["description"]


def test_the_calendar_has_what_is_not_over(client: Client, case: Case) -> None:
    """A week that began before today, a trial of months: what they may still bring lies ahead."""
    day = dt.date(2017, 5, 10)
    for first, last in ((-3, 3), (-200, 90), (-3, -1), (-400, -100)):
        span = (day + first * DAY, day + last * DAY)
        make.make_dated_event(case, f"{span[0]}/{span[1]}", *span, status="planned", headline=f"Ends in {last} days")
    text = client.get(f"/cases/footbridge/calendar.ics?from={day}&to=2017-05-31").content
    entries = [str(entry["summary"]) for entry in Calendar.from_ical(text).walk("VEVENT")]
    assert entries == ["Ends in 90 days", "Ends in 3 days"]


def test_a_changed_event_keeps_its_uid_and_counts_on(client: Client, case: Case) -> None:
    def entry() -> tuple[str, int]:
        (event,) = Calendar.from_ical(client.get("/cases/footbridge/calendar.ics?from=2017").content).walk("VEVENT")
        return str(event["uid"]), int(event["sequence"])

    before = entry()
    services.edit_event(event=of_2017(case), by=None, reason="so", headline="Weir mended")
    assert entry()[0] == before[0]
    assert entry()[1] > before[1]


def test_the_feed_tells_of_what_is_new_and_corrected(client: Client, case: Case) -> None:
    services.edit_event(event=of_2017(case), by=None, reason="so", headline="Weir mended")
    answer = client.get("/cases/footbridge/feed.atom")
    assert answer["Content-Type"].startswith("application/atom+xml")
    feed = feedparser.parse(answer.content)
    assert not feed.bozo
    assert feed.version == "atom10"
    newest, *others = feed.entries
    assert len(others) == 2
    assert newest.title == "Weir mended"
    assert "The headline was reworded." in newest.summary
    assert {tag.term for tag in newest.tags} == {"repair", "occurred", "corrected"}
    assert [link.rel for link in newest.links] == ["alternate", "via"]
    assert newest.updated >= newest.published


def test_a_feed_is_of_its_filter_and_has_an_id_of_its_own(client: Client, case: Case) -> None:
    some = feedparser.parse(client.get("/cases/footbridge/feed.atom?type=repair").content)
    everything = feedparser.parse(client.get("/cases/footbridge/feed.atom").content)
    assert [entry.title for entry in some.entries] == ["Weir <mended> & painted"]
    assert some.feed.id != everything.feed.id
    assert some.entries[0].id in {entry.id for entry in everything.entries}


def test_what_is_gone_leaves_a_tombstone(client: Client, case: Case) -> None:
    ids = {
        entry.title: entry.id for entry in feedparser.parse(client.get("/cases/footbridge/feed.atom").content).entries
    }
    withdrawn, merged = of_2017(case), case.events.get(headline="Reeds cut")
    survivor = case.events.get(headline="Footbridge over the Linden opened")
    events = Event.objects.filter(pk=withdrawn.pk)
    services.withdraw_events(events=events, grounds=Grounds.PERSON, by=None, reason="hush")
    services.merge_events(survivor=survivor, others=Event.objects.filter(pk=merged.pk), by=None, reason="hush")
    root = etree.fromstring(client.get("/cases/footbridge/feed.atom").content)
    stones = {
        stone.get("ref"): stone.findtext("at:comment", None, ATOM) for stone in root.findall("at:deleted-entry", ATOM)
    }
    assert stones == {
        ids["Weir <mended> & painted"]: "Withdrawn: to protect a person.",
        ids["Reeds cut"]: "Put together with another event.",
    }
    assert len(root.findall("a:entry", ATOM)) == 1


def test_a_withdrawal_that_comes_into_force_again_has_its_reason(client: Client, case: Case) -> None:
    events = Event.objects.filter(pk=of_2017(case).pk)
    (decision,) = services.withdraw_events(events=events, grounds=Grounds.PERSON, by=None, reason="hush")
    undone = services.undo_decision(decision=decision, by=None, reason="too soon")
    again = services.undo_decision(decision=undone, by=None, reason="not too soon")
    (stone,) = etree.fromstring(client.get("/cases/footbridge/feed.atom").content).findall("at:deleted-entry", ATOM)
    assert stone.findtext("at:comment", None, ATOM) == "Withdrawn: to protect a person."
    assert stone.get("when", "")[:19] == again.at.isoformat()[:19]


def test_everybody_says_the_same_of_when_a_case_last_changed(client: Client, case: Case) -> None:
    """Also where an event left: then none of those that are there has changed."""
    kept = case.events.get(headline="Reeds cut")
    (gone,) = services.withdraw_events(
        events=Event.objects.filter(pk=of_2017(case).pk), grounds=Grounds.SOURCE, by=None, reason="hush"
    )
    (marked,) = services.mark_key(events=Event.objects.filter(pk=kept.pk), by=None, is_key=True)
    at = timezone.now() + 2 * DAY
    Decision.objects.filter(pk=gone.pk).update(at=at)
    Decision.objects.filter(pk=marked.pk).update(at=at + DAY)  # which changes nothing of what an event says
    make.make_day_event(make.make_case("weir"), dt.date(2016, 6, 1))
    feed = feedparser.parse(client.get("/cases/footbridge/feed.atom").content).feed
    second = at.astimezone(dt.UTC).isoformat()[:19]
    assert client.get("/api/v1/cases/footbridge").json()["updated"][:19] == feed.updated[:19] == second
    assert [listed.case.slug for listed in queries.case_index(AnonymousUser(), "", "changed")] == ["footbridge", "weir"]
    assert f"<lastmod>{second[:10]}</lastmod>" in client.get("/sitemap-cases.xml").content.decode()


def test_an_event_is_a_file_too_and_leads_on_like_its_page(client: Client, case: Case) -> None:
    event, other = of_2017(case), case.events.get(headline="Reeds cut")
    (record,) = client.get(f"/events/{event.public_id}.json").json()["events"]
    assert record["sources"][0]["outlet"] == "The Linden Post"
    (entry,) = Calendar.from_ical(client.get(f"/events/{event.public_id}.ics").content).walk("VEVENT")
    assert entry["dtstart"].dt == dt.date(2017, 5, 1)
    assert client.get(f"/events/{other.public_id}.ics").status_code == 404  # no first day
    services.merge_events(survivor=event, others=Event.objects.filter(pk=other.pk), by=None, reason="one")
    moved = client.get(f"/events/{other.public_id}.json")
    assert (moved.status_code, moved["Location"]) == (308, f"/events/{event.public_id}.json")
    services.withdraw_events(events=Event.objects.filter(pk=event.pk), grounds=Grounds.LEGAL, by=None, reason="law")
    gone = client.get(f"/events/{event.public_id}.json")
    assert (gone.status_code, gone["Content-Type"], gone.json()["reason"]) == (410, "application/problem+json", "legal")
    assert "law" not in gone.json()["detail"].replace("legal", "")
    assert client.get("/events/bcdfghjkm.json").status_code == 404


def test_staff_get_what_the_public_gets(staff: Client, case: Case) -> None:
    make.make_day_event(case, dt.date(2018, 1, 1), review="suggested", headline="Draft of a gauge")
    case.is_public = True
    assert "Draft of a gauge" not in staff.get("/cases/footbridge/events.csv").content.decode()


def test_a_feed_costs_the_same_queries_for_three_events_and_for_thirty(
    client: Client, case: Case, django_assert_max_num_queries
) -> None:
    for day in range(1, 31):
        make.make_day_event(case, dt.date(2018, 1, day))
    with django_assert_max_num_queries(16):
        assert len(feedparser.parse(client.get("/cases/footbridge/feed.atom").content).entries) == 33


def test_each_file_that_the_page_of_files_leads_to_is_there_under_the_filters(client: Client, case: Case) -> None:
    page = client.get("/cases/footbridge/files/?type=repair&order=newest&choices=all&since=2016-01-01&open=all")
    links = re.findall(r'<dt><a href="([^"]+)">', page.content.decode())
    assert len(links) == 8
    for link in links:
        assert link.endswith("?type=repair&amp;order=newest"), link
        response = client.get(link.replace("&amp;", "&"))
        assert response.status_code == 200, link
        assert b"".join(response) if response.streaming else response.content

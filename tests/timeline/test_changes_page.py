"""What readers who were here before find: the news above the timeline, and the list of all that changed."""

import datetime as dt
import re

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles.models import Case
from tests import factories as make
from tests.timeline.test_pages import body
from timeline import filters, queries, services
from timeline.models import Decision, Event
from timeline.queries import changelog
from timeline.views import changelog as view

pytestmark = pytest.mark.django_db
D = dt.date
CASE, CHANGES = "/cases/footbridge/", "/cases/footbridge/changes/"
LONG_AGO = "2001-01-01"
PART = {"HX-Request": "true", "HX-Target": "news"}


@pytest.fixture
def chief() -> User:
    return make.make_chief()


@pytest.fixture
def old(case: Case) -> list[Event]:
    """Four events that have been public for a month, the last three of them since one moment."""
    events = [make.make_day_event(case, D(2016, 6, n), headline=f"Gauge {n} read") for n in range(1, 5)]
    came(events[:1], days=31)
    came(events[1:], days=30)
    return events


def came(events: list[Event], days: int) -> None:
    """The database keeps the first moment: who turns it back has to put its trigger aside."""
    at = timezone.now() - dt.timedelta(days=days)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE timeline_event SET first_public_at = %s WHERE id = ANY(%s)", [at, [e.pk for e in events]]
        )
        cursor.execute("SET LOCAL session_replication_role = origin")


def last_week() -> str:
    return (timezone.now() - dt.timedelta(days=7)).date().isoformat()


def only(event: Event):
    return Event.objects.filter(pk=event.pk)


def changed_in_every_way(events: list[Event], chief: User) -> None:
    reworded, gone, survivor, merged = events
    services.edit_event(event=reworded, by=chief, reason="A slip.", headline="Gauge one read")
    services.withdraw_events(events=only(gone), by=chief, reason="Wrong.", grounds="source")
    services.merge_events(survivor=survivor, others=only(merged), by=chief, reason="The same.")


# Above the timeline


def test_what_is_new_and_corrected_is_counted_named_and_marked(
    client: Client, case: Case, old: list[Event], chief: User
) -> None:
    make.make_day_event(case, D(2016, 7, 1), headline="Railing painted")
    changed_in_every_way(old, chief)
    page = client.get(CASE, {"since": last_week()}).content.decode()
    text = body(client.get(CASE, {"since": last_week()}))
    assert ": 1 new, 1 corrected, 1 updated, 1 merged, 1 withdrawn" in text
    assert "Gauge 2 read" not in text
    assert card_of(page, "Railing painted").count("b-new") == 1
    assert card_of(page, "Gauge one read").count("b-corrected") == 1
    assert "b-new" not in card_of(page, "Gauge 3 read")


def card_of(page: str, headline: str) -> str:
    return next(card for card in re.findall(r'<li id="e-.*?</li>', page, re.DOTALL) if headline in card)


def test_a_card_that_opens_keeps_its_badge(client: Client, case: Case) -> None:
    event = make.make_day_event(case, D(2016, 7, 1))
    headers = {"HX-Request": "true", "HX-Target": f"e-{event.public_id}"}
    card = client.get(CASE, {"since": LONG_AGO, "open": event.public_id}, headers=headers).content.decode()
    assert "b-new" in card


def test_the_moment_stays_while_somebody_filters(client: Client, case: Case) -> None:
    make.make_day_event(case, D(2016, 7, 1))
    page = client.get(CASE, {"since": LONG_AGO}).content.decode()
    assert '<input type="hidden" name="since" value="2001-01-01">' in page
    assert re.search(r'id="order" href="\?order=newest&amp;since=2001-01-01"', page)
    assert "since=" not in "".join(re.findall(r'<link rel="alternate"[^>]*>', page))


def test_nothing_new_is_said_so(client: Client, case: Case, old: list[Event]) -> None:
    assert "Nothing new since" in body(client.get(CASE, {"since": last_week()}))
    assert client.get(CASE, {"since": last_week()}, headers=PART).content.strip() == b""


def test_a_script_gets_the_news_alone(client: Client, case: Case, chief: User) -> None:
    new = make.make_day_event(case, D(2016, 7, 1))
    part = client.get(CASE, {"since": LONG_AGO}, headers=PART).content.decode()
    assert part.lstrip().startswith("<section")
    assert "Since your last visit: 1 new" in part
    assert f'data-kinds="{new.public_id}=New"' in part


def test_the_page_says_up_to_when_it_tells_and_that_moment_has_no_news(
    client: Client, case: Case, old: list[Event], chief: User
) -> None:
    changed_in_every_way(old, chief)
    page = client.get(CASE).content.decode()
    changed = re.search(r'data-changed="([^"]+)"', page)
    assert changed
    assert dt.datetime.fromisoformat(changed[1]) == Decision.objects.earliest("-at").at
    assert client.get(CASE, {"since": changed[1]}, headers=PART).content.strip() == b""


@pytest.mark.parametrize(
    "text", ["soon", "2016-13-01", "0001-01-01", "9999-12-31T23:59", "x" * 10_000, "2016-06-10T99"]
)
def test_a_moment_that_is_none_is_named(client: Client, case: Case, text: str) -> None:
    for page in (CASE, CHANGES):
        assert "is no moment that we can read" in body(client.get(page, {"since": text}))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2016-06-10", "2016-06-10T00:00:00"),
        ("2016-06-10T18:00", "2016-06-10T18:00:00"),
        ("2016-06-10T18:00:00.25Z", "2016-06-10T18:00:00.250000+00:00"),
        ("2016-06-10T18:00 02:00", "2016-06-10T18:00:00+02:00"),  # a plus that nobody escaped
    ],
)
def test_moments_are_read_and_written(rf, text: str, read: str) -> None:
    asked, notes = filters.parse(rf.get("/", {"since": text}).GET)
    assert asked.since
    assert asked.since.isoformat() == read
    assert notes == []
    assert asked.count == 0
    assert filters.parse(rf.get("/" + asked.query()).GET)[0] == asked


# The list of all that changed


def test_the_list_tells_each_kind_and_nothing_of_what_is_gone(
    client: Client, case: Case, old: list[Event], chief: User
) -> None:
    changed_in_every_way(old, chief)
    text = body(client.get(CHANGES))
    assert "Corrected Gauge one read 1 June 2016 The headline was reworded." in text
    assert "Withdrawn An event that is no longer here It was withdrawn: its source no longer stands by it." in text
    merged = "Merged Gauge 3 read 3 June 2016; sources differ Another event was put together with this one."
    assert f"{merged} 1 report was added." in text
    assert text.count("Gauge 3 read") == 2  # merged now, new a month ago
    for word in ("Gauge 2 read", "Gauge 4 read", "Wrong.", "A slip.", "by editor"):
        assert word not in text


def test_a_merge_that_is_taken_back_is_told_as_well(client: Client, case: Case, old: list[Event], chief: User) -> None:
    made = services.merge_events(survivor=old[2], others=only(old[3]), by=chief, reason="The same.")
    services.undo_decision(decision=made, by=chief, reason="They were two.")
    text = body(client.get(CHANGES))
    assert "Shown again Gauge 4 read 4 June 2016 It is shown again." in text
    assert "Updated Gauge 3 read 3 June 2016 1 report was taken out." in text


def test_a_line_parts_what_came_since_from_what_was_there(client: Client, case: Case, old: list[Event]) -> None:
    make.make_day_event(case, D(2016, 7, 1), headline="Railing painted")
    text = body(client.get(CHANGES, {"since": last_week()}))
    assert re.search(r"Railing painted .* Here on \d+ \w+ \d{4} .* Gauge 4 read", text)
    assert "Here on" not in body(client.get(CHANGES, {"since": LONG_AGO}))


def test_pages_follow_each_other_without_a_loss_or_a_repetition(
    client: Client, case: Case, old: list[Event], chief: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Events that came at one moment among them."""
    changed_in_every_way(old, chief)
    make.make_day_event(case, D(2016, 7, 1), headline="Railing painted")
    whole = re.findall(r"<li>.*?</li>", client.get(CHANGES).content.decode(), re.DOTALL)
    monkeypatch.setattr(view, "A_PAGE", 1)
    found, query, pages = [], "", 0
    while True:
        page = client.get(CHANGES + query.replace("&amp;", "&")).content.decode()
        found += re.findall(r"<li>.*?</li>", page, re.DOTALL)
        pages += 1
        following = re.search(r'class="more"><a href="([^"]+)"', page)
        if not following:
            break
        query = following[1]
    assert pages >= len(whole) == 6
    words = [[re.sub(r"<[^>]+>|\s+", " ", line) for line in lines] for lines in (found, whole)]
    assert {line for line in words[1] if "Merged" not in line} <= set(words[0])


@pytest.mark.parametrize("after", ["soon", "2016-06-10,1", "2016-06-10,0,7", "2016-06-10T00:00Z,0," + "9" * 30, "\x00"])
def test_a_place_that_is_none_leads_to_the_beginning(client: Client, case: Case, old: list[Event], after: str) -> None:
    text = body(client.get(CHANGES, {"after": after}))
    assert "this is its beginning" in text
    assert "Gauge 4 read" in text


def test_a_case_that_is_not_public_has_changed_for_nobody(client: Client, staff: Client) -> None:
    case = make.make_case("hidden", is_public=False)
    make.make_day_event(case, D(2016, 7, 1))
    assert Client().get("/cases/hidden/changes/").status_code == 404
    assert "Nothing has been published in this case yet." in body(staff.get("/cases/hidden/changes/"))
    assert "data-changed" not in staff.get("/cases/hidden/").content.decode()


@pytest.mark.parametrize("count", [2, 12])
def test_the_list_asks_a_fixed_number_of_questions(
    client: Client, case: Case, chief: User, django_assert_max_num_queries, count: int
) -> None:
    events = [make.make_day_event(case, D(2016, 6, n + 1)) for n in range(count)]
    services.merge_events(survivor=events[0], others=only(events[1]), by=chief, reason="The same.")
    with django_assert_max_num_queries(11):
        client.get(CHANGES)


def test_the_newest_come_from_their_indexes(case: Case) -> None:
    reading = make.make_type()
    days = [D(2000, 1, 1) + dt.timedelta(days=n) for n in range(2000)]
    told = {"case": case, "type": reading, "status": "occurred", "review": "approved", "reviewed_at": timezone.now()}
    Event.objects.bulk_create(
        Event(headline=f"No. {day}", edtf=str(day), earliest=day, latest=day, **told) for day in days
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE timeline_event, timeline_decision")
    came, _ = queries.changes(case, None, None, 50)
    assert [entry.event.pk for entry in came] == sorted((entry.event.pk for entry in came), reverse=True)
    plan = changelog._came(case, None, came[-1].place)[:51].explain()
    assert "event_by_first_public" in plan
    assert "Sort" not in plan

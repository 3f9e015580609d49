"""When an event was updated, as programs are told: when what readers see of it changed, not when a row was written."""

import datetime as dt
import re
from collections.abc import Callable

import feedparser
import pytest
from django.contrib.auth.models import User
from django.test import Client
from icalendar import Calendar

from tests import factories as make
from tests.timeline.test_changes_page import came
from timeline import queries, services
from timeline.models import Event
from timeline.presentation import history

pytestmark = pytest.mark.django_db
WHY = "A slip."


@pytest.fixture
def chief() -> User:
    return make.make_chief()


@pytest.fixture
def event() -> Event:
    """Public for a month, with a report that waits."""
    event = make.make_day_event(make.make_case(), make.FRIDAY, headline="Bridge opened")
    sentence = "The bridge was opened on 10 June 2016."
    late = make.make_mention(make.make_article(event.case, sentence), sentence=sentence, timex="10 June 2016")
    event.citations.create(case=event.case, mention=late)
    other = make.make_day_event(event.case, make.FRIDAY, headline="Ribbon cut")
    came([event, other], days=30)
    event.refresh_from_db()
    return event


def only(event: Event):
    return Event.objects.filter(pk=event.pk)


def other_of(event: Event) -> Event:
    return Event.objects.exclude(pk=event.pk).get()


def mark(event: Event, by: User) -> None:
    services.mark_key(events=only(event), is_key=True, by=by)


def unmark_by_undoing(event: Event, by: User) -> None:
    mark(event, by)
    services.undo_decision(decision=event.decisions.latest("pk"), by=by, reason=WHY)


def keep_apart(event: Event, by: User) -> None:
    services.mark_distinct(events=Event.objects.all(), by=by)


def order(event: Event, by: User) -> None:
    services.edit_event(event=event, by=by, reason=WHY, ordinal=3)


def accept(event: Event, by: User) -> None:
    services.accept_evidence(citations=event.citations.all(), by=by)


def split_off(event: Event, by: User) -> None:
    services.split_event(event=event, citations=event.citations.filter(accepted=False), by=by, reason=WHY)


def reword(event: Event, by: User) -> None:
    services.edit_event(event=event, by=by, reason=WHY, headline="Bridge opened to walkers")


def merge(event: Event, by: User) -> None:
    services.merge_events(survivor=event, others=only(other_of(event)), by=by, reason=WHY)


def take_off_and_bring_back(event: Event, by: User) -> None:
    services.withdraw_events(events=only(event), by=by, reason=WHY, grounds="error")
    services.restore_events(events=only(event), by=by)


def told(client: Client, event: Event) -> list[dt.datetime]:
    """What each output says, to the second; of the sitemap and of those who cite, the day."""
    key = event.public_id
    page = client.get("/cases/footbridge/events.json").json()["events"]
    listed = client.get("/api/v1/cases/footbridge/events").json()["events"]
    feed = feedparser.parse(client.get("/cases/footbridge/feed.atom").content)
    (entry,) = Calendar.from_ical(client.get(f"/events/{key}.ics").content).walk("VEVENT")
    texts = [
        client.get(f"/events/{key}.json").json()["events"][0]["updated"],
        *(each["updated"] for each in (*page, *listed) if each["id"] == key),
        *(each.updated for each in feed.entries if each.id.endswith(key)),
    ]
    found = [entry["last-modified"].dt, *(dt.datetime.fromisoformat(text).replace(microsecond=0) for text in texts)]
    assert len(found) == 5
    days = {each.date() for each in found}
    sitemap = client.get("/sitemap-events.xml").content.decode().partition(key)[2]
    days.add(dt.date.fromisoformat(sitemap.partition("<lastmod>")[2][:10]))
    cited = client.get(make.permalink(event), follow=True).content.decode()
    parts = re.search(r"date-parts(?:&#34;|\"): \[\[(\d+), (\d+), (\d+)\]\]\}, (?:&#34;|\")accessed", cited)
    assert parts
    assert {*days, dt.date(*map(int, parts.groups()))} == days
    assert len(days) == 1
    return found


@pytest.mark.parametrize("decide", [mark, unmark_by_undoing, keep_apart, order, split_off])
def test_what_readers_do_not_see_is_no_update(
    client: Client, event: Event, chief: User, decide: Callable[[Event, User], object]
) -> None:
    decide(event, chief)
    assert event.first_public_at
    assert set(told(client, event)) == {event.first_public_at.replace(microsecond=0)}


@pytest.mark.parametrize("decide", [reword, accept, merge, take_off_and_bring_back])
def test_what_they_see_is_one(
    client: Client, event: Event, chief: User, decide: Callable[[Event, User], object]
) -> None:
    decide(event, chief)
    made = event.decisions.latest("pk").at.replace(microsecond=0)
    mark(event, chief)
    assert set(told(client, event)) == {made}


def test_a_draft_is_as_old_as_its_row() -> None:
    event = make.make_day_event(make.make_case(), make.FRIDAY, review="suggested")
    assert queries.changed_at([event]) == {event.pk: event.updated_at}


def test_the_program_and_the_page_tell_the_same_changes(event: Event, chief: User) -> None:
    """`queries.told` reads what decisions keep in SQL, `history` in Python."""
    for decide in (order, reword, accept, take_off_and_bring_back, unmark_by_undoing, merge):
        decide(event, chief)
        decisions = queries.past(event).decisions
        event.refresh_from_db()
        assert queries.changed_at([event]) == {event.pk: history.last_told(event, decisions)}

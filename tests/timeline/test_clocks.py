"""What is done on the staff's side is told in the newsroom's time, whose zone every page names."""

import datetime as dt
import os
import re
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings as house
from django.test import Client

from articles.models import Case
from tests import factories as make
from tests.timeline.test_pages import body
from timeline import services
from timeline.activity import deeds
from timeline.models import Decision, Event, Review
from timeline.services import words_of

pytestmark = pytest.mark.django_db
TIME = re.compile(r"\b\d{1,2}:\d\d\b(?: \w+)?")


@pytest.fixture
def tokyo(settings: Any) -> None:
    settings.TIME_ZONE = "Asia/Tokyo"


@pytest.fixture
def event(case: Case) -> Event:
    """Decided, talked about, and of a case in Berlin."""
    chief = make.make_chief("chief")
    event = make.make_event(case, review=Review.SUGGESTED)
    services.approve_events(events=Event.objects.filter(pk=event.pk), by=chief)
    services.comment_on(event=event, by=chief, text="Seen, @chief")
    return Event.objects.get(pk=event.pk)


def test_a_decision_is_told_in_the_newsrooms_time(tokyo: None, event: Event) -> None:
    Decision.objects.update(at=dt.datetime(2026, 3, 1, 20, 30, tzinfo=dt.UTC))
    assert words_of(Decision.objects.get()) == "Approved by chief on 2 March 2026, 05:30 JST"


def test_a_day_of_activity_begins_when_it_does_in_the_newsroom(tokyo: None, event: Event) -> None:
    day = dt.date(2026, 3, 2)
    for at, is_told in (("2026-03-01T15:00+00:00", True), ("2026-03-01T14:59+00:00", False)):
        Decision.objects.update(at=dt.datetime.fromisoformat(at))
        assert ("Approved" in {deed.what for deed in deeds(event.case, day)}) is is_told


def test_every_time_on_the_staffs_pages_names_its_zone(tokyo: None, client: Client, event: Event) -> None:
    client.force_login(event.comments.get().by)
    pages = ("/admin/", f"/admin/timeline/event/{event.pk}/change/", f"/admin/activity/{event.case.slug}/")
    for url in pages:
        times = TIME.findall(body(client.get(url)))
        assert times, url
        assert [time for time in times if not time.endswith(" JST")] == [], url


def test_readers_are_told_in_the_time_of_the_case(tokyo: None, client: Client, event: Event) -> None:
    times = TIME.findall(body(client.get(f"/cases/{event.case.slug}/")))
    assert times
    assert {time.partition(" ")[2] for time in times} <= {"CET", "CEST"}


def test_a_zone_that_there_is_not_is_refused() -> None:
    environ = {**os.environ, "CASETRACKER_TIMEZONE": "Mars/Base"}
    command = [sys.executable, "-c", "import casetracker.settings"]
    run = subprocess.run(command, env=environ, cwd=house.BASE_DIR, capture_output=True, text=True)
    assert "write a time zone like Europe/Berlin" in run.stderr

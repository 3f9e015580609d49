"""A day that sources dispute stands nowhere alone: each form too short for both days says that they differ."""

import datetime as dt
import html
import json
import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from tests import factories as make
from tests.timeline.test_pages import body
from timeline import queries, services
from timeline.models import Event
from timeline.presentation.digest import digest
from timeline.presentation.event_page import event_page
from timeline.reader import Reader, reader_of
from timeline.services.facing import refresh_faces

pytestmark = pytest.mark.django_db
LONG_AGO = dt.datetime(2001, 1, 1, tzinfo=dt.UTC)
SIGN = "8 June 2016; sources differ"
SAID = "8 June 2016 (The Linden Post of 2016-06-10); 9 June 2016 (Bay Sample News of 2016-06-11)."
BOTH = f"Sources differ on the date: {SAID}"
JSONLD = re.compile(r'<script type="application/ld\+json">(.*?)</script>')


@pytest.fixture
def event() -> Event:
    """One paper says Wednesday, the other the day after."""
    case = make.make_case()
    first = make.make_mention(make.make_article(case))
    sentence = "The footbridge was opened on 9 June, a day late."
    paper = make.make_source("Bay Sample News")
    article = make.make_article(case, sentence, source=paper, published=dt.date(2016, 6, 11))
    day = dt.date(2016, 6, 9)
    second = make.make_mention(article, sentence=sentence, timex="9 June", edtf="2016-06-09", earliest=day, latest=day)
    event = make.make_event(case, [first, second])
    make.claim(event, first, "date", "2016-06-08")
    make.claim(event, second, "date", "2016-06-09")
    make.make_day_event(case, dt.date(2016, 6, 20), headline="Gauge read")
    return event


def other_of(event: Event) -> Event:
    return Event.objects.exclude(pk=event.pk).get()


def test_cards_and_frames_bear_the_badge(client: Client, event: Event) -> None:
    for path in ("/cases/footbridge/", "/embed/cases/footbridge/", f"/embed/events/{event.public_id}/"):
        text = body(client.get(path))
        assert text.count("8 June 2016") >= 1, path
        assert "Sources differ" in text, path


def test_links_that_name_the_day_say_it(client: Client, event: Event) -> None:
    services.mark_key(events=Event.objects.filter(pk=event.pk), is_key=True, by=None)
    first, last = (client.get(path) for path in ("/cases/footbridge/", make.permalink(other_of(event))))
    key = body(first).partition("Key events")[2].partition("Filter")[0]
    assert SIGN in key
    assert SIGN in body(last)  # the event before it
    article = event.citations.earliest("pk").mention.run.version.article
    assert SIGN in body(client.get(article.get_absolute_url()))
    assert SIGN in body(client.get("/cases/footbridge/changes/"))
    assert SIGN in body(client.get("/cases/footbridge/?since=2001-01-01"))
    assert "20 June 2016;" not in body(client.get("/cases/footbridge/changes/"))


def test_what_is_passed_on_says_it(client: Client, event: Event) -> None:
    page = html.unescape(client.get(make.permalink(event)).content.decode())
    assert page.count(f'content="{SIGN}.') == 2  # for search engines, and for who draws a link
    assert f"”, {SIGN}. In:" in page
    assert f"Event of {SIGN}" in page
    plain = client.get(f"/events/{event.public_id}.png").content
    event.faces.update(differ=False)
    assert client.get(f"/events/{event.public_id}.png").content != plain


def test_a_mail_says_it(event: Event) -> None:
    touched = queries.touched(event.case, LONG_AGO, timezone.now())
    queries.tell_differing(touched, AnonymousUser())
    told = digest(event.case, touched, LONG_AGO, timezone.now(), Reader(is_staff=False), site="")
    assert told
    assert [item.when for group in told.groups for item in group.items] == [SIGN, "20 June 2016"]


def test_programs_are_told_who_says_what(client: Client, event: Event) -> None:
    feed = html.unescape(html.unescape(client.get("/cases/footbridge/feed.atom").content.decode()))
    slides = client.get("/cases/footbridge/timelinejs.json").json()["events"]
    (entry,) = Calendar.from_ical(client.get(f"/events/{event.public_id}.ics").content).walk("VEVENT")
    assert BOTH in feed
    assert [BOTH in slide["text"]["text"] for slide in slides] == [True, False]
    assert BOTH in entry["description"]
    assert entry["status"] == "TENTATIVE"
    whole = client.get("/cases/footbridge/events.jsonld").json()["itemListElement"]
    found = re.search(
        r'<script type="application/ld\+json">(.*?)</script>', client.get(make.permalink(event)).content.decode()
    )
    assert found
    for told in (whole[0]["item"], json.loads(found[1])):
        assert told["disambiguatingDescription"] == BOTH
        assert "startDate" not in told
    assert whole[1]["item"]["startDate"] == "2016-06-20"


def test_what_only_staff_see_to_differ_is_not_passed_on(event: Event) -> None:
    late = event.citations.latest("pk")
    late.accepted = False
    late.save(update_fields=["accepted"])
    refresh_faces(events=Event.objects.all())
    staff = make.make_staff()
    reports = queries.evidence([event], staff)[event.pk]
    page = event_page(
        event,
        reports,
        (None, None),
        reader_of(staff, [event.case]),
        merged=[],
        changed=timezone.now(),
        dated_by_editor=False,
        now=timezone.now(),
    )
    assert page.disagreements
    assert page.sharing.when == "8 June 2016"

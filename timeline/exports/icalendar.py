"""iCalendar (RFC 5545): all-day events; CONFIRMED where the sources commit to the day and tell the event as done, else
TENTATIVE. Left out: what did not happen, what is hypothetical, and dates with an open end."""

from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from icalendar import Calendar, Event

from timeline.exports.records import CaseRecord, EventRecord, takes_place
from timeline.models import Status

DAY = timedelta(days=1)


def write(case: CaseRecord, events: list[EventRecord]) -> str:
    calendar = Calendar()
    calendar.add("prodid", "-//Casetracker//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", case["title"])
    for event in events:
        if event["earliest"] and event["latest"] and takes_place(event):
            calendar.add_component(_entry(event))
    return str(calendar.to_ical(), "utf-8")


def _entry(event: EventRecord) -> Event:
    first, last = date.fromisoformat(str(event["earliest"])), date.fromisoformat(str(event["latest"]))
    entry = Event()
    entry.add("uid", f"{event['id']}@{settings.SITE_URL.split('//')[-1].split(':')[0]}")
    entry.add("dtstamp", datetime.now(UTC))
    entry.add("dtstart", first)
    entry.add("dtend", last + DAY)  # exclusive
    entry.add("summary", event["headline"])
    entry.add("url", event["url"])
    entry.add("categories", [event["type"]])
    is_plain_day = event["date"] == event["earliest"]  # neither wider than a day nor qualified
    entry.add("status", "CONFIRMED" if is_plain_day and event["status"] == Status.OCCURRED else "TENTATIVE")
    return entry

"""iCalendar (RFC 5545): all-day events; CONFIRMED where the sources commit to one day and tell the event as done, else
TENTATIVE. Left out: what did not happen, what is hypothetical, and dates with an open end or on the last day of all,
since an entry ends on the day after."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from django.conf import settings
from icalendar import Calendar, Event

from articles.characters import for_xml
from timeline.exports.records import CaseRecord, EventRecord, Statement, differing_words, differs_on_date, takes_place
from timeline.models import Status

DAY = timedelta(days=1)
# An empty calendar shows its reader nothing else.
ABOUT = (
    "Events of the timeline “{title}”, each with its sources. Who subscribes to it sees what lies ahead: it is empty "
    "while the articles tell of no coming day, and takes new entries by itself. All that happened: {url}"
)


def write(case: CaseRecord, events: Iterable[EventRecord]) -> Iterator[str]:
    calendar = Calendar()
    calendar.add("prodid", "-//Casetracker//EN")
    calendar.add("version", "2.0")
    title = for_xml(case["title"])  # RFC 5545 allows no control characters either
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    calendar.add("description", ABOUT.format(title=title, url=case["url"]))
    calendar.add("x-wr-caldesc", ABOUT.format(title=title, url=case["url"]))
    calendar.add("url", case["url"])
    for event in events:
        if in_calendar(event):
            calendar.add_component(_entry(for_xml(event)))
    yield str(calendar.to_ical(), "utf-8")


def in_calendar(event: Statement) -> bool:
    first, last = event["earliest"], event["latest"]
    return bool(first and last and date.fromisoformat(last) < date.max and takes_place(event))


def _entry(event: EventRecord) -> Event:
    first, last = date.fromisoformat(str(event["earliest"])), date.fromisoformat(str(event["latest"]))
    entry = Event()
    entry.add("uid", f"{event['id']}@{settings.SITE_URL.split('//')[-1].split(':')[0]}")
    changed = datetime.fromisoformat(event["updated"])
    entry.add("dtstamp", changed)  # without a METHOD, it says when the entry was last revised
    entry.add("last-modified", changed)
    entry.add("sequence", event["revision"] - 1)
    entry.add("dtstart", first)
    entry.add("dtend", last + DAY)  # exclusive
    entry.add("summary", event["headline"])
    entry.add("url", event["url"])
    entry.add("description", _reported(event))
    entry.add("categories", [event["type"]])
    entry.add("transp", "TRANSPARENT")  # it takes nobody's time
    # Neither wider than a day nor qualified, nor another one in another source.
    is_plain_day = event["date"] == event["earliest"] and not differs_on_date(event)
    entry.add("status", "CONFIRMED" if is_plain_day and event["status"] == Status.OCCURRED else "TENTATIVE")
    return entry


def _reported(event: EventRecord) -> str:
    """Who says so, and where they differ."""
    cited = {source["url"]: source for source in event["sources"]}
    said = [f"{s['outlet']}, {s['published']}: {s['title']} {url}" for url, s in cited.items()]
    return "\n".join([*differing_words(event), *said])

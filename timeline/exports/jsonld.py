"""schema.org: an ItemList of Events, each with the articles that report it.

schema.org has no words for a vague date, nor for an event that did not take place. So an Event is dated only by years,
months and days that the sources commit to, each as precise as they are; what was denied or is hypothetical is left out.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from timeline.exports.records import CaseRecord, EventRecord, SourceRecord, takes_place
from timeline.models import Status

PLAIN = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?")  # no qualifier, week or season


def write(case: CaseRecord, events: Iterable[EventRecord]) -> Iterator[str]:
    listed = [event for event in events if takes_place(event)]
    document = {
        "@context": "https://schema.org",
        "@type": "ItemList",
        "name": case["title"],
        "url": case["url"],
        "numberOfItems": len(listed),
        "itemListElement": [
            {"@type": "ListItem", "position": position, "item": _event(event)}
            for position, event in enumerate(listed, 1)
        ],
    }
    yield json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def event_document(event: EventRecord) -> dict[str, Any] | None:
    """One event, for its own page; None for one that did not take place."""
    return {"@context": "https://schema.org", **_event(event)} if takes_place(event) else None


def list_document(case: CaseRecord, events: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """What a page of the timeline lists: the address and the headline of each event, whose own page says the rest."""
    listed = [
        {"@type": "ListItem", "position": position, "url": url, "name": headline}
        for position, (url, headline) in enumerate(events, 1)
    ]
    about = {"name": case["title"], "url": case["url"], "itemListElement": listed}
    return {"@context": "https://schema.org", "@type": "ItemList", **about}


def _event(event: EventRecord) -> dict[str, Any]:
    cited = {source["url"]: source for source in event["sources"]}  # once each, in order
    item: dict[str, Any] = {
        "@type": "Event",
        "@id": event["url"],
        "url": event["url"],
        "name": event["headline"],
        "additionalType": event["type"],
        "citation": [_article(source) for source in cited.values()],
    }
    first, slash, last = (event["date"] or "").partition("/")
    for name, end in (("startDate", first), ("endDate", last if slash else first)):
        if PLAIN.fullmatch(end):
            item[name] = end
    if event["status"] == Status.PLANNED:
        item["eventStatus"] = "https://schema.org/EventScheduled"
    if event["status"] == Status.ALLEGED:
        item["disambiguatingDescription"] = "Alleged"
    return item


def _article(source: SourceRecord) -> dict[str, Any]:
    return {
        "@type": "NewsArticle",
        "headline": source["title"],
        "datePublished": source["published"],
        "publisher": {"@type": "Organization", "name": source["outlet"]},
        "url": source["original"] or source["url"],
    }

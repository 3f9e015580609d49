"""schema.org: an ItemList of Events, each with the articles that report it.

schema.org has no words for a vague date, nor for an event that did not take place. So an Event is dated only by years,
months and days that the sources commit to, each as precise as they are, and not where they differ on it; what was
denied or is hypothetical is left out.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from markupsafe import Markup

from timeline.exports.records import (
    CaseRecord,
    EventRecord,
    SourceRecord,
    Statement,
    differing_words,
    differs_on_date,
    takes_place,
)
from timeline.models import Status
from timeline.presentation.pages import CaseLink
from timeline.presentation.timeline import Stretch

PLAIN = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?")  # no qualifier, week or season

UNSAFE = re.compile("[<>&\u2028\u2029]")  # JSON may write them otherwise


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


def of_event(event: Statement) -> Markup | None:
    """For the head of the event's own page; None for one that did not take place."""
    return _script({"@context": "https://schema.org", **_event(event)}) if takes_place(event) else None


def of_timeline(case: CaseLink, stretches: Iterable[Stretch]) -> Markup:
    """For the head of a timeline: the address and the headline of each event that it lists, whose own page says the
    rest. Drafts, which staff see, are left out."""
    cards = [card for stretch in stretches for card in stretch.cards if not card.is_draft]
    listed = [
        {
            "@type": "ListItem",
            "position": position,
            "url": settings.SITE_URL + card.url,
            "name": "".join(piece.text for piece in card.headline),
        }
        for position, card in enumerate(cards, 1)
    ]
    about = {"name": case.title, "url": settings.SITE_URL + case.url, "itemListElement": listed}
    return _script({"@context": "https://schema.org", "@type": "ItemList", **about})


def _script(document: dict[str, Any]) -> Markup:
    """A data block, which no policy on scripts concerns. Inside it nothing ends it: not "</script>", not "<!--"."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    text = UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return Markup(f'<script type="application/ld+json">{text}</script>')  # noqa: S704 -- see UNSAFE


def _event(event: Statement) -> dict[str, Any]:
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
        if PLAIN.fullmatch(end) and not differs_on_date(event):
            item[name] = end
    if event["status"] == Status.PLANNED:
        item["eventStatus"] = "https://schema.org/EventScheduled"
    remarks = ["Alleged"] if event["status"] == Status.ALLEGED else []
    if remarks := [*remarks, *differing_words(event)]:
        item["disambiguatingDescription"] = ". ".join(remarks)
    return item


def _article(source: SourceRecord) -> dict[str, Any]:
    archived = {"archivedAt": source["archived"]} if source["archived"] else {}
    return {
        "@type": "NewsArticle",
        "headline": source["title"],
        "datePublished": source["published"],
        "publisher": {"@type": "Organization", "name": source["outlet"]},
        "url": source["original"] or source["url"],
        **archived,
    }

"""schema.org: an ItemList of Events, each with the articles that report it.

schema.org has no words for a vague date, nor for an event that did not take place. So an Event is dated only by years,
months and days that the sources commit to, each as precise as they are; what was denied or is hypothetical is left out.
"""

import json
import re
from typing import Any

from django.conf import settings

from articles.models import Article, Case
from timeline.exports.records import EventRecord, takes_place
from timeline.models import Status

PLAIN = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?")  # no qualifier, week or season


def write(case: Case, events: list[EventRecord]) -> str:
    links = case.case_articles.select_related("article__source")
    articles = {link.key: link.article for link in links}
    listed = [event for event in events if takes_place(event)]
    document = {
        "@context": "https://schema.org",
        "@type": "ItemList",
        "name": case.title,
        "url": settings.SITE_URL + case.get_absolute_url(),
        "numberOfItems": len(listed),
        "itemListElement": [
            {"@type": "ListItem", "position": position, "item": _event(event, articles)}
            for position, event in enumerate(listed, 1)
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _event(event: EventRecord, articles: dict[str, Article]) -> dict[str, Any]:
    cited = dict.fromkeys(source["article"] for source in event["sources"])  # once each, in order
    item: dict[str, Any] = {
        "@type": "Event",
        "@id": event["url"],
        "name": event["headline"],
        "additionalType": event["type"],
        "citation": [_article(articles[key]) for key in cited],
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


def _article(article: Article) -> dict[str, Any]:
    return {
        "@type": "NewsArticle",
        "headline": str(article),
        "datePublished": article.published.isoformat(),
        "publisher": {"@type": "Organization", "name": article.source.name},
        "url": article.url or settings.SITE_URL + article.get_absolute_url(),
    }

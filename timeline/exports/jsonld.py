"""schema.org: an ItemList of Events, each with the articles that report it."""

import json
from typing import Any

from django.conf import settings

from articles.models import Article, Case
from timeline.exports.records import EventRecord


def write(case: Case, events: list[EventRecord]) -> str:
    links = case.case_articles.select_related("article__source")
    articles = {link.key: link.article for link in links}
    document = {
        "@context": "https://schema.org",
        "@type": "ItemList",
        "name": case.title,
        "url": settings.SITE_URL + case.get_absolute_url(),
        "numberOfItems": len(events),
        "itemListElement": [
            {"@type": "ListItem", "position": position, "item": _event(event, articles)}
            for position, event in enumerate(events, 1)
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
    if event["earliest"]:
        item["startDate"] = event["earliest"]
    if event["latest"]:
        item["endDate"] = event["latest"]
    return item


def _article(article: Article) -> dict[str, Any]:
    return {
        "@type": "NewsArticle",
        "headline": str(article),
        "datePublished": article.published.isoformat(),
        "publisher": {"@type": "Organization", "name": article.source.name},
        "url": article.url or settings.SITE_URL + article.get_absolute_url(),
    }

"""The events of a case in the shape of the JSON export (docs/interfaces.md); the other formats are made from it."""

from collections.abc import Sequence
from typing import Any, TypedDict

from django.conf import settings
from django.db.models import Prefetch, QuerySet

from articles.models import Case, CaseArticle
from timeline.disputes import disputed, point_of
from timeline.extraction.quantities import plain_number
from timeline.models import LEFT, Citation, Event, Status
from timeline.queries import shows_text
from timeline.reader import Reader

ARTICLE = "mention__paragraph__version__article"
CHUNK = 500  # events whose citations are loaded together


class EventRecord(TypedDict):
    id: str
    url: str
    type: str
    status: str
    headline: str
    date: str | None
    earliest: str | None
    latest: str | None
    review: str
    sources: list[dict[str, Any]]
    quantities: list[dict[str, Any]]
    conflicts: list[dict[str, Any]]


class CaseRecord(TypedDict):
    slug: str
    title: str
    summary: str
    url: str


def case_record(case: Case, reader: Reader) -> CaseRecord:
    title, summary = reader.names.text(case.title), reader.names.text(case.summary)
    return {"slug": case.slug, "title": title, "summary": summary, "url": settings.SITE_URL + case.get_absolute_url()}


def records(case: Case, reader: Reader) -> list[EventRecord]:
    """The events in the order of the timeline. A number of queries per CHUNK, none per event."""
    if reader.is_staff:
        events: QuerySet[Event] = case.events.exclude(review__in=LEFT)
        citations = Citation.objects.all()
    else:
        events = Event.objects.public().filter(case=case)
        citations = Citation.objects.filter(accepted=True)
    citations = citations.select_related(f"{ARTICLE}__source").defer("mention__paragraph__version__text")
    citations = citations.prefetch_related("claims", "mention__quantities").order_by(
        f"{ARTICLE}__published", "mention__paragraph_id", "mention__sentence_start", "mention_id"
    )
    places = CaseArticle.objects.filter(case=case).values_list("article_id", "key", "other_keys")
    keys = {article: (key, *others) for article, key, others in places}
    rows = events.prefetch_related(Prefetch("citations", citations, to_attr="cited"))
    return [_record(event, event.cited, keys, reader) for event in rows.iterator(chunk_size=CHUNK)]


def takes_place(event: EventRecord) -> bool:
    """Whether it happened, or may still: what was denied or only thought of belongs in no calendar."""
    return event["status"] not in {Status.NEGATED, Status.HYPOTHETICAL}


def _record(
    event: Event, citations: Sequence[Citation], keys: dict[int, tuple[str, ...]], reader: Reader
) -> EventRecord:
    """`keys` are the ids of each article; under the further ones the same words came again."""
    known_as = {c.id: _ids(c.mention.paragraph.version.article_id, keys, reader) for c in citations}
    article = {pk: key for pk, (key, *_) in known_as.items()}
    return {
        "id": event.public_id,
        "url": settings.SITE_URL + reader.address(event),
        "type": event.type_id,
        "status": event.status,
        "headline": reader.names.text(event.headline),
        "date": event.edtf or None,
        "earliest": event.earliest.isoformat() if event.earliest else None,
        "latest": event.latest.isoformat() if event.latest else None,
        "review": event.review,
        "sources": [_source(c, key, reader) for c in citations for key in known_as[c.id]],
        "quantities": [
            {"value": plain_number(q.value), "unit": q.unit, "qualifier": q.qualifier, "source": article[c.id]}
            for c in citations
            for q in c.mention.quantities.all()
        ],
        "conflicts": _conflicts(citations, article),
    }


def _ids(article: int, keys: dict[int, tuple[str, ...]], reader: Reader) -> tuple[str, ...]:
    """The article's ids, which often are the names of files: those without a withheld name, else its number."""
    return tuple(key for key in keys[article] if reader.names.url(key)) or (f"article-{article}",)


def _source(citation: Citation, key: str, reader: Reader) -> dict[str, Any]:
    """The `quote` is empty where the outlet's rights withhold it, the `original` where it holds a withheld name, whose
    length `start` and `end` would tell: then they are null."""
    mention = citation.mention
    article = mention.paragraph.version.article
    is_shown = shows_text(article, staff=reader.is_staff)
    is_cut = bool(reader.names.cuts(mention.quote))
    return {
        "article": key,
        "outlet": article.source.name,
        "title": reader.names.text(str(article)),
        "published": article.published.isoformat(),
        "url": settings.SITE_URL + article.get_absolute_url(),
        "original": reader.names.url(article.url),
        "paragraph": mention.paragraph.number,
        "quote": reader.names.text(mention.quote) if is_shown else "",
        "start": None if is_cut else mention.sentence_start,
        "end": None if is_cut else mention.sentence_end,
        "date": mention.edtf or None,
    }


def _conflicts(citations: Sequence[Citation], article: dict[int, str]) -> list[dict[str, Any]]:
    points: dict[tuple[str, str], dict[str, dict[str, None]]] = {}
    for citation, claim in disputed(citations):
        positions = points.setdefault(point_of(claim.field, claim.value), {})
        positions.setdefault(claim.value, {})[article[citation.id]] = None
    return [
        {"field": field, "claims": [{"value": value, "sources": list(keys)} for value, keys in positions.items()]}
        for (field, _), positions in points.items()
    ]

"""The events of a case in the shape of the JSON export (docs/interfaces.md); the other formats are made from it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, prefetch_related_objects
from typing_extensions import TypedDict  # the one of typing cannot be read for the API before Python 3.12

from articles.models import Case, CaseArticle
from timeline import queries
from timeline.disputes import disputed, point_of
from timeline.extraction.quantities import plain_number
from timeline.filters import Asked
from timeline.models import Citation, Event, Status
from timeline.reader import Reader

ARTICLE = "mention__paragraph__version__article"
CHUNK = 500  # events that are read together: what a file of any length costs in memory


class SourceRecord(TypedDict):
    """`quote` is empty where the outlet's rights withhold it, `original` where it holds a withheld name, whose length
    `start` and `end` would tell: then they are null."""

    article: str
    outlet: str
    title: str
    published: str
    url: str
    original: str
    paragraph: int
    quote: str
    start: int | None
    end: int | None
    date: str | None


class QuantityRecord(TypedDict):
    value: int | float
    unit: str
    qualifier: str
    source: str


class ClaimRecord(TypedDict):
    value: str
    sources: list[str]


class ConflictRecord(TypedDict):
    field: str
    claims: list[ClaimRecord]


class Outline(TypedDict):
    """What an event's own row says."""

    id: str
    url: str
    type: str
    status: str
    headline: str
    date: str | None
    earliest: str | None
    latest: str | None


class Statement(Outline):
    """That, and who says so."""

    sources: list[SourceRecord]


class EventRecord(Statement):
    """`published` is when the public first read it (null: never), `updated` when it last changed; `revision` grows."""

    review: str
    published: str | None
    updated: str
    revision: int
    quantities: list[QuantityRecord]
    conflicts: list[ConflictRecord]


class CaseRecord(TypedDict):
    slug: str
    title: str
    summary: str
    url: str


def case_record(case: Case, reader: Reader) -> CaseRecord:
    title, summary = reader.names.text(case.title), reader.names.text(case.summary)
    return {"slug": case.slug, "title": title, "summary": summary, "url": settings.SITE_URL + case.get_absolute_url()}


def records_of(case: Case, asked: Asked, user: Any, reader: Reader) -> Iterator[EventRecord]:
    """The events that pass the filters, in the order of the timeline. A number of queries per CHUNK, none per event."""
    kept = queries.narrowed(case, asked, user)
    after = None
    while True:
        page = queries.page(kept, asked, after, CHUNK)
        yield from event_records(page.events, user, {case.pk: reader})
        if not page.more:
            return
        after = page.events[-1]


def running_records_of(case: Case, asked: Asked, user: Any, reader: Reader) -> Iterator[EventRecord]:
    """Those that began before the period asked for and go on into it, at most CHUNK."""
    yield from event_records(queries.running(case, asked, user, CHUNK), user, {case.pk: reader})


def event_records(events: Sequence[Event], user: Any, readers: Mapping[int, Reader]) -> list[EventRecord]:
    """These events; `readers` are by case. Four queries."""
    citations = queries.citations(user).select_related(f"{ARTICLE}__source").defer("mention__paragraph__version__text")
    citations = citations.prefetch_related("claims", "mention__quantities").order_by(
        f"{ARTICLE}__published", "mention__paragraph_id", "mention__sentence_start", "mention_id"
    )
    prefetch_related_objects(events, Prefetch("citations", citations))
    keys = _keys(events)
    return [_record(event, list(event.citations.all()), keys, readers[event.case_id]) for event in events]


def statement(event: Event, citations: Sequence[Citation], reader: Reader) -> Statement:
    """The event from what its page has read; the articles go by their numbers. No query."""
    sources = [_source(c, f"article-{c.mention.paragraph.version.article_id}", reader) for c in citations]
    return {**_outline(event, reader), "sources": sources}


def takes_place(event: Statement) -> bool:
    """Whether it happened, or may still: what was denied or only thought of belongs in no calendar."""
    return event["status"] not in {Status.NEGATED, Status.HYPOTHETICAL}


Keys = Mapping[tuple[int, int], tuple[str, ...]]


def _keys(events: Sequence[Event]) -> Keys:
    """What the case of an event calls an article, by case and article; under the further ones the same words came
    again."""
    cited = {c.mention.paragraph.version.article_id for e in events for c in e.citations.all()}
    places = CaseArticle.objects.filter(case__in={event.case_id for event in events}, article__in=cited)
    rows = places.values_list("case_id", "article_id", "key", "other_keys")
    return {(case, article): (key, *others) for case, article, key, others in rows}


def _record(event: Event, citations: Sequence[Citation], keys: Keys, reader: Reader) -> EventRecord:
    known_as = {c.id: _ids(c, keys, reader) for c in citations}
    article = {pk: key for pk, (key, *_) in known_as.items()}
    return {
        **_outline(event, reader),
        "review": event.review,
        "published": event.first_public_at.isoformat() if event.first_public_at else None,
        "updated": event.updated_at.isoformat(),
        "revision": event.revision,
        "sources": [_source(c, key, reader) for c in citations for key in known_as[c.id]],
        "quantities": [
            {"value": plain_number(q.value), "unit": q.unit, "qualifier": q.qualifier, "source": article[c.id]}
            for c in citations
            for q in c.mention.quantities.all()
        ],
        "conflicts": _conflicts(citations, article),
    }


def _outline(event: Event, reader: Reader) -> Outline:
    return {
        "id": event.public_id,
        "url": settings.SITE_URL + reader.address(event),
        "type": event.type_id,
        "status": event.status,
        "headline": reader.names.text(event.headline),
        "date": event.edtf or None,
        "earliest": event.earliest.isoformat() if event.earliest else None,
        "latest": event.latest.isoformat() if event.latest else None,
    }


def _ids(citation: Citation, keys: Keys, reader: Reader) -> tuple[str, ...]:
    """The article's ids, which often are the names of files: those without a withheld name, else its number."""
    article = citation.mention.paragraph.version.article_id
    given = keys.get((citation.case_id, article), ())
    return tuple(key for key in given if reader.names.url(key)) or (f"article-{article}",)


def _source(citation: Citation, key: str, reader: Reader) -> SourceRecord:
    mention = citation.mention
    article = mention.paragraph.version.article
    is_shown = queries.shows_text(article, staff=reader.is_staff)
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


def _conflicts(citations: Sequence[Citation], article: Mapping[int, str]) -> list[ConflictRecord]:
    points: dict[tuple[str, str], dict[str, dict[str, None]]] = {}
    for citation, claim in disputed(citations):
        positions = points.setdefault(point_of(claim.field, claim.value), {})
        positions.setdefault(claim.value, {})[article[citation.id]] = None
    return [
        {"field": field, "claims": [{"value": value, "sources": list(keys)} for value, keys in positions.items()]}
        for (field, _), positions in points.items()
    ]

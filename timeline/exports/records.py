"""The events of a case in the shape of the JSON export (docs/interfaces.md); the other formats are made from it."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.conf import settings
from typing_extensions import TypedDict  # the one of typing cannot be read for the API before Python 3.12

from articles.models import Case, CaseArticle
from timeline import queries
from timeline.disputes import point_of
from timeline.extraction.quantities import plain_number
from timeline.filters import Asked
from timeline.models import Event, Status
from timeline.presentation.evidence import cited_page, cited_paragraph, point_words
from timeline.presentation.wording import claim_words
from timeline.queries import Evidence
from timeline.reader import Reader

CHUNK = 500  # events that are read together: what a file of any length costs in memory


class SourceRecord(TypedDict):
    """`url` leads to the text that is cited, also where the article was corrected since. `quote` is empty where the
    outlet's rights withhold it, `original` and `archived` where they hold a withheld name, whose length `start` and
    `end` would tell: then they are null. `dead_since` is the day since which the original does not answer. `readings`
    are all days that its words allow, where that is open; `date` is the likeliest."""

    article: str
    outlet: str
    title: str
    published: str
    url: str
    original: str
    archived: str
    dead_since: str | None
    paragraph: int
    quote: str
    start: int | None
    end: int | None
    date: str | None
    readings: list[str]


class QuantityRecord(TypedDict):
    value: int | float
    unit: str
    qualifier: str
    source: str


class ReportRecord(TypedDict):
    """Where a claim stands: `url` leads to the paragraph."""

    article: str
    outlet: str
    published: str
    paragraph: int
    url: str


class ClaimRecord(TypedDict):
    value: str
    sources: list[str]
    reports: list[ReportRecord]


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
    conflicts: list[ConflictRecord]


class EventRecord(Statement):
    """`published` is when the public first read it (null: never), `updated` when it last changed; `revision` grows."""

    review: str
    published: str | None
    updated: str
    revision: int
    quantities: list[QuantityRecord]


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
    after = None
    while True:
        page = queries.case_page(case, asked, user, after, CHUNK)
        yield from event_records(page.events, user, {case.pk: reader})
        if not page.more:
            return
        after = page.events[-1]


def running_records_of(case: Case, asked: Asked, user: Any, reader: Reader) -> Iterator[EventRecord]:
    """Those that began before the period asked for and go on into it, at most CHUNK."""
    yield from event_records(queries.running(case, asked, user, CHUNK), user, {case.pk: reader})


def event_records(events: Sequence[Event], user: Any, readers: Mapping[int, Reader]) -> list[EventRecord]:
    """These events; `readers` are by case. Four queries."""
    told = {pk: sorted(reports, key=_place) for pk, reports in queries.evidence(events, user).items()}
    every = [report for reports in told.values() for report in reports]
    keys, quantities = _keys(every), queries.quantities(report.mention_id for report in every)
    changed = queries.changed_at(events)
    return [
        _record(event, told.get(event.pk, []), quantities, keys, readers[event.case_id], changed[event.pk])
        for event in events
    ]


def statement(event: Event, reports: Sequence[Evidence], reader: Reader) -> Statement:
    """The event from what its page has read; the articles go by their numbers. No query."""
    sources = [_source(report, f"article-{report.article_id}", reader) for report in reports]
    conflicts = _conflicts(reports, {report.article_id: f"article-{report.article_id}" for report in reports})
    return {**_outline(event, reader), "sources": sources, "conflicts": conflicts}


def differing_words(event: Statement) -> list[str]:
    """Who says what, for formats that take one day and one headline: a sentence for each point."""
    told = []
    for conflict in event["conflicts"]:
        field, claims = conflict["field"], conflict["claims"]
        says = [f"{claim_words(field, claim['value'])} ({_voices(claim)})" for claim in claims]
        told.append(f"Sources differ on {point_words(field, claims[0]['value'])}: {'; '.join(says)}.")
    return told


def differs_on_date(event: Statement) -> bool:
    return any(conflict["field"] == "date" for conflict in event["conflicts"])


def takes_place(event: Statement) -> bool:
    """Whether it happened, or may still: what was denied or only thought of belongs in no calendar."""
    return event["status"] not in {Status.NEGATED, Status.HYPOTHETICAL}


Keys = Mapping[tuple[int, int], tuple[str, ...]]
Quantities = Mapping[int, Sequence[tuple[Decimal, str, str]]]


def _place(report: Evidence) -> tuple[dt.date, int, int, int]:
    return report.published, report.paragraph_id, report.sentence_start, report.mention_id


def _keys(reports: Sequence[Evidence]) -> Keys:
    """What the case of an event calls an article, by case and article; under the further ones the same words came
    again."""
    articles = {report.article_id for report in reports}
    places = CaseArticle.objects.filter(case__in={report.case_id for report in reports}, article__in=articles)
    rows = places.values_list("case_id", "article_id", "key", "other_keys")
    return {(case, article): (key, *others) for case, article, key, others in rows}


def _record(
    event: Event, reports: Sequence[Evidence], quantities: Quantities, keys: Keys, reader: Reader, changed: dt.datetime
) -> EventRecord:
    known_as = {report.article_id: _ids(report, keys, reader) for report in reports}
    article = {pk: key for pk, (key, *_) in known_as.items()}
    return {
        **_outline(event, reader),
        "review": event.review,
        "published": event.first_public_at.isoformat() if event.first_public_at else None,
        "updated": changed.isoformat(),
        "revision": event.revision,
        "sources": [_source(report, key, reader) for report in reports for key in known_as[report.article_id]],
        "quantities": [
            {"value": plain_number(value), "unit": unit, "qualifier": qualifier, "source": article[report.article_id]}
            for report in reports
            for value, unit, qualifier in quantities.get(report.mention_id, ())
        ],
        "conflicts": _conflicts(reports, article),
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


def _ids(report: Evidence, keys: Keys, reader: Reader) -> tuple[str, ...]:
    """The article's ids, which often are the names of files: those without a withheld name, else its number."""
    given = keys.get((report.case_id, report.article_id), ())
    return tuple(key for key in given if reader.names.url(key)) or (f"article-{report.article_id}",)


def _source(report: Evidence, key: str, reader: Reader) -> SourceRecord:
    is_shown = queries.shows_text(report.rights, staff=reader.is_staff)
    is_cut = bool(reader.names.cuts(report.quote))
    return {
        "article": key,
        "outlet": report.outlet,
        "title": reader.names.text(report.article_title or f"{report.outlet} of {report.published}"),
        "published": report.published.isoformat(),
        "url": settings.SITE_URL + cited_page(report),
        "original": reader.names.url(report.url),
        "archived": reader.names.url(report.archived_url),
        "dead_since": report.link_dead_since.isoformat() if report.link_dead_since else None,
        "paragraph": report.number,
        "quote": reader.names.text(report.quote) if is_shown else "",
        "start": None if is_cut else report.sentence_start,
        "end": None if is_cut else report.sentence_end,
        "date": report.edtf or None,
        "readings": report.candidates,
    }


def _conflicts(reports: Sequence[Evidence], article: Mapping[int, str]) -> list[ConflictRecord]:
    points: dict[tuple[str, str], dict[str, dict[int, ReportRecord]]] = {}
    for report, claim in queries.disputed(reports):
        positions = points.setdefault(point_of(claim.field, claim.value), {})
        told = _report(report, article[report.article_id])
        positions.setdefault(claim.value, {}).setdefault(report.article_id, told)
    return [
        {"field": field, "claims": [_claim(value, list(told.values())) for value, told in positions.items()]}
        for (field, _), positions in points.items()
    ]


def _claim(value: str, reports: list[ReportRecord]) -> ClaimRecord:
    return {"value": value, "sources": [report["article"] for report in reports], "reports": reports}


def _voices(claim: ClaimRecord) -> str:
    return ", ".join(f"{report['outlet']} of {report['published']}" for report in claim["reports"])


def _report(report: Evidence, key: str) -> ReportRecord:
    """The first paragraph of an article that makes a claim."""
    return {
        "article": key,
        "outlet": report.outlet,
        "published": report.published.isoformat(),
        "paragraph": report.number,
        "url": settings.SITE_URL + cited_paragraph(report),
    }

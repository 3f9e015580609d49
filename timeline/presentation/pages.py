"""What an event's own page and an article's page show."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from articles.models import Article, ArticleVersion, Case, Paragraph, ParagraphKind, Rights
from timeline.models import Citation, Event, Status
from timeline.presentation.evidence import (
    Disagreement,
    SourceBlock,
    article_title,
    disagreements,
    mention_marks,
    source_blocks,
    text_runs,
)
from timeline.presentation.marks import Mark, Run
from timeline.presentation.timeline import Badge, badges
from timeline.presentation.wording import (
    capital,
    count_words,
    date_words,
    moment_words,
    weekday_words,
)
from timeline.queries import shows_text
from timeline.reader import Reader


@dataclass(frozen=True, slots=True)
class CaseLink:
    """A case as other pages name it, and as its own page opens."""

    slug: str
    title: str
    url: str
    summary: str
    is_demonstration: bool
    is_public: bool


@dataclass(frozen=True, slots=True)
class CaseHead:
    """The figures above a timeline, whatever its filters."""

    events: str
    articles: str
    outlets: str
    updated: str


@dataclass(frozen=True, slots=True)
class EventLink:
    headline: str
    when: str
    url: str
    icon: str = ""
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class EventPage:
    """`explanation` is the program's reason for the date; "" where `is_edited`, since the date is an editor's.
    `public_headline` differs from `headline` where staff read a name that the public does not."""

    id: str
    headline: str
    public_headline: str
    when: str
    type: str
    icon: str
    status: str
    badges: tuple[Badge, ...]
    explanation: str
    is_edited: bool
    blocks: tuple[SourceBlock, ...]
    sources: str
    disagreements: tuple[Disagreement, ...]
    previous: EventLink | None
    next: EventLink | None
    url: str
    cite_as: str


@dataclass(frozen=True, slots=True)
class ParagraphView:
    """`kind` is empty for body text; `events` are those that the paragraph reports."""

    number: int
    kind: str
    role: str
    runs: tuple[Run, ...]
    events: tuple[EventLink, ...]


@dataclass(frozen=True, slots=True)
class Omission:
    """Paragraphs that the public does not see here."""

    text: str


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """`newest_url` leads to the version that superseded this one; "" where none did."""

    title: str
    outlet: str
    published: str
    language: str
    original_url: str
    parts: tuple[ParagraphView | Omission, ...]
    withheld: str
    version: str
    newest_url: str
    events: tuple[EventLink, ...]


def case_link(case: Case, reader: Reader) -> CaseLink:
    title, summary = reader.names.text(case.title), reader.names.text(case.summary)
    return CaseLink(case.slug, title, case.get_absolute_url(), summary, case.is_demonstration, case.is_public)


def case_head(case: Case, totals: Mapping[str, Any]) -> CaseHead:
    """From what `queries.totals` counts."""
    return CaseHead(
        events=count_words(totals["events"], "event"),
        articles=count_words(totals["articles"], "article"),
        outlets=count_words(totals["outlets"], "outlet"),
        updated=moment_words(totals["updated"], case.timezone) if totals["updated"] else "",
    )


def event_link(event: Event, reader: Reader) -> EventLink:
    when = capital(date_words(event.edtf))
    headline = reader.names.text(event.headline)
    return EventLink(headline, when, reader.address(event), event.type.icon, _is_draft(event))


def event_page(
    event: Event, citations: Sequence[Citation], beside: tuple[Event | None, Event | None], reader: Reader, *, site: str
) -> EventPage:
    """`beside` are the events before and after it in its case; `site` the address that the permalink starts with."""
    differing = disagreements(citations)
    articles = {c.mention.paragraph.version.article_id for c in citations}
    previous, following = beside
    when = capital(date_words(event.edtf))
    url = site + reader.address(event)
    public = reader.public.text
    return EventPage(
        id=event.public_id,
        headline=reader.names.text(event.headline),
        public_headline=public(event.headline),
        when=when,
        type=event.type.name,
        icon=event.type.icon,
        status=str(Status(event.status).label),
        badges=badges(event, differ=bool(differing)),
        explanation="" if event.edited else reader.names.text(event.explanation),
        is_edited=event.edited,
        blocks=source_blocks(citations, reader),
        sources=count_words(len(articles), "source"),
        disagreements=differing,
        previous=event_link(previous, reader) if previous else None,
        next=event_link(following, reader) if following else None,
        url=url,
        cite_as=f"“{public(event.headline)}”, {when}. In: {public(event.case.title)}. {url}",
    )


def article_page(
    version: ArticleVersion, paragraphs: Sequence[Paragraph], cited: Sequence[Citation], reader: Reader
) -> ArticlePage:
    """As much of the text as the outlet's rights allow this visitor to read, with what it is cited for."""
    article = version.article
    by_paragraph: dict[int, list[Citation]] = {}
    for citation in cited:
        by_paragraph.setdefault(citation.mention.paragraph_id, []).append(citation)
    shown = _shown(article, paragraphs, by_paragraph, staff=reader.is_staff)
    return ArticlePage(
        title=reader.names.text(article_title(version)),
        outlet=article.source.name,
        published=weekday_words(article.published),
        language=article.language,
        original_url=reader.names.url(article.url),
        parts=tuple(_parts(paragraphs, shown, by_paragraph, reader)) if shown else (),
        withheld=_withheld(article, len(paragraphs) - len(shown)),
        version=_version_words(version),
        newest_url=article.get_absolute_url() if _newest(version) > version.number else "",
        events=tuple({c.event_id: event_link(c.event, reader) for c in cited}.values()),
    )


def _shown(article: Article, paragraphs: Sequence[Paragraph], cited: Iterable[int], *, staff: bool) -> frozenset[int]:
    """The numbers of the paragraphs that this visitor may read: all, none, or the cited ones and their neighbours."""
    everything = frozenset(p.number for p in paragraphs)
    if staff or article.source.rights == Rights.FULL:
        return everything
    if not shows_text(article, staff=staff):
        return frozenset()
    wanted = set(cited)
    centres = [p.number for p in paragraphs if p.pk in wanted]
    return everything & {n for centre in centres for n in (centre - 1, centre, centre + 1)}


def _parts(
    paragraphs: Sequence[Paragraph], shown: frozenset[int], cited: dict[int, list[Citation]], reader: Reader
) -> list[ParagraphView | Omission]:
    parts: list[ParagraphView | Omission] = []
    left_out = 0
    for paragraph in paragraphs:
        if paragraph.number not in shown:
            left_out += 1
            continue
        if left_out:
            parts.append(_omission(left_out))
            left_out = 0
        parts.append(_paragraph(paragraph, cited.get(paragraph.pk, []), reader))
    if left_out:
        parts.append(_omission(left_out))
    return parts


def _paragraph(paragraph: Paragraph, cited: Sequence[Citation], reader: Reader) -> ParagraphView:
    marks: list[Mark] = []
    events = {}
    for citation in cited:
        events[citation.event_id] = event_link(citation.event, reader)
        marks += mention_marks(citation.mention, paragraph.start, events[citation.event_id].url)
    kind = "" if paragraph.kind == ParagraphKind.BODY else str(ParagraphKind(paragraph.kind).label)
    if paragraph.repeats:
        kind += f" of ¶{paragraph.repeats}"
    return ParagraphView(
        paragraph.number, kind, paragraph.kind, text_runs(paragraph.text, marks, reader), tuple(events.values())
    )


def _omission(count: int) -> Omission:
    return Omission(f"{count_words(count, 'paragraph')} left out")


def _withheld(article: Article, count: int) -> str:
    if not count:
        return ""
    if article.source.rights == Rights.LINK:
        return f"{article.source.name} keeps the rights to this text; it can be read on its own pages."
    return f"{article.source.name} keeps the rights to this text: here stand the cited paragraphs and their neighbours."


def _version_words(version: ArticleVersion) -> str:
    """ "" for the only version."""
    if _newest(version) > version.number:
        return f"Version {version.number}, superseded by version {_newest(version)}"
    return f"Version {version.number}" if version.number > 1 else ""


def _newest(version: ArticleVersion) -> int:
    """From a row of `queries.version_of`."""
    return int(getattr(version, "newest", version.number))


def _is_draft(event: Event) -> bool:
    return any(badge.kind == "draft" for badge in badges(event, differ=False))

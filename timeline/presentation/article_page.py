"""What an article's own page shows: its numbered paragraphs, as far as the outlet's rights go, and what they report."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from articles.models import Article, ArticleVersion, Paragraph, ParagraphKind, Rights
from timeline.models import Citation
from timeline.presentation.evidence import (
    Archived,
    archived,
    article_title,
    dead_since,
    mention_marks,
    original_url,
    text_runs,
)
from timeline.presentation.marks import Mark, Run
from timeline.presentation.pages import EventLink, event_link
from timeline.presentation.wording import count_words, weekday_words
from timeline.queries import shows_text
from timeline.reader import Reader


@dataclass(frozen=True, slots=True)
class ParagraphView:
    """`kind` is empty for body text; `events` are those that the paragraph reports, and `original_url` opens the
    publisher's page at the first words that it is cited for, "" where it is not."""

    number: int
    kind: str
    role: str
    runs: tuple[Run, ...]
    original_url: str
    events: tuple[EventLink, ...]


@dataclass(frozen=True, slots=True)
class Omission:
    """Paragraphs that the public does not see here."""

    text: str


@dataclass(frozen=True, slots=True)
class OlderVersion:
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """`newest_url` leads to the version that superseded this one; "" where none did. `dead_since` is the day since
    which the original does not answer, "" where it does."""

    title: str
    outlet: str
    published: str
    language: str
    original_url: str
    archived: Archived | None
    dead_since: str
    parts: tuple[ParagraphView | Omission, ...]
    withheld: str
    version: str
    newest_url: str
    older: tuple[OlderVersion, ...]
    events: tuple[EventLink, ...]


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
        archived=archived(article, reader),
        dead_since=dead_since(article),
        parts=tuple(_parts(paragraphs, shown, by_paragraph, reader)) if shown else (),
        withheld=_withheld(article, len(paragraphs) - len(shown)),
        version=_version_words(version),
        newest_url=article.get_absolute_url() if _newest(version) > version.number else "",
        older=tuple(_older(version)),
        events=tuple({c.event_id: event_link(c.event, reader) for c in cited}.values()),
    )


def _shown(article: Article, paragraphs: Sequence[Paragraph], cited: Iterable[int], *, staff: bool) -> frozenset[int]:
    """The numbers of the paragraphs that this visitor may read: all, none, or the cited ones and their neighbours."""
    everything = frozenset(p.number for p in paragraphs)
    if staff or article.source.rights == Rights.FULL:
        return everything
    if not shows_text(article.source.rights, staff=staff):
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
        paragraph.number,
        kind,
        paragraph.kind,
        text_runs(paragraph.text, marks, reader),
        original_url(paragraph.version.article.url, cited[0].mention.quote, reader) if cited else "",
        tuple(events.values()),
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


def _older(version: ArticleVersion) -> Iterator[OlderVersion]:
    """The versions before this one: the newest leads to all others, so that what changed can be seen."""
    for number in range(version.number - 1, 0, -1):
        yield OlderVersion(f"Version {number}", f"{version.article.get_absolute_url()}?version={number}")


def _newest(version: ArticleVersion) -> int:
    """From a row of `queries.version_of`."""
    return int(getattr(version, "newest", version.number))

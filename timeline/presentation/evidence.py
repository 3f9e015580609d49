"""What the sources say: the paragraphs that report an event, with marks, and where the reports differ."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote

from django.urls import reverse

from articles.models import Article, ArticleVersion
from timeline.disputes import disputed
from timeline.models import Citation, Mention
from timeline.presentation.marks import Mark, Run, masked, runs
from timeline.presentation.wording import claim_words, date_words, day_words, unit_of
from timeline.queries import shows_text
from timeline.reader import Reader

FRAGMENT_WORDS = 6  # of a quote's start and end, enough to find it again on the publisher's page
LABELS = {"date": "the date", "status": "whether it happened"}


@dataclass(frozen=True, slots=True)
class DateNote:
    """How one report dates the event: its own words ("" where they are withheld or missing) and what they come to
    ("" where the report dates nothing)."""

    words: str
    article_day: str
    weekday: str
    reads: str
    explanation: str
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Archived:
    """The copy of a page in an archive; `day` and `iso` are "" where it is not known of which day it is. `original` is
    the page itself, "" where it is not known (https://robustlinks.mementoweb.org/spec/)."""

    url: str
    day: str
    iso: str
    original: str


@dataclass(frozen=True, slots=True)
class SourceBlock:
    """One paragraph that reports an event. `runs` is empty where the outlet's rights withhold the text; `is_superseded`
    where a newer version of the article has come since. `dead_since` is the day since which the original does not
    answer, "" where it does."""

    outlet: str
    title: str
    published: str
    language: str
    paragraph: int
    article_url: str
    original_url: str
    archived: Archived | None
    dead_since: str
    runs: tuple[Run, ...]
    dates: tuple[DateNote, ...]
    accepted: bool
    is_superseded: bool


@dataclass(frozen=True, slots=True)
class Position:
    """What some outlets say."""

    says: str
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Claims on one point that exclude each other, each with who makes it."""

    point: str
    positions: tuple[Position, ...]


def source_blocks(citations: Sequence[Citation], reader: Reader) -> tuple[SourceBlock, ...]:
    """A block for each cited paragraph, in the order of the citations."""
    grouped = groupby(citations, key=lambda c: c.mention.paragraph_id)
    return tuple(_block(list(group), reader) for _, group in grouped)


def disagreements(citations: Iterable[Citation]) -> tuple[Disagreement, ...]:
    """The disputed claims, by what they are about."""
    points: dict[str, dict[str, dict[str, None]]] = {}
    for citation, claim in disputed(citations):
        point = LABELS.get(claim.field) or f"the number of {unit_of(claim.value)}"
        words = claim_words(claim.field, claim.value)
        points.setdefault(point, {}).setdefault(words, {})[_article(citation).source.name] = None
    return tuple(
        Disagreement(point, tuple(Position(says, tuple(outlets)) for says, outlets in positions.items()))
        for point, positions in points.items()
    )


def mention_marks(mention: Mention, start: int, url: str = "") -> list[Mark]:
    """The sentence, the trigger and the date words, counted from `start` of the text that they are drawn in."""
    marks = [
        Mark(mention.sentence_start - start, mention.sentence_end - start, "sentence"),
        Mark(mention.trigger_start - start, mention.trigger_end - start, "trigger", url),
    ]
    if mention.timex_start is not None and mention.timex_end is not None:
        marks.append(Mark(mention.timex_start - start, mention.timex_end - start, "date"))
    return marks


def text_runs(text: str, marks: Iterable[Mark], reader: Reader) -> tuple[Run, ...]:
    """A text as this reader may read it; staff see with a mark what the public does not."""
    if reader.is_staff:
        return runs(text, [*marks, *(Mark(cut.start, cut.end, "withheld") for cut in reader.public.cuts(text))])
    return runs(*masked(text, marks, reader.names.cuts(text)))


def text_fragment(url: str, words: str) -> str:
    """The publisher's page, opened at these words (https://wicg.github.io/scroll-to-text-fragment/)."""
    if not url or not words:
        return url
    parts = words.split()
    if len(parts) > 2 * FRAGMENT_WORDS:
        ends = [" ".join(parts[:FRAGMENT_WORDS]), " ".join(parts[-FRAGMENT_WORDS:])]
    else:
        ends = [" ".join(parts)]
    joint = ":~:" if "#" in url else "#:~:"
    # A hyphen has a meaning of its own in a text directive, and `quote` leaves it alone.
    return f"{url}{joint}text=" + ",".join(quote(end, safe="").replace("-", "%2D") for end in ends)


def archived(article: Article, reader: Reader) -> Archived | None:
    """None also where its address holds a withheld name."""
    url, at = reader.names.url(article.archived_url), article.archived_at
    if not url:
        return None
    day, iso = (day_words(at), at.isoformat()) if at else ("", "")
    return Archived(url, day, iso, reader.names.url(article.url))


def dead_since(article: Article) -> str:
    """The day since which the publisher's page does not answer."""
    return day_words(article.link_dead_since) if article.link_dead_since else ""


def article_title(version: ArticleVersion) -> str:
    """What a link to the article says; an article without a title is known by its outlet and day."""
    article = version.article
    return version.title or article.title or f"{article.source.name}, {day_words(article.published)}"


def paragraph_url(citation: Citation) -> str:
    """The cited paragraph on the article's page; of an older version, where that is what was cited."""
    paragraph = citation.mention.paragraph
    query = f"?version={paragraph.version.number}" if _is_superseded(citation) else ""
    return f"{reverse('article', args=[paragraph.version.article_id])}{query}#p-{paragraph.number}"


def _block(citations: list[Citation], reader: Reader) -> SourceBlock:
    paragraph = citations[0].mention.paragraph
    article = paragraph.version.article
    shown = shows_text(article, staff=reader.is_staff)
    marks = [mark for c in citations for mark in mention_marks(c.mention, paragraph.start)]
    return SourceBlock(
        outlet=article.source.name,
        title=reader.names.text(article_title(paragraph.version)),
        published=day_words(article.published),
        language=article.language,
        paragraph=paragraph.number,
        article_url=paragraph_url(citations[0]),
        original_url=original_url(article.url, citations[0].mention.quote if shown else "", reader),
        archived=archived(article, reader),
        dead_since=dead_since(article),
        runs=text_runs(paragraph.text, marks, reader) if shown else (),
        dates=tuple(dict.fromkeys(_date_note(c.mention, article, shown, reader) for c in citations)),
        accepted=all(c.accepted for c in citations),
        is_superseded=_is_superseded(citations[0]),
    )


def original_url(url: str, quote: str, reader: Reader) -> str:
    """The publisher's page, opened at the quote where that can be said without a withheld name."""
    return text_fragment(reader.names.url(url), "" if reader.names.cuts(quote) else quote)


def _date_note(mention: Mention, article: Article, shown: bool, reader: Reader) -> DateNote:
    return DateNote(
        words=reader.names.text(mention.timex) if shown else "",
        article_day=day_words(article.published),
        weekday=f"{article.published:%A}",
        reads=date_words(mention.edtf) if mention.edtf else "",
        explanation=reader.names.text(mention.explanation) if shown else "",
        candidates=tuple(date_words(c) for c in mention.candidates),
    )


def _is_superseded(citation: Citation) -> bool:
    number = citation.mention.paragraph.version.number
    return bool(getattr(citation, "newest", number) > number)


def _article(citation: Citation) -> Article:
    return citation.mention.paragraph.version.article

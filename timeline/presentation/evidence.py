"""What the sources say: the paragraphs that report an event, with marks, and where the reports differ."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from urllib.parse import quote

from articles.models import Article, ArticleVersion
from casetracker.addresses import address
from timeline.models import Mention
from timeline.presentation.marks import Mark, Run, masked, runs
from timeline.presentation.wording import DAYS, claim_words, date_words, day_words, unit_of
from timeline.queries import Evidence, disputed, shows_text
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
    answer, "" where it does. `anchor` names the block among those of its event."""

    anchor: str
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
class Voice:
    """An article that says so; `anchor` and `url` lead to the source block, and to the paragraph, that say it first."""

    outlet: str
    published: str
    paragraph: int
    anchor: str
    url: str


@dataclass(frozen=True, slots=True)
class Position:
    """What some articles say."""

    says: str
    voices: tuple[Voice, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Claims on one point that exclude each other, each with who makes it."""

    point: str
    positions: tuple[Position, ...]


def source_blocks(reports: Sequence[Evidence], reader: Reader) -> tuple[SourceBlock, ...]:
    """A block for each cited paragraph, in the order of the reports."""
    grouped = groupby(reports, key=lambda report: report.paragraph_id)
    return tuple(_block(list(group), reader) for _, group in grouped)


def disagreements(reports: Iterable[Evidence]) -> tuple[Disagreement, ...]:
    """The disputed claims, by what they are about."""
    points: dict[str, dict[str, dict[int, Voice]]] = {}
    for report, claim in disputed(reports):
        point = point_words(claim.field, claim.value)
        words = claim_words(claim.field, claim.value)
        points.setdefault(point, {}).setdefault(words, {}).setdefault(report.article_id, _voice(report))
    return tuple(
        Disagreement(point, tuple(Position(says, tuple(voices.values())) for says, voices in positions.items()))
        for point, positions in points.items()
    )


def point_words(field: str, value: str) -> str:
    """What a claim is about."""
    return LABELS.get(field) or f"the number of {unit_of(value)}"


def is_disputed(reports: Iterable[Evidence]) -> bool:
    """Whether the sources differ for the public, whoever asks."""
    return bool(disputed(report for report in reports if report.accepted))


def mention_marks(mention: Mention | Evidence, start: int, url: str = "") -> list[Mark]:
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


@lru_cache(maxsize=4096)
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


def archived(article: Article | Evidence, reader: Reader) -> Archived | None:
    """None also where its address holds a withheld name."""
    url, at = reader.names.url(article.archived_url), article.archived_at
    if not url:
        return None
    day, iso = (day_words(at), at.isoformat()) if at else ("", "")
    return Archived(url, day, iso, reader.names.url(article.url))


def dead_since(article: Article | Evidence) -> str:
    """The day since which the publisher's page does not answer."""
    return day_words(article.link_dead_since) if article.link_dead_since else ""


def article_title(version: ArticleVersion) -> str:
    """What a link to the article says; an article without a title is known by its outlet and day."""
    article = version.article
    return version.title or article.title or _untitled(article.source.name, article.published)


def cited_title(report: Evidence) -> str:
    """The same, of the version that is cited."""
    return report.version_title or report.article_title or _untitled(report.outlet, report.published)


def cited_page(report: Evidence) -> str:
    """The article's page; of an older version, where that is what was cited."""
    query = f"?version={report.version}" if report.version < report.newest else ""
    return address("article", report.article_id) + query


def cited_paragraph(report: Evidence) -> str:
    """The cited paragraph, on the article's page."""
    return f"{cited_page(report)}#p-{report.number}"


def _voice(report: Evidence) -> Voice:
    return Voice(report.outlet, day_words(report.published), report.number, _anchor(report), cited_paragraph(report))


def _anchor(report: Evidence) -> str:
    return f"{report.article_id}-{report.version}-{report.number}"


def _untitled(outlet: str, published: dt.date) -> str:
    return f"{outlet}, {day_words(published)}"


def _block(reports: list[Evidence], reader: Reader) -> SourceBlock:
    first = reports[0]
    shown = shows_text(first.rights, staff=reader.is_staff)
    marks = [mark for report in reports for mark in mention_marks(report, first.start)]
    return SourceBlock(
        anchor=_anchor(first),
        outlet=first.outlet,
        title=reader.names.text(cited_title(first)),
        published=day_words(first.published),
        language=first.language,
        paragraph=first.number,
        article_url=cited_paragraph(first),
        original_url=original_url(first.url, first.quote if shown else "", reader),
        archived=archived(first, reader),
        dead_since=dead_since(first),
        runs=text_runs(first.text, marks, reader) if shown else (),
        dates=tuple(dict.fromkeys(_date_note(report, shown, reader) for report in reports)),
        accepted=all(report.accepted for report in reports),
        is_superseded=first.version < first.newest,
    )


def original_url(url: str, quote: str, reader: Reader) -> str:
    """The publisher's page, opened at the quote where that can be said without a withheld name."""
    return text_fragment(reader.names.url(url), "" if reader.names.cuts(quote) else quote)


def _date_note(report: Evidence, shown: bool, reader: Reader) -> DateNote:
    return DateNote(
        words=reader.names.text(report.timex) if shown else "",
        article_day=day_words(report.published),
        weekday=DAYS[report.published.weekday()],
        reads=date_words(report.edtf) if report.edtf else "",
        explanation=reader.names.text(report.explanation) if shown else "",
        candidates=tuple(date_words(c) for c in report.candidates),
    )

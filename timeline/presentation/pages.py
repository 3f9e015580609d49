"""How pages name the cases and events that they lead to."""

from dataclasses import dataclass
from typing import Any

from articles.models import Case, CaseStatus
from timeline.models import Event
from timeline.presentation.timeline import badges
from timeline.presentation.wording import count_words, moment_words, when_words
from timeline.queries.tally import Totals
from timeline.reader import Reader

STATUS_WORDS = {
    CaseStatus.RUNNING: "Running story",
    CaseStatus.DORMANT: "Dormant: nothing new for now",
    CaseStatus.CLOSED: "Closed",
}


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
    """The figures above a timeline, whatever its filters. `status` says whether more is to come."""

    status: str
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


def case_link(case: Case, reader: Reader) -> CaseLink:
    title, summary = reader.names.text(case.title), reader.names.text(case.summary)
    return CaseLink(case.slug, title, case.get_absolute_url(), summary, case.is_demonstration, case.is_public)


def case_head(case: Case, totals: Totals) -> CaseHead:
    """From what `queries.counts` says of the whole case."""
    return CaseHead(
        status=STATUS_WORDS[CaseStatus(case.status)],
        events=count_words(totals.tally.count, "event"),
        articles=count_words(totals.articles, "article"),
        outlets=count_words(len(totals.tally.outlets), "outlet"),
        updated=moment_words(totals.updated, case.timezone) if totals.updated else "",
    )


def event_link(event: Any, reader: Reader) -> EventLink:
    """Of an event that knows whether its sources `differ`, as those of lists do."""
    when = when_words(event.edtf, differ=event.differ)
    headline = reader.names.text(event.headline)
    return EventLink(headline, when, reader.address(event), event.type.icon, _is_draft(event))


def _is_draft(event: Event) -> bool:
    return any(badge.kind == "draft" for badge in badges(event, differ=False))

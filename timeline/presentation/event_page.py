"""What an event's own page shows: when it was and how that is known, who says so, and how to pass it on."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from timeline.models import Event, Status
from timeline.presentation.evidence import Disagreement, SourceBlock, disagreements, is_disputed, source_blocks
from timeline.presentation.history import case_day
from timeline.presentation.pages import EventLink, event_link
from timeline.presentation.people import PersonNote, people_told
from timeline.presentation.sharing import Sharing, sharing
from timeline.presentation.timeline import Badge, badges
from timeline.presentation.wording import capital, count_words, date_words, day_words
from timeline.queries import Evidence
from timeline.reader import Reader


@dataclass(frozen=True, slots=True)
class EventPage:
    """`explanation` is the program's reason for the date; "" where `is_dated_by_editor`. `sources` is "5 articles of 3
    outlets"; `public_headline` differs from `headline` where staff read a name that the public does not. `merged` says
    which days other events were put together with this one."""

    id: str
    headline: str
    public_headline: str
    when: str
    type: str
    icon: str
    status: str
    badges: tuple[Badge, ...]
    explanation: str
    is_dated_by_editor: bool
    is_overdue: bool
    people: tuple[PersonNote, ...]
    blocks: tuple[SourceBlock, ...]
    sources: str
    disagreements: tuple[Disagreement, ...]
    previous: EventLink | None
    next: EventLink | None
    merged: tuple[str, ...]
    sharing: Sharing


def event_page(
    event: Event,
    reports: Sequence[Evidence],
    beside: tuple[Event | None, Event | None],
    reader: Reader,
    *,
    merged: Iterable[dt.datetime],
    changed: dt.datetime,
    dated_by_editor: bool,
    now: dt.datetime,
) -> EventPage:
    """`beside` are the events before and after it in its case, `merged` when others were put together with it,
    `changed` when readers last learned of it."""
    differing = disagreements(reports)
    previous, following = beside
    return EventPage(
        id=event.public_id,
        headline=reader.names.text(event.headline),
        public_headline=reader.public.text(event.headline),
        when=capital(date_words(event.edtf)),
        type=event.type.name,
        icon=event.type.icon,
        status=str(Status(event.status).label),
        badges=badges(event, differ=bool(differing)),
        explanation="" if dated_by_editor else reader.names.text(event.explanation),
        is_dated_by_editor=dated_by_editor,
        is_overdue=event.is_overdue(now),
        people=people_told(event, reports, reader),
        blocks=source_blocks(reports, reader),
        sources=_articles_of_outlets(reports),
        disagreements=differing,
        previous=event_link(previous, reader) if previous else None,
        next=event_link(following, reader) if following else None,
        merged=tuple(dict.fromkeys(day_words(case_day(event, at)) for at in merged)),
        sharing=sharing(event, reader, now, differ=is_disputed(reports), changed=changed),
    )


def _articles_of_outlets(reports: Sequence[Evidence]) -> str:
    """Both, since many articles of few outlets confirm little."""
    articles, outlets = ({getattr(one, name) for one in reports} for name in ("article_id", "outlet"))
    counted = count_words(len(articles), "article")
    return f"{counted} of {count_words(len(outlets), 'outlet')}" if outlets else counted

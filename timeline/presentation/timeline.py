"""The list of a case: cards under years and months, with the gaps between them."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from timeline.filters import Asked
from timeline.models import Event, EventType, Review, Status
from timeline.presentation.evidence import Disagreement, SourceBlock, disagreements, source_blocks
from timeline.presentation.marks import Mark, Piece, pieces
from timeline.presentation.wording import MONTHS, capital, count_words, date_words, day_words, gap_words
from timeline.queries import FOUND, FOUND_END, Beside, Evidence
from timeline.reader import Reader

STATUS_WORDS = {
    Status.PLANNED: "Planned",
    Status.ALLEGED: "Alleged",
    Status.NEGATED: "Did not happen",
    Status.HYPOTHETICAL: "Hypothetical",
}
NEWS_WORDS = {"new": "New", "corrected": "Corrected"}
NO_FIRST_DAY = "First day not known"
UNDATED = "Undated"
OVERDUE = "Planned, now past"
NAMED = 2  # people on a closed card, which has three lines
MONTH = dt.timedelta(days=31)
NOTHING_BESIDE = Beside()

Heading = tuple[str, str]  # year and month


@dataclass(frozen=True, slots=True)
class Badge:
    kind: str
    word: str


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Words of a report that a search found, where the headline does not show them."""

    outlet: str
    pieces: tuple[Piece, ...]


class Card(NamedTuple):
    """One event of the list. `sources` is "3 articles"; `words` are those that a source, published on `article_day`,
    gives the date in; `level` is that of its heading; blocks and disagreements are there where the card is open."""

    id: str
    url: str
    level: int
    headline: tuple[Piece, ...]
    when: str
    type: str
    icon: str
    badges: tuple[Badge, ...]
    sources: str
    toggle: str
    is_open: bool
    is_draft: bool
    excerpt: Excerpt | None = None
    blocks: tuple[SourceBlock, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    words: str = ""
    language: str = ""
    article_day: str = ""
    people: str = ""
    is_overdue: bool = False


class Stretch(NamedTuple):
    """Cards under one heading. `year` and `month` are empty where the heading is that of the stretch before."""

    cards: tuple[Card, ...]
    gap: str = ""
    year: str = ""
    continued: bool = False
    month: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What was read of a page's events beside the rows themselves, by event. `headlines`, and the excerpts of `found`,
    are as this reader may read them, and what a search found in them stands between FOUND and FOUND_END. `news` says,
    by public id, what is "new" or "corrected" since the last visit. `now` tells which plans are overdue."""

    reader: Reader
    headlines: Mapping[int, str]
    counts: Mapping[int, int]
    now: dt.datetime
    evidence: Mapping[int, Sequence[Evidence]] = field(default_factory=dict)
    found: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    news: Mapping[str, str] = field(default_factory=dict)
    beside: Mapping[int, Beside] = field(default_factory=dict)


def card(event: Event, asked: Asked, known: Known) -> Card:
    """`asked` is what the page shows now; the card's toggle asks the same with this card opened or closed."""
    return _card(event, asked, known, _heading(event), asked.toggles())


def _card(event: Event, asked: Asked, known: Known, heading: Heading, toggle: Callable[[str], str]) -> Card:
    is_open = asked.is_open(event.public_id)
    key, names = event.pk, known.reader.names
    cited, told = known.evidence.get(key, ()) if is_open else (), known.beside.get(key, NOTHING_BESIDE)
    headline = found_pieces(known.headlines[key], names.text(event.headline))
    kind: EventType = event.type
    return Card(
        id=event.public_id,
        url=known.reader.address(event),
        level=4 if heading[1] else 3,
        headline=headline,
        when=capital(date_words(event.edtf)),
        type=kind.name,
        icon=kind.icon,
        badges=badges(
            event, differ=getattr(event, "differ", False), news=known.news.get(event.public_id, ""), now=known.now
        ),
        sources=count_words(known.counts.get(key, 0), "article"),
        toggle=toggle(event.public_id),
        is_open=is_open,
        is_draft=event.review != Review.APPROVED,
        excerpt=_excerpt(event, known, headline),
        blocks=source_blocks(cited, known.reader) if cited else (),
        disagreements=disagreements(cited) if cited else (),
        words=names.text(told.words),
        language=told.language,
        article_day=day_words(told.published) if told.published else "",
        is_overdue=event.is_overdue(known.now),
        people=_people([name for name in told.people if names.text(name) == name]),
    )


def _people(names: Sequence[str]) -> str:
    """ "Ann Reed, Bo Lind and 3 others"."""
    if len(names) <= NAMED + 1:
        return ", ".join(names)
    return f"{', '.join(names[:NAMED])} and {len(names) - NAMED} others"


def badges(event: Event, *, differ: bool, news: str = "", now: dt.datetime | None = None) -> tuple[Badge, ...]:
    """With `now`, what is overdue is told from what still lies ahead."""
    found = [Badge(news, NEWS_WORDS[news])] if news in NEWS_WORDS else []
    found += filter(None, [status_badge(event, now)])
    if differ:
        found.append(Badge("differ", "Sources differ"))
    if event.review != Review.APPROVED:
        found.append(Badge("draft", "Draft"))
    return tuple(found)


def status_badge(event: Event, now: dt.datetime | None = None) -> Badge | None:
    """None of what has occurred."""
    if event.status not in STATUS_WORDS:
        return None
    is_overdue = now is not None and event.is_overdue(now)
    return Badge(event.status, OVERDUE if is_overdue else STATUS_WORDS[Status(event.status)])


def stretches(events: Sequence[Event], asked: Asked, known: Known, after: Event | None = None) -> tuple[Stretch, ...]:
    """The page's events under their headings; `after` is the last event of the page before."""
    found: list[Stretch] = []
    before = _heading(after)[0] if after else ""
    heading: Heading = (before, "")
    gaps, toggle = _Gaps(asked, after), asked.toggles()
    for label, group in groupby(_years_first(events), key=itemgetter(0)):
        members = [event for _, event in group]
        gap, *_ = [gaps.before(event) for event in members]  # inside a month no gap is worth a remark
        is_new = label[0] != heading[0] or not found
        found.append(
            Stretch(
                cards=tuple(_card(event, asked, known, label, toggle) for event in members),
                gap=gap,
                year=label[0] if is_new else "",
                continued=is_new and label[0] == before,
                month=label[1],
            )
        )
        heading = label
    return tuple(found)


def found_pieces(marked: str, text: str) -> tuple[Piece, ...]:
    """The text with the words that a search found; unmarked where `marked` is not this text with marks set in it."""
    is_marked = marked != text and _plain(marked) == text
    return pieces(text, _found_marks(marked)) if is_marked else (Piece(text),)


def _plain(marked: str) -> str:
    return marked.replace(FOUND, "").replace(FOUND_END, "")


def _found_marks(marked: str) -> list[Mark]:
    marks, at, start = [], 0, 0
    for character in marked:
        if character == FOUND:
            start = at
        elif character == FOUND_END:
            marks.append(Mark(start, at, "found"))
        else:
            at += 1
    return marks


def _excerpt(event: Event, known: Known, headline: tuple[Piece, ...]) -> Excerpt | None:
    if event.pk not in known.found or any(piece.kinds for piece in headline):
        return None
    outlet, marked = known.found[event.pk]
    return Excerpt(outlet, found_pieces(marked, _plain(marked)))


def _heading(event: Event) -> Heading:
    """The year and the month that the event stands under."""
    if event.earliest is None:
        return (NO_FIRST_DAY if event.latest else UNDATED, "")
    return (str(event.earliest.year), "" if _opens_year(event) else MONTHS[event.earliest.month])


def _years_first(events: Sequence[Event]) -> Iterable[tuple[Heading, Event]]:
    """Each below its heading, in the same order, save that what is dated no closer than by a year (or its first half)
    opens that year: it belongs to no month, and to print it in January would claim one."""
    for _, group in groupby([(_heading(event), event) for event in events], key=lambda headed: headed[0][0]):
        yield from sorted(group, key=lambda headed: headed[0][1] != "")


def _opens_year(event: Event) -> bool:
    if event.earliest is None or (event.earliest.month, event.earliest.day) != (1, 1):
        return False
    return event.latest is None or event.latest - event.earliest > MONTH


class _Gaps:
    """Remarks on the time between one event and the next, in either direction."""

    def __init__(self, asked: Asked, after: Event | None) -> None:
        self.words = "nothing that fits" if asked.count else "nothing recorded"
        self.newest_first = asked.newest_first
        self.reached: dt.date | None = None
        if after is not None:
            self.before(after)

    def before(self, event: Event) -> str:
        """The remark to print before this event; "" for none. To be asked in the order of the list."""
        if event.earliest is None:
            return ""
        last = event.latest or event.earliest
        if self.newest_first:
            words = gap_words(last, self.reached) if self.reached else ""
            self.reached = min(self.reached or event.earliest, event.earliest)
        else:
            words = gap_words(self.reached, event.earliest) if self.reached else ""
            self.reached = max(self.reached or last, last)
        return f"{words}, {self.words}" if words else ""

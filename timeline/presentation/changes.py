"""What changed in a case, for those who were here before: above its timeline, and as a list of its own.

As in `history`, readers learn neither who decided nor why, and nothing of an event that is gone but that it is.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from articles.days import zone_of
from articles.models import Case
from timeline.filters import moment_text
from timeline.models import Decision, Event, Review
from timeline.presentation import history
from timeline.presentation.timeline import NEWS_WORDS, Badge
from timeline.presentation.wording import count_words, day_words, moment_words, when_words
from timeline.queries import Entry, Opening
from timeline.queries.news import MOST
from timeline.reader import Reader

FOR_EVER = dt.datetime.max.replace(tzinfo=dt.UTC)  # until when: a page that is kept reads no clock
SHOWN = 6  # events named above the timeline; the others carry their badges, and stand in the list of changes
WORDS = {
    "new": "New",
    "corrected": "Corrected",
    "changed": "Updated",
    "merged": "Merged",
    "restored": "Shown again",
    "withdrawn": "Withdrawn",
}
JOINED = "Another event was put together with this one."


@dataclass(frozen=True, slots=True)
class Line:
    """`headline` and `when` are empty of an event that is gone: its address says why, and no more of it."""

    badge: Badge
    headline: str
    when: str
    url: str
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class News:
    """What is new in a case (its slug) since a moment. `count` is "3 new, 1 corrected"; `kinds` are by public id;
    `since` is the moment in words, `query` as an address has it."""

    case: str
    since: str
    query: str
    count: str
    lines: tuple[Line, ...]
    kinds: Mapping[str, str]

    @property
    def badges(self) -> str:
        """The `kinds` that cards tell of, for a script: "id=New id=Corrected"."""
        return " ".join(
            f"{public_id}={NEWS_WORDS[kind]}" for public_id, kind in self.kinds.items() if kind in NEWS_WORDS
        )


@dataclass(frozen=True, slots=True)
class Day:
    """Lines of one day. Where `is_seen`, the reader knew of these and of all that follow, but not of those before."""

    words: str
    lines: tuple[Line, ...]
    is_seen: bool = False


def in_zone(moment: dt.datetime, case: Case) -> dt.datetime:
    """The moment, read in the case's own time where it names no zone."""
    return moment if moment.tzinfo else moment.replace(tzinfo=zone_of(case.timezone))


def since_words(moment: dt.datetime, case: Case) -> str:
    is_day = moment.tzinfo is None and moment.time() == dt.time.min
    return day_words(moment.date()) if is_day else moment_words(in_zone(moment, case), case.timezone)


def news_since(
    case: Case, opened: Opening | None, touched: Sequence[Event], since: dt.datetime, reader: Reader, asked: dt.datetime
) -> News:
    """From what `queries.touched` found, with what `queries.tell_differing` said of it; `since` is the moment `asked`
    for, in its zone. Where the case was opened only after it, that is told in one line, and then what came since."""
    since = opened.at if opened else since
    told = [(event, history.news_of(event, event.told, since, FOR_EVER)) for event in touched[:MOST]]  # type: ignore[attr-defined]
    known = [(event, _merged(event, news)) for event, news in told if news]
    counts = {kind: sum(news.kind == kind for _, news in known) for kind in WORDS}
    words = ", ".join(f"{count} {WORDS[kind].lower()}" for kind, count in counts.items() if count)
    told_of = [f"opened with {count_words(opened.n, 'event')}"] if opened else []
    told_of += [f"more than {MOST} changes"] if len(touched) > MOST else [words] if words else []
    order = list(WORDS)
    first = sorted(known, key=lambda each: order.index(each[1].kind))[:SHOWN]
    return News(
        case=case.slug,
        since=since_words(asked, case),
        query=moment_text(asked),
        count=", ".join(told_of),
        lines=(*_opening(case, opened), *(_line(event, news, reader) for event, news in first)),
        kinds={event.public_id: news.kind for event, news in known},
    )


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the events of a list: their public histories (`decided`), and of those that were merged which
    events show the reports now (`heirs`)."""

    decided: Mapping[int, list[Decision]]
    heirs: Mapping[str, Event]
    reader: Reader


def days(
    case: Case, entries: Sequence[Entry], opened: Opening | None, known: Known, since: dt.datetime | None
) -> tuple[Day, ...]:
    """The entries (of `queries.changes`) by days of the case, the newest first; below them, that it was opened."""
    by_event = {entry.event.pk: entry.event for entry in entries}
    learnt = {
        (pk, decision.pk): news
        for pk, event in by_event.items()
        for decision, news in history.learnt(event, known.decided[pk])
    }
    told: dict[Key, Told] = {}
    for entry in entries:
        if each := _told(entry, learnt, known.heirs):
            key = (entry.decision.pk if entry.decision else 0, each.event.pk)
            told[key] = _joined(told[key], each) if key in told else each
    lines_at = [(each.at, _line(each.event, each.news, known.reader)) for each in told.values()]
    lines_at += [(opened.at, line) for line in _opening(case, opened)] if opened else []
    zone, found = zone_of(case.timezone), list[Day]()
    dated = [(at.astimezone(zone).date(), since is not None and at > since, line) for at, line in lines_at]
    was_new = False
    for (day, is_new), group in groupby(dated, key=lambda row: row[:2]):
        lines = tuple(line for *_, line in group)
        found.append(Day(day_words(day), lines, is_seen=was_new and not is_new))
        was_new = is_new
    return tuple(found)


Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Told:
    """What a line tells: the event that it names is the one that shows the reports now."""

    at: dt.datetime
    event: Event
    news: history.News


def _told(entry: Entry, learnt: Mapping[Key, history.News], heirs: Mapping[str, Event]) -> Told | None:
    """None where readers learned nothing, or of an event that they cannot see any more, save that it went."""
    event, at = entry.event, entry.place.at
    if entry.decision is None:
        return Told(at, event, history.News("new"))
    news = learnt.get((event.pk, entry.decision.pk))
    if news is None or event.review == Review.APPROVED:
        return Told(at, event, news) if news else None
    if news.kind == "merged" and event.public_id in heirs:
        return Told(at, heirs[event.public_id], history.News("merged", (JOINED,)))
    return Told(at, event, history.News("withdrawn", news.said)) if news.kind in {"merged", "withdrawn"} else None


def _merged(event: Event, news: history.News) -> history.News:
    return history.News("merged", news.said) if event.review == Review.MERGED else news


def _joined(first: Told, second: Told) -> Told:
    """What one decision did to the events that stand in this one now."""
    kind = "merged" if "merged" in (first.news.kind, second.news.kind) else first.news.kind
    said = tuple(sorted({*first.news.said, *second.news.said}, key=lambda words: words != JOINED))
    return Told(first.at, first.event, history.News(kind, said))


def _opening(case: Case, opened: Opening | None) -> tuple[Line, ...]:
    told = f"The timeline was opened with {count_words(opened.n, 'event')}" if opened else ""
    return (Line(Badge("new", "Opened"), told, "", case.get_absolute_url()),) if opened else ()


def _line(event: Any, news: history.News, reader: Reader) -> Line:
    badge = Badge(news.kind, WORDS[news.kind])
    if event.review != Review.APPROVED:
        return Line(badge, "", "", event.get_absolute_url(), news.said)
    headline, when = reader.names.text(event.headline), when_words(event.edtf, differ=event.differ)
    return Line(badge, headline, when, reader.address(event), news.said)

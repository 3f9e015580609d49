"""What a mail tells of a case: the events that are new, changed, corrected or withdrawn since the last one."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from articles.models import Case
from timeline.models import Event
from timeline.presentation.history import News, news_of
from timeline.presentation.pages import CaseLink, case_link
from timeline.presentation.wording import moment_words, when_words
from timeline.queries.news import MOST
from timeline.reader import Reader

TITLES = {"new": "New", "corrected": "Corrected", "changed": "Changed", "withdrawn": "Withdrawn"}


@dataclass(frozen=True, slots=True)
class Item:
    """`headline` and `when` are empty of an event that was withdrawn: its address says why, and no more of it."""

    headline: str
    when: str
    type: str
    url: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """`subject` is "3 new, 1 corrected"; `more` is true where not all fitted."""

    case: CaseLink
    case_url: str
    subject: str
    since: str
    until: str
    groups: tuple[Group, ...]
    more: bool


def digest(
    case: Case, touched: Sequence[Event], since: dt.datetime, until: dt.datetime, reader: Reader, *, site: str
) -> Digest | None:
    """From what `queries.touched` found and `queries.tell_differing` knows; None where readers learn nothing. Links
    start with `site`."""
    told = [(event, news_of(event, event.told, since, until)) for event in touched[:MOST]]  # type: ignore[attr-defined]
    items: dict[str, list[Item]] = {kind: [] for kind in TITLES}
    for event, news in told:
        if news:
            items[news.kind].append(_item(event, news, reader, site))
    if not any(items.values()):
        return None
    return Digest(
        case=case_link(case, reader),
        case_url=site + case.get_absolute_url(),
        subject=", ".join(f"{len(found)} {kind}" for kind, found in items.items() if found),
        since=moment_words(since, case.timezone),
        until=moment_words(until, case.timezone),
        groups=tuple(Group(TITLES[kind], tuple(found)) for kind, found in items.items() if found),
        more=len(touched) > MOST,
    )


def _item(event: Any, news: News, reader: Reader, site: str) -> Item:
    if news.kind == "withdrawn":
        return Item("", "", "", site + event.get_absolute_url(), news.said)
    return Item(
        headline=reader.names.text(event.headline),
        when=when_words(event.edtf, differ=event.differ),
        type=event.type.name,
        url=site + reader.address(event),
        said=news.said,
    )

"""What would be found in a text, before anything of it is stored."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from articles.days import writes_day_first
from articles.models import Paragraph
from articles.services import check_text, paragraphs_of
from timeline import extraction
from timeline.extraction.types import Mention, Timex
from timeline.models import EventType
from timeline.services.types import own_types


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """A suggested event; `type` is its name for people."""

    type: str
    mention: Mention


@dataclass(frozen=True, slots=True)
class Reading:
    """A paragraph with the events it would suggest and the dates in it that date none of them."""

    paragraph: Paragraph
    events: tuple[FoundEvent, ...]
    dates: tuple[Timex, ...]


def preview(
    *, text: str, published: dt.date | None, title: str = "", zone: str = "", most: int = 200
) -> tuple[list[Reading], int]:
    """The first paragraphs of a text with what would be found in each, and how many more there are. Writes nothing.

    Raises IngestError for what is no text.
    """
    text = check_text(text)
    every: Any = paragraphs_of(text)
    paragraphs, rest = every[:most], len(every[most:])
    text = text[: paragraphs[-1].end]  # what is not shown need not be read
    found = extraction.extract(
        text,
        published=published,
        blocks=paragraphs,
        title=title,
        own=own_types(),
        day_first=writes_day_first(zone),
    )
    names = {kind.slug: kind.name for kind in extraction.event_types()}
    names |= dict(EventType.objects.values_list("slug", "name"))
    used = {mention.timex for mention in found.mentions}
    wanted = {"DATE", "TIME"} if published is None else set()  # the day of publication may yet tell what they mean
    other = [t for i, t in enumerate(found.timexes) if i not in used and (t.edtf or t.type in wanted)]
    readings = [
        Reading(
            p,
            tuple(FoundEvent(names.get(m.type, m.type), m) for m in found.mentions if m.paragraph == p.number),
            tuple(t for t in other if p.start <= t.start < p.end),
        )
        for p in paragraphs
    ]
    return readings, rest

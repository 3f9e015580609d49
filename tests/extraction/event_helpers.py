"""How the tests of events read a text: one paragraph a line, published on Thursday 16 June 2016."""

import datetime as dt
from dataclasses import dataclass

from timeline.extraction import Extraction, extract
from timeline.extraction.types import Mention

PUBLISHED = dt.date(2016, 6, 16)


@dataclass(frozen=True)
class Line:
    number: int
    kind: str
    start: int
    end: int


def read(text: str, published: dt.date | None = PUBLISHED) -> Extraction:
    blocks, start = [], 0
    for number, line in enumerate(text.split("\n"), 1):
        blocks.append(Line(number, "body", start, start + len(line)))
        start += len(line) + 1
    return extract(text, published=published, blocks=blocks)


def mentions(text: str, published: dt.date | None = PUBLISHED) -> tuple[Mention, ...]:
    return read(text, published).mentions


def the_mention(text: str, kind: str, published: dt.date | None = PUBLISHED) -> Mention:
    """The one mention of this type."""
    (found,) = [mention for mention in mentions(text, published) if mention.type == kind]
    return found

"""From a text to its temporal expressions and the events that it reports. Pure: the whole public face is here."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from pathlib import Path

from timeline.extraction import delicate, marks
from timeline.extraction.mentions import find_mentions
from timeline.extraction.own_types import OwnType, digest, taxonomy_with
from timeline.extraction.taxonomy import EventType, english
from timeline.extraction.timex import find_timexes
from timeline.extraction.tokens import Kept
from timeline.extraction.types import Block, Extraction

__all__ = ["EXTRACTOR", "Extraction", "OwnType", "event_types", "extract", "extractor"]

VERSION = "1"


def extract(
    text: str,
    *,
    published: dt.date | None,
    blocks: Sequence[Block],
    title: str = "",
    language: str = "en",
    own: tuple[OwnType, ...] = (),
    day_first: bool = False,
) -> Extraction:
    """What the text says happened, and when. `blocks` are its paragraphs; relative dates count from `published`; `own`
    are the types that editors wrote; `day_first` says that "05/06/2016" is likelier 5 June.

    Never raises for any text. Without a day of publication relative dates stay unresolved.
    """
    kept: Kept = {}
    timexes = find_timexes(text, published=published, blocks=blocks, language=language, day_first=day_first, kept=kept)
    types = taxonomy_with(own)
    mentions = find_mentions(text, published=published, blocks=blocks, timexes=timexes, taxonomy=types, kept=kept)
    hints = delicate.find(text, blocks, title, kept)
    return Extraction(timexes, mentions, marks.find(text, blocks, title), hints)


def event_types() -> tuple[EventType, ...]:
    """The types that the rule files know, in their order."""
    return tuple(english().types.values())


def _digest() -> str:
    """Of every module and rule file of this package, so that a changed rule is a new extractor."""
    folder = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted([*folder.glob("*.py"), *folder.glob("rules/*.yaml")]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


EXTRACTOR = f"casetracker-{VERSION}-{_digest()}"


def extractor(own: tuple[OwnType, ...] = ()) -> str:
    """The version of the extractor with these types of the editors' own: with other words, it is another one."""
    return "-".join(part for part in (EXTRACTOR, digest(own)) if part)

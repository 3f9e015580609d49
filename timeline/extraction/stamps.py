"""Where a date stands: in the story, or in what dates the story itself (datelines, stamps of posting) or a picture."""

from collections.abc import Sequence
from typing import NamedTuple

from timeline.extraction.tokens import Token

STAMPING = frozenset(["posted", "published", "updated", "modified", "created", "filed", "printed", "retrieved"])
CHANGING = frozenset(["updated", "modified"])
DASHES = frozenset(["-", "–", "—", "_", "--"])
STAMP_LINE = 40  # tokens; a line of stamps is short
STAMP_NEAR = 6  # tokens from "Posted" to its date
DATELINE_PLACE = 8  # tokens of place names before the date of a dateline
DATELINE_AGENCY = 6  # tokens from the date to the dash that ends a dateline


class Place(NamedTuple):
    """`rule` names what the date is when it is none of the story's; `note` goes to the explanation."""

    rule: str = ""
    note: str = ""

    @property
    def is_stamp(self) -> bool:
        return bool(self.rule)


STORY = Place()
STAMP = Place("stamp", "; it dates the article, not what it reports")
DATELINE = Place("dateline", "; the dateline: when the report was filed")
CAPTION = Place("", "; in a caption")


def place_of(tokens: Sequence[Token], start: int, end: int, kind: str, *, is_day: bool) -> Place:
    """What tokens [start, end) of a block of that kind stand in; only a day can be a dateline."""
    if _is_stamp(tokens, start):
        return STAMP
    if is_day and _is_dateline(tokens, start, end):
        return DATELINE
    return CAPTION if kind == "caption" else STORY


def updates(tokens: Sequence[Token], start: int) -> bool:
    """Whether the stamp at token `start` tells of a change: "Last updated: Friday"."""
    return any(token.lower in CHANGING for token in tokens[max(0, start - STAMP_NEAR) : start])


def _is_stamp(tokens: Sequence[Token], start: int) -> bool:
    """ "Posted June 10, 2016", "Last updated: Friday" – in a short line that holds no sentence."""
    if len(tokens) > STAMP_LINE or tokens[-1].text in {".", "!", "?"}:
        return False
    return any(token.lower in STAMPING for token in tokens[max(0, start - STAMP_NEAR) : start])


def _is_dateline(tokens: Sequence[Token], start: int, end: int) -> bool:
    """ "KABUL, Oct. 20 (Reuters) -": capitals from the start of the block, then the date, soon after it a dash."""
    if not 0 < start <= DATELINE_PLACE or not (tokens[0].text.isupper() and len(tokens[0].text) > 2):
        return False
    if any(token.text.islower() for token in tokens[:start]):
        return False
    return any(
        tokens[i].text in DASHES and (tokens[i].start > tokens[i - 1].end)
        for i in range(end, min(len(tokens), end + DATELINE_AGENCY))
    )

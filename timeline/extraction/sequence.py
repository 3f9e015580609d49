"""What follows from something did not come before it: texts that were added to after the day that they bear. Pure."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from timeline.extraction import edtf, taxonomy
from timeline.extraction.direction import WEEKLY
from timeline.extraction.types import Mention, Timex

HARM = frozenset({"violence", "death", "accident"})
FRESH = dt.timedelta(days=2)  # from what happened to its news
SIX_DAYS, WEEK = dt.timedelta(days=6), dt.timedelta(days=7)


def put_right(found: Sequence[Mention], timexes: Sequence[Timex], published: dt.date | None) -> tuple[Mention, ...]:
    """The mentions, those that a weekday dates six days before publication moved to the day after publication, where
    the article's news lies in between: who is identified "on Monday", in the article of Sunday on Saturday's shooting,
    was not identified before it."""
    if published is None or not any(_is_news(mention, published) for mention in found):
        return tuple(found)
    return tuple(_later(m) if _is_too_early(m, timexes, published) else m for m in found)


def _is_news(mention: Mention, published: dt.date) -> bool:
    if mention.status != "occurred" or mention.earliest is None or mention.earliest != mention.latest:
        return False
    return taxonomy.family(mention.type) in HARM and dt.timedelta(0) <= published - mention.earliest <= FRESH


def _is_too_early(mention: Mention, timexes: Sequence[Timex], published: dt.date) -> bool:
    if mention.timex is None or timexes[mention.timex].rule not in WEEKLY or mention.status != "occurred":
        return False
    return mention.earliest == mention.latest == published - SIX_DAYS and taxonomy.family(mention.type) not in HARM


def _later(mention: Mention) -> Mention:
    if mention.earliest is None:
        return mention
    day = mention.earliest + WEEK
    reason = f"It follows from what happened just before publication: {edtf.describe(day.isoformat())}, added later."
    explanation = f"{mention.explanation} {reason}"
    return replace(mention, edtf=day.isoformat(), earliest=day, latest=day, explanation=explanation, certain=False)

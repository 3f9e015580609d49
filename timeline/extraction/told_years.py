"""A day or month without a year takes that of a date told before it in the same sentence: "was sealed in April 2014,
and the last lamp was found on 2 May". Pure.

What the sentence tells in turn came later; elsewhere ("hired in March 2014, was suspended in February") the year told
first says nothing of the second date. The likeliest year of the date by itself stays a candidate.
"""

import datetime as dt
from collections.abc import Sequence, Set
from dataclasses import replace

from timeline.extraction import clauses
from timeline.extraction.context import Context
from timeline.extraction.meaning import Meaning
from timeline.extraction.normalize import Resolution, settled_on
from timeline.extraction.periods import Period, days_in_month
from timeline.extraction.policies import day_in
from timeline.extraction.sentence import Verb
from timeline.extraction.tokens import Token

YEARLESS = frozenset({"month", "month-day"})
SHORTLY = dt.timedelta(days=31)  # before or after what was told
FRESH = dt.timedelta(days=45)  # news of these weeks needs no year, whatever was told before it
GOING_ON = frozenset({"and", "then"})


def turn(
    m: Meaning, found: Resolution | None, context: Context, said: Period | None, sentence: Sequence[Token], at: int
) -> Resolution | None:
    """The resolution, or that in the year of `said`, a date with its year written out earlier in the sentence; `at` is
    the token of the sentence at which the expression starts."""
    if found is None or found.period is None or said is None or context.published is None:
        return found
    if m.kind not in YEARLESS or m.direction is not None or m.weekday is not None or said.unit not in {"day", "month"}:
        return found
    nearest = found.period.day
    is_news = dt.timedelta(0) <= context.published - nearest <= FRESH
    if context.cue.direction > 0 or nearest.year == said.day.year or is_news or m.month is None:
        return found
    words = range(context.focus_at, context.focus_at + len(context.focus_text))
    year = _year(m, said, sentence, at, words)
    if year is None or year > context.published.year or (m.day or 1) > days_in_month(dt.date(year, m.month, 1)):
        return found
    day = dt.date(year, m.month, m.day or 1)
    turned = settled_on(day, "day" if m.day else "month", m, f"the year is that of “{context.focus_text}” before it")
    if turned is None or turned.edtf == found.edtf:
        return found
    return replace(turned, candidates=(turned.edtf or "", found.edtf or ""))


def turn_on(m: Meaning, found: Resolution | None, context: Context, said: Period) -> Resolution | None:
    """The resolution, or that of the weeks after `said`, a day of the sentence before with its year written out:
    "He was hurt on 3 May 2014. He died on 9 May"."""
    if found is None or found.period is None or context.published is None or m.kind != "month-day" or not m.day:
        return found
    is_news = dt.timedelta(0) <= context.published - found.period.day <= FRESH
    if is_news or context.cue.direction >= 0 or m.direction is not None or m.weekday is not None or said.unit != "day":
        return found
    day = day_in(said.day.year, m.month or 1, m.day)
    if day is not None and day < said.day:
        day = day_in(said.day.year + 1, m.month or 1, m.day)
    if day is None or day - said.day > SHORTLY or day == found.period.day or day > context.published:
        return found
    turned = settled_on(day, "day", m, f"in the weeks after “{context.focus_text}”, told just before")
    return turned and replace(turned, candidates=(turned.edtf or "", found.edtf or ""))


def _year(m: Meaning, said: Period, sentence: Sequence[Token], at: int, words: range) -> int | None:
    """The year of what came after `said`, or led to it: "was killed on June 24, 2005, in the search after a June 20
    robbery"; None where the two dates have nothing to do with each other. `words` are the offsets of `said`."""
    day = dt.date(said.day.year, m.month or 1, min(m.day or 28, 28))
    timex = [0 if token.start in words else -1 for token in sentence]
    told = timex.index(0)
    read = clauses.read(sentence, timex, [False] * len(sentence))
    first = read.verb_before(told) or read.verb_after(0)
    if first is None or not _is_told(first, GOING_ON | {"", ","}):
        return None
    between = [v for v in read.verbs if told < v.head < at and v is not first]
    if all(v.form == "gerund" for v in between) and sentence[at - 1].lower in {"a", "an", "the"}:
        return _of_its_past(day, said, sentence[at - 2].lower)
    second = between[-1] if between else read.verb_after(at + 1)
    return said.day.year + (day < said.day) if second is not None and _is_told(second, GOING_ON) else None


def _is_told(verb: Verb, openers: Set[str]) -> bool:
    """Whether the verb tells in turn what was, in no aside."""
    return verb.form == "finite" and verb.tense == "past" and verb.opener in openers


def _of_its_past(day: dt.date, said: Period, before: str) -> int | None:
    """The year of what led to the event of `said`; `day` is in the year of that."""
    if before in {"after", "following"}:
        return said.day.year - (day > said.day)
    return said.day.year if said.day - SHORTLY <= day <= said.day else None

""" "Three days after the robbery": counted from the robbery, where the article has told its day. Pure.

The nearest date before such words may be another event's, so that it dates nothing by itself; the named event does,
where all that was told of its kind so far is of one day.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from timeline.extraction import edtf
from timeline.extraction.periods import Period
from timeline.extraction.sentence import Sentence
from timeline.extraction.triggers import Trigger
from timeline.extraction.types import Mention, Timex

DIRECTIONS = {"units-after-event": 1, "units-before-event": -1}
INTERCHANGED = frozenset({"shooting", "killing", "assault", "injury", "death"})  # of one deed one says any of them
NEAR = 4  # words from the length of time to the noun: "after the deadly pier robbery"
UNITS = {"D": "day", "W": "week", "M": "month", "Y": "year"}
LONGEST = 99  # units
REMEMBERED = 400  # mentions; each such length of time looks through them


def resolve(
    sentence: Sentence, triggers: Sequence[Trigger], timexes: list[Timex], told: Sequence[Mention]
) -> frozenset[int]:
    """The indexes of the lengths of time that count from an event in `told`, now dated in `timexes`."""
    found = set()
    for index in {i for i in sentence.timex if i >= 0 and timexes[i].rule in DIRECTIONS}:
        noun = _noun_after(sentence, triggers, index)
        base = None if noun is None else _day_of(noun, told)
        dated = None if noun is None or base is None else _counted(timexes[index], noun, base)
        if dated is not None:
            timexes[index] = dated
            found.add(index)
    return frozenset(found)


def counted_back(
    sentence: Sentence, triggers: Sequence[Trigger], bound: dict[int, list[int]], timexes: list[Timex]
) -> None:
    """ "The coach was dismissed on Wednesday, four days after his aide was charged": what came so many days before
    takes its day from there, and is bound to it."""
    for index in {i for i in sentence.timex if i >= 0 and timexes[i].rule == "units-after-event"}:
        start = sentence.timex.index(index)
        before = _day_before(sentence, start, timexes)
        number = _opened(sentence, triggers, _end(sentence, index))
        days = timexes[index].value[1:-1]
        if before is None or number is None or number in bound:
            continue
        if timexes[index].value[-1:] != "D" or not days.isdigit():
            continue
        day = before - dt.timedelta(days=int(days))
        why = f"so many days before {edtf.describe(before.isoformat())}"
        timexes[index] = replace(
            timexes[index], edtf=day.isoformat(), earliest=day, latest=day, explanation=why, candidates=()
        )
        bound[number] = [index]


def _day_before(sentence: Sentence, start: int, timexes: Sequence[Timex]) -> dt.date | None:
    """The day told right before word `start`, behind a comma at most a few words back."""
    near = [i for i in sentence.timex[max(0, start - NEAR) : start] if i >= 0]
    timex = timexes[near[-1]] if near and sentence.words[start - 1] == "," else None
    exact = timex is not None and timex.earliest == timex.latest and not timex.candidates
    return timex.earliest if timex is not None and exact else None


def _opened(sentence: Sentence, triggers: Sequence[Trigger], end: int) -> int | None:
    """The number of the trigger that "after" at word `end` leads to: a finite verb of the past, or a noun."""
    if sentence.words[end : end + 1] != ["after"]:
        return None
    verb = sentence.verb_after(end + 1, "finite")
    for number, trigger in enumerate(triggers):
        if not trigger.is_noun and trigger.verb is verb and verb is not None and verb.tense == "past":
            near = "," not in sentence.words[end : verb.first]
            return number if near else None
        if trigger.is_noun and 0 < trigger.found.start - end <= NEAR and (verb is None or verb.first > trigger.end):
            return number
    return None


def _end(sentence: Sentence, index: int) -> int:
    """The word behind the date words of this index."""
    return len(sentence.timex) - sentence.timex[::-1].index(index)


def _noun_after(sentence: Sentence, triggers: Sequence[Trigger], index: int) -> Trigger | None:
    end = _end(sentence, index)
    return next(
        (t for t in triggers if t.is_noun and 0 < t.found.start - end <= NEAR and not t.found.start < end), None
    )


def _day_of(noun: Trigger, told: Sequence[Mention]) -> dt.date | None:
    """The day of the event that the noun names; None where two days would fit."""
    kinds = INTERCHANGED if noun.type.slug in INTERCHANGED else {noun.type.slug}
    days = {
        (m.earliest, m.latest)
        for m in told[-REMEMBERED:]
        if m.edtf and m.status == "occurred" and m.type in kinds and m.certain
    }
    (first, last), *others = days or {(None, None)}
    return first if first == last and not others else None


def _counted(timex: Timex, noun: Trigger, base: dt.date) -> Timex | None:
    """The length of time as a date: a day for days, else about that day, month or year."""
    number, unit = timex.value[1:-1], UNITS.get(timex.value[-1:])
    if unit is None or timex.value[:1] != "P" or not number.isdigit() or int(number) > LONGEST:
        return None
    way = DIRECTIONS[timex.rule] * int(number)
    try:
        if unit in {"day", "week"}:
            value = (base + dt.timedelta(days=way * (7 if unit == "week" else 1))).isoformat()
        else:
            period = Period(unit, base).shift(way)
            if period is None:
                return None
            value = period.edtf
    except (OverflowError, ValueError):
        return None
    value += "" if unit == "day" else "~"
    earliest, latest = edtf.days(value)
    why = f"counted from the {noun.type.name.lower()} of {edtf.describe(base.isoformat())}"
    return replace(timex, edtf=value, earliest=earliest, latest=latest, explanation=why, candidates=())

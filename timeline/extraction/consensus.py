"""One date and one status out of what several reports say; where nothing fits all, it says so."""

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from timeline.extraction import edtf
from timeline.extraction.reports import Report
from timeline.extraction.types import Status

MOST_SEEDS = 40  # different dates tried as a start; more of them in one event are a mess that more trying does not mend


@dataclass(frozen=True, slots=True)
class Agreement:
    """`edtf` is what most voices allow; `fits` says for each report whether it allows it. `others` are dates that the
    very same voices allow as well: then the date is not settled, and bears EDTF's mark of doubt (`2016-01?`).
    `is_of_few`: more voices are for a day that cannot be."""

    edtf: str | None
    earliest: dt.date | None
    latest: dt.date | None
    fits: tuple[bool, ...]
    others: tuple[str, ...] = ()
    is_of_few: bool = False

    @property
    def is_disputed(self) -> bool:
        return self.edtf is not None and not all(self.fits)


def length(value: str) -> int:
    """Days that an EDTF allows; a very large number for an open one."""
    earliest, latest = edtf.days(value)
    return 10**7 if earliest is None or latest is None else (latest - earliest).days + 1


def meet(options: Iterable[str], value: str) -> str | None:
    """The narrowest date that one of the options and the value both allow; None where they exclude each other."""
    found = [both for option in options if (both := edtf.intersect(option, value))]
    return min(found, key=lambda both: (length(both), both), default=None)


def agree(reports: Sequence[Report]) -> Agreement:
    """The date that the most voices allow, narrowed to what all of these allow.

    Reports whose date comes from the context count only where no report has date words. Two articles with the very same
    sentence are one voice, and so is an article that says it twice. No number of voices is for a day that was still to
    come when one of the reports told of what had been done.
    """
    voices = _voices(reports)
    if not voices:
        return Agreement(None, None, None, tuple(False for _ in reports))
    seeds = sorted({option for options in voices for option in options}, key=lambda e: (length(e), e))[:MOST_SEEDS]
    narrowed = {_narrow(seed, voices) for seed in seeds}
    told = min((r.published for r in reports if _tells_what_was(r)), default=dt.date.max)
    best = min(
        narrowed, key=lambda e: (_begins(e) > told, -_support(e, voices), -_first_readings(e, voices), length(e), e)
    )
    earliest, latest = edtf.days(best)
    fits = tuple(not r.options or not r.mention.certain or _allows(r, best) for r in reports)
    others = _other_readings(best, narrowed, voices)
    is_of_few = _support(best, voices) < max(_support(value, voices) for value in narrowed)
    return Agreement(f"{best}?" if others and best[-1].isdigit() else best, earliest, latest, fits, others, is_of_few)


def _tells_what_was(report: Report) -> bool:
    """Whether it tells of a deed as done, on a day up to its publication by its own words."""
    told = report.mention.status == "occurred" and report.mention.certain
    return told and any(_begins(option) <= report.published for option in report.options)


def _begins(value: str) -> dt.date:
    return edtf.days(value)[0] or dt.date.min


def _other_readings(best: str, values: Iterable[str], voices: dict[tuple[str, ...], int]) -> tuple[str, ...]:
    """Dates apart from the best one that all voices that allow it allow too, since their words are ambiguous."""
    for_it = [options for options in voices if meet(options, best) is not None]
    apart = sorted(value for value in values if edtf.intersect(value, best) is None)
    return tuple(value for value in apart if all(meet(options, value) is not None for options in for_it))


def _allows(report: Report, value: str) -> bool:
    return meet((*report.options, *report.other_years), value) is not None


def _voices(reports: Sequence[Report]) -> dict[tuple[str, ...], int]:
    """What is said → by how many voices."""
    dated = [r for r in reports if r.options]
    sure = [r for r in dated if r.mention.certain] or dated
    voices: dict[tuple[str, ...], set[Hashable]] = defaultdict(set)
    first_with: dict[str, Hashable] = {}
    for report in sorted(sure, key=lambda r: r.order):
        voice = first_with.setdefault(report.mention.sentence.text, report.article)
        voices[report.options].add(voice)
    return {options: len(heard) for options, heard in sorted(voices.items())}


def _narrow(seed: str, voices: dict[tuple[str, ...], int]) -> str:
    """The seed, cut to what each voice that allows it allows; those with the most support first."""
    value = seed
    for options in sorted(voices, key=lambda o: (-voices[o], min(map(length, o)), o)):
        value = meet(options, value) or value
    return value


def _support(value: str, voices: dict[tuple[str, ...], int]) -> int:
    return sum(count for options, count in voices.items() if meet(options, value) is not None)


def _first_readings(value: str, voices: dict[tuple[str, ...], int]) -> int:
    """Voices whose likeliest reading the value is."""
    return sum(count for options, count in voices.items() if edtf.intersect(options[0], value))


def status_of(reports: Sequence[Report], earliest: dt.date | None) -> tuple[Status, bool]:
    """The status of the event, and whether the reports dispute it.

    What one report tells as done has happened, however it was announced before. Where one denies it and another tells
    it, the later report counts and the status is disputed.
    """
    said = [(r, status_at_the_time(r, earliest)) for r in reports]
    states = {state for _, state in said}
    if {"occurred", "negated"} <= states:
        last = max((r.published, s == "occurred") for r, s in said if s in {"occurred", "negated"})
        return ("occurred" if last[1] else "negated"), True
    if "negated" in states and "planned" in states:
        last_plan = max(r.published for r, s in said if s == "planned")
        is_later = max(r.published for r, s in said if s == "negated") >= last_plan
        return ("negated" if is_later else "planned"), not is_later
    order: tuple[Status, ...] = ("occurred", "negated", "planned", "alleged", "hypothetical")
    return next(state for state in order if state in states), False


def status_at_the_time(report: Report, earliest: dt.date | None) -> Status:
    """The report's status; what it tells as done before the day has come is a plan."""
    status = report.mention.status
    if status == "occurred" and earliest is not None and report.published < earliest and report.mention.certain:
        return "planned"
    return status

"""How many: the bars above the list, the numbers beside its filters, and those at the head of the case."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, NamedTuple

from articles.models import Case
from timeline.filters import Asked
from timeline.models import Status, sees_all
from timeline.queries.tally import Totals, bars, tally, totals_of


class Choice(NamedTuple):
    """A value that a filter can take, and how many events it would leave, all other filters kept."""

    value: str
    label: str
    events: int


@dataclass(frozen=True, slots=True)
class Extent:
    """How many events, and the first and last day that they can be of (None where none is dated)."""

    count: int
    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True, slots=True)
class Bucket:
    """How many events start in the unit that starts on this day, how many of those are ahead of their report, and how
    many are of each type (its slug)."""

    start: dt.date
    count: int
    ahead: int
    types: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counts:
    """Of a case as one visitor sees it. `extent` is of the events that pass all filters, `years` leave the period
    aside, each list of choices its own filter; `totals` are of the case whatever the filters. `differ` is None where
    the sources agree on everything in the case."""

    totals: Totals
    extent: Extent
    years: Mapping[int, int]
    types: list[Choice]
    statuses: list[Choice]
    outlets: list[Choice]
    people: list[Choice]
    differ: Choice | None


def counts(case: Case, asked: Asked, user: Any) -> Counts:
    """A statement where no filter is set, two else."""
    public = not sees_all(user)
    totals = totals_for(case, public=public)
    found = tally(case.pk, asked, public=public, known=totals.tally) if asked.count else totals.tally
    every, names = totals.tally, totals.names
    return Counts(
        totals=totals,
        extent=Extent(found.count, found.first, found.last),
        years=found.years,
        types=_choices(names.get("type", {}), found.types),
        statuses=[
            Choice(value, str(label), found.statuses.get(value, 0))
            for value, label in Status.choices
            if value in every.statuses
        ],
        outlets=_choices(names.get("outlet", {}), {str(pk): n for pk, n in found.outlets.items()}),
        people=_choices(names.get("person", {}), {str(pk): n for pk, n in found.people.items()}),
        differ=Choice("1", "Sources differ", found.differ) if every.differ else None,
    )


def totals_for(case: Case, *, public: bool) -> Totals:
    """One statement."""
    return totals_of(case.pk, public=public)


def histogram(
    case: Case, asked: Asked, user: Any, first: dt.date, last: dt.date, unit: str, width: int
) -> list[Bucket]:
    """Events by `unit` ("day", "week", "month", "year") of their first day, between these days; those whose dates are
    wider than `width` days are left out, since one bar would claim too much. One statement."""
    rows = bars(case.pk, asked, public=not sees_all(user), days=(first, last), unit=unit, width=width)
    return [
        Bucket(bar.start, sum(bar.counts), sum(bar.ahead), dict(zip(bar.types, bar.counts, strict=True)))
        for bar in rows
    ]


def _choices(names: Mapping[str, str], found: Mapping[str, int]) -> list[Choice]:
    choices = [Choice(key, name, found.get(key, 0)) for key, name in names.items()]
    return sorted(choices, key=itemgetter(1, 0))  # by label

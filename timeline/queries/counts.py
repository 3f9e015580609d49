"""How many: the bars above the list, the numbers beside its filters, and those at the head of the case."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

from articles.models import Case
from casetracker.replicas.router import reading
from timeline.filters import Asked
from timeline.models import Status, sees_all
from timeline.queries.tally import Tally, Totals, bars, tally, totals_of


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that a filter can take, and how many events it would leave, all other filters kept."""

    value: str
    label: str
    count: int


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
    """Two statements where no filter is set, three else."""
    public = not sees_all(user)
    totals = totals_for(case, public=public)
    found = tally(case.pk, asked, public=public, known=totals.tally) if asked.count else totals.tally
    every = totals.tally
    labels = _labels(every)
    return Counts(
        totals=totals,
        extent=Extent(found.count, found.first, found.last),
        years=found.years,
        types=_choices(every.types, found.types, labels["type"]),
        statuses=[
            Choice(value, str(label), found.statuses.get(value, 0))
            for value, label in Status.choices
            if value in every.statuses
        ],
        outlets=_choices(every.outlets, found.outlets, labels["outlet"]),
        people=_choices(every.people, found.people, labels["person"]),
        differ=Choice("1", "Sources differ", found.differ) if every.differ else None,
    )


ARTICLES = "SELECT count(*) FROM timeline_casecount WHERE case_id = %s AND public = %s AND kind = 'article' AND n > 0"


def article_count(case: Case, *, public: bool) -> int:
    """How many articles report the events of the case. One statement, which reads a row for each of them: for the head
    of a case, and not for each look at its list."""
    with reading().cursor() as cursor:
        cursor.execute(ARTICLES, [case.pk, public])
        return int(cursor.fetchone()[0])


def totals_for(case: Case, *, public: bool) -> Totals:
    """One statement."""
    return totals_of(case.pk, public=public)


def histogram(
    case: Case, asked: Asked, user: Any, first: dt.date, last: dt.date, unit: str, width: int
) -> list[Bucket]:
    """Events by `unit` ("day", "week", "month", "year") of their first day, between these days; those whose dates are
    wider than `width` days are left out, since one bar would claim too much. One statement."""
    rows = bars(case.pk, asked, public=not sees_all(user), days=(first, last), unit=unit, width=width)
    found = []
    for start, parts in groupby(rows, key=itemgetter(0)):
        _, slugs, events, ahead = zip(*parts, strict=True)
        found.append(Bucket(start, sum(events), sum(ahead), dict(zip(slugs, events, strict=True))))
    return found


LABELS = """
    SELECT 'type', slug, name FROM timeline_eventtype WHERE slug = ANY(%s)
    UNION ALL SELECT 'outlet', id::text, name FROM articles_source WHERE id = ANY(%s)
    UNION ALL SELECT 'person', id::text, name FROM timeline_person WHERE id = ANY(%s)
"""


def _labels(every: Tally) -> dict[str, dict[Any, str]]:
    """What the keys are called."""
    labels: dict[str, dict[Any, str]] = {"type": {}, "outlet": {}, "person": {}}
    with reading().cursor() as cursor:
        cursor.execute(LABELS, [list(every.types), list(every.outlets), list(every.people)])
        for kind, key, name in cursor.fetchall():
            labels[kind][key if kind == "type" else int(key)] = name
    return labels


def _choices(every: Mapping[Any, int], found: Mapping[Any, int], labels: Mapping[Any, str]) -> list[Choice]:
    choices = [Choice(str(key), labels[key], found.get(key, 0)) for key in every if key in labels]
    return sorted(choices, key=lambda choice: (choice.label, choice.value))

"""The counts of a case in one statement: how many events each value of each filter leaves, all other filters kept.

What passes all filters is read once, and for each filter that is set what passes all others; the counts are then of
these. The rows are chosen by `conditions`, as those of the list.
"""

import calendar
import datetime as dt
import json
from collections.abc import Collection, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from casetracker.replicas.router import reading, rows_of
from timeline.filters import Asked
from timeline.models import SILENT, Status
from timeline.queries.conditions import Where, conditions, either, every, in_period, of_case, together

AHEAD = (Status.PLANNED, Status.HYPOTHETICAL)  # as migrations/sql/counts.sql has it
COLUMNS = "type_id, status, differ, outlets, people, earliest, latest"
LOOKED_UP = frozenset({"q", "outlet", "person"})  # filters that an index finds rows by
Tests = Mapping[str, Where]
FIRST, LAST = "min(coalesce(earliest, latest))::text", "max(coalesce(latest, earliest))::text"
# Kind of count: the filter that it leaves aside, its key, and whence. Lists are unnested among the columns: in a join,
# each row's list would be a table to set up. A year is counted sooner as a float than as numeric.
KINDS = {
    "all": ("", "NULL", "{}"),
    "differ": ("differ", "NULL", "{} WHERE differ"),
    "type": ("type", "type_id", "{}"),
    "status": ("status", "status", "{}"),
    "year": ("period", "date_part('year', earliest)", "{} WHERE earliest IS NOT NULL"),
    "outlet": ("outlet", "key", "(SELECT unnest(outlets) AS key FROM {}) AS of_outlets"),
    "person": ("person", "key", "(SELECT unnest(people) AS key FROM {} WHERE people <> '{{}}') AS of_people"),
}


@dataclass(frozen=True, slots=True)
class Tally:
    """`count`, `first` and `last` (days) are of the events that pass all filters; `years` leave the period aside, and
    each other count its own filter. Keys that no event has are not there."""

    count: int = 0
    first: dt.date | None = None
    last: dt.date | None = None
    differ: int = 0
    years: Mapping[int, int] = field(default_factory=dict)
    types: Mapping[str, int] = field(default_factory=dict)
    statuses: Mapping[str, int] = field(default_factory=dict)
    outlets: Mapping[int, int] = field(default_factory=dict)
    people: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Totals:
    """A case whatever the filters: `updated` is when readers last learned something, or staff saw an event change;
    `told` is the former alone. `names` are what the keys of its types, outlets and people are called, by kind;
    `articles` how many report its events."""

    tally: Tally
    updated: dt.datetime | None = None
    told: dt.datetime | None = None
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    articles: int = 0


@dataclass(frozen=True, slots=True)
class Head:
    """Of the events of a case: how many, the days that they span, and `changed` as `Totals.updated`."""

    n: int = 0
    first: dt.date | None = None
    last: dt.date | None = None
    changed: dt.datetime | None = None


Kinds = Mapping[str, Mapping[str, int]]
NAMES = ", ".join(f"'{kind}'" for kind in (*KINDS, "articles"))  # not those of each article, which are many
# When something last came to the readers of a case, or was decided of what had come; by the ends of two indexes.
LAST_CHANGE = f"""greatest(
    (SELECT max(first_public_at) FROM timeline_event WHERE case_id = {{case}} AND first_public_at IS NOT NULL),
    (SELECT max(at) FROM timeline_decision WHERE case_id = {{case}} AND after_publication
        AND verb NOT IN ({", ".join(f"'{verb}'" for verb in SILENT)})))"""  # noqa: S608
# Each by a look into an index, of `counted`: a case and an audience.
TOLD = LAST_CHANGE.format(case="counted.case_id")
DAYS = """
    least((SELECT min(earliest) FROM timeline_eventface face
            WHERE face.case_id = counted.case_id AND face.public = counted.public),
        (SELECT min(latest) FROM timeline_eventface face
            WHERE face.case_id = counted.case_id AND face.public = counted.public AND earliest IS NULL)),
    (SELECT max(coalesce(latest, earliest)) FROM timeline_eventface face
        WHERE face.case_id = counted.case_id AND face.public = counted.public)
"""
EDITED = """greatest(
    (SELECT max(updated_at) FROM timeline_event event
        WHERE event.case_id = counted.case_id AND review = 'approved' AND NOT counted.public),
    (SELECT max(updated_at) FROM timeline_event event
        WHERE event.case_id = counted.case_id AND review = 'suggested' AND NOT counted.public))"""
# A key is a number, and read as one, for outlets and people alone.
TOTALS = f"""
    WITH counted AS (SELECT %s::bigint AS case_id, %s AS public),
    stored AS MATERIALIZED (
        SELECT kind, key, CASE WHEN kind IN ('outlet', 'person') THEN key::bigint END AS id, n
        FROM timeline_casecount JOIN counted USING (case_id, public) WHERE kind IN ({NAMES}) AND n > 0),
    named AS (
        SELECT kind, key, name FROM stored JOIN timeline_eventtype ON slug = key WHERE kind = 'type'
        UNION ALL SELECT kind, key, name FROM stored JOIN articles_source USING (id) WHERE kind = 'outlet'
        UNION ALL SELECT kind, key, name FROM stored JOIN timeline_person USING (id) WHERE kind = 'person')
    SELECT
        (SELECT json_object_agg(kind, counts)::text
            FROM (SELECT kind, json_object_agg(key, n) AS counts FROM stored GROUP BY kind) AS kinds),
        (SELECT json_object_agg(kind, names)::text
            FROM (SELECT kind, json_object_agg(key, name) AS names FROM named GROUP BY kind) AS kinds),
        {DAYS}, {TOLD}, {EDITED}
    FROM counted
"""  # noqa: S608 -- put together from the constants of this module; every value is a parameter
HEADS = f"""
    SELECT case_id, n, {DAYS}, greatest({TOLD}, {EDITED}) FROM timeline_casecount counted
    WHERE case_id = ANY(%s) AND public = %s AND kind = 'all' AND key = ''
"""  # noqa: S608


def totals_of(case_id: int, *, public: bool) -> Totals:
    """What the database keeps in step with each change, in a case of any size. One statement."""
    [(kinds, names, first, last, told, edited)] = rows_of(TOTALS, [case_id, public])
    counts, updated = json.loads(kinds or "{}"), max((at for at in (told, edited) if at), default=None)
    articles = counts.get("articles", {}).get("", 0)
    return Totals(_tally(counts, first, last), updated, told, json.loads(names or "{}"), articles)


def heads_of(case_ids: Collection[int], *, public: bool) -> dict[int, Head]:
    """By case. One statement."""
    return {pk: Head(*told) for pk, *told in rows_of(HEADS, [list(case_ids), public])}


def tally(case_id: int, asked: Asked, *, public: bool, known: Tally | None = None) -> Tally:
    """One statement. `known` are the counts with no filter set: what leaves a single filter aside is as there."""
    tests = conditions(asked, case_id, public=public)
    aside = {besides for besides, *_ in KINDS.values()} & tests.keys() if len(tests) > 1 or not known else set()
    sets, rows = _sets(Faces(of_case(case_id, public=public), in_period(asked)), tests, aside)
    counts = list(_counts(tests.keys(), rows))
    sql = f"""
        WITH {", ".join(f"{name} AS MATERIALIZED ({chosen.sql})" for name, chosen in sets.items())}
        {" UNION ALL ".join(count.sql for count in counts)}
    """
    with reading().cursor() as cursor:
        cursor.execute(sql, [value for part in (*sets.values(), *counts) for value in part.values])
        found = _read(cursor.fetchall())
    if known is None or aside:
        return found
    own = {"type": "types", "status": "statuses", "outlet": "outlets", "person": "people", "period": "years"}
    names = [own.get(name, name) for name in tests if name != "q"]
    return replace(found, **{name: getattr(known, name) for name in names})


class Bar(NamedTuple):
    """The start of a unit; and for each type that begins in it, how many events, and how many ahead of their report."""

    start: dt.date
    types: list[str]
    counts: list[int]
    ahead: list[int]


BY_START = """
    SELECT start, array_agg(type_id), array_agg(n), array_agg(ahead) FROM ({}) AS told GROUP BY start ORDER BY start
"""


def bars(
    case_id: int, asked: Asked, *, public: bool, days: tuple[dt.date, dt.date], unit: str, width: int
) -> list[Bar]:
    """In order, of events that begin between `days` in dates narrower than `width` days. One statement."""
    tests = conditions(asked, case_id, public=public)
    tests.pop("period", None)  # `days` say it
    if not tests and unit in {"month", "year"} and width in SPANS and _whole_months(*days):
        return _stored_bars(case_id, public, days, unit, width)
    narrow = Where("earliest BETWEEN %s AND %s AND latest < earliest + %s", (*days, width))
    kept = every([of_case(case_id, public=public), narrow, *together(tests).values()])
    sql = f"""
        SELECT date_trunc(%s, earliest::timestamp)::date AS start, type_id, count(*) AS n,
            count(*) FILTER (WHERE status = ANY(%s)) AS ahead
        FROM timeline_eventface WHERE {kept.sql} GROUP BY date_trunc(%s, earliest::timestamp), type_id ORDER BY 1, 2
    """  # noqa: S608 -- put together from the constants of this module; every value is a parameter
    with reading().cursor() as cursor:
        cursor.execute(BY_START.format(sql), [unit, [str(status) for status in AHEAD], *kept.values, unit])
        return [Bar(*row) for row in cursor.fetchall()]


SPANS = {31: 0, 366: 1, 3653: 2}  # by the width of a bar in days: models.CaseMonth
# A month's bar is the stored month itself, which the index has in order.
STARTS = {"month": "month", "year": "date_trunc('year', month::timestamp)::date"}
MONTHS = """
    SELECT {} AS start, type_id, sum(n) AS n, sum(ahead) AS ahead FROM timeline_casemonth
    WHERE case_id = %s AND public = %s AND month BETWEEN %s AND %s AND span <= %s
    GROUP BY 1, 2 HAVING sum(n) > 0 ORDER BY 1, 2
"""


def _stored_bars(case_id: int, public: bool, days: tuple[dt.date, dt.date], unit: str, width: int) -> list[Bar]:
    sql = BY_START.format(MONTHS.format(STARTS[unit]))
    return [Bar(*row) for row in rows_of(sql, [case_id, public, *days, SPANS[width]])]


def _whole_months(first: dt.date, last: dt.date) -> bool:
    return first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]


class Faces(NamedTuple):
    """Those of a case and an audience, and the parts of a period, each of which an index finds where both together
    would have the case read."""

    theirs: Where
    in_period: tuple[Where, Where]


def _sets(faces: Faces, tests: Tests, aside: Set[str]) -> tuple[dict[str, Where], dict[str, Where]]:
    """Rows that are read once and kept, by name; and for each filter that is left aside, the rows that pass all others.

    Each count looks up its own rows, by indexes alone where it can. What words, outlets or people find is read once for
    all other filters (what fails one of them at most), and sifted then: there, finding it is the cost.
    """
    plain = {name: test for name, test in tests.items() if name not in LOOKED_UP}
    looked_up = {name: test for name, test in tests.items() if name in LOOKED_UP}
    rows = {name: _within(_chosen(faces, _others(tests, name))) for name in aside}
    if not looked_up or not plain.keys() & aside:
        return {"kept": _chosen(faces, tests)}, rows
    near = either(every(_others(plain, name).values()) for name in plain)
    rows |= {name: _within(_sifted(_others(plain, name))) for name in plain.keys() & aside}
    return {"near": _chosen(faces, {**looked_up, "near": near}), "kept": _sifted(plain)}, rows


def _others(tests: Tests, one: str) -> dict[str, Where]:
    return {name: test for name, test in tests.items() if name != one}


def _chosen(faces: Faces, tests: Tests) -> Where:
    ways = [{**tests, "period": part} for part in faces.in_period] if "period" in tests else [tests]
    passing = [every([faces.theirs, *together(way).values()]) for way in ways]
    sql = " UNION ALL ".join(f"SELECT {COLUMNS} FROM timeline_eventface WHERE {one.sql}" for one in passing)  # noqa: S608
    return Where(sql, tuple(value for one in passing for value in one.values))


def _sifted(tests: Tests) -> Where:
    passing = every(tests.values())
    return Where(f"SELECT * FROM near WHERE {passing.sql}", passing.values)  # noqa: S608


def _within(chosen: Where) -> Where:
    return Where(f"({chosen.sql}) AS others", chosen.values)


def _counts(names: Collection[str], rows: Mapping[str, Where]) -> Iterator[Where]:
    """One query for each kind of count: kind, key, count and, of all, the first and the last day."""
    for kind, (besides, key, whence) in KINDS.items():
        if besides in names and besides not in rows:
            continue
        of = rows.get(besides, Where("kept"))
        days = f"{FIRST}, {LAST}" if kind == "all" else "NULL, NULL"
        group = f"GROUP BY {key}" if key != "NULL" else ""
        sql = f"SELECT '{kind}', {key}::text, count(*), {days} FROM {whence.format(of.sql)} {group}"  # noqa: S608
        yield Where(sql, of.values)


def _read(rows: list[tuple[str, str | None, int, str | None, str | None]]) -> Tally:
    kinds: dict[str, dict[str, int]] = {}
    for kind, key, count, *_ in rows:
        kinds.setdefault(kind, {})[key or ""] = count
    first, last = next((low, high) for kind, _, _, low, high in rows if kind == "all")
    return _tally(kinds, *(dt.date.fromisoformat(day) if day else None for day in (first, last)))


def _tally(kinds: Kinds, first: dt.date | None, last: dt.date | None) -> Tally:
    def numbered(kind: str) -> dict[int, int]:
        return {int(key): count for key, count in sorted(kinds.get(kind, {}).items(), key=lambda item: int(item[0]))}

    return Tally(
        count=kinds.get("all", {}).get("", 0),
        first=first,
        last=last,
        differ=kinds.get("differ", {}).get("", 0),
        years=numbered("year"),
        types=kinds.get("type", {}),
        statuses=kinds.get("status", {}),
        outlets=numbered("outlet"),
        people=numbered("person"),
    )

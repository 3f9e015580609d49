"""The counts of a case in one statement: how many events each value of each filter leaves, all other filters kept.

One pass over the narrow faces (models.EventFace) takes the events that fail one filter at most; each count then asks
for all filters but its own. Written in SQL, since building eight queries would cost more than running them.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import connection

from timeline.filters import Asked
from timeline.models import SEARCH_CONFIG, Status

AHEAD = (Status.PLANNED, Status.HYPOTHETICAL)
WHEN = "coalesce(earliest, latest)"  # where an event stands in the list: its first day, else its last


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
    """A case whatever the filters: `updated` is the last change of an event."""

    tally: Tally
    articles: int = 0
    updated: dt.datetime | None = None

    def data(self) -> dict[str, Any]:
        """As JSON holds it."""
        days = {name: day and day.isoformat() for name, day in (("first", self.tally.first), ("last", self.tally.last))}
        updated = self.updated and self.updated.isoformat()
        return {"tally": asdict(self.tally) | days, "articles": self.articles, "updated": updated}

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> "Totals":
        told = dict(data["tally"])
        for name in ("first", "last"):
            told[name] = dt.date.fromisoformat(told[name]) if told[name] else None
        for name in ("years", "outlets", "people"):
            told[name] = {int(key): count for key, count in told[name].items()}
        updated = dt.datetime.fromisoformat(data["updated"]) if data["updated"] else None
        return cls(Tally(**told), data["articles"], updated)


@dataclass(frozen=True, slots=True)
class Test:
    """A filter that is set: its condition on a face, and what that asks for."""

    sql: str
    values: tuple[Any, ...]


def tally(case_id: int, asked: Asked, *, public: bool) -> Tally:
    """One statement."""
    tests = conditions(asked)
    words = tests.pop("q", None)
    names = sorted(tests)
    columns = "".join(f", coalesce({tests[name].sql}, false) AS pass_{name}" for name in names)
    fails = " + ".join(f"(NOT pass_{name})::int" for name in names) or "0"
    sql = f"""
        WITH every AS (
            SELECT type_id, status, differ, outlets, people, earliest, latest{columns} FROM timeline_eventface face
            WHERE case_id = %s AND public = %s {f"AND {words.sql}" if words else ""}
        ), near AS MATERIALIZED (SELECT * FROM every WHERE {fails} <= 1)
        {" UNION ALL ".join(_counts(names))}
    """  # noqa: S608 -- put together from the constants of this module; every value is a parameter
    values = [value for name in names for value in tests[name].values]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, case_id, public, *(words.values if words else ())])
        return _read(cursor.fetchall())


TOTALS = """
    SELECT
        (SELECT count(*) FROM (SELECT DISTINCT v.article_id FROM timeline_eventface face
            JOIN timeline_citation c ON c.event_id = face.event_id AND (c.accepted OR NOT face.public)
            JOIN timeline_mention m ON m.id = c.mention_id
            JOIN articles_paragraph p ON p.id = m.paragraph_id
            JOIN articles_articleversion v ON v.id = p.version_id
            WHERE face.case_id = %s AND face.public = %s) AS cited),
        (SELECT max(e.updated_at) FROM timeline_eventface face JOIN timeline_event e ON e.id = face.event_id
            WHERE face.case_id = %s AND face.public = %s)
"""


def totals_of(case_id: int, *, public: bool) -> Totals:
    """Counted now, by two statements."""
    found = tally(case_id, Asked(), public=public)
    with connection.cursor() as cursor:
        cursor.execute(TOTALS, [case_id, public] * 2)
        articles, updated = cursor.fetchone()
    return Totals(found, articles, updated)


def bars(
    case_id: int, asked: Asked, *, public: bool, days: tuple[dt.date, dt.date], unit: str, width: int
) -> list[tuple[dt.date, str, int, int]]:
    """(start of the unit, type, events, those ahead of their report), in order, of events that begin between `days` in
    dates narrower than `width` days. One statement."""
    tests = conditions(asked)
    tests.pop("period", None)  # `days` say it
    sql = f"""
        SELECT date_trunc(%s, earliest::timestamp)::date, type_id, count(*), count(*) FILTER (WHERE status = ANY(%s))
        FROM timeline_eventface face
        WHERE case_id = %s AND public = %s AND earliest BETWEEN %s AND %s AND latest - earliest < %s
            {"".join(f" AND {test.sql}" for test in tests.values())}
        GROUP BY 1, 2 ORDER BY 1, 2
    """  # noqa: S608 -- put together from the constants of this module; every value is a parameter
    asking = [value for test in tests.values() for value in test.values]
    with connection.cursor() as cursor:
        cursor.execute(sql, [unit, [str(s) for s in AHEAD], case_id, public, *days, width, *asking])
        return list(cursor.fetchall())


def conditions(asked: Asked) -> dict[str, Test]:
    """The filters that are set, by name, as conditions on `timeline_eventface face`."""
    tests: dict[str, Test] = {}
    if asked.q:
        found = "event_id IN (SELECT event_id FROM timeline_eventsearch WHERE words @@ websearch_to_tsquery(%s, %s))"
        tests["q"] = Test(found, (SEARCH_CONFIG, asked.q))
    if asked.types:
        tests["type"] = Test("type_id = ANY(%s)", (list(asked.types),))
    if asked.statuses:
        tests["status"] = Test("status = ANY(%s)", (list(asked.statuses),))
    if asked.outlets:
        tests["outlet"] = Test("outlets && %s::bigint[]", (list(asked.outlets),))
    if asked.people:
        tests["person"] = Test("people && %s::bigint[]", (list(asked.people),))
    if asked.differ:
        tests["differ"] = Test("differ", ())
    if asked.first or asked.last:
        days = (asked.first or dt.date.min, asked.last or dt.date.max)
        tests["period"] = Test(f"{WHEN} BETWEEN %s AND %s", days)
    return tests


def _counts(names: list[str]) -> Iterator[str]:
    """One query for each kind of count: kind, key, count and, of all, the first and the last day."""

    def kept(besides: str = "") -> str:
        return " AND ".join(f"pass_{name}" for name in names if name != besides) or "true"

    def count(kind: str, key: str, where: str, source: str = "near", days: str = "NULL, NULL") -> str:
        group = f"GROUP BY {key}" if key != "NULL" else ""
        return f"SELECT '{kind}', {key}::text, count(*), {days} FROM {source} WHERE {where} {group}"  # noqa: S608

    yield count("all", "NULL", kept(), days=f"min({WHEN})::text, max(coalesce(latest, earliest))::text")
    yield count("differ", "NULL", f"differ AND {kept('differ')}")
    yield count("type", "type_id", kept("type"))
    yield count("status", "status", kept("status"))
    yield count("year", "extract(year FROM earliest)", f"earliest IS NOT NULL AND {kept('period')}")
    yield count("outlet", "key", kept("outlet"), "near, unnest(outlets) AS key")
    yield count("person", "key", kept("person"), "near, unnest(people) AS key")


def _read(rows: list[tuple[str, str | None, int, str | None, str | None]]) -> Tally:
    counts: dict[str, dict[str, int]] = {}
    for kind, key, count, *_ in rows:
        counts.setdefault(kind, {})[key or ""] = count
    first, last = next((low, high) for kind, _, _, low, high in rows if kind == "all")

    def numbered(kind: str) -> dict[int, int]:
        return {int(key): count for key, count in sorted(counts.get(kind, {}).items(), key=lambda item: int(item[0]))}

    return Tally(
        count=counts["all"][""],
        first=dt.date.fromisoformat(first) if first else None,
        last=dt.date.fromisoformat(last) if last else None,
        differ=counts["differ"][""],
        years=numbered("year"),
        types=counts.get("type", {}),
        statuses=counts.get("status", {}),
        outlets=numbered("outlet"),
        people=numbered("person"),
    )

"""What a reader asks of a timeline, as conditions on faces: the one meaning of each filter, for lists and for counts.

In SQL, since every page puts together several queries of them.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.contrib.postgres.search import SearchQuery

from timeline.filters import Asked
from timeline.models import SEARCH_CONFIG

FOUND = "SELECT event_id FROM timeline_eventsearch WHERE words @@ websearch_to_tsquery(%s::regconfig, %s)"
WORDS = f"{FOUND} AND words @@ %s::tsquery"


class Where(NamedTuple):
    """A condition in SQL, and the values that it asks with."""

    sql: str
    values: tuple[Any, ...] = ()


def search_query(words: str) -> SearchQuery:
    return SearchQuery(words, config=SEARCH_CONFIG, search_type="websearch")


def every(conditions: Iterable[Where]) -> Where:
    """All of these at once."""
    parts = list(conditions) or [Where("TRUE")]
    return Where(" AND ".join(part.sql for part in parts), tuple(value for part in parts for value in part.values))


def either(conditions: Iterable[Where]) -> Where:
    """Any of these, each of which may be several at once."""
    parts = list(conditions)
    sql = " OR ".join(f"({part.sql})" for part in parts)
    return Where(f"({sql})", tuple(value for part in parts for value in part.values))


def of_case(case_id: int, *, public: bool) -> Where:
    """What this audience sees of the case's events."""
    return Where("case_id = %s AND public = %s", (case_id, public))


def across_cases(words: str, *, public: bool) -> Where:
    """What this audience finds by these words, in all cases that it may see."""
    published = "case_id IN (SELECT id FROM articles_case WHERE is_public)" if public else "TRUE"
    return Where(f"public = %s AND {published} AND event_id IN ({FOUND})", (public, SEARCH_CONFIG, words))


def conditions(asked: Asked, case_id: int, *, public: bool) -> dict[str, Where]:
    """The filters that are set, by name, as conditions on faces of this case.

    Words, outlets and people are looked up by what the index binds to the case (migrations/sql/search.sql): a word
    of another case costs nothing. Of outlets and people the plain columns are asked as well, in case the index is not
    taken.
    """
    tests: dict[str, Where] = {}

    def among(key: str, column: str, wanted: tuple[int, ...]) -> Where:
        tokens = [f"{'p' if public else 's'}{case_id}{key}{pk}" for pk in wanted]
        sql = f"timeline_tokens(case_id, public, outlets, people) && %s::text[] AND {column} && %s::bigint[]"
        return Where(sql, (tokens, list(wanted)))

    if asked.q:
        tests["q"] = Where(f"event_id IN ({WORDS})", (SEARCH_CONFIG, asked.q, f"'={case_id}'"))
    if asked.types:
        tests["type"] = Where("type_id = ANY(%s)", (list(asked.types),))
    if asked.statuses:
        tests["status"] = Where("status = ANY(%s)", (list(asked.statuses),))
    if asked.outlets:
        tests["outlet"] = among("o", "outlets", asked.outlets)
    if asked.people:
        tests["person"] = among("n", "people", asked.people)
    if asked.differ:
        tests["differ"] = Where("differ")
    if asked.first or asked.last:
        tests["period"] = either(in_period(asked))
    return tests


def in_period(asked: Asked) -> tuple[Where, Where]:
    """What begins in the period; and of what has no first day, what ends in it. Each is a part of an index."""
    days = (asked.first or dt.date.min, asked.last or dt.date.max)
    return Where("earliest BETWEEN %s AND %s", days), Where("earliest IS NULL AND latest BETWEEN %s AND %s", days)


def together(tests: Mapping[str, Where]) -> dict[str, Where]:
    """The same for whoever reads all that passes. Words alone may find a quarter of a large case: the keys are then
    taken in one walk along an index. Where outlets or people find less, these are looked up first."""
    if "q" not in tests or tests.keys() & {"outlet", "person"}:
        return dict(tests)
    return {**tests, "q": Where(f"event_id = ANY(ARRAY({WORDS}))", tests["q"].values)}

"""The cases as a list to choose from, and the search across all of them."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, Literal

from django.db.models import Q, Sum

from articles.models import Case
from casetracker.replicas.router import reading
from timeline.models import CaseMonth, sees_all
from timeline.queries.conditions import across_cases
from timeline.queries.gate import cases
from timeline.queries.tally import SPANS, Head, heads_of
from timeline.reader import readers_of

Sort = Literal["changed", "title", "events"]


@dataclass(frozen=True, slots=True)
class Listed:
    case: Case
    totals: Head


def _by_title(listed: Listed) -> tuple[str, int]:
    return listed.case.title.casefold(), listed.case.pk


def _by_change(listed: Listed) -> tuple[float, str, int]:
    changed = listed.totals.changed
    return -changed.timestamp() if changed else 0, *_by_title(listed)


def _by_events(listed: Listed) -> tuple[int, str, int]:
    return -listed.totals.n, *_by_title(listed)


ORDERS: dict[Sort, Callable[[Listed], Any]] = {"changed": _by_change, "title": _by_title, "events": _by_events}

MAX_CASES = 1000  # that a text is looked for in; a newsroom has hundreds
MAX_WORDS = 10  # of that text
COUNTED = 1000  # events that a search counts; who finds more adds a word
WIDE = 366  # days: a date less certain than a year belongs into no bar


def case_index(user: Any, words: str, sort: Sort) -> list[Listed]:
    """The cases whose title or summary holds the words, in this order. Four queries at most."""
    listed = cases(user).in_bulk(cases_named(user, words)) if words else {case.pk: case for case in cases(user)}
    heads = heads_of(listed.keys(), public=not sees_all(user))
    found = [Listed(case, heads.get(pk, Head())) for pk, case in listed.items()]
    return sorted(found, key=ORDERS[sort])


def cases_named(user: Any, words: str) -> list[int]:
    """The ids of the cases whose title or summary, as this visitor reads them, holds each of the words: a withheld name
    finds nothing. Two queries."""
    wanted = words.split()[:MAX_WORDS]
    named = cases(user)
    for word in wanted:  # as typed, too: the database does not fold ß to ss, nor İ to two letters
        spelt = {word, word.casefold()}
        named = named.filter(
            reduce(or_, (Q(**{f"{field}__icontains": one}) for field in ("title", "summary") for one in spelt))
        )
    listed = list(named.only("title", "summary")[:MAX_CASES]) if wanted else []
    readers = readers_of(user, listed)
    shown = {case.pk: readers[case.pk].names.text(f"{case.title}\n{case.summary}").casefold() for case in listed}
    return [pk for pk, text in shown.items() if all(word.casefold() in text for word in wanted)]


def months(listed: Iterable[Case], user: Any) -> dict[int, dict[dt.date, int]]:
    """By case, and by the month's first day: how many events begin in it. One query."""
    public = not sees_all(user)
    months = CaseMonth.objects.filter(case__in=listed, public=public, span__lte=SPANS[WIDE])
    found: dict[int, dict[dt.date, int]] = {case.pk: {} for case in listed}
    for case_id, month, count in months.values_list("case_id", "month").annotate(Sum("n")).order_by("month"):
        if count:
            found[case_id][month] = count
    return found


def counts_by_case(words: str, user: Any) -> tuple[dict[Case, int], bool]:
    """How many of the events that hold these words lie in each case, the most first; of the first COUNTED, and whether
    there are more. Two queries."""
    found = across_cases(words, public=not sees_all(user))
    with reading().cursor() as cursor:
        cursor.execute(f"SELECT case_id FROM timeline_eventface WHERE {found.sql} LIMIT {COUNTED + 1}", found.values)  # noqa: S608
        ids = [pk for (pk,) in cursor.fetchall()]
    counts = Counter(ids[:COUNTED])
    by_id = Case.objects.in_bulk(counts)
    return {by_id[pk]: n for pk, n in counts.most_common()}, len(ids) > COUNTED

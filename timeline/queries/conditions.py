"""What a reader asks of a timeline, as conditions: the one meaning of each filter, for lists and for counts."""

import datetime as dt
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet

from timeline.filters import Asked
from timeline.models import SEARCH_CONFIG, EventSearch, Face, PublicFace, StaffFace


def search_query(words: str) -> SearchQuery:
    return SearchQuery(words, config=SEARCH_CONFIG, search_type="websearch")


def faces_of(case_id: int, *, public: bool) -> QuerySet[Any]:
    """What this audience sees of the case's events."""
    model: type[Face] = PublicFace if public else StaffFace
    return model._default_manager.filter(case=case_id)


class Lexeme(SearchQuery):
    """One lexeme as it is kept: other searches are parsed as texts are."""

    def as_sql(self, *args: Any, **options: Any) -> Any:
        return super().as_sql(*args, **{**options, "template": "%(expressions)s::tsquery"})


def conditions(asked: Asked, case_id: int, *, public: bool, face: str = "") -> dict[str, Q]:
    """The filters that are set, by name, as conditions on events of this case or on their faces (`face` "").

    Words, outlets and people are looked up by what the index binds to the case (migration 0026): a word of another case
    costs nothing. Of outlets and people the plain columns are asked as well, in case the index is not taken.
    """
    tests: dict[str, Q] = {}

    def among(key: str, column: str, wanted: tuple[int, ...]) -> Q:
        tokens = [f"{'p' if public else 's'}{case_id}{key}{pk}" for pk in wanted]
        return Q(**{f"{face}tokens__overlap": tokens, f"{face}{column}__overlap": list(wanted)})

    if asked.q:
        found = EventSearch.objects.filter(words=search_query(asked.q)).filter(words=Lexeme(f"'={case_id}'"))
        tests["q"] = Q(pk__in=found.values("event_id"))
    if asked.types:
        tests["type"] = Q(**{f"{face}type__in": asked.types})
    if asked.statuses:
        tests["status"] = Q(**{f"{face}status__in": asked.statuses})
    if asked.outlets:
        tests["outlet"] = among("o", "outlets", asked.outlets)
    if asked.people:
        tests["person"] = among("n", "people", asked.people)
    if asked.differ:
        tests["differ"] = Q(**{f"{face}differ": True})
    if asked.first or asked.last:
        days = (asked.first or dt.date.min, asked.last or dt.date.max)
        undated = Q(**{f"{face}earliest": None, f"{face}latest__range": days})
        tests["period"] = Q(**{f"{face}earliest__range": days}) | undated
    return tests

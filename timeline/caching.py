"""What a public answer tells of, so that it is kept until that changes.

An answer that says nothing is dropped with every change of any case, which is always right. The database says what has
changed, by triggers on each table that readers see something of (`timeline_watch`, in migrations/sql, adds a table).
"""

from collections.abc import Iterable
from typing import TypeVar

from django.http import HttpResponseBase

from articles.models import Case

Answer = TypeVar("Answer", bound=HttpResponseBase)


def of_cases(response: Answer, cases: Iterable[Case]) -> Answer:
    """The answer tells of these cases alone, of the people in them, and of outlets and types of event."""
    response.cases = tuple(str(case.pk) for case in cases) or None  # type: ignore[attr-defined]  # for PageCacheMiddleware
    return response

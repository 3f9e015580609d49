"""What a check is, and how it is asked: one question to the database, answered row by row."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

ROWS = 2000  # that are fetched at once: what a check of any number of rows costs in memory

Broken = tuple[int, str]  # the key of a row (0 where it is none), and what it is in words


@dataclass(frozen=True, slots=True)
class Check:
    """`promise` says what must hold, `remedy` what to do where it does not. `broken` is a query of (key, words), or a
    function that yields them. `mend` writes what is derived anew, by the keys; None where a person has to decide."""

    name: str
    promise: str
    remedy: str
    broken: str | Callable[[], Iterator[Broken]]
    mend: Callable[[Sequence[int]], None] | None = None

    def find(self) -> Iterator[Broken]:
        """Whatever breaks the promise."""
        yield from rows(self.broken) if isinstance(self.broken, str) else self.broken()


def rows(sql: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
    """Of a query, by a cursor of the server's."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, list(values) or None)
        while found := cursor.fetchmany(ROWS):
            yield from found

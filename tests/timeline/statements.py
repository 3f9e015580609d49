"""What the product asks the database, with the values that it asks with."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

Statement = tuple[str, Any]


@contextmanager
def caught() -> Iterator[list[Statement]]:
    """The statements of the block, in order."""
    found: list[Statement] = []

    def note(execute: Callable[..., Any], sql: str, values: Any, many: bool, context: Any) -> Any:
        found.append((sql, values))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(note):
        yield found


def plan_of(statement: Statement, how: str = "ANALYZE, COSTS OFF, TIMING OFF") -> str:
    """Of a statement, which is asked again with the same values."""
    sql, values = statement
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN ({how}) {sql}", values)
        return "\n".join(row[0] for row in cursor.fetchall())

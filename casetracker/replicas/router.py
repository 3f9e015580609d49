"""Which database a query goes to: the primary, unless the request at hand reads from a replica."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

_replica: ContextVar[str | None] = ContextVar("replica", default=None)


def reading() -> BaseDatabaseWrapper:
    """The connection for SQL of our own that reads."""
    return connections[reads_from()]


def rows_of(sql: str, values: Sequence[Any] | Mapping[str, Any] = (), *, kept: bool = True) -> list[tuple[Any, ...]]:
    """What SQL of our own reads: `kept` for statements that every page asks in the same words, of which planning was
    most of the cost; not for those that each mix of filters words anew. Values need types that PostgreSQL can tell from
    the words around them."""
    connection: Any = reading()
    rows: list[tuple[Any, ...]] = connection.rows_of(sql, values, kept=kept)
    return rows


def array(numbers: Iterable[int]) -> str:
    """Whole numbers as a value for `= ANY(%s)`, where each is not looked at by itself."""
    return f"{{{','.join(map(str, numbers))}}}"


def reads_from() -> str:
    """Nothing inside a transaction goes to a replica: it reads what it has written, and locks what it reads."""
    replica = _replica.get()
    return DEFAULT_DB_ALIAS if replica is None or connections[DEFAULT_DB_ALIAS].in_atomic_block else replica


@contextmanager
def reading_from(replica: str | None) -> Iterator[None]:
    """Meanwhile queries of this thread go to that replica; to the primary from the first write on."""
    before = _replica.set(replica)
    try:
        yield
    finally:
        _replica.reset(before)


class ReplicaRouter:
    """Always says a name: left to itself, Django asks the database that an object came from."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return reads_from()

    def db_for_write(self, model: Any, **hints: Any) -> str:
        _replica.set(None)
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return True  # the same rows, wherever they were read

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        return None if db == DEFAULT_DB_ALIAS else False

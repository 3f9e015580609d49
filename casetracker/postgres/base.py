"""Django's PostgreSQL backend, for each connection of ours."""

import select
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Self

import psycopg
from django.db.backends.postgresql import base
from django.db.backends.postgresql.operations import DatabaseOperations as Operations
from psycopg.pq import TransactionStatus


class Bound(psycopg.Cursor[Any]):
    """Hands values to the database beside the words, and takes rows as they lie there, which is quicker to read."""

    is_kept = False

    def execute(self, query: Any, params: Any = None, **options: Any) -> Self:
        return super().execute(query, params, prepare=self.is_kept, binary=True)


class Kept(Bound):
    """Has a statement read and planned once a connection, for as long as one plan serves all values as well as a plan
    for each would (https://www.postgresql.org/docs/current/sql-prepare.html#SQL-PREPARE-NOTES)."""

    is_kept = True

    def execute(self, query: Any, params: Any = None, **options: Any) -> Self:
        """What a migration has given another type since is planned anew, each time, until the connection is closed."""
        try:
            return super().execute(query, params)
        except psycopg.errors.FeatureNotSupported:  # "cached plan must not change result type"
            if self.connection.info.transaction_status != TransactionStatus.IDLE:
                raise
            self.is_kept = False
            return super().execute(query, params)


class Own(NamedTuple):
    """Asks for a cursor of ours: a new one, or the one that this statement is kept with."""

    sql: str
    is_kept: bool


class DatabaseOperations(Operations):
    def last_executed_query(self, cursor: Any, sql: str, params: Any) -> str:
        """For who counts or explains statements: with their values, as those of other cursors are told."""
        if isinstance(cursor, Bound):
            told: str = self.compose_sql(sql, params)
            return told
        return super().last_executed_query(cursor, sql, params)


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations
    kept: dict[str, tuple[str, Kept]]  # by statement: itself, as psycopg tells it again, and what has read its answers

    def init_connection_state(self) -> None:
        super().init_connection_state()
        self.kept = {}

    def rows_of(self, sql: str, values: Sequence[Any] | Mapping[str, Any], *, kept: bool) -> list[tuple[Any, ...]]:
        """All rows that answer. What is kept with a statement is also how its values and columns are read, which took
        longer than to read them."""
        cursor = self._cursor(Own(sql, kept))  # type: ignore[attr-defined]  # Django's, untold
        cursor.execute(self.kept[sql][0] if kept else sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    def create_cursor(self, name: Any = None) -> Any:
        if not isinstance(name, Own):
            return super().create_cursor(name)
        if not name.is_kept:
            return Bound(self.connection)
        if name.sql not in self.kept:
            self.kept[name.sql] = name.sql, Kept(self.connection)
        return self.kept[name.sql][1]

    def is_usable(self) -> bool:
        """Before the first question of a request. A server that has gone has closed its end, which is there to be read;
        where nothing is, asking would cost a statement of each page."""
        if self.connection is None or self.connection.closed:
            return False
        if self.connection.info.transaction_status in {TransactionStatus.ACTIVE, TransactionStatus.UNKNOWN}:
            return False  # somebody left it in the middle of an answer
        waiting = select.poll()
        waiting.register(self.connection.fileno(), select.POLLIN)
        return bool(super().is_usable()) if waiting.poll(0) else True

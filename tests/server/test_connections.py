"""Whether a connection still stands is seen without rows_of; one that does not is made anew."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from casetracker.replicas.router import rows_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def other() -> Iterator[BaseDatabaseWrapper]:
    """Another connection, which sees what this one does."""
    connection.ensure_connection()
    other = connection.copy()
    yield other
    other.close()


def test_a_connection_that_stands_is_not_asked(other: BaseDatabaseWrapper) -> None:
    connection.connection.execute("SELECT 'the last question'")
    assert connection.is_usable()
    with other.cursor() as cursor:
        pid = connection.connection.info.backend_pid
        cursor.execute("SELECT query FROM pg_stat_activity WHERE pid = %s", [pid])
        assert cursor.fetchone() == ("SELECT 'the last question'",)


def test_one_that_the_server_ended_is_made_anew(other: BaseDatabaseWrapper) -> None:
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])
    assert not connection.is_usable()
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)


def test_one_that_was_left_in_the_middle_is_not_usable(other: BaseDatabaseWrapper) -> None:
    connection.connection.pgconn.send_query(b"SELECT 1")
    assert not connection.is_usable()
    connection.close()


def test_a_kept_statement_outlives_a_migration_of_what_it_reads(other: BaseDatabaseWrapper) -> None:
    sql = "SELECT word FROM told"
    with other.cursor() as cursor:
        cursor.execute("CREATE TABLE told AS SELECT 1 AS word")
        try:
            assert rows_of(sql) == [(1,)]
            cursor.execute("ALTER TABLE told ALTER word TYPE text")
            assert rows_of(sql) == rows_of(sql) == [("1",)]
        finally:
            cursor.execute("DROP TABLE told")

"""The server that the settings name: its programs, its address, and what its tables hold."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection
from psycopg import sql

from casetracker.backup.errors import BackupError
from casetracker.localpg import binaries
from casetracker.localpg.base import DatabaseWrapper, running

# How libpq's programs are told of what psycopg is; a password never stands among arguments, which others can read.
VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}
Tables = dict[str, tuple[int, str]]  # by name: how many rows, and the sum of their hashes


def name() -> str:
    """Of the database."""
    return str(connection.settings_dict["NAME"])


def version() -> int:
    """Of the server, as in 180003."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int")
        return int(cursor.fetchone()[0])


def address() -> dict[str, Any]:
    """Of the server, as libpq's parameters, without the database."""
    params = connection.get_connection_params()
    return {key: params[key] for key in VARIABLES if params.get(key)}


def run(program: str, *arguments: str, database: str) -> None:
    """Run one of PostgreSQL's programs on a database. Raises BackupError with its last words where it fails."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    env |= {VARIABLES[key]: str(value) for key, value in address().items()} | {"PGDATABASE": database}
    done = subprocess.run(  # noqa: S603 (PostgreSQL's own)
        [_program(program), *arguments], env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupError(f"{program} failed: {done.stderr.strip()[-2000:]}")


def _program(program: str) -> Path:
    if isinstance(connection, DatabaseWrapper):
        return running().programs / program
    major = version() // 10_000
    if found := binaries.client(program, major):
        return found
    raise BackupError(
        f"The server is PostgreSQL {major}, and no {program} of {major} or newer was found. Install your system's "
        f"client programs (Debian: postgresql-client-{major}), or name their folder in CASETRACKER_PG_BIN."
    )


def connect(database: str) -> psycopg.Connection:
    """To another database of the server; each statement for itself."""
    return psycopg.connect(**address(), dbname=database, autocommit=True, options="-c timezone=UTC")


def tables(cursor: Any) -> Tables:
    """What each table holds now, in an order of no account: equal if and only if the rows are."""
    cursor.execute(
        "SELECT c.relname FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace ORDER BY 1"
    )
    return {table: _sum(cursor, table) for (table,) in cursor.fetchall()}


def _sum(cursor: Any, table: str) -> tuple[int, str]:
    hashed = "SELECT count(*), coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint), 0)::text FROM {} t"
    cursor.execute(sql.SQL(hashed).format(sql.Identifier(table)))
    count, total = cursor.fetchone()
    return count, total


def differing(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> list[str]:
    """The tables that two databases do not have alike."""
    return sorted(
        table for table in ours.keys() | theirs.keys() if tuple(ours.get(table, ())) != tuple(theirs.get(table, ()))
    )

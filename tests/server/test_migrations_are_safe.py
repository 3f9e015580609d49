"""A migration runs while the version before it still serves: none may break that one, or lock a table for long.

The usual way around: a column comes with `null=True` or `db_default`; what nobody uses any more goes a release later;
an index comes concurrently, in a migration of its own that is not atomic. Where a finding is harmless, KNOWN says why.
"""

from collections.abc import Iterator

import pytest
from django_migration_linter import MigrationLinter
from django_migration_linter.sql_analyser import PostgresqlAnalyser
from django_migration_linter.sql_analyser.analyser import analyse_sql_statements
from pytest_django import DjangoDbBlocker

APPS = ["articles", "timeline"]
KNOWN: dict[tuple[str, str], set[str]] = {  # (app, migration): codes of findings, each with a reason beside it
    ("timeline", "0037_queue"): {"CREATE_INDEX", "CREATE_INDEX_EXCLUSIVE"},  # of a table that it makes, and none reads
}


@pytest.fixture
def linter(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[MigrationLinter]:
    """It only reads; but in a transaction Django would not even print what makes an index concurrently."""
    with django_db_blocker.unblock():
        yield MigrationLinter(no_cache=True, no_output=True, analyser_string="postgresql", include_apps=APPS)


def codes_of(statements: list[str]) -> set[str]:
    errors, _, warnings = analyse_sql_statements(PostgresqlAnalyser, statements)
    return {issue.code for issue in (*errors, *warnings)}


def test_no_migration_breaks_or_locks_what_runs(linter):
    refused = {}
    for (app, name), migration in linter.migration_loader.disk_migrations.items():
        if app in APPS and not migration.replaces:  # those that took others in run on empty databases alone
            found = codes_of(linter.get_sql(app, name)) - KNOWN.get((app, name), set())
            refused |= {f"{app} {name}": found} if found else {}
    assert not refused


@pytest.mark.parametrize(
    ("statements", "code"),
    [
        (["ALTER TABLE a DROP COLUMN b"], "DROP_COLUMN"),
        (["ALTER TABLE a RENAME COLUMN b TO c"], "RENAME_COLUMN"),
        (["ALTER TABLE a RENAME TO b"], "RENAME_TABLE"),
        (["DROP TABLE a"], "DROP_TABLE"),
        (['ALTER TABLE "a" ADD COLUMN "b" integer NOT NULL'], "NOT_NULL"),
        (['ALTER TABLE "a" ALTER COLUMN "b" TYPE integer'], "ALTER_COLUMN"),
        (['ALTER TABLE "a" ADD CONSTRAINT "b" UNIQUE ("c")'], "ADD_UNIQUE"),
        (['CREATE INDEX "a" ON "b" ("c")'], "CREATE_INDEX"),
        (['DROP INDEX IF EXISTS "a"'], "DROP_INDEX"),
    ],
)
def test_the_check_bites(statements, code):
    assert code in codes_of(statements)


@pytest.mark.parametrize(
    "statements",
    [
        ['ALTER TABLE "a" ADD COLUMN "b" integer NULL'],
        ['ALTER TABLE "a" ADD COLUMN "b" integer DEFAULT 0 NOT NULL'],
        ['CREATE INDEX CONCURRENTLY "a" ON "b" ("c")'],
        ['CREATE TABLE "b" ("c" integer NOT NULL)', 'CREATE INDEX "a" ON "b" ("c")'],
    ],
)
def test_the_check_lets_pass_what_is_safe(statements):
    assert codes_of(statements) == set()

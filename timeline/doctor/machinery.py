"""The database's own part: migrations, constraints, triggers, indexes, numbers and jobs."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.migrations import RunSQL
from django.db.migrations.executor import MigrationExecutor
from pgtrigger import registry
from procrastinate.contrib.django import app as jobs

from casetracker.migrated import known_migrations
from timeline.doctor.base import Broken, Check, rows

MADE = re.compile(
    r"CREATE\s+(?:CONSTRAINT\s+)?(?P<trigger>TRIGGER)\s+(?P<name>\w+)\s.*?\sON\s+(?P<table>[a-z_]+)"
    r"|DROP\s+TRIGGER\s+(?:IF\s+EXISTS\s+)?(?P<dropped>\w+)\s+ON\s+(?P<off>[a-z_]+)"
    r"|timeline_watch\(\s*'(?P<watched>[a-z_]+)'[^;]*?(?P<later>on_insert => false)?\)\s*(?:;|\Z)",
    re.IGNORECASE | re.DOTALL,
)
TRIGGERS = "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
TOLD = ("told_when_added", "told_when_changed", "told_when_removed", "told_when_emptied")
FORGOTTEN = dt.timedelta(hours=1)  # the longest that the program has open itself takes minutes
OURS = ("articles", "timeline", "casetracker", "accounts", "jobs")


def pending() -> Iterator[Broken]:
    executor = MigrationExecutor(connection)
    for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield 0, f"{migration} is not applied"
    for app, name in sorted(set(executor.loader.applied_migrations) - known_migrations()):
        if app in apps.app_configs:
            yield 0, f"{app}.{name} is applied, and this program does not know it"


def missing_constraints() -> Iterator[Broken]:
    """What the models promise and the database does not hold: tables, keys, constraints, indexes."""
    with connection.cursor() as cursor:
        there = {table.name for table in connection.introspection.get_table_list(cursor)}
        for model in _models():
            table = model._meta.db_table
            if table not in there:
                yield 0, f"table {table} is missing"
            elif model._meta.managed:
                held = connection.introspection.get_constraints(cursor, table)
                yield from ((0, f"{table}: {what}") for what in _not_held(model, held))


def missing_triggers() -> Iterator[Broken]:
    there = {(table, name) for table, name in rows(TRIGGERS)}
    for table, name in sorted(expected_triggers() - there):
        yield 0, f"trigger {name} on {table} is missing"


def expected_triggers() -> set[tuple[str, str]]:
    """(table, name) of each trigger that the migrations make."""
    executor = MigrationExecutor(connection)
    found: set[tuple[str, str]] = set()
    nodes = [node for node in executor.loader.graph.leaf_nodes() if node[0] in OURS]
    for migration, _ in executor.migration_plan(nodes, clean_start=True):
        for operation in migration.operations:
            if isinstance(operation, RunSQL) and migration.app_label in OURS:
                _follow(_text(operation.sql), found)
    found |= {(model._meta.db_table, trigger.get_pgid(model)) for model, trigger in registry.registered()}
    return found


def numbers_behind() -> Iterator[Broken]:
    """Sequences whose next number is in use: as after rows were put in with keys of their own."""
    with connection.cursor() as cursor:
        for sequence in connection.introspection.sequence_list():
            table, column = sequence["table"], sequence["column"]
            if not column:
                continue
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', column])
            name = cursor.fetchone()[0]
            if name is None:
                continue
            cursor.execute(
                f'SELECT (SELECT max("{column}") FROM "{table}") > last_value - (NOT is_called)::int FROM {name}'
            )
            if cursor.fetchone()[0]:
                yield 0, f"{name} is behind {table}.{column}"


def unknown_jobs() -> Iterator[Broken]:
    jobs.perform_import_paths()  # type: ignore[no-untyped-call]
    asked = "SELECT min(id), task_name, count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') GROUP BY 2"
    for key, task, count in rows(asked):
        if task not in jobs.tasks:
            yield key, f"{count} jobs of {task}, which this program does not know (the first is {key})"


def forgotten_transactions() -> Iterator[Broken]:
    asked = """
        SELECT pid, format('%%s (%%s), since %%s', pid, coalesce(nullif(application_name, ''), usename), xact_start)
        FROM pg_stat_activity WHERE datname = current_database() AND backend_xid IS NOT NULL
        AND pid <> pg_backend_pid() AND xact_start < now() - %s"""
    yield from rows(asked, [FORGOTTEN])


def _models() -> Iterable[type[models.Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if _is_stored(model)]


def _is_stored(model: type[models.Model]) -> bool:
    """Views of ours count as tables; those of libraries may be queries that no row is asked of."""
    return not model._meta.proxy and (model._meta.managed or model._meta.app_label in OURS)


def _not_held(model: type[models.Model], held: dict[str, Any]) -> Iterator[str]:
    named = [*model._meta.constraints, *model._meta.indexes]
    yield from (f"{one.name} is missing" for one in named if one.name not in held)
    for field in model._meta.local_concrete_fields:
        of_column = [one for one in held.values() if one["columns"] == [field.column]]
        if field.primary_key and not any(one["primary_key"] for one in of_column):
            yield f"no primary key on {field.column}"
        elif field.unique and not any(one["unique"] for one in of_column):
            yield f"{field.column} is not unique"
        if getattr(field, "db_constraint", False) and not any(one["foreign_key"] for one in of_column):
            yield f"{field.column} is no foreign key"


def _text(sql: object) -> str:
    if isinstance(sql, str):
        return sql
    return ";\n".join(one if isinstance(one, str) else str(one[0]) for one in sql or ())  # type: ignore[attr-defined]


def _follow(sql: str, found: set[tuple[str, str]]) -> None:
    for step in MADE.finditer(sql):
        if step["trigger"]:
            found.add((step["table"], step["name"]))
        elif step["watched"]:
            found |= {(step["watched"], name) for name in (TOLD[1:] if step["later"] else TOLD)}
        else:
            found.discard((step["off"], step["dropped"]))


MIGRATE = "manage.py migrate; a database that is ahead of its program needs the program that made it."
LOST = "Restore the schema: pg_dump --schema-only of a new database has the statement. Then ask who dropped it."
STALLED = 90  # seconds without a sign of life

CHECKS = (
    Check("migrations-are-applied", "The database is of this program's migrations.", MIGRATE, pending),
    Check(
        "constraints-are-there",
        "Every table, key, constraint and index of the models is there.",
        LOST,
        missing_constraints,
    ),
    Check(
        "constraints-are-valid",
        "No constraint is waiting to be validated or is not enforced.",
        "Find the rows (the other checks name them), mend them, then ALTER TABLE … VALIDATE CONSTRAINT ….",
        """SELECT 0, format('constraint %s on %s', conname, conrelid::regclass) FROM pg_constraint
           WHERE NOT convalidated AND connamespace = 'public'::regnamespace""",
    ),
    Check(
        "indexes-are-valid",
        "No index was left half built.",
        "REINDEX INDEX CONCURRENTLY …; where duplicates stand in the way, the other checks name them.",
        """SELECT 0, format('index %s on %s', indexrelid::regclass, indrelid::regclass) FROM pg_index
           JOIN pg_class c ON c.oid = indexrelid
           WHERE c.relnamespace = 'public'::regnamespace AND NOT (indisvalid AND indisready)""",
    ),
    Check(
        "triggers-are-on",
        "Every trigger that the migrations make is there and enabled.",
        f"ALTER TABLE … ENABLE TRIGGER …, then manage.py doctor --fix. One that is gone: {LOST}",
        missing_triggers,
    ),
    Check(
        "numbers-are-ahead",
        "The next key of each table is free.",
        "SELECT setval('…', (SELECT max(id) FROM …)); manage.py sqlsequencereset writes it.",
        numbers_behind,
    ),
    Check(
        "jobs-have-a-worker",
        "A job that is being done has a worker that lives.",
        "A running worker takes such jobs up by itself within two minutes: start one (manage.py work).",
        f"""SELECT j.id, format('job %s (%s)', j.id, j.task_name) FROM procrastinate_jobs j
            LEFT JOIN procrastinate_workers w ON w.id = j.worker_id
                AND w.last_heartbeat > now() - interval '{STALLED} seconds'
            WHERE j.status = 'doing' AND w.id IS NULL""",
    ),
    Check(
        "nobody-writes-for-ever",
        "No transaction that writes is left open: until it ends, nobody is told what has become new.",
        "SELECT * FROM pg_stat_activity tells who it is; SELECT pg_terminate_backend(pid) ends it, and what it wrote.",
        forgotten_transactions,
    ),
    Check(
        "jobs-are-known",
        "Each job in the queue is one that this program can do.",
        "Start the program that queued it; `manage.py procrastinate shell` cancels what nobody can do any more.",
        unknown_jobs,
    ),
)

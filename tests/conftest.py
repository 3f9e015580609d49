"""For all tests: a database of this run's own on the same server, and static files without their hashed names."""

import os
import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import TransactionTestCase, override_settings
from hypothesis import HealthCheck
from hypothesis import settings as of_hypothesis
from pytest_django import DjangoDbBlocker

PREFIX = "test_casetracker_"
BROUGHT = {"django_content_type", "auth_permission", "auth_group", "auth_group_permissions"}  # by the migrations

# How long an example takes is a matter of who else is at work here. The suite tries the same examples each time, so
# that it turns red of a change and not of chance; `pytest --hypothesis-profile=search` looks for new ones.
of_hypothesis.register_profile("ours", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
of_hypothesis.register_profile("search", of_hypothesis.get_profile("ours"), derandomize=False, max_examples=1000)
of_hypothesis.load_profile("ours")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_blocker: DjangoDbBlocker) -> None:
    """Two runs at a time do not meet: the database carries our process id. What a killed run left behind is dropped.
    No commit waits for the disk: what a crash of the machine would take from a test, nobody misses."""
    connection.settings_dict["TEST"]["NAME"] = f"{PREFIX}{os.getpid()}"
    connection.settings_dict["OPTIONS"]["options"] = "-c synchronous_commit=off"
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [PREFIX + "%"])
        for (name,) in cursor.fetchall():
            if is_ours_and_dead(name):
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="session", autouse=True)
def quick_emptying() -> Iterator[None]:
    """After a test that commits, Django truncates every table, which costs seconds on a busy machine, and makes types,
    permissions and roles anew. Here what holds rows is emptied, and what the migrations brought stays."""
    slow = TransactionTestCase._fixture_teardown
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: None if empty_tables() else slow(self))
        yield


def empty_tables() -> bool:
    """Whether it could: it takes an account that may let triggers rest, as that of the embedded server."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if not cursor.fetchone()[0]:
            return False
        tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - BROUGHT
        asked = (f"SELECT '{table}', EXISTS (SELECT FROM \"{table}\")" for table in tables)  # noqa: S608
        cursor.execute(" UNION ALL ".join(asked))
        gone = [f'DELETE FROM "{table}"' for table, holds_rows in cursor.fetchall() if holds_rows]  # noqa: S608
        with transaction.atomic():
            cursor.execute("; ".join(["SET LOCAL session_replication_role = replica", *gone]))
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What a test writes is rolled back: autovacuum would find empty tables, and the planner would go by that."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'ALTER TABLE "{table}" SET (autovacuum_enabled = off)')
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:  # threads of the live server may linger
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def is_ours_and_dead(name: str) -> bool:
    """Process ids mean nothing for the runs of other machines, which may share a server named by DATABASE_URL."""
    pid = re.fullmatch(PREFIX + r"(\d+)", name)
    if not pid or os.environ.get("DATABASE_URL"):
        return False
    try:
        os.kill(int(pid[1]), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        pass
    return False


@pytest.fixture(scope="session", autouse=True)
def settings_of_tests() -> Iterator[None]:
    """Static files straight from static/, so that tests need no collectstatic (tests/server has one test of the real
    thing); and passwords hashed in no time: hundreds of accounts are made here, and a real hash takes a third of a
    second on purpose. Mails are offered; Django keeps them while tests run."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    unlimited = {"LIMITS": {}}  # all requests here come from one address
    mails = {"SENDS_MAIL": True, "DEFAULT_FROM_EMAIL": "cases@example.org"}
    with override_settings(
        STORAGES={**settings.STORAGES, "staticfiles": plain}, PASSWORD_HASHERS=hashers, **mails, **unlimited
    ):
        yield

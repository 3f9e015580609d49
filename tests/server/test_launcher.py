"""The embedded server's life: who starts it, who stops it, and what it survives."""

import os
import shutil
import stat
import subprocess

import psycopg
import pytest

from casetracker.localpg.cluster import Cluster, server_user
from tests.server.conftest import connect, eventually, kill_server, postmaster, state_folder

pytestmark = pytest.mark.server


def test_four_racing_processes_start_one_server(state, process):
    racers = [process(state, CASETRACKER_PG_BIN="") for _ in range(4)]
    assert [racer.says() for racer in racers] == ["ready"] * 4
    cluster = Cluster(state / "postgres")
    assert cluster.log.read_text().count("starting PostgreSQL") == 1
    assert not cluster.log.with_suffix(".old").exists(), "the log of an earlier start"
    with connect(state) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert connection.execute("SHOW max_parallel_workers_per_gather").fetchone() == ("0",)
    assert stat.S_IMODE(cluster.socket.stat().st_mode) == 0o700
    assert [racer.leaves() for racer in racers] == [0] * 4
    assert not cluster.answers()


def test_the_last_user_stops_the_server(made, process):
    first, last = process(made), process(made)
    assert (first.says(), last.says()) == ("ready", "ready")
    assert first.leaves() == 0
    assert Cluster(made / "postgres").answers()
    assert last.leaves() == 0
    assert not Cluster(made / "postgres").answers()


def test_a_killed_user_does_not_keep_the_server_up(made, process):
    killed, last = process(made), process(made)
    assert (killed.says(), last.says()) == ("ready", "ready")
    killed.kill()
    killed.wait()
    assert Cluster(made / "postgres").answers()
    assert last.leaves() == 0
    assert not Cluster(made / "postgres").answers()


FORK = """
import os, sys
from casetracker.localpg import launcher
launcher.ensure()
child = os.fork()
os.write(1, b"parent\\n" if child else b"child\\n")
if not child:
    sys.stdin.read()
"""


def test_a_forked_child_keeps_the_server_up_after_its_parent(made, process):
    parent = process(made, FORK)
    assert {parent.says(), parent.says()} == {"parent", "child"}
    assert parent.wait() == 0
    assert Cluster(made / "postgres").answers()
    parent.stdin.close()  # the child reads the same pipe
    assert eventually(lambda: not Cluster(made / "postgres").answers())


WRITE = """
import psycopg
from casetracker.localpg import launcher
n = 0
while True:
    host = launcher.ensure().socket
    try:
        with psycopg.connect(host=str(host), user="casetracker", dbname="casetracker", autocommit=True) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS written (n int PRIMARY KEY)")
            while True:
                n += 1
                connection.execute("INSERT INTO written VALUES (%s)", [n])
                print(n, flush=True)
    except psycopg.OperationalError:
        print("lost the server", flush=True)
"""


def test_kill_9_of_the_server_loses_no_acknowledged_commit(made, process):
    writer = process(made, WRITE)
    acknowledged: list[int] = []
    for _round in range(3):
        for _ in range(1000):
            acknowledged.append(int(writer.says()))
        kill_server(made)
        while (line := writer.says()) != "lost the server":
            acknowledged.append(int(line))
    acknowledged.append(int(writer.says()))  # it went on, so that the server is back
    with connect(made) as connection:
        kept = {n for (n,) in connection.execute("SELECT n FROM written")}
    assert len(acknowledged) > 3000
    assert set(acknowledged) <= kept


def test_a_stale_pid_file_whose_pid_belongs_to_a_stranger(made, process):
    cluster = Cluster(made / "postgres")
    stranger = subprocess.Popen(["sleep", "3600"], **server_user())
    try:
        pid_file = f"{stranger.pid}\n{cluster.data}\n1\n5432\n{cluster.socket}\n\n1 1\nready\n"
        for file in (cluster.data / "postmaster.pid", cluster.socket / ".s.PGSQL.5432.lock"):
            file.write_text(pid_file)
            file.chmod(0o644)
        cluster.run(
            str(cluster.programs / "pg_ctl"), "-D", "data", "status"
        )  # would raise if PostgreSQL's own look were not fooled
        user = process(made)
        assert user.says() == "ready"
        assert postmaster(made) != stranger.pid
        assert user.leaves() == 0
        assert stranger.poll() is None, "the stranger was not to be touched"
    finally:
        stranger.kill()
        stranger.wait()


def test_what_was_made_by_half_does_not_count(state, process):
    half = process(state)
    assert eventually((state / "postgres" / "data.new" / "base").exists)
    half.kill()  # and initdb goes on by itself
    half.wait()
    assert not (state / "postgres" / "data").exists()
    second = process(state)
    assert second.says() == "ready"
    with connect(state) as connection:
        assert connection.execute("SELECT current_database()").fetchone() == ("casetracker",)


def test_a_state_folder_with_a_long_and_odd_path(process):
    with state_folder("it's a, “long” path; " + "long " * 20) as state:
        user = process(state)
        assert user.says() == "ready"
        socket = Cluster(state / "postgres").socket
        assert len(os.fsencode(socket)) < 80
        assert stat.S_IMODE(socket.stat().st_mode) == 0o700
        with connect(state) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert user.leaves() == 0


DELETE = """
from casetracker.localpg import launcher
from casetracker.localpg.errors import LocalPostgresError
try:
    print("deleted", launcher.delete())
except LocalPostgresError as error:
    print(error)
"""


def test_deleting_waits_for_the_last_user(state, process):
    user = process(state)
    assert user.says() == "ready"
    assert "is in use" in process(state, DELETE).says()
    with connect(state) as connection:
        connection.execute("CREATE TABLE kept ()")
    assert user.leaves() == 0
    assert process(state, DELETE).says() == f"deleted {state / 'postgres'}"
    assert not (state / "postgres").exists()


SAY_ERROR = """
from casetracker.localpg import launcher
from casetracker.localpg.errors import LocalPostgresError
try:
    launcher.ensure()
except LocalPostgresError as error:
    print(str(error).replace("\\n", " "))
"""


def test_the_remedy_for_another_major_version(state, process):
    (state / "postgres").mkdir(mode=0o700, parents=True)
    (state / "postgres" / "data").mkdir()
    (state / "postgres" / "data" / "PG_VERSION").write_text("12\n")
    state.chmod(0o711)
    message = process(state, SAY_ERROR).says()
    assert "made by PostgreSQL 12" in message
    assert "CASETRACKER_PG_BIN" in message
    assert "dump and restore" in message


def test_a_folder_that_is_no_database(state, process):
    (state / "postgres").mkdir(mode=0o700, parents=True)
    (state / "postgres" / "data").mkdir()
    state.chmod(0o711)
    assert "holds no database" in process(state, SAY_ERROR).says()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another user")
def test_root_with_a_state_folder_that_the_server_user_cannot_reach(state, process):
    state.parent.chmod(0o700)
    state.mkdir()
    assert "Set CASETRACKER_STATE" in process(state, SAY_ERROR).says()
    assert stat.S_IMODE(state.parent.stat().st_mode) == 0o700, "modes of parents stay as they are"


def test_a_socket_folder_laid_by_someone_else(process):
    with state_folder("long " * 20) as state:
        socket = Cluster(state / "postgres").socket
        socket.mkdir()
        socket.chmod(0o755)
        try:
            assert f"{socket} belongs to another user, or is open to others" in process(state, SAY_ERROR).says()
        finally:
            shutil.rmtree(socket)


def test_the_socket_is_closed_to_tcp_clients(made, process):
    user = process(made)
    assert user.says() == "ready"
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(host="127.0.0.1", port=5432, user="casetracker", dbname="casetracker", connect_timeout=5)

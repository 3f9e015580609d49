"""Real workers on one queue: one is killed with a job in hand, and every job takes effect once."""

import os
import signal
import socket
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.server.conftest import Process, connect, eventually

pytestmark = pytest.mark.server

OURS = "SELECT id, status::text FROM procrastinate_jobs WHERE task_name LIKE 'tests.%'"  # each minute brings others
TASKS = """
import os, sys, time
os.environ["DJANGO_SETTINGS_MODULE"] = "casetracker.settings"
import django
django.setup()
from django.db import connection, transaction
from procrastinate.contrib.django import app

def write(words):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO effects VALUES (%s, %s)", [words, os.getpid()])

@app.task(name="tests.mark")
def mark(words):
    write(words)

@app.task(name="tests.hang")
def hang():
    with transaction.atomic():
        write("hung")
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM released")
            released = cursor.fetchone()
        if not released:
            print(f"hangs in {os.getpid()}", flush=True)
            time.sleep(60)

@app.task(name="tests.wait")
def wait():
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT 1 FROM released")
            if cursor.fetchone():
                return
            time.sleep(0.1)

@app.task(name="tests.fail_after_queueing")
def fail_after_queueing():
    with transaction.atomic():
        mark.defer(words="of a job that failed")
        raise ValueError("the gauge is broken")
"""
MAKE = f"""{TASKS}
with connection.cursor() as cursor:
    cursor.execute("DROP TABLE IF EXISTS effects, released")
    cursor.execute("CREATE TABLE effects (words text, pid int)")
    cursor.execute("CREATE TABLE released (x int)")
print("made", flush=True)
sys.stdin.read()
"""
WORK = f"""{TASKS}
from casetracker.jobs import worker
print("works", flush=True)
worker.run(concurrency=2, heartbeat=0.3, silence=3, look=0.3)
"""
QUEUE = f"""{TASKS}
for line in sys.stdin:
    eval(line)
    print("queued", flush=True)
"""


@pytest.fixture
def house(migrated: Path, process: Callable[..., Process]) -> Path:
    keeper = process(migrated, MAKE)  # while it lives, the server does
    assert keeper.says() == "made"
    return migrated


def queue(process: Callable[..., Process], house: Path, *calls: str) -> None:
    teller = process(house, QUEUE)
    assert teller.stdin
    for call in calls:
        teller.stdin.write(f"{call}\n")
        teller.stdin.flush()
        assert teller.says() == "queued"


def effects(house: Path) -> list[str]:
    with connect(house) as connection:
        return [words for (words,) in connection.execute("SELECT words FROM effects ORDER BY words")]


def test_the_job_of_a_killed_worker_begins_again_and_takes_effect_once(house, process) -> None:
    queue(process, house, "hang.defer()")
    with connect(house) as connection:
        ((hung, _),) = connection.execute(OURS).fetchall()
    first = process(house, WORK)
    assert first.says() == "works"
    assert first.says() == f"hangs in {first.pid}"
    others = [process(house, WORK) for _ in range(2)]
    words = [f"word {n:02}" for n in range(40)]
    queue(process, house, f"[mark.defer(words=f'word {{n:02}}') for n in range({len(words)})]")
    assert eventually(lambda: effects(house) == words)
    with connect(house) as connection:
        connection.execute("INSERT INTO released VALUES (1)")
    os.kill(first.pid, signal.SIGKILL)
    killed = time.monotonic()
    assert eventually(lambda: effects(house) == ["hung", *words])
    assert time.monotonic() - killed < 28  # of three seconds of silence, where 30 are usual
    for worker in others:
        worker.terminate()
        assert worker.wait(60) == 0
    with connect(house) as connection:
        assert connection.execute(OURS).fetchall() == []
        assert connection.execute("SELECT job_id FROM jobs_failure WHERE worker_died").fetchall() == [(hung,)]


def test_a_worker_that_slept_while_another_came_works_on(house, process) -> None:
    sleeper = process(house, WORK)
    queue(process, house, "mark.defer(words='before')")
    assert eventually(lambda: effects(house) == ["before"])
    os.kill(sleeper.pid, signal.SIGSTOP)
    silent = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat < now() - interval '3 seconds'"
    with connect(house) as connection:
        assert eventually(lambda: connection.execute(silent).fetchone() == (1,))
    other = process(house, WORK)
    queue(process, house, "mark.defer(words='meanwhile')")
    assert eventually(lambda: effects(house) == ["before", "meanwhile"])
    other.terminate()
    assert other.wait(60) == 0
    os.kill(sleeper.pid, signal.SIGCONT)
    queue(process, house, "mark.defer(words='now')")
    assert eventually(lambda: effects(house) == ["before", "meanwhile", "now"])
    sleeper.terminate()
    assert sleeper.wait(60) == 0


def test_a_job_whose_end_broke_with_its_connection_is_ended_all_the_same(house, process) -> None:
    queue(process, house, "wait.defer()")
    worker = process(house, WORK)
    assert worker.says() == "works"
    with connect(house) as connection, connect(house) as other:
        assert eventually(lambda: [status for _, status in connection.execute(OURS)] == ["doing"])
        with other.transaction():
            other.execute("LOCK TABLE procrastinate_jobs IN EXCLUSIVE MODE")
            connection.execute("INSERT INTO released VALUES (1)")
            breaking = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%%finish_job%%'"
            assert eventually(lambda: connection.execute(f"{breaking} AND wait_event_type = 'Lock'").fetchall())
        assert eventually(lambda: connection.execute(OURS).fetchall() == [])
    assert worker.poll() is None


def test_what_a_failed_job_has_queued_is_not_queued_and_why_is_kept(house, process) -> None:
    queue(process, house, "fail_after_queueing.defer()")
    worker = process(house, WORK)

    def failed() -> bool:
        with connect(house) as connection:
            return [status for _, status in connection.execute(OURS)] == ["failed"]

    assert eventually(failed)
    with connect(house) as connection:
        ((error,),) = connection.execute("SELECT error FROM jobs_failure WHERE NOT worker_died").fetchall()
    assert error.startswith("ValueError: the gauge is broken\n")
    assert effects(house) == []
    worker.terminate()
    assert worker.wait(60) == 0


def test_a_worker_by_itself_tells_its_own_figures(house, process) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = f"{TASKS}\nfrom django.core.management import call_command\ncall_command('work', '--metrics', '{port}')\n"
    worker = process(house, command)
    queue(process, house, "mark.defer(words='told')")
    done = 'casetracker_job_seconds_count{outcome="done",task="mark"} 1.0'

    def told() -> bool:
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
            return done in answer.read().decode()
        return False

    assert eventually(told)
    worker.terminate()
    assert worker.wait(60) == 0


def test_a_port_that_is_taken_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        where = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(CommandError, match=where):
            call_command("work", "--metrics", where)

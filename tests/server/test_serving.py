"""The site as gunicorn serves it for others: too many visitors, a reload, figures of all processes, a restart."""

import itertools
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.server.conftest import ROOT, eventually
from tests.server.test_django import environment, run

pytestmark = pytest.mark.server
GUNICORN = [sys.executable, "-m", "gunicorn", "-c", "python:casetracker.serving", "casetracker.wsgi"]
number = itertools.count()


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    """As systemd does it: a socket that stays open while what serves it comes and goes."""
    with socket.create_server(("127.0.0.1", 0), backlog=128) as opened:
        opened.set_inheritable(True)
        yield opened


@pytest.fixture
def serve(migrated: Path, listening: socket.socket) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Starts gunicorn on the socket: two processes that draw two pages at a time each."""
    assert run(migrated, "manage.py", "prepare", "--no-demo").returncode == 0
    told = environment(migrated, CASETRACKER_DRAWN_AT_ONCE="2", WEB_CONCURRENCY="2")
    command, started = [*GUNICORN, "--bind", f"fd://{listening.fileno()}"], []

    def start() -> subprocess.Popen[bytes]:
        started.append(subprocess.Popen(command, cwd=ROOT, env=told, pass_fds=[listening.fileno()]))
        return started[-1]

    yield start
    for each in started:
        with each:
            each.terminate()


def status_of(url: str) -> int:
    """0 where a request was lost."""
    try:
        with urllib.request.urlopen(url, timeout=60) as response:  # noqa: S310 (our own address)
            response.read()
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def drawn(address: str) -> str:
    """An address that nobody asked for before."""
    return f"{address}/?as={next(number)}"


@contextmanager
def visitors(address: str, many: int, statuses: Counter[int]) -> Iterator[None]:
    """They ask without a pause, and note each answer."""
    over = threading.Event()

    def visit() -> None:
        while not over.is_set():
            statuses[status_of(drawn(address))] += 1

    with ThreadPoolExecutor(many) as pool:
        for _ in range(many):
            pool.submit(visit)
        try:
            yield
        finally:
            over.set()


def children(server: subprocess.Popen[bytes]) -> set[str]:
    return set(Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split())


def test_too_many_visitors_then_a_reload_then_a_restart(serve, listening):
    address, server = f"http://127.0.0.1:{listening.getsockname()[1]}", serve()
    assert status_of(f"{address}/healthz") == 200
    shedding_is_quick_and_ends_at_once(address)
    a_reload_loses_no_request(address, server)
    figures_are_those_of_all_processes(address)
    a_restart_loses_no_request(address, server, serve)


def shedding_is_quick_and_ends_at_once(address: str) -> None:
    statuses: Counter[int] = Counter()
    with visitors(address, 24, statuses):
        assert eventually(lambda: statuses[503] > 20 and statuses[200] > 5)
        assert status_of(f"{address}/healthz") == 200
    assert set(statuses) == {200, 503}
    assert eventually(lambda: [status_of(drawn(address)) for _ in range(3)] == [200] * 3)


def a_reload_loses_no_request(address: str, server: subprocess.Popen[bytes]) -> None:
    before, statuses = children(server), Counter[int]()
    with visitors(address, 2, statuses):
        server.send_signal(signal.SIGHUP)
        assert eventually(lambda: len(children(server)) == 2 and not children(server) & before)
        asked = statuses[200]
        assert eventually(lambda: statuses[200] > asked + 3)
    assert set(statuses) == {200}


def figures_are_those_of_all_processes(address: str) -> None:
    """Also of those that are gone: the refusals were theirs."""
    with urllib.request.urlopen(f"{address}/metrics") as response:  # noqa: S310 (our own address)
        lines = response.read().decode().splitlines()
    found = dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    assert float(found["casetracker_requests_shed_total"]) > 20
    assert float(found["casetracker_requests_in_progress"]) == 1, "this one; what ended with its process is not counted"


def a_restart_loses_no_request(address: str, server: subprocess.Popen[bytes], serve) -> None:
    statuses: Counter[int] = Counter()
    with visitors(address, 2, statuses):
        assert eventually(lambda: statuses[200] > 3)
        server.terminate()
        assert server.wait(60) == 0
        asked = statuses[200]
        serve()
        assert eventually(lambda: statuses[200] > asked + 3)
    assert set(statuses) == {200}

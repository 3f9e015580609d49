"""Measure what has a goal, on this machine: `make bench`. Prints a line for each figure, and fails when one is missed.

Everything runs as a newcomer has it: the site from nothing, in a state folder of its own, with the demonstration case.
"""

import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from benchmarks.goals import HEAD, Figure

ROOT = Path(__file__).resolve().parent.parent
REQUESTS = 200


def main() -> int:
    missed = 0
    print(HEAD)
    with tempfile.TemporaryDirectory(prefix="ct-bench-") as folder:
        Path(folder).chmod(0o711)  # root's database server runs as another user, who must get in
        for name, seconds, goal in figures(Path(folder, "state")):
            figure = Figure(name, 1000 * seconds, 1000 * goal, "ms")
            missed += figure.is_missed
            print(figure.line(), flush=True)
    return int(missed > 0)


def figures(state: Path) -> Iterator[tuple[str, float, float]]:
    """(what, seconds, the goal in seconds, which is meant for two quiet cores)."""
    with site(state) as (_, cold):
        yield "from nothing, packages apart, to the first page", cold, 45
    with site(state) as (address, warm):
        yield "a second start to the first page", warm, 3
        home = get(address)
        case = first_link(home, "/cases/")
        event = first_link(get(address + case), "/events/")
        for name, path, goal in [("home", "/", 0.05), ("timeline", case, 0.1), ("event", event, 0.05)]:
            yield f"page: {name}, median of {REQUESTS}", median(partial(get, address + path)), goal
        os.kill(int((state / "postgres/data/postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        yield "a page after kill -9 of the database", timed(partial(get_at_last, address + case)), 3


@contextmanager
def site(state: Path) -> Iterator[tuple[str, float]]:
    """The site, served, and the seconds that it took to its first page."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment = {**os.environ, "CASETRACKER_STATE": str(state), "CASETRACKER_SITE_URL": address}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    begun = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as server:
        try:
            if not any("Casetracker is at" in line for line in server.stdout or ()):
                raise SystemExit("The site did not start.")
            get(address + "/")
            yield address, time.perf_counter() - begun
        finally:
            server.terminate()
            server.communicate()  # to its last word: it stops its worker, and the worker the database


def get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=60) as response:  # noqa: S310 (our own address)
        return response.read().decode()  # type: ignore[no-any-return]


def get_at_last(url: str) -> str:
    """A request under way when the database dies fails; those that come later do not."""
    while True:
        try:
            return get(url)
        except urllib.error.HTTPError:
            time.sleep(0.01)


def first_link(page: str, prefix: str) -> str:
    found = re.search(rf'href="({re.escape(prefix)}[^"?#]+)"', page)
    if not found:
        raise SystemExit(f"No link to {prefix}… on the page before it: is the demonstration case there?")
    return found[1]


def median(action: Callable[[], object]) -> float:
    return statistics.median(timed(action) for _ in range(REQUESTS))


def timed(action: Callable[[], object]) -> float:
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main())

"""How far a streaming replica is behind, and how soon it takes its primary's place: two real servers, made for it.

    python -m benchmarks.bench_replica [--commits 1000]

Lag is from the moment a commit is acknowledged to the first query on the replica that sees it, so a query's own time is
in it. Promotion is from kill -9 of the primary to the first acknowledged write on what was its replica.
"""

import argparse
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg

from benchmarks.goals import HEAD, Figure
from casetracker.localpg.cluster import NAME, PORT, USER, Cluster

HOLD = """
import signal
from casetracker.localpg import launcher
launcher.ensure()
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
print("up", flush=True)
signal.sigwait({signal.SIGINT})
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--commits", type=int, default=1000)
    figures = measure(parser.parse_args().commits)
    print(HEAD, *(figure.line() for figure in figures), sep="\n")
    return int(any(figure.is_missed for figure in figures))


def measure(commits: int) -> list[Figure]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ct-", ignore_cleanup_errors=True)))
        folder.chmod(0o711)  # root's database server runs as another user, who must get in
        states = folder / "primary", folder / "replica"
        stack.enter_context(running(states[0], "-c", HOLD))
        stack.enter_context(running(states[0], "-m", "casetracker.localpg", "replica", str(states[1])))
        primary, replica = (stack.enter_context(connect(state)) for state in states)
        primary.execute("CREATE TABLE told (number integer)")
        lags = sorted(1000 * lag_of(number, primary, replica) for number in range(commits))
        promoted = promotion(states, replica)
    return [
        Figure(f"commit to visible on the replica, median of {commits}", statistics.median(lags), 50, "ms"),
        Figure("the same, 95th percentile", lags[int(0.95 * commits)], 50, "ms"),
        Figure("kill -9 of the primary to a write on the promoted", 1000 * promoted, 10_000, "ms"),
    ]


def lag_of(number: int, primary: psycopg.Connection, replica: psycopg.Connection) -> float:
    """Seconds."""
    primary.execute("INSERT INTO told VALUES (%s)", [number])
    begun = time.perf_counter()
    while seen(replica) < number:
        pass
    return time.perf_counter() - begun


def seen(replica: psycopg.Connection) -> int:
    try:
        found = replica.execute("SELECT max(number) FROM told").fetchone()
    except psycopg.errors.UndefinedTable:  # its own commit is under way, too
        return -1
    return -1 if found is None or found[0] is None else int(found[0])


def promotion(states: tuple[Path, Path], replica: psycopg.Connection) -> float:
    """Seconds."""
    postmaster = int((states[0] / "postgres/data/postmaster.pid").read_text().split()[0])
    begun = time.perf_counter()
    os.kill(postmaster, signal.SIGKILL)
    Cluster(states[1] / "postgres").promote()
    replica.execute("INSERT INTO told VALUES (-1)")
    return time.perf_counter() - begun


@contextmanager
def running(state: Path, *arguments: str) -> Iterator[None]:
    """A process that keeps a server up; the server is, and goes with it."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment["CASETRACKER_STATE"] = str(state)
    command = [sys.executable, *arguments]
    with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout  # noqa: S101
        if not process.stdout.readline():
            raise SystemExit("The server did not start.")
        try:
            yield
        finally:
            process.send_signal(signal.SIGINT)


def connect(state: Path) -> psycopg.Connection:
    socket = str(Cluster(state / "postgres").socket)
    return psycopg.connect(host=socket, port=PORT, user=USER, dbname=NAME, autocommit=True)


if __name__ == "__main__":
    sys.exit(main())

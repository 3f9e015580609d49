"""The embedded PostgreSQL: started by the first process that needs it, stopped by the last one that leaves.

Three locks in the state folder carry it. The kernel frees a flock(2) when its holder dies, however it dies,
so that no process id needs to be trusted:

    postgres.lock    exclusive: held for the moment in which a process joins, starts, leaves or stops the server
    postgres.users   shared: held by every process that uses the server, for as long as it lives
    postgres.alive   exclusive: held by the processes of the server, and by those that make or start it, who inherit it
"""

import atexit
import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

from casetracker.localpg.cluster import Cluster
from casetracker.localpg.errors import LocalPostgresError
from casetracker.state import make, state_dir

PATIENCE_SECONDS = 60  # for a server that someone else is starting or stopping


class Use(NamedTuple):
    """Our hold on postgres.users."""

    state: Path
    file: IO[str]


use: Use | None = None


def ensure() -> Cluster:
    """A running server, of which this process is a user from now until it ends.

    Costs one ping when all is well, so it can be asked before every connection: then the first connection after a
    crash of the server brings it back. Raises LocalPostgresError, whose message names the remedy.
    """
    global use
    state = use.state if use else writable(state_dir())
    cluster = Cluster(state / "postgres")
    if use and cluster.answers():
        return cluster
    with locked(state):
        if not use:  # before the start, so that a start that is broken off is cleared up when we leave
            use = Use(state, (state / "postgres.users").open("a"))
            fcntl.flock(use.file, fcntl.LOCK_SH)
        if not cluster.answers():
            start(cluster, state)
    return cluster


@atexit.register
def release() -> None:
    """This process uses the server no more. The last one to say so stops it."""
    global use
    if not use or not use.state.exists():
        return
    with locked(use.state):
        # Closed, not unlocked: a fork shares the lock, so that it is free when parent and children have all gone.
        use.file.close()
        if not in_use(use.state):
            Cluster(use.state / "postgres").stop()
        use = None


def delete() -> Path:
    """Stop the server and delete its databases for good. Raises LocalPostgresError while anyone uses them."""
    state = writable(state_dir())
    cluster = Cluster(state / "postgres")
    with locked(state):
        if in_use(state):
            raise LocalPostgresError(f"The database in {cluster.folder} is in use. Stop `make run` and its like first.")
        if cluster.folder.exists():
            cluster.stop()
            shutil.rmtree(cluster.folder)
        shutil.rmtree(cluster.programs.parent, ignore_errors=True)
    return cluster.folder


def replicate(state: Path) -> None:
    """Copy the server's databases into another state folder: whoever uses the server there from then on uses a replica
    that follows this one. Raises LocalPostgresError where there is a database already."""
    primary, state = ensure(), writable(make(state))
    replica = Cluster(state / "postgres")
    with locked(state), (state / "postgres.alive").open("a") as alive:
        if replica.data.exists() or not try_lock(alive):
            raise LocalPostgresError(f"{replica.folder} holds a database already.")
        replica.copy(primary, alive.fileno())


def start(cluster: Cluster, state: Path) -> None:
    """Start the server once no process of it is left, or find that it came up while we waited for that."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    with (state / "postgres.alive").open("a") as alive:
        while not try_lock(alive):
            if cluster.answers():
                return
            if time.monotonic() > deadline:
                raise LocalPostgresError(
                    f"The database server has not answered for {PATIENCE_SECONDS} s; {cluster.log} may say why. "
                    f"If it hangs, end the processes named postgres that use {cluster.folder}."
                )
            time.sleep(0.02)
        cluster.start(alive.fileno())


def in_use(state: Path) -> bool:
    with (state / "postgres.users").open("a") as users:
        return not try_lock(users)


def try_lock(file: IO[str]) -> bool:
    """Take the exclusive lock on `file` if nobody holds it; it is kept until the file is closed."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def locked(state: Path) -> Iterator[None]:
    with (state / "postgres.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(lock, fcntl.LOCK_UN)  # closing would not do: another thread may have forked meanwhile


def writable(state: Path) -> Path:
    if os.access(state, os.W_OK | os.X_OK):
        return state
    raise LocalPostgresError(f"{state} is not yours to write to. Set CASETRACKER_STATE to a folder of your own.")

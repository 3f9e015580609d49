"""Look after the embedded database:

python -m casetracker.localpg PROGRAM [ARGUMENT …]   run psql, pg_dump, pg_restore … on it
python -m casetracker.localpg delete                 delete it for good (asks first, unless CONFIRM=1)
python -m casetracker.localpg replica FOLDER         run a streaming replica of it, made there if need be, until Ctrl-C
python -m casetracker.localpg promote FOLDER         make a primary of that replica, while it runs
"""

import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from casetracker.localpg import launcher
from casetracker.localpg.cluster import NAME, PORT, USER, Cluster
from casetracker.localpg.errors import LocalPostgresError
from casetracker.state import state_dir


def main(arguments: list[str]) -> int | str:
    """The exit status, or what went wrong."""
    if not arguments or arguments[0] in {"-h", "--help"}:
        return str(__doc__)
    if os.environ.get("DATABASE_URL"):
        return "DATABASE_URL is set: your data lie there, and not in the embedded database. Unset it to go on."
    try:
        match arguments:
            case ["delete"]:
                return delete()
            case ["replica", folder]:
                return follow(Path(folder).resolve())
            case ["promote", folder]:
                return promote(Path(folder).resolve())
        return run(*arguments)
    except (LocalPostgresError, OSError) as error:
        return str(error)


def run(program: str, *arguments: str) -> int | str:
    cluster = launcher.ensure()
    address = {"PGHOST": str(cluster.socket), "PGPORT": PORT, "PGUSER": USER, "PGDATABASE": NAME}
    if not (cluster.programs / program).exists():
        return f"{program}: {cluster.programs} has no such program."
    return subprocess.run([cluster.programs / program, *arguments], env=os.environ | address, check=False).returncode


def follow(state: Path) -> int:
    ends = {signal.SIGINT, signal.SIGTERM}
    if not (state / "postgres" / "data").exists():
        launcher.replicate(state)
    launcher.release()  # the primary is its own users' matter
    os.environ["CASETRACKER_STATE"] = str(state)
    cluster = launcher.ensure()
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)  # not before: what runs for us would not hear them either
    print(f"DATABASE_REPLICA_URL={url_of(cluster)}", flush=True)
    signal.sigwait(ends)
    return 0


def promote(state: Path) -> int:
    cluster = Cluster(state / "postgres")
    if not cluster.answers():
        raise LocalPostgresError(f"No server runs in {cluster.folder}.")
    cluster.promote()
    print(f"DATABASE_URL={url_of(cluster)}\nor CASETRACKER_STATE={state}, for processes on this machine")
    return 0


def url_of(cluster: Cluster) -> str:
    return f"postgres://{USER}@{quote(str(cluster.socket), safe='')}:{PORT}/{NAME}"


def delete() -> int | str:
    folder = state_dir() / "postgres"
    if os.environ.get("CONFIRM") != "1":
        question = f"Delete the database in {folder}, with every article and decision in it? [y/N] "
        if not sys.stdin.isatty():
            return "Deleting the database needs a yes: CONFIRM=1 make clean-db"
        if input(question).strip().lower() not in {"y", "yes"}:
            return "Nothing was deleted."
    print(f"Deleted {launcher.delete()}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

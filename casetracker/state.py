"""Where this installation keeps what is its own: the embedded database, the signing key."""

import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import platformdirs


def state_dir() -> Path:
    """CASETRACKER_STATE where it is set; else the user's data folder (for root: the system's), made on first use."""
    if named := os.environ.get("CASETRACKER_STATE"):
        path = Path(named).expanduser().resolve()
    elif os.geteuid() == 0:
        path = Path("/var/lib/casetracker")
    else:
        path = platformdirs.user_data_path("casetracker", appauthor=False)
    return make(path)


def make(path: Path) -> Path:
    """A state folder there, if there is none yet."""
    if not path.exists():
        path.mkdir(parents=True, exist_ok=True)
        # Root hands the database to an unprivileged user, who must get past this folder whatever the umask.
        path.chmod(0o711 if os.geteuid() == 0 else 0o700)
    return path


def settle(folder: Path) -> None:
    """Make sure that a name which is new in this folder outlives a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_once(path: Path, make: Callable[[], str]) -> str:
    """The text kept at `path`; where there is none, what `make` gives is kept there first (mode 0600).

    Safe against a race and a crash: the file appears whole, by a hard link, or not at all.
    """
    if not path.exists():
        with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=f".{path.name}.") as file:
            file.write(make())
            file.flush()
            with suppress(FileExistsError):
                os.link(file.name, path)
    return path.read_text()

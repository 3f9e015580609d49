"""Where this installation keeps what is its own: the embedded database, the signing key."""

import os
from collections.abc import Callable
from pathlib import Path

import platformdirs


def state_dir() -> Path:
    """CASETRACKER_STATE where it is set; else the user's data folder (for root: the system's), made on first use."""
    if named := os.environ.get("CASETRACKER_STATE"):
        path = Path(named).expanduser().resolve()
    elif os.name == "posix" and os.geteuid() == 0:
        path = Path("/var/lib/casetracker")
    else:
        path = platformdirs.user_data_path("casetracker", appauthor=False)
    path.mkdir(parents=True, exist_ok=True)
    return path


def write_once(path: Path, make: Callable[[], str]) -> str:
    """The text kept at `path`; where there is none, what `make` gives is kept there first. Safe against a race."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(make())
    except FileExistsError:
        pass
    return path.read_text()

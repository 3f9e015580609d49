"""Make .venv and install the pinned packages into it. Standard library only: nothing is installed yet.

python3 tools/install.py requirements.lock                    does what is missing
.venv/bin/python tools/install.py --check requirements.lock   succeeds if nothing is
"""

import fcntl
import hashlib
import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"

NO_VENV = """This Python cannot make virtual environments: it lacks the module ensurepip.
On Debian and Ubuntu: apt install python3-venv (or python{0}.{1}-venv). Else take another: PYTHON=… make run"""

NO_PACKAGES = """
The packages of {lock} could not be installed; pip's reason stands above.
- Behind a proxy: set HTTPS_PROXY. With a mirror of your own: set PIP_INDEX_URL.
- Without a network: on a machine like this one that has it, run
    pip download --require-hashes -r {lock} -d wheels
  bring the folder here, and run again with PIP_NO_INDEX=1 PIP_FIND_LINKS=wheels"""


def main(*arguments: str) -> None:
    """Ends the process with the remedy if something cannot be done."""
    lock = arguments[-1]
    if "--check" in arguments:
        sys.exit(not complete(lock))
    with one_at_a_time():
        if in_venv(__file__, "--check", lock):
            return
        if not in_venv("-c", "import pip, sys; sys.exit(sys.prefix == sys.base_prefix)"):
            make_venv()
        install(lock)
        stamp(lock).write_text(digest(lock))


def complete(lock: str) -> bool:
    """Whether this is .venv's Python, new enough and with all that `lock` names."""
    found = Path(sys.prefix) == VENV and sys.version_info >= (3, 11) and importlib.util.find_spec("pip")
    return bool(found) and stamp(lock).exists() and stamp(lock).read_text() == digest(lock)


def stamp(lock: str) -> Path:
    return VENV / f"{lock}.sha256"


def digest(lock: str) -> str:
    return hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()


def in_venv(*command: str) -> bool:
    return PYTHON.exists() and subprocess.run([PYTHON, *command], capture_output=True).returncode == 0


def make_venv() -> None:
    if not importlib.util.find_spec("ensurepip"):
        sys.exit(NO_VENV.format(*sys.version_info))
    print(f"Making .venv with Python {sys.version.split()[0]} …", flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)


def install(lock: str) -> None:
    print(f"Installing the packages of {lock} (the first time it takes about half a minute) …", flush=True)
    options = ["--quiet", "--disable-pip-version-check", "--no-input", "--retries", "2"]
    options.append("--no-compile")  # most modules are never imported, and Python compiles those that are
    safe = [
        "--require-virtualenv",
        "--require-hashes",
    ]  # never the system's own Python, only what was pinned
    if subprocess.run([PYTHON, "-m", "pip", "install", *options, *safe, "-r", lock], cwd=ROOT).returncode:
        sys.exit(NO_PACKAGES.format(lock=lock))


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """`make run` and `make test` may be started together: the second waits."""
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Make .venv and install the pinned packages into it; quick when nothing changed.

    python3 tools/install.py requirements.lock

Standard library only, since nothing is installed yet, and plain enough for an old Python to say which one is needed.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "Casetracker needs Python 3.11 or newer, and this is %d.%d. Install one (Debian 12, Ubuntu 24.04: "
        "`apt install python3 python3-venv`) or name it: make run PYTHON=/path/to/python3.12" % sys.version_info[:2]
    )

import fcntl
import hashlib
import importlib.util
import os
import subprocess
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"

NO_VENV = """This Python cannot make virtual environments: it lacks the module ensurepip.
On Debian and Ubuntu: apt install python3-venv (or python{0}.{1}-venv). Else take another Python: make run PYTHON=…"""

NO_PACKAGES = """
The packages of {lock} could not be installed; pip's reason stands above.
- Behind a proxy: set HTTPS_PROXY. A mirror of your own: set PIP_INDEX_URL.
- Without a network: on a machine like this one that has it, run
    pip download --require-hashes -r {lock} -d wheels
  bring the folder here, and run again with PIP_NO_INDEX=1 PIP_FIND_LINKS=wheels"""


def main(lock):
    """Leave .venv with exactly what the lock file `lock` says. Ends the process with the remedy if that fails."""
    digest = hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()
    stamp = VENV / (lock + ".sha256")
    with one_at_a_time():
        if works() and stamp.exists() and stamp.read_text() == digest:
            return
        if not works():
            make_venv()
        install(lock)
        stamp.write_text(digest)


def works():
    """Whether .venv is there and whole: a Python that is new enough, with pip."""
    probe = "import sys, importlib.util as u; sys.exit(sys.version_info < (3, 11) or not u.find_spec('pip'))"
    return PYTHON.exists() and subprocess.run([PYTHON, "-c", probe], capture_output=True).returncode == 0


def make_venv():
    if not importlib.util.find_spec("ensurepip"):
        sys.exit(NO_VENV.format(*sys.version_info))
    print(f"Making .venv with Python {sys.version.split()[0]} …", flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)


def install(lock):
    print(f"Installing the packages of {lock} (the first time it takes about half a minute) …", flush=True)
    options = ["--quiet", "--disable-pip-version-check", "--no-input", "--retries", "2", "--require-hashes"]
    if subprocess.run([PYTHON, "-m", "pip", "install", *options, "-r", lock], cwd=ROOT).returncode:
        sys.exit(NO_PACKAGES.format(lock=lock))


@contextmanager
def one_at_a_time():
    """`make run` and `make test` may be started together: the second waits."""
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


if __name__ == "__main__":
    main(sys.argv[1])

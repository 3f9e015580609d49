"""The site as an installation behind HTTPS serves it, with a database of its own and the demonstration case."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOST = "cases.example.org"
EDITOR, PASSWORD = "auditor", "fourteen lanterns ashore"
# What an installation behind HTTPS sets, as docs/operations.md has it.
DOCUMENTED = {
    "CASETRACKER_HTTPS": "1",
    "CASETRACKER_ALLOWED_HOSTS": HOST,
    "CASETRACKER_SITE_URL": f"https://{HOST}",
    "CASETRACKER_SECRET_KEY": "for the check alone: fifty letters, of many kinds 0123456789",
}
UNLIMITED = {f"CASETRACKER_LIMIT_{kind}": "0" for kind in ("SEARCH", "API", "FILES")}
MAKE_EDITOR = f"""
import django
django.setup()
from django.contrib.auth.models import User
User.objects.create_superuser({EDITOR!r}, password={PASSWORD!r})
"""
PATIENCE = 60  # seconds


@dataclass(frozen=True, slots=True)
class Site:
    """`address` is where the proxy would ask; `environment` what the server runs in; `log` what it had to say."""

    address: str
    environment: Mapping[str, str]
    log: Path

    def errors(self) -> list[str]:
        """Lines of the log that tell of one; what Django refused, like a host that is not ours, is none."""
        lines = self.log.read_text(errors="replace").splitlines()
        return [line for line in lines if " ERROR " in line and " django.security." not in line]

    @property
    def proxied(self) -> dict[str, str]:
        """What the proxy in front would say of a request that came by HTTPS."""
        return {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}


@contextmanager
def served() -> Iterator[Site]:
    """Ended, and its folder deleted, with the block."""
    with tempfile.TemporaryDirectory(prefix="ct-audit-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)  # the database's own user passes through
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        site = Site(f"http://127.0.0.1:{port}", _environment(Path(folder, "state")), Path(folder, "log"))
        _run(site, "manage.py", "prepare")
        _run(site, "-c", MAKE_EDITOR)
        gunicorn = ["-m", "gunicorn", "-c", "python:casetracker.serving", "casetracker.wsgi"]
        command = [sys.executable, *gunicorn, "--bind", f"127.0.0.1:{port}", "--log-level", "critical"]
        with (
            site.log.open("wb") as log,
            subprocess.Popen(command, cwd=ROOT, env=dict(site.environment), stderr=log) as server,
        ):
            try:
                _await(site)
                yield site
            finally:
                server.terminate()
                server.wait()


def _environment(state: Path) -> dict[str, str]:
    ours = ("DATABASE_", "CASETRACKER_", "GUNICORN_", "WEB_", "PROMETHEUS_", "SENTRY_")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    place = {"CASETRACKER_STATE": str(state), "DJANGO_SETTINGS_MODULE": "casetracker.settings"}
    return {**clean, **DOCUMENTED, **UNLIMITED, **place, "CASETRACKER_LOG_LEVEL": "ERROR"}


def _run(site: Site, *command: str) -> None:
    subprocess.run([sys.executable, *command], cwd=ROOT, env=dict(site.environment), check=True, capture_output=True)


def _await(site: Site) -> None:
    deadline = time.monotonic() + PATIENCE
    request = urllib.request.Request(f"{site.address}/healthz", headers=site.proxied)  # noqa: S310 (our own)
    while True:
        try:
            with urllib.request.urlopen(request, timeout=5):  # noqa: S310 (our own)
                return
        except (urllib.error.URLError, OSError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)

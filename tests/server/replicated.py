"""A site that reads from a real streaming replica: two servers of PostgreSQL, and web processes that ask both."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from casetracker.localpg.__main__ import url_of
from casetracker.localpg.cluster import Cluster
from tests.server.conftest import ROOT, Process, eventually

FILL = """
import os, sys
import django
django.setup()
from django.core.management import call_command
call_command("load_demo", stdout=sys.stderr)
from django.conf import settings
from django.test import Client
from tests import factories as make
client = Client()
client.force_login(make.make_staff())
print(client.cookies[settings.SESSION_COOKIE_NAME].value, flush=True)
"""
COMMAND = """
import sys
from django.db import connection
from psycopg.conninfo import make_conninfo

from casetracker.localpg.__main__ import main
sys.exit(main({arguments!r}))
"""
LAG = 2  # seconds; see DATABASE_REPLICA_LAG


def cluster(state: Path) -> Cluster:
    return Cluster(state / "postgres")


def environment(primary: Path, replica: Path | None = None) -> dict[str, str]:
    """For processes of a site that knows both servers by their addresses, and starts none."""
    site = {
        "DATABASE_URL": url_of(cluster(primary)),
        "DJANGO_SETTINGS_MODULE": "tests.server.replica_settings",
        "CASETRACKER_SECRET_KEY": "known to all processes",
        "DATABASE_REPLICA_LAG": str(LAG),
    }
    return site | ({"DATABASE_REPLICA_URL": url_of(cluster(replica))} if replica else {})


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    cookies: str
    cache: str


@dataclass(frozen=True)
class Site:
    port: int

    def get(self, path: str, *, cookie: str = "", post: bool = False) -> Answer:
        headers = {"Cookie": cookie} if cookie else {}
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", headers=headers, data=b"" if post else None
        )
        try:
            response = urllib.request.urlopen(request, timeout=30)  # noqa: S310
        except urllib.error.HTTPError as error:
            response = error
        with response:
            told = response.headers
            text = response.read().decode(errors="replace")
            return Answer(response.status, text, told["Set-Cookie"] or "", told["Cache-Control"] or "")

    def where(self, query: str = "", *, cookie: str = "", post: bool = False) -> dict[str, bool]:
        return json.loads(self.get(f"/where/?{query}", cookie=cookie, post=post).text)

    def reads_from_replica(self) -> bool:
        return self.where()["orm"]

    def is_ready(self) -> bool:
        try:
            return self.get("/healthz").status == 200
        except OSError:
            return False


@contextmanager
def serving(**site: str) -> Iterator[Site]:
    """One web process, so that what it has found out is known to whoever asks next."""
    command = [sys.executable, "-m", "gunicorn", "casetracker.wsgi", "--worker-class", "gthread", "--threads", "4"]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "CASETRACKER_"))}
    with subprocess.Popen(
        [*command, "--bind", f"127.0.0.1:{port}"], cwd=ROOT, env=env | site, start_new_session=True
    ) as server:
        try:
            found = Site(port)
            assert eventually(found.is_ready)
            yield found
        finally:
            server.kill()
            with suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGKILL)


def finish(process: Process) -> str:
    """What a process said that ends by itself."""
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return said.strip()

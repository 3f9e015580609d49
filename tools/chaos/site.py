"""An installation of its own: web, worker and database, each of which can be killed, and comes back as a supervisor
would have it."""

import http.client
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from casetracker.localpg.cluster import NAME, PORT, USER, Cluster

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0  # seconds for anything to come back
SETTING_UP = """
import django, os, sys
django.setup()
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.test import Client
call_command("prepare", "--no-demo", stdout=sys.stderr)
client = Client()
client.force_login(get_user_model().objects.create_superuser("chaos", password=None))
print(client.cookies[settings.SESSION_COOKIE_NAME].value)
"""
WORKING = """
import django
django.setup()
from casetracker.jobs import worker
worker.run(concurrency=2, heartbeat=0.5, silence=4, look=1)
"""


class Site:
    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="ct-chaos-"))
        self.folder.chmod(0o711)  # the database's own user passes through
        self.state = self.folder / "state"
        self.cluster = Cluster(self.state / "postgres")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        ours = ("DATABASE_URL", "CASETRACKER_", "GUNICORN_", "WEB_", "PORT", "PROMETHEUS_")
        self.env = {n: v for n, v in os.environ.items() if not n.startswith(ours) or n == "CASETRACKER_PG_BIN"}
        self.env |= {"CASETRACKER_STATE": str(self.state), "DJANGO_SETTINGS_MODULE": "casetracker.settings"}
        self.env |= {"CASETRACKER_LOG_LEVEL": "ERROR"}
        self.log = (self.folder / "log").open("a")
        self._closing = threading.Event()
        self._processes: dict[str, subprocess.Popen[str]] = {}
        self._watches: list[threading.Thread] = []

    def set_up(self) -> None:
        """A database with one account, whose session is `self.session`."""
        made = subprocess.run(
            [sys.executable, "-c", SETTING_UP],
            env=self.env,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
            check=True,
        )
        self.session = made.stdout.strip().splitlines()[-1]
        gunicorn = [sys.executable, "-m", "gunicorn", "-c", "python:casetracker.serving", "--preload"]
        self._supervise(
            "web", [*gunicorn, "casetracker.wsgi", "--bind", f"127.0.0.1:{self.port}", "--log-level", "critical"]
        )
        self._supervise("worker", [sys.executable, "-c", WORKING])

    def _supervise(self, name: str, command: list[str]) -> None:
        """Keep it running, as systemd does: all of a service goes when its first process is gone, and starts anew."""

        def keep() -> None:
            while not self._closing.is_set():
                process = self._processes[name] = self.start(command)
                process.wait()
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)

        self._watches.append(threading.Thread(target=keep, daemon=True))
        self._watches[-1].start()

    def start(self, command: list[str]) -> subprocess.Popen[str]:
        return subprocess.Popen(
            command, env=self.env, cwd=ROOT, stdout=self.log, stderr=self.log, text=True, start_new_session=True
        )

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, env=self.env, cwd=ROOT, capture_output=True, text=True, check=False)

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Of a query; asked again while the database is down."""
        deadline = time.monotonic() + PATIENCE
        place = make_conninfo(host=str(self.cluster.socket), port=PORT, user=USER, dbname=NAME, connect_timeout=5)
        while True:
            try:
                with psycopg.connect(place) as connection:
                    return connection.execute(sql, values or None).fetchall()
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    def kill(self, what: str, draw: random.Random) -> None:
        """With -9: the whole of the web service or one process of it, the worker, or the database with all it runs."""
        if what == "postgres":
            for pid in self._of_postgres():
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        elif what == "backend":
            asked = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            with suppress(ProcessLookupError, IndexError):
                os.kill(draw.choice(self.rows(asked))[0], signal.SIGKILL)  # the server then starts all of them anew
        else:
            with suppress(ProcessLookupError):
                os.killpg(self._processes[what].pid, signal.SIGKILL)

    def _of_postgres(self) -> list[int]:
        running = [pid for (pid,) in self.rows("SELECT pid FROM pg_stat_activity")]
        return [int((self.cluster.data / "postmaster.pid").read_text().split("\n", 1)[0]), *running]

    def seconds_until_back(self) -> float:
        """Until /readyz answers 200: the web serves, and the database answers it."""
        start = time.monotonic()
        while time.monotonic() - start < PATIENCE:
            with suppress(OSError, http.client.HTTPException):
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                connection.request("GET", "/readyz")
                if connection.getresponse().status == 200:
                    return time.monotonic() - start
            time.sleep(0.02)
        raise TimeoutError(f"the site was not back after {PATIENCE} s; see {self.log.name}")

    def close(self, *, keep: bool) -> None:
        """End all that was started here. `keep` leaves the folder for whoever looks for the reason."""
        self._closing.set()
        for process in self._processes.values():
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        for watch in self._watches:
            watch.join(5)
        self.cluster.stop()
        self.log.close()
        if not keep:
            shutil.rmtree(self.folder, ignore_errors=True)
            if self.cluster.socket.parent != self.cluster.folder:
                shutil.rmtree(self.cluster.socket, ignore_errors=True)

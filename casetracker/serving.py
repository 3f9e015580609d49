"""How gunicorn serves the site: `gunicorn -c python:casetracker.serving casetracker.wsgi`, or `manage.py serve`.

WEB_CONCURRENCY and GUNICORN_CMD_ARGS say otherwise where a machine needs it. This module is read once, before any of
Django, and not again by a reload: it holds what a release does not change.
"""

import os
import shutil
import tempfile
from typing import Any

from casetracker.telemetry import logs

FIGURES = "PROMETHEUS_MULTIPROC_DIR"  # prometheus_client looks at it when it is loaded
is_ours = FIGURES not in os.environ
if is_ours:
    os.environ[FIGURES] = tempfile.mkdtemp(prefix="casetracker-figures-")

bind = ["127.0.0.1:8000"]
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
# A third draws pages, a third waits to (casetracker/shedding.py), a third is free for kept pages and for refusing.
threads = 3 * int(os.environ.get("CASETRACKER_DRAWN_AT_ONCE", "4"))
keepalive = 75  # seconds: longer than a proxy keeps a connection, so that it never uses one that we are closing
graceful_timeout = 30  # seconds for requests under way, when the site is stopped or loaded anew
timeout = 60
limit_request_line = (
    8190  # bytes, the most there is: 4,094, as usual, are too few for a search in letters of four bytes
)
control_socket_disable = True
if os.environ.get("CASETRACKER_LOG_FORMAT") == "json":
    logconfig_dict = logs.configuration("json", "INFO")


def child_exit(server: Any, worker: Any) -> None:
    """What a worker was doing when it ended, nobody does any more; what it counted stays counted."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def on_exit(server: Any) -> None:
    if is_ours:
        shutil.rmtree(os.environ[FIGURES], ignore_errors=True)

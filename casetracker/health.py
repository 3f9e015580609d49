"""What a supervisor asks: is the process alive, may it be sent visitors?"""

import logging

from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from casetracker.jobs.figures import workers_alive
from casetracker.migrated import migrations_of_the_code
from casetracker.pagecache.middleware import changes
from casetracker.replicas import choice
from casetracker.telemetry import census

logger = logging.getLogger(__name__)
TEXT = "text/plain; charset=utf-8"
LEAST_ROOM = 500 * 1024 * 1024  # bytes on the disk: below, somebody has to act before PostgreSQL stops


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process answers at all; asks nobody else."""
    return HttpResponse("ok\n", content_type=TEXT)


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """200 once the database answers and holds every migration, or while a replica answers alone; else 503 with the
    reason. What is wrong but keeps no reader from a page stands in further lines: a site without a worker is better
    than none."""
    try:
        reason, troubles = not_ready(), []
        if not reason:
            troubles = what_needs_somebody()
    except DatabaseError as error:
        logger.error("not ready: %s", error)  # it may name hosts and folders: not for the answer
        reason, troubles = "the database does not answer", []
        if choice.answering():
            reason, troubles = "", [f"{reason}: pages are read from a replica, nothing can be changed"]
    lines = [reason or "ok", *troubles]
    return HttpResponse("".join(f"{line}\n" for line in lines), status=503 if reason else 200, content_type=TEXT)


def not_ready() -> str:
    """What is missing, in one line; empty if nothing is. Raises DatabaseError."""
    known = migrations_of_the_code().values()
    there = MigrationRecorder(connection).applied_migrations().keys()
    missing = sum(not held <= there for held in known)
    return f"{missing} migrations are pending: run `manage.py migrate`" if missing else ""


def what_needs_somebody() -> list[str]:
    """Raises DatabaseError."""
    troubles = []
    if not workers_alive():
        troubles.append("no worker has told of itself of late: run `manage.py work`")
    if (free := census.free_bytes()) < LEAST_ROOM:
        troubles.append(f"the disk is nearly full: {free // 1024**2} MB left")
    return troubles + choice.troubles(changes)

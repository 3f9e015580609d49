"""What a supervisor asks: is the process alive, may it be sent visitors?"""

import logging

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)
TEXT = "text/plain; charset=utf-8"


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process answers at all; asks nobody else."""
    return HttpResponse("ok\n", content_type=TEXT)


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """200 once the database answers and holds every migration; else 503 with the reason."""
    reason = not_ready()
    return HttpResponse(f"{reason or 'ok'}\n", status=503 if reason else 200, content_type=TEXT)


def not_ready() -> str:
    """What is missing, in one line; empty if nothing is."""
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        logger.error("not ready: %s", error)  # it may name hosts and folders: not for the answer
        return "the database does not answer"
    return f"{len(pending)} migrations are pending: run `manage.py migrate`" if pending else ""

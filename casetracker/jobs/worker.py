"""A process that does the queued jobs, misses workers that died, and keeps why jobs failed."""

import asyncio
import logging
from collections.abc import Callable
from time import perf_counter
from typing import Any, LiteralString

import psycopg
from asgiref.sync import sync_to_async
from django.db import DatabaseError, InterfaceError, close_old_connections
from procrastinate.connector import BaseConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException
from procrastinate.job_context import JobContext
from procrastinate.psycopg_connector import PsycopgConnector

from casetracker.jobs import patience
from casetracker.jobs.services import keep_failure, rescue_jobs
from casetracker.telemetry.figures import JOBS

logger = logging.getLogger(__name__)


class WorkerConnector(PsycopgConnector):
    """The library's connector for workers, save that a job queues further jobs on Django's own connection: in the
    transaction that the job has open. The library would take another connection, and queue at once."""

    def get_sync_connector(self) -> BaseConnector:
        return DjangoConnector()

    async def execute_query_async(self, query: LiteralString, **arguments: Any) -> None:
        """Asked again when the connection breaks meanwhile: a job whose end could not be written would be "being done"
        by a worker that lives, for good. Each statement that comes here may be repeated."""
        for pause in patience.BROKEN_CONNECTION:
            try:
                await super().execute_query_async(query, **arguments)
                return
            except ConnectorException as error:
                if not isinstance(error.__cause__, psycopg.OperationalError):
                    raise
                await asyncio.sleep(pause)
        await super().execute_query_async(query, **arguments)


def run(
    *,
    concurrency: int = 1,
    wait: bool = True,
    heartbeat: float = patience.HEARTBEAT,
    silence: float = patience.SILENCE,
    look: float = patience.LOOK,
) -> None:
    """Work until told to stop (SIGTERM ends with the jobs in hand done); without `wait`, until nothing is queued.

    Times in seconds: each worker tells that it lives every `heartbeat`; one that has not for `silence` is dead, which
    is looked for every `look`.
    """

    async def work() -> None:
        async with app.open_async():
            watch = asyncio.create_task(_rescue(silence, look))
            try:
                await app.run_worker_async(
                    concurrency=concurrency,
                    wait=wait,
                    delete_jobs="successful",
                    task_middleware=[*(app.worker_defaults.get("task_middleware") or []), watch_job],
                    update_heartbeat_interval=heartbeat,
                    stalled_worker_timeout=patience.FORGOTTEN,
                )
            finally:
                watch.cancel()

    with app.replace_connector(WorkerConnector(kwargs=connector_params())):
        asyncio.run(work())


def watch_job(call_next: Callable[[], Any], context: JobContext, worker: Any) -> Any:
    """Middleware of every job, in the job's thread: it is timed; why it failed is kept, and the failure goes on its
    way."""
    begun, outcome = perf_counter(), "failed"
    try:
        done = call_next()
        outcome = "done"
        return done
    except Exception as error:
        try:
            keep_failure(job_id=context.job.id or 0, error=error)
        except (DatabaseError, InterfaceError):
            logger.exception("it could not be kept why job %s failed", context.job.id)
        raise
    finally:
        JOBS.labels(context.job.task_name.rpartition(".")[2], outcome).observe(perf_counter() - begun)


async def _rescue(silence: float, look: float) -> None:
    """Not a job itself: it has to go on while this worker is busy with one."""
    while True:
        try:
            rescued = await sync_to_async(_rescue_once, thread_sensitive=False)(silence)
        except Exception:  # whatever it is: a worker that looks no more leaves the dead ones' jobs undone
            logger.exception("dead workers could not be looked for; the next look is in %g seconds", look)
        else:
            for key in rescued.again:
                logger.warning("job %s begins again: its worker died", key)
            for key in rescued.given_up:
                logger.error("job %s is given up: %s workers died of it", key, patience.DEATHS)
        await asyncio.sleep(look)


def _rescue_once(silence: float) -> Any:
    close_old_connections()
    try:
        return rescue_jobs(silence=silence)
    finally:
        close_old_connections()

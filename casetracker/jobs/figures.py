"""How full the queues are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateWorker

from casetracker.jobs.patience import SILENCE


@dataclass(slots=True)
class Queue:
    """Numbers of jobs: due now, due later (a retry, say), in hand, and dead letters. `oldest` is when the first of
    those that are due now became due."""

    waiting: int = 0
    later: int = 0
    running: int = 0
    failed: int = 0
    oldest: datetime | None = None

    @property
    def oldest_seconds(self) -> float:
        """How long that one has waited; 0 where none does."""
        return max(0.0, (timezone.now() - self.oldest).total_seconds()) if self.oldest else 0.0


@dataclass(frozen=True, slots=True)
class QueueFigures:
    """`workers` counts those that have told of themselves of late."""

    queues: Mapping[str, Queue] = field(default_factory=dict)
    workers: int = 0

    @property
    def failed(self) -> int:
        return sum(queue.failed for queue in self.queues.values())


COUNTS = """
SELECT queue_name, status::text, coalesce(scheduled_at > now(), false) AS is_later, count(*)
FROM procrastinate_jobs WHERE status IN ('todo', 'doing', 'failed') GROUP BY 1, 2, 3
"""
# Of each queue the job with the lowest key, for keys grow with time; the event that tells when it came is asked once.
OLDEST = """
SELECT job.queue_name, coalesce(job.scheduled_at, (
    SELECT min(event.at) FROM procrastinate_events event WHERE event.job_id = job.id AND event.type = 'deferred'
))
FROM procrastinate_jobs job
WHERE job.id IN (
    SELECT min(id) FROM procrastinate_jobs
    WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now()) GROUP BY queue_name
)
"""


def figures() -> QueueFigures:
    """Every queue that has a job, by name. Three queries."""
    queues: dict[str, Queue] = {}
    with connection.cursor() as cursor:
        cursor.execute(COUNTS)
        for name, status, is_later, count in cursor.fetchall():
            queue = queues.setdefault(name, Queue())
            kind = {"doing": "running", "failed": "failed"}.get(status) or ("later" if is_later else "waiting")
            setattr(queue, kind, getattr(queue, kind) + count)
        cursor.execute(OLDEST)
        for name, oldest in cursor.fetchall():
            queues.setdefault(name, Queue()).oldest = oldest
    return QueueFigures(dict(sorted(queues.items())), workers_alive())


def workers_alive() -> int:
    """Those that have told of themselves of late."""
    since = timezone.now() - timedelta(seconds=SILENCE)
    return ProcrastinateWorker.objects.filter(last_heartbeat__gt=since).count()

"""What is counted when somebody asks. One statement each, so that asking every few seconds costs nothing."""

import shutil
from collections.abc import Iterable

from django.conf import settings
from django.db import DatabaseError, connection
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from casetracker.state import state_dir

JOBS = """
    SELECT queue_name, status::text, count(*) FROM procrastinate_jobs
    WHERE status IN ('todo', 'doing', 'failed') GROUP BY 1, 2 ORDER BY 1, 2"""
# Since when the job that is due longest could have begun. One that was set for later is not late before.
OLDEST = """
    SELECT coalesce(extract(epoch FROM max(now() - greatest(job.scheduled_at, told.at))), 0)
    FROM procrastinate_jobs job
    JOIN procrastinate_events told ON told.job_id = job.id AND told.type = 'deferred'
    WHERE job.status = 'todo' AND coalesce(job.scheduled_at, now()) <= now()"""
WORKERS = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '1 minute'"
CONNECTIONS = """
    SELECT coalesce(state, 'none'), count(*) FROM pg_stat_activity
    WHERE datname = current_database() GROUP BY 1 ORDER BY 1"""
ROOM_FOR_CONNECTIONS = "SELECT current_setting('max_connections')::int"


class Census(Collector):
    """Where the database does not answer, `casetracker_database_up` says 0 and what only it knows is left out."""

    def collect(self) -> Iterable[Metric]:
        yield gauge("casetracker_disk_free_bytes", "Room left where the state folder lies.", free_bytes())
        try:
            found = list(database_figures())
        except DatabaseError:
            found = []
        yield gauge("casetracker_database_up", "Whether the database answers.", bool(found))
        yield from found


def database_figures() -> Iterable[Metric]:
    """Raises DatabaseError."""
    yield family("casetracker_jobs", "Jobs that wait, run, or were given up.", ["queue", "status"], JOBS)
    yield family("casetracker_oldest_job_seconds", "For how long the oldest due job has waited.", [], OLDEST)
    yield family("casetracker_workers", "Workers that gave a sign within a minute.", [], WORKERS)
    yield family("casetracker_database_connections", "Connections to our database, by state.", ["state"], CONNECTIONS)
    room = "Connections that the database server takes."
    yield family("casetracker_database_connections_limit", room, [], ROOM_FOR_CONNECTIONS)


def workers_alive() -> int:
    """Raises DatabaseError."""
    return int(rows(WORKERS)[0][0])


def free_bytes() -> int:
    """Of the disk that the state folder lies on; with a database elsewhere, of the one that the code lies on."""
    place = settings.BASE_DIR if settings.DATABASES["default"]["ENGINE"] != "casetracker.localpg" else state_dir()
    return shutil.disk_usage(place).free


def rows(sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        return cursor.execute(sql).fetchall()  # type: ignore[no-any-return]


def family(name: str, about: str, labels: list[str], sql: str) -> Metric:
    metric = GaugeMetricFamily(name, about, labels=labels)
    for *values, number in rows(sql):
        metric.add_metric(values, float(number))
    return metric


def gauge(name: str, about: str, value: float) -> Metric:
    return GaugeMetricFamily(name, about, value=float(value))

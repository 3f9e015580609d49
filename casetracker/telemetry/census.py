"""What is counted when somebody asks. A statement or two each, so that asking every few seconds costs nothing."""

import shutil
from collections.abc import Iterable

from django.conf import settings
from django.db import DatabaseError, connection
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from casetracker.jobs.figures import figures
from casetracker.state import state_dir

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
    queued = figures()
    jobs = GaugeMetricFamily("casetracker_jobs", "Jobs due, due later, in hand, given up.", labels=["queue", "status"])
    oldest = GaugeMetricFamily("casetracker_oldest_job_seconds", "Age of the oldest job that is due.", labels=["queue"])
    for name, queue in queued.queues.items():
        for status in ("waiting", "later", "running", "failed"):
            jobs.add_metric([name, status], getattr(queue, status))
        oldest.add_metric([name], queue.oldest_seconds)
    yield from (jobs, oldest, gauge("casetracker_workers", "Workers that told of themselves of late.", queued.workers))
    yield family("casetracker_database_connections", "Connections to our database, by state.", ["state"], CONNECTIONS)
    room = "Connections that the database server takes."
    yield family("casetracker_database_connections_limit", room, [], ROOM_FOR_CONNECTIONS)


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

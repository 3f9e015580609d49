"""What becomes of jobs beside their being done. Each function is one transaction."""

import traceback
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone
from procrastinate import sql
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from casetracker.jobs.models import DeadLetter, Failure
from casetracker.jobs.patience import DEATHS

LONGEST_ERROR = 2000  # characters
DIED = "The worker that had it in hand died."


@dataclass(slots=True)
class Rescued:
    """Keys of jobs whose worker died: those that begin again, and those that are given up."""

    again: list[int] = field(default_factory=list)
    given_up: list[int] = field(default_factory=list)


@transaction.atomic
def rescue_jobs(*, silence: float) -> Rescued:
    """Queue again each job whose worker has been silent for so many seconds, or is known no longer. A job that so ended
    DEATHS workers is given up. Any number of processes may call this at once: none takes what another has in hand."""
    dead = Q(worker=None) | Q(worker__last_heartbeat__lt=Now() - timedelta(seconds=silence))
    jobs = ProcrastinateJob.objects.select_for_update(skip_locked=True, of=("self",)).filter(dead, status="doing")
    rescued = Rescued()
    for job in jobs:
        Failure.objects.create(job_id=job.pk, error=DIED, worker_died=True)
        if Failure.objects.filter(job_id=job.pk, worker_died=True).count() >= DEATHS:
            end = {"job_id": job.pk, "status": "failed", "delete_job": False}
            app.job_manager.connector.get_sync_connector().execute_query(query=sql.queries["finish_job"], **end)
            rescued.given_up.append(job.pk)
        else:
            app.job_manager.retry_job_by_id(job.pk, retry_at=timezone.now())
            rescued.again.append(job.pk)
    return rescued


def keep_failure(*, job_id: int, error: BaseException) -> Failure:
    """Keep why an attempt failed; the place is the innermost line of the traceback."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].filename.rpartition('/')[2]}, line {frames[-1].lineno}" if frames else ""
    said = f"{type(error).__name__}: {error}"[:LONGEST_ERROR]
    return Failure.objects.create(job_id=job_id, error=f"{said}\n{place}".strip())


@transaction.atomic
def run_again(*, letters: QuerySet[DeadLetter]) -> int:
    """Queue dead letters again, with all their attempts before them. Returns how many."""
    jobs = list(letters.select_for_update(of=("self",)))
    for job in jobs:
        app.job_manager.retry_job_by_id(job.pk, retry_at=timezone.now())
    Failure.objects.filter(job_id__in=[job.pk for job in jobs], worker_died=True).update(worker_died=False)
    return len(jobs)


@transaction.atomic
def give_up(*, letters: QuerySet[DeadLetter]) -> int:
    """Drop dead letters: what they were to do is not done. Returns how many."""
    keys = [job.pk for job in letters.select_for_update(of=("self",))]
    with connection.cursor() as cursor:  # the library's own models only read
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = ANY(%s)", [keys])
    Failure.objects.filter(job_id__in=keys).delete()
    return len(keys)


def forget_failures() -> None:
    """Take out what is kept of jobs that are gone."""
    Failure.objects.exclude(job_id__in=ProcrastinateJob.objects.values("pk")).delete()

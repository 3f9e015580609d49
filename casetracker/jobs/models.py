"""What procrastinate does not keep: why a job failed. And its failed jobs as a list of their own."""

from django.db import models
from procrastinate.contrib.django.models import ProcrastinateJob


class Failure(models.Model):
    """One attempt at a job that failed. `error` is for people: the exception's name and words, and where it rose.

    `job_id` is no foreign key: procrastinate deletes its jobs by SQL of its own. `forget_failures` takes out the rest.
    """

    job_id = models.BigIntegerField(db_index=True)
    at = models.DateTimeField(auto_now_add=True)
    error = models.TextField()
    worker_died = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"Job {self.job_id}: {self.error.partition(chr(10))[0]}"


class DeadLetterManager(models.Manager["DeadLetter"]):
    def get_queryset(self) -> models.QuerySet["DeadLetter"]:
        last = Failure.objects.filter(job_id=models.OuterRef("pk")).order_by("-pk")
        failed = super().get_queryset().filter(status="failed")
        return failed.annotate(
            failed_at=models.Subquery(last.values("at")[:1]), error=models.Subquery(last.values("error")[:1])
        )


class DeadLetter(ProcrastinateJob):
    """A job that failed for good, with when (`failed_at`) and why (`error`), until somebody decides on it."""

    letters = DeadLetterManager()

    class Meta:
        proxy = True
        verbose_name = "dead letter"
        default_permissions = ("view", "change")

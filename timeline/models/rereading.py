"""Reading again what another extractor has read: what is left to do, and how far it is."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from articles.models import Case


class Rereading(models.Model):
    """Of one case, or of all. It is over once nothing is left, or once an extractor that came later begins anew."""

    case = models.ForeignKey(Case, models.CASCADE, null=True, blank=True, related_name="+")
    extractor = models.CharField(max_length=64)
    articles = models.PositiveIntegerField(help_text="That were to be read when it began.")
    done = models.PositiveIntegerField(default=0, help_text="Of these, with those that could not be read.")
    failed = models.PositiveIntegerField(default=0, help_text="That could not be read; the log says why.")
    begun_at = models.DateTimeField(default=timezone.now)
    paused_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = "reading of articles again"
        verbose_name_plural = "reading of articles again"
        default_permissions = ("view", "change")
        constraints = [
            models.CheckConstraint(
                name="rereading_counts_in_order", condition=Q(failed__lte=F("done"), done__lte=F("articles"))
            )
        ]

    def __str__(self) -> str:
        return f"Reading again of {self.case or 'all cases'}"

    @property
    def state(self) -> str:
        """In a word: done, ended (an extractor that came later took over), paused or running."""
        if self.ended_at:
            return "done" if self.done == self.articles else "ended"
        return "paused" if self.paused_at else "running"


class Chunk(models.Model):
    """Articles of a case, from the first key to the last, that are read in one job. It is gone once they are read."""

    rereading = models.ForeignKey(Rereading, models.CASCADE, related_name="chunks")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    articles = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint("rereading", "case", "first", name="chunk_once"),
            models.CheckConstraint(name="chunk_first_before_last", condition=Q(first__lte=F("last"))),
        ]

    def __str__(self) -> str:
        return f"{self.rereading}: articles {self.first} to {self.last}"

"""Names that a text calls those of a minor or a victim, until a person has decided what the public reads of them."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from articles.models import Article, Case
from timeline.models.reports import ExtractionRun


class NameHint(models.Model):
    """What an article says of a name in a sentence of it; `start` and `end` count code points of the version's text
    (both 0: its title says so). It is the program's hint, for staff alone."""

    class Why(models.TextChoices):
        MINOR = "minor", "may be a minor"
        ABUSED = "abused", "may be the victim of a sexual crime"
        VICTIM = "victim", "is called a victim"

    run = models.ForeignKey(ExtractionRun, models.CASCADE, related_name="hints")
    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    why = models.CharField(max_length=10, choices=Why)
    quote = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("run", "name", "why", name="hint_once_per_run_and_name"),
            models.CheckConstraint(name="hint_why_known", condition=Q(why__in=["minor", "abused", "victim"])),
            models.CheckConstraint(name="hint_span_not_empty", condition=Q(start=0, end=0) | Q(start__lt=F("end"))),
            models.CheckConstraint(name="hint_name_not_blank", condition=Q(name__regex=r"\S")),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.get_why_display()}"


class ReadName(models.Model):
    """An editor has looked at the hints of this name, and lets the public read it. A name that is withheld is a
    `Person`."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="read_names")
    name = models.CharField(max_length=120)
    by = models.ForeignKey("auth.User", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint("case", "name", name="name_read_once_per_case")]

    def __str__(self) -> str:
        return self.name

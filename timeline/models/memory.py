"""What the program remembers of its own work, and may forget: how a large case was grouped, and what it suspects."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from articles.models import Case
from timeline.models.events import Event
from timeline.models.reports import Mention


class Grouping(models.Model):
    """How the reports of a large case were grouped, so that a further article costs no more than it touches."""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="grouping")
    method = models.CharField(max_length=64, help_text="The program that did it; another one starts anew.")
    statistics = models.JSONField(help_text="What was counted over the case's articles, or a sample of them.")
    drawn = models.JSONField(help_text="Article id → place in the draw, of those that were counted.")
    mains = models.JSONField(help_text="The largest events of each family of types.")
    distincts = models.JSONField(help_text="Ids of the “not the same” that it knows of.")
    grouped_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"Grouping of {self.case}"


class Place(models.Model):
    """Where a mention went when its case was grouped. Keys are 64-bit numbers; see `timeline.extraction.placing`."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    mention = models.ForeignKey(Mention, models.CASCADE, related_name="+")
    founder = models.BigIntegerField(null=True, help_text="The mention that founded its group.")
    given = models.JSONField(default=list, help_text="Why, and to which group, its own was given.")
    groups = ArrayField(models.BigIntegerField(), help_text="All groups that it was in.")
    reason = models.TextField(blank=True)
    asked = ArrayField(models.BigIntegerField())
    asked_later = ArrayField(models.BigIntegerField(), default=list)
    stands = ArrayField(models.BigIntegerField())
    stands_later = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        constraints = [models.UniqueConstraint("case", "mention", name="place_once_per_case")]
        # memory.CaseMemory: who asked for a key, what stands under it, who is in a group.
        indexes = [
            GinIndex("asked", name="place_asked"),
            GinIndex("asked_later", name="place_asked_later"),
            GinIndex("stands", name="place_stands"),
            GinIndex("stands_later", name="place_stands_later"),
            GinIndex("groups", name="place_groups"),
        ]

    def __str__(self) -> str:
        return f"{self.mention} → {self.founder}"


class Likeness(models.Model):
    """Two events that may be one: a suggestion for editors, with its reasons in words. The public never sees it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="likenesses")
    first = models.ForeignKey(Event, models.CASCADE, related_name="likenesses_as_first")
    second = models.ForeignKey(Event, models.CASCADE, related_name="likenesses_as_second")
    reasons = ArrayField(models.CharField(max_length=200))
    score = models.PositiveSmallIntegerField(help_text="In percent: what speaks for it, of all that could.")

    class Meta:
        ordering = ["-score", "first", "second"]
        constraints = [
            models.UniqueConstraint("first", "second", name="likeness_once"),
            models.CheckConstraint(name="likeness_of_two_in_order", condition=Q(first__lt=F("second"))),
            models.CheckConstraint(name="likeness_score_in_percent", condition=Q(score__lte=100)),
            models.CheckConstraint(name="likeness_has_reasons", condition=~Q(reasons=[])),
        ]

    def __str__(self) -> str:
        return f"{self.first} ~ {self.second}"

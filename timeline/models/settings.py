"""What editors set for a case as a whole. It stands here since articles know nothing of timelines."""

from django.db import models
from django.db.models import Q

from articles.models import Case


class CaseSettings(models.Model):
    """A case without a row has every setting at its default."""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="settings")
    publish_above = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        verbose_name="approve by itself from a certainty of",
        help_text="In percent; empty: never. What is approved so is public as soon as the case is.",
    )

    class Meta:
        verbose_name = verbose_name_plural = "settings of the case"
        constraints = [
            models.CheckConstraint(
                name="case_publish_above_in_percent",
                condition=Q(publish_above=None) | Q(publish_above__gte=1, publish_above__lte=100),
            )
        ]

    def __str__(self) -> str:
        return f"Settings of {self.case}"

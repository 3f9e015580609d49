"""Filters of a case that a journalist keeps under a name."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.models import Case

LONGEST = 4000  # characters of a query string


class SavedView(models.Model):
    """`query` is what the address of the timeline asks, as `Asked.query` writes it. Its owner alone changes it; shared,
    the whole staff finds it beside the list."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="saved_views")
    owner = models.ForeignKey("auth.User", models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=LONGEST)
    is_shared = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint("case", "owner", "name", name="saved_view_named_once"),
            models.CheckConstraint(name="saved_view_has_a_name", condition=Q(name__regex=r"\S")),
        ]

    def __str__(self) -> str:
        return self.name

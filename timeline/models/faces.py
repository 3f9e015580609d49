"""The read side: what the list of a case needs of each event, narrow and ready, as each of two audiences sees it.

The database itself keeps the faces in step with events, citations and people, by triggers (migration 0017): bulk writes
and shells are caught as well. `differ` alone is written by `services.claiming`, which can read dates and counts.
"""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from articles.models import Case
from timeline.models.events import Event, sees_all
from timeline.models.reports import EventType

LONG = 31  # days; what may have begun so long before it ended stands beside a period, too


class EventFaceQuerySet(models.QuerySet["EventFace"]):
    def of(self, case: Case, user: Any) -> "EventFaceQuerySet":
        """The events of a case that this visitor may see, where `queries.cases` shows the case itself."""
        return self.filter(case=case, public=not sees_all(user))


class EventFace(models.Model):
    """An event as the public sees it (`public`: approved, by its accepted citations), or as staff do. `sources` counts
    the articles that report it; `outlets` and `people` hold the keys of what it can be filtered by; of people, the
    public has only those whose full names it reads."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="faces")
    public = models.BooleanField()
    case = models.ForeignKey(Case, models.CASCADE, related_name="+", db_index=False)
    type = models.ForeignKey(EventType, models.CASCADE, related_name="+", db_index=False)
    status = models.CharField(max_length=12)
    earliest = models.DateField(null=True)
    latest = models.DateField(null=True)
    ordinal = models.IntegerField(default=0)
    sources = models.PositiveIntegerField(default=0)
    differ = models.BooleanField(default=False)
    outlets = ArrayField(models.BigIntegerField(), default=list)
    people = ArrayField(models.BigIntegerField(), default=list)

    objects = EventFaceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "public"], name="face_once_per_audience")]
        indexes = [
            # queries.page: the list of a case in order; with the included columns it counts without the table.
            models.Index(
                fields=["case", "public", "earliest", "latest", "ordinal", "event"],
                include=["type", "status", "differ", "sources"],
                name="face_in_order",
            ),
            # queries.spanning: what began before a period and may reach into it; both days stand in the index, since
            # of all that ended later, nearly everything began later, too.
            models.Index(
                "case",
                "public",
                "latest",
                "earliest",
                name="face_spanning",
                condition=Q(latest__gt=F("earliest") + LONG),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} for {'the public' if self.public else 'staff'}"


class OneFace(models.Model):
    """A face as a row of its event's own, which the filters of one query join once; a view of EventFace."""

    case = models.ForeignKey(Case, models.DO_NOTHING, related_name="+")
    type = models.ForeignKey(EventType, models.DO_NOTHING, related_name="+")
    status = models.CharField(max_length=12)
    earliest = models.DateField(null=True)
    latest = models.DateField(null=True)
    ordinal = models.IntegerField()
    sources = models.PositiveIntegerField()
    differ = models.BooleanField()
    outlets = ArrayField(models.BigIntegerField())
    people = ArrayField(models.BigIntegerField())

    class Meta:
        abstract = True


class PublicFace(OneFace):
    event = models.OneToOneField(Event, models.DO_NOTHING, primary_key=True, related_name="public_face")

    class Meta:
        managed = False
        db_table = "timeline_publicface"


class StaffFace(OneFace):
    event = models.OneToOneField(Event, models.DO_NOTHING, primary_key=True, related_name="staff_face")

    class Meta:
        managed = False
        db_table = "timeline_staffface"


class CaseTotals(models.Model):
    """The counts of a case with no filter set, as `queries.counts` makes them. A change of a face deletes its row; the
    services write it anew, and whoever finds none counts."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    public = models.BooleanField()
    data = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "public"], name="totals_once_per_audience")]

    def __str__(self) -> str:
        return f"Totals of {self.case_id}"

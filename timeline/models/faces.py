"""The read side: what the list of a case needs of each event, narrow and ready, as each of two audiences sees it.

The database itself keeps the faces in step with events, citations and people, and the counts in step with the faces, by
triggers (migrations/sql: faces.sql and counts.sql): bulk writes and shells are caught as well. `differ` alone is
written by `services.facing`, which can read dates and counts.
"""

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce

from articles.models import Case
from timeline.models.events import Event
from timeline.models.reports import EventType

REPORTS = 2  # an event that one article tells of is no landmark
LONG = 31  # days; what may have begun so long before it ended stands beside a period, too


# May span more than LONG days, or has no end.
IS_LONG = Q(latest__gt=F("earliest") + LONG) | Q(latest=None, earliest__isnull=False)


class Face(models.Model):
    """`sources` counts the articles that report the event; `outlets` and `people` hold the keys of what it can be
    filtered by; of people, the public has only those whose full names it reads."""

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

    class Meta:
        abstract = True


class EventFace(Face):
    """An event as the public sees it (`public`: approved, by its accepted citations), or as staff do."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="faces", db_index=False)  # the constraint has one
    public = models.BooleanField()
    articles = ArrayField(models.BigIntegerField(), default=list, db_default=[])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "public"], name="face_once_per_audience")]
        indexes = [
            # queries.case_page: the list of a case in order; with the included columns it counts without the table.
            models.Index(
                fields=["case", "public", "earliest", "latest", "ordinal", "event"],
                include=["type", "status", "differ", "sources"],
                name="face_in_order",
            ),
            # tally.tally: of types and of statuses; the latter by a step for each type.
            models.Index(fields=["case", "public", "type", "status"], name="face_by_kind"),
            # queries.filters: by outlet and person, of one case alone.
            GinIndex(
                Func(F("case"), F("public"), F("outlets"), F("people"), function="timeline_tokens"),
                name="face_tokens",
            ),
            # queries.page_across: the newest of all cases, where many hold the words.
            models.Index(fields=["public", "earliest", "latest", "ordinal", "event"], name="face_across_cases"),
            # tally.totals_of: the last day.
            models.Index("case", "public", Coalesce("latest", "earliest"), name="face_until"),
            # queries.key_events: those that the most articles report.
            models.Index(
                "case",
                "public",
                F("sources").desc(),
                "event",
                name="face_most_reported",
                condition=Q(sources__gte=REPORTS, earliest__isnull=False),
            ),
            # queries.spanning: what began before a period and may reach into it; both days stand in the index, since
            # of all that ended later, nearly everything began later, too. The rest is what it takes to ask no face.
            models.Index(
                "case",
                "public",
                Coalesce("latest", Value(dt.date.max)),
                "earliest",
                name="face_reaching_into",
                condition=IS_LONG,
                include=["latest", "type", "status", "differ", "sources", "event"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} for {'the public' if self.public else 'staff'}"


class OneFace(Face):
    """A face as a row of its event's own, which the filters of one query join once; a view of EventFace. `tokens` are
    what an index finds it by: see `token`."""

    tokens = ArrayField(models.TextField())

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


class Counted(models.Model):
    """No foreign key holds the counts of a case: its events leave them just before it goes, and it takes them along."""

    case = models.ForeignKey(Case, models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False)
    public = models.BooleanField()
    n = models.IntegerField()

    class Meta:
        abstract = True


class CaseCount(Counted):
    """How many events of a case have this `key`: as their "type", "status", "year" (in which they begin), "outlet",
    "person" or "article"; kinds "all", "differ" and "articles" (how many there are) have the key "". What came to 0
    stays."""

    kind = models.CharField(max_length=8)
    key = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "public", "kind", "key"], name="count_once_per_key")]

    def __str__(self) -> str:
        return f"{self.n} of {self.kind} {self.key}"


class CaseMonth(Counted):
    """How many events of a case begin in a month (its first day), by type, and how many of those are ahead of their
    report. `span` tells how wide their dates are: 0 less than the widest month, 1 than the widest year, 2 than the
    widest decade; wider ones are not counted."""

    month = models.DateField()
    type = models.ForeignKey(EventType, models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False)
    span = models.PositiveSmallIntegerField()
    ahead = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "public", "month", "type", "span"], name="month_once_per_type_and_span"
            )
        ]

    def __str__(self) -> str:
        return f"{self.n} in {self.month:%Y-%m}"

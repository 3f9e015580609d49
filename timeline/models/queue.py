"""The queue of the review desk: which events of a case wait for an editor, and in which order."""

import datetime as dt

from django.db import models
from django.db.models import Q

from articles.models import Case
from timeline.models.events import Event
from timeline.models.reports import EventType


class Problem(models.TextChoices):
    """Why an entry wants a person, the most pressing first."""

    DIFFER = "differ", "sources differ"
    UNDATED = "undated", "not dated"
    FRESH = "fresh", "new sources for a public event"
    SAME = "same", "probably the same as another"


RANKS = {str(problem.value): rank for rank, problem in enumerate(Problem)}  # the view timeline_ranked has them, too
REST = len(RANKS)
FAR = dt.date.max  # stands for a day that is open, or not known


class Entry(models.Model):
    """`rank` is the number of the first problem (REST: none), `start` and `end` the days that the order rests on."""

    rank = models.PositiveSmallIntegerField()
    start = models.DateField()
    end = models.DateField()
    ordinal = models.IntegerField()
    certainty = models.PositiveSmallIntegerField(null=True)

    class Meta:
        abstract = True


class Ranked(Entry):
    """Where any event stands or would stand in the queue of its case, computed at each look: a view. `is_fresh`: it has
    a report that nobody accepted."""

    event = models.OneToOneField(Event, models.DO_NOTHING, primary_key=True, related_name="ranked")
    case = models.ForeignKey(Case, models.DO_NOTHING, related_name="+")
    type = models.ForeignKey(EventType, models.DO_NOTHING, related_name="+")
    is_fresh = models.BooleanField()
    is_waiting = models.BooleanField()

    class Meta:
        managed = False
        db_table = "timeline_ranked"


class Waiting(Entry):
    """An event that waits, as the view has it. The database itself keeps these rows in step with events, citations,
    claims and likenesses by triggers (migration 0037), and takes them along with an event that goes."""

    event = models.OneToOneField(Event, models.DO_NOTHING, primary_key=True, related_name="waiting")
    case = models.ForeignKey(Case, models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False)
    type = models.ForeignKey(EventType, models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False)

    class Meta:
        indexes = [
            # desk.window: the queue of a case in order; with the included columns it counts without the table.
            models.Index(
                fields=["case", "rank", "start", "end", "ordinal", "event"],
                include=["type", "certainty"],
                name="waiting_in_order",
            )
        ]
        constraints = [models.CheckConstraint(name="waiting_rank_known", condition=Q(rank__lte=REST))]

    def __str__(self) -> str:
        return f"{self.event_id} at {self.rank}"

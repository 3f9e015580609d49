"""What happened: events, the citations that join them with the mentions they rest on, and where old addresses lead."""

import datetime as dt
import secrets
from typing import Any

import pghistory
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from articles.models import Case
from timeline.models.reports import Dated, EventType, Mention, Status

# No vowels and no look-alikes: an id spells no word and survives being read aloud. 28 ** 9 is about 10 ** 13.
ID_ALPHABET = "23456789bcdfghjkmnpqrstvwxyz"
ID_LENGTH = 9


def new_public_id() -> str:
    """A fresh opaque id. Drawn at random, so that it tells neither order nor number of events."""
    return "".join(secrets.choice(ID_ALPHABET) for _ in range(ID_LENGTH))


class Review(models.TextChoices):
    """Where an event stands between the machine that suggested it and the public."""

    SUGGESTED = "suggested", "Suggested"
    APPROVED = "approved", "Approved"
    REJECTED = "rejected", "Rejected"
    WITHDRAWN = "withdrawn", "Withdrawn"
    MERGED = "merged", "Merged into another"


LEFT = (Review.REJECTED, Review.WITHDRAWN, Review.MERGED)  # off the timeline, kept so that the decision can be undone


def sees_all(user: Any) -> bool:
    """Whether this visitor is signed-in staff, who see drafts and whole texts."""
    return bool(user.is_authenticated and user.is_staff)


def over_everywhere(now: dt.datetime) -> dt.date:
    """The first day that is not over yet in every time zone: all before it are, the furthest west included."""
    return (now.astimezone(dt.UTC) - dt.timedelta(hours=12)).date()


class EventQuerySet(models.QuerySet["Event"]):
    def public(self) -> "EventQuerySet":
        """The gate: approved events of published cases. Whatever the public sees starts here."""
        return self.filter(review=Review.APPROVED, case__is_public=True)

    def visible_to(self, user: Any) -> "EventQuerySet":
        """What this visitor may see: the public part; for signed-in staff, all but what left the timeline."""
        return self.exclude(review__in=LEFT) if sees_all(user) else self.public()

    def overdue(self, now: dt.datetime) -> "EventQuerySet":
        """What `Event.is_overdue` holds of, and is on the timeline."""
        return self.filter(status=Status.PLANNED, latest__lt=over_everywhere(now)).exclude(review__in=LEFT)


def kept_history(model_name: str, fields: list[str]) -> Any:
    """What stood in a row before each change of these fields, whoever made it: kept by triggers, so that bulk writes
    and shells are caught as well. Who decided it, and why, is in `Decision`."""
    before = (pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(row=pghistory.Old))
    no_context: Any = None  # the library's types know of none, its documentation does
    return pghistory.track(
        *before,
        fields=fields,
        model_name=model_name,
        level=pghistory.Statement,
        obj_field=pghistory.ObjForeignKey(related_name="history"),
        context_field=no_context,
    )


@kept_history(
    "EventHistory", ["public_id", "case", "type", "status", "headline", "edtf", "ordinal", "edited", "review", "is_key"]
)
class Event(Dated):
    """What happened in the world: a set of cited mentions."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="events")
    type = models.ForeignKey(EventType, models.PROTECT, related_name="events")
    status = models.CharField(max_length=12, choices=Status)
    headline = models.CharField(max_length=120)
    explanation = models.TextField(blank=True, help_text="How the date was found, and why the reports are one event.")
    ordinal = models.IntegerField(default=0, help_text="Orders events of one date; smaller first.")
    edited = models.BooleanField(default=False, help_text="An editor changed a field: no machine changes them again.")
    is_key = models.BooleanField(default=False, db_default=False, help_text="It stands at the head of its case.")
    review = models.CharField(max_length=10, choices=Review, default=Review.SUGGESTED)
    reviewed_by = models.ForeignKey("auth.User", models.SET_NULL, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    certainty = models.PositiveSmallIntegerField(null=True, blank=True, help_text="The machine's own, in percent.")
    assigned_to = models.ForeignKey("auth.User", models.SET_NULL, null=True, blank=True, related_name="assigned_events")
    # The database itself keeps the next two (migrations/sql/events.sql): bulk writes and shells cannot forget them.
    revision = models.PositiveIntegerField(default=1, editable=False, help_text="Grows with each change.")
    first_public_at = models.DateTimeField(null=True, editable=False, help_text="Once set, it stays.")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = EventQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["earliest", "latest", "ordinal", "id"]
        indexes = [
            # queries.window: the events of a case in the order of the timeline.
            models.Index("case", "earliest", "latest", "ordinal", "id", name="event_in_order"),
            # queries.changes, feeds, news: what came to the public last.
            models.Index(
                "case",
                F("first_public_at").desc(),
                F("id").desc(),
                name="event_by_first_public",
                condition=Q(first_public_at__isnull=False),
            ),
            # queries.key_events: those that editors marked.
            models.Index("case", name="event_key", condition=Q(is_key=True)),
            # activity.queues: what is overdue.
            models.Index("case", "latest", name="event_planned", condition=Q(status="planned")),
            # The admin's queue; queries.totals_for: the last change.
            models.Index("case", "review", "updated_at", name="event_by_review_and_change"),
        ]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(name="event_status_known", condition=Q(status__in=Status.values)),
            models.CheckConstraint(name="event_review_known", condition=Q(review__in=Review.values)),
            models.CheckConstraint(
                name="event_review_has_a_time", condition=Q(review="suggested") | Q(reviewed_at__isnull=False)
            ),
            models.CheckConstraint(name="event_headline_not_blank", condition=~Q(headline="")),
            models.CheckConstraint(
                name="event_certainty_in_percent", condition=Q(certainty=None) | Q(certainty__lte=100)
            ),
        ]

    def __str__(self) -> str:
        return self.headline

    def is_overdue(self, now: dt.datetime) -> bool:
        """Planned for a day that is over, and still not told as anything else."""
        return self.status == Status.PLANNED and self.latest is not None and self.latest < over_everywhere(now)

    def get_absolute_url(self) -> str:
        """Leads on to the permalink, whose slug only `Reader.address` knows: a headline may hold a withheld name."""
        return reverse("event", args=[self.public_id, "event"])


@kept_history("CitationHistory", ["event", "mention", "accepted", "placed"])
class Citation(models.Model):
    """The link between an event and a mention. The public sees it once an editor has accepted it."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="citations")
    mention = models.ForeignKey(Mention, models.PROTECT, related_name="citations")
    # Repeated from the event, so that the database can say: in one case, a mention belongs to one event.
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    placed = models.BooleanField(default=False, help_text="A person decided that this report belongs to this event.")
    accepted = models.BooleanField(default=False)
    accepted_by = models.ForeignKey("auth.User", models.SET_NULL, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True, help_text="Why this report is of this event.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["event", "mention"]
        constraints = [
            models.UniqueConstraint("case", "mention", name="mention_cited_once_per_case"),
            models.CheckConstraint(name="citation_accepted_in_time", condition=Q(accepted_at=None) | Q(accepted=True)),
        ]

    def __str__(self) -> str:
        return f"{self.event} ← {self.mention}"


class Claim(models.Model):
    """What one report says of one field of an event. Claims that exclude each other are marked as disputed."""

    citation = models.ForeignKey(Citation, models.CASCADE, related_name="claims")
    field = models.CharField(max_length=20, choices=[("date", "Date"), ("quantity", "Quantity"), ("status", "Status")])
    value = models.CharField(max_length=200)
    disputed = models.BooleanField(default=False)

    class Meta:
        ordering = ["citation", "field"]
        constraints = [models.UniqueConstraint("citation", "field", "value", name="claim_once")]

    def __str__(self) -> str:
        return f"{self.field}: {self.value}"


SEARCH_CONFIG = "english"  # the text search configuration of core Postgres that words are kept and asked for in


class EventSearch(models.Model):
    """The words of an event: its headline and what its accepted citations quote. Apart, to keep Event narrow. The
    database adds a lexeme that binds them to their case (migrations/sql/search.sql)."""

    event = models.OneToOneField(Event, models.CASCADE, primary_key=True, related_name="search")
    words = SearchVectorField()

    class Meta:
        # queries.search
        indexes = [GinIndex("words", name="event_search_words")]


class Moved(models.TextChoices):
    """Why an address leads to another event. The values are kept in decisions, too, and so stay as they are."""

    MERGED = "merged into another event", "Merged"
    SPLIT_OFF = "put back to the event that it was split from", "Split off, and put back"


class Redirect(models.Model):
    """Where the address of an event leads that was merged into another."""

    public_id = models.CharField(max_length=16, unique=True)
    event = models.ForeignKey(Event, models.CASCADE, related_name="redirects")
    reason = models.CharField(max_length=200, choices=Moved)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return f"{self.public_id} → {self.event.public_id}"

"""What the articles say happened: mentions (one place in one text) and events (what happened), joined by citations.

A machine writes mentions and suggests events; an editor decides. The only writers are in `services.py`.
"""

import secrets
from typing import Any

from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils.text import slugify

from articles.models import ArticleVersion, Case, Paragraph

# No vowels and no look-alikes: an id spells no word and survives being read aloud. 28 ** 9 is about 10 ** 13.
ID_ALPHABET = "23456789bcdfghjkmnpqrstvwxyz"
ID_LENGTH = 9


def new_public_id() -> str:
    """A fresh opaque id. Drawn at random, so that it tells neither order nor number of events."""
    return "".join(secrets.choice(ID_ALPHABET) for _ in range(ID_LENGTH))


class EventType(models.Model):
    """A kind of event. The slug is what scripts and rule files say; the rest is for people."""

    slug = models.SlugField(max_length=40, primary_key=True)
    name = models.CharField(max_length=60, unique=True)
    icon = models.CharField(max_length=20, default="dot", help_text="A symbol of static/icons.svg.")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ExtractionRun(models.Model):
    """One pass of one extractor over one version of an article. The newest run of a version is the one in force."""

    version = models.ForeignKey(ArticleVersion, models.CASCADE, related_name="runs")
    extractor = models.CharField(max_length=64, help_text="The extractor's version, with a digest of its rules.")
    published = models.DateField(help_text="The day of publication that relative dates were counted from.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint("version", "extractor", "published", name="run_once_per_version_extractor_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.version} by {self.extractor}"


class Status(models.TextChoices):
    OCCURRED = "occurred", "Occurred"
    PLANNED = "planned", "Planned"
    ALLEGED = "alleged", "Alleged"
    NEGATED = "negated", "Did not happen"
    HYPOTHETICAL = "hypothetical", "Hypothetical"


def earliest_to_latest() -> Func:
    """SQL for the days from earliest to latest, both included, open where one of them is null."""
    bounds = Value("[]", output_field=models.CharField())
    return Func(F("earliest"), F("latest"), bounds, function="daterange", output_field=DateRangeField())


class Dated(models.Model):
    """An EDTF date with the inclusive days that it allows (null: open)."""

    edtf = models.CharField(max_length=64, blank=True, help_text="Empty: not dated.")
    earliest = models.DateField(null=True, blank=True)
    latest = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_earliest_before_latest",
                condition=Q(earliest=None) | Q(latest=None) | Q(earliest__lte=F("latest")),
            ),
            models.CheckConstraint(
                name="%(class)s_days_have_a_date",
                condition=Q(edtf="", earliest=None, latest=None)
                | (~Q(edtf="") & (Q(earliest__isnull=False) | Q(latest__isnull=False))),
            ),
        ]


class Mention(Dated):
    """One place in one article that reports an event. All offsets count code points of the version's text."""

    run = models.ForeignKey(ExtractionRun, models.CASCADE, related_name="mentions")
    paragraph = models.ForeignKey(Paragraph, models.CASCADE, related_name="mentions")
    type = models.ForeignKey(EventType, models.PROTECT, related_name="mentions")
    status = models.CharField(max_length=12, choices=Status)
    sentence_start = models.PositiveIntegerField()
    sentence_end = models.PositiveIntegerField()
    quote = models.TextField(help_text="The sentence, kept to prove that the span still fits.")
    trigger_start = models.PositiveIntegerField()
    trigger_end = models.PositiveIntegerField()
    trigger = models.CharField(max_length=200)
    timex_start = models.PositiveIntegerField(null=True, blank=True)
    timex_end = models.PositiveIntegerField(null=True, blank=True)
    timex = models.CharField(max_length=200, blank=True, help_text="The date words.")
    candidates = ArrayField(models.CharField(max_length=64), default=list, blank=True, help_text="Readings still open.")
    names = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    certain = models.BooleanField(default=True, help_text="Off: the date comes from the context, not from date words.")
    headline = models.CharField(max_length=120)
    rule = models.CharField(max_length=80)
    explanation = models.TextField(blank=True)
    fingerprint = models.CharField(max_length=64, help_text="Of type, trigger span and quote: equal across runs.")

    class Meta(Dated.Meta):
        ordering = ["run", "trigger_start"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint("run", "fingerprint", name="mention_fingerprint_once_per_run"),
            models.CheckConstraint(name="mention_status_known", condition=Q(status__in=Status.values)),
            models.CheckConstraint(
                name="mention_trigger_in_sentence",
                condition=Q(sentence_start__lte=F("trigger_start"), trigger_end__lte=F("sentence_end"))
                & Q(trigger_start__lt=F("trigger_end")),
            ),
            models.CheckConstraint(
                name="mention_timex_whole",
                condition=Q(timex_start=None, timex_end=None, timex="")
                | (Q(timex_start__lt=F("timex_end")) & ~Q(timex="")),
            ),
        ]

    def __str__(self) -> str:
        return self.headline


class Quantity(models.Model):
    """A counted or measured thing in a mention: “nearly a million signatures”."""

    mention = models.ForeignKey(Mention, models.CASCADE, related_name="quantities")
    value = models.DecimalField(max_digits=20, decimal_places=4)
    unit = models.CharField(max_length=60)
    qualifier = models.CharField(max_length=40, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        ordering = ["mention", "start"]
        verbose_name_plural = "quantities"
        constraints = [models.CheckConstraint(name="quantity_span_not_empty", condition=Q(start__lt=F("end")))]

    def __str__(self) -> str:
        return f"{self.qualifier} {self.value.normalize():f} {self.unit}".strip()


class Review(models.TextChoices):
    """Where an event stands between the machine that suggested it and the public."""

    SUGGESTED = "suggested", "Suggested"
    APPROVED = "approved", "Approved"
    REJECTED = "rejected", "Rejected"


def sees_all(user: Any) -> bool:
    """Whether this visitor is signed-in staff, who see drafts and whole texts."""
    return bool(user.is_authenticated and user.is_staff)


class EventQuerySet(models.QuerySet["Event"]):
    def public(self) -> "EventQuerySet":
        """The gate: approved events of published cases. Whatever the public sees starts here."""
        return self.filter(review=Review.APPROVED, case__is_public=True)

    def visible_to(self, user: Any) -> "EventQuerySet":
        """What this visitor may see: the public part; for signed-in staff, all but what was rejected."""
        return self.exclude(review=Review.REJECTED) if sees_all(user) else self.public()


class Event(Dated):
    """What happened in the world: a set of cited mentions."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="events")
    type = models.ForeignKey(EventType, models.PROTECT, related_name="events")
    status = models.CharField(max_length=12, choices=Status)
    headline = models.CharField(max_length=120)
    days = models.GeneratedField(expression=earliest_to_latest(), output_field=DateRangeField(), db_persist=True)
    explanation = models.TextField(blank=True, help_text="How the date was found, and why the reports are one event.")
    ordinal = models.IntegerField(default=0, help_text="Orders events of one date; smaller first.")
    edited = models.BooleanField(default=False, help_text="An editor changed a field: no machine changes them again.")
    review = models.CharField(max_length=10, choices=Review, default=Review.SUGGESTED)
    reviewed_by = models.ForeignKey("auth.User", models.SET_NULL, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = EventQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["earliest", "latest", "ordinal", "id"]
        indexes = [
            # queries.window: the events of a case in the order of the timeline.
            models.Index("case", "earliest", "latest", "ordinal", "id", name="event_in_order"),
            # The admin's queue.
            models.Index("case", "review", name="event_by_review"),
        ]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(name="event_status_known", condition=Q(status__in=Status.values)),
            models.CheckConstraint(name="event_review_known", condition=Q(review__in=Review.values)),
            models.CheckConstraint(
                name="event_review_has_a_time", condition=Q(review="suggested") | Q(reviewed_at__isnull=False)
            ),
            models.CheckConstraint(name="event_headline_not_blank", condition=~Q(headline="")),
        ]

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        return reverse("event", args=[self.public_id, slugify(self.headline)[:60].strip("-") or "event"])


class Citation(models.Model):
    """The link between an event and a mention. The public sees it once an editor has accepted it."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="citations")
    mention = models.ForeignKey(Mention, models.PROTECT, related_name="citations")
    # Repeated from the event, so that the database can say: in one case, a mention belongs to one event.
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
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
    """The words of an event: its headline and what its accepted citations quote. Apart, to keep Event narrow."""

    event = models.OneToOneField(Event, models.CASCADE, primary_key=True, related_name="search")
    words = SearchVectorField()

    class Meta:
        # queries.search
        indexes = [GinIndex("words", name="event_search_words")]


class Redirect(models.Model):
    """Where an address that was public leads now: the surviving event, or nowhere (410), with the reason."""

    public_id = models.CharField(max_length=16, unique=True)
    event = models.ForeignKey(Event, models.CASCADE, null=True, blank=True, related_name="redirects")
    reason = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.public_id} → {self.event.public_id if self.event else 'gone'}"

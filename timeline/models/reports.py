"""What the articles say: kinds of event, runs of the extractor, and mentions (one place in one text that reports an
event)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from articles.models import ArticleVersion, Paragraph


class EventType(models.Model):
    """A kind of event. The slug is what scripts and rule files say; the rest is for people."""

    slug = models.SlugField(max_length=40, primary_key=True)
    name = models.CharField(max_length=60, unique=True)
    icon = models.CharField(max_length=20, default="dot", help_text="A symbol of static/icons.svg.")
    # What editors laid over the rule files, in the language of extraction/phrases.py.
    verbs = models.TextField(blank=True)
    nouns = models.TextField(blank=True)
    unless = models.TextField(blank=True)
    hushed = models.TextField(blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ExtractionRun(models.Model):
    """One pass of one extractor over one version of an article. In force is the one that comes first IN_FORCE."""

    IN_FORCE = ("-in_force_at", "-id")  # of the runs of one version

    version = models.ForeignKey(ArticleVersion, models.CASCADE, related_name="runs")
    extractor = models.CharField(max_length=64, help_text="The extractor's version, with a digest of its rules.")
    published = models.DateField(help_text="The day of publication that relative dates were counted from.")
    marks = models.TextField(
        blank=True, help_text="Names, house numbers and ages of the whole text, parted by commas: what tells its story."
    )
    corrections = models.PositiveIntegerField(default=0, help_text="So often editors had corrected paragraphs' kinds.")
    created_at = models.DateTimeField(auto_now_add=True)
    in_force_at = models.DateTimeField(db_default=Now(), help_text="When it was made, or chosen again.")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                "version", "extractor", "published", "corrections", name="run_once_per_version_extractor_day_and_kinds"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} by {self.extractor}"


class Status(models.TextChoices):
    OCCURRED = "occurred", "Occurred"
    PLANNED = "planned", "Planned"
    ALLEGED = "alleged", "Alleged"
    NEGATED = "negated", "Did not happen"
    HYPOTHETICAL = "hypothetical", "Hypothetical"


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

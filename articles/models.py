"""What was published, kept as it was: cases, sources, articles, their immutable versions and numbered paragraphs.

Nothing here knows of events. The only writer is `services.py`; the database refuses to change a version or a paragraph.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length

from articles.characters import one_line, typed
from articles.days import zone_of
from articles.errors import IngestError
from articles.kept_files import StateStorage
from casetracker.addresses import address

MAX_TEXT = 2_000_000  # code points; longer than any article we have seen by a factor of ten


def validate_zone(name: str) -> None:
    try:
        zone_of(name)
    except IngestError as error:
        raise ValidationError(str(error)) from error


class CaseQuerySet(models.QuerySet["Case"]):
    def public(self) -> "CaseQuerySet":
        """Cases that an editor has published."""
        return self.filter(is_public=True)


class CaseStatus(models.TextChoices):
    """Whether more is to come, as the editors see it; the top of the timeline says so."""

    RUNNING = "running", "Running"
    DORMANT = "dormant", "Dormant"
    CLOSED = "closed", "Closed"


class Case(models.Model):
    """A running story: articles, one timeline."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True, help_text="Up to three sentences, shown at the top of the timeline.")
    timezone = models.CharField(max_length=64, default="UTC", validators=[validate_zone])
    is_public = models.BooleanField(default=False, help_text="Off: only signed-in staff see the case.")
    status = models.CharField(
        max_length=8, choices=CaseStatus, default=CaseStatus.RUNNING, db_default=CaseStatus.RUNNING
    )
    is_demonstration = models.BooleanField(default=False, help_text="Written for demonstration; the pages say so.")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(name="case_status_known", condition=Q(status__in=CaseStatus.values)),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("case", self.slug)

    def clean(self) -> None:
        self.title, self.summary = one_line(self.title), typed(self.summary)


class Rights(models.TextChoices):
    """How much of an outlet's text the public may read here."""

    FULL = "full", "Full text"
    EXCERPTS = "excerpts", "Excerpts around citations"
    LINK = "link", "Link only"


class Source(models.Model):
    """An outlet: who published."""

    name = models.CharField(max_length=200, unique=True)
    url = models.URLField(blank=True)
    rights = models.CharField(max_length=10, choices=Rights, default=Rights.EXCERPTS)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(name="source_name_not_blank", condition=~Q(name="")),
            models.CheckConstraint(name="source_rights_known", condition=Q(rights__in=Rights.values)),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.name = one_line(self.name)


class Article(models.Model):
    """One published text, in however many versions; the same article may tell of several cases."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="articles")
    title = models.CharField(max_length=500, blank=True)
    url = models.URLField(max_length=1000, blank=True)
    address_key = models.CharField(max_length=1000, blank=True, help_text="What two links to one page have in common.")
    archived_url = models.URLField(max_length=1000, blank=True, help_text="Of its copy in an archive.")
    archived_at = models.DateField(null=True, blank=True, help_text="The day of that copy.")
    link_dead_since = models.DateField(null=True, blank=True, help_text="The day since which its address is dead.")
    language = models.CharField(max_length=10, default="en")
    published = models.DateField(help_text="The day of publication, in the article's own time zone.")
    timezone = models.CharField(max_length=64, default="UTC", validators=[validate_zone])
    cases = models.ManyToManyField(Case, through="CaseArticle", related_name="articles")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["published", "id"]
        indexes = [
            # duplicates.find_alike
            models.Index("address_key", name="article_by_address_key"),
        ]
        constraints = [
            # One address, one article: the second import of a page finds the first.
            models.UniqueConstraint("url", name="article_url_unique", condition=~Q(url="")),
            models.CheckConstraint(
                name="article_archived_day_has_a_copy", condition=Q(archived_at=None) | ~Q(archived_url="")
            ),
            models.CheckConstraint(name="article_dead_link_is_a_link", condition=Q(link_dead_since=None) | ~Q(url="")),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.source} of {self.published}"

    def get_absolute_url(self) -> str:
        return address("article", self.pk)


class Answers(models.TextChoices):
    """Whether a page still stands at an address."""

    UNKNOWN = "unknown", "Not looked at yet"
    ALIVE = "alive", "Answers"
    UNCLEAR = "unclear", "Cannot be told by a program"
    FAILING = "failing", "Fails, but not for long enough"
    DEAD = "dead", "No longer answers"


class Link(models.Model):
    """What became of looking whether an article's address still answers. In a table of its own, since it changes with
    each look: of all this, readers are told `Article.link_dead_since` alone."""

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="link")
    host = models.CharField(max_length=255)
    answers = models.CharField("link", max_length=8, choices=Answers, default=Answers.UNKNOWN)
    due_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0, help_text="In a row.")
    failing_since = models.DateTimeField(null=True, help_text="The first of them.")
    said = models.TextField(blank=True, help_text="What was wrong, the last time.")

    class Meta:
        indexes = [
            # linking.queue_looks
            models.Index("host", "due_at", name="link_by_host_and_due"),
            # the filter of the admin's list of articles
            models.Index("answers", name="link_by_answers"),
        ]
        constraints = [
            models.CheckConstraint(name="link_answers_known", condition=Q(answers__in=Answers.values)),
            models.CheckConstraint(
                name="link_failures_have_a_first",
                condition=Q(failures=0, failing_since=None) | Q(failures__gt=0, failing_since__isnull=False),
            ),
            models.CheckConstraint(name="link_dead_after_failures", condition=~Q(answers="dead") | Q(failures__gte=3)),
        ]

    def __str__(self) -> str:
        return f"{self.article}: {self.answers}"


class CaseArticle(models.Model):
    """An article's place in a case, under the name that the case's manifest gives it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="case_articles")
    article = models.ForeignKey(Article, models.CASCADE, related_name="case_articles")
    key = models.CharField(max_length=200, help_text="The manifest's id, else the article's own.")
    # A text that came again, word for word, under further ids of the manifest: exports answer to each of them.
    other_keys = ArrayField(models.CharField(max_length=200), default=list, blank=True)

    class Meta:
        verbose_name = "article of the case"
        verbose_name_plural = "articles of the case"
        constraints = [
            models.UniqueConstraint("case", "article", name="case_article_once"),
            models.UniqueConstraint("case", "key", name="case_article_key_unique"),
            models.CheckConstraint(name="case_article_key_not_blank", condition=~Q(key="")),
        ]

    def __str__(self) -> str:
        return self.key


class ArticleVersion(models.Model):
    """An immutable state of an article's text. A correction makes the next version; a trigger refuses updates."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=500, blank=True)
    text = models.TextField()
    sha256 = models.CharField(max_length=64, help_text="Of the text's UTF-8 bytes, in hex.")
    added_by = models.ForeignKey("auth.User", models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["article", "number"]
        indexes = [
            # ingest_article: is this text here already?
            models.Index("sha256", name="version_by_sha256"),
        ]
        constraints = [
            models.UniqueConstraint("article", "number", name="version_number_unique"),
            models.CheckConstraint(name="version_number_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(name="version_text_not_blank", condition=Q(text__regex=r"\S")),
        ]

    def __str__(self) -> str:
        return f"{self.article}, version {self.number}"


class Snapshot(models.Model):
    """The page that a version was taken from, as it came (a WARC file): evidence. A trigger refuses to change or drop
    it."""

    version = models.ForeignKey(ArticleVersion, models.PROTECT, related_name="snapshots")
    file = models.FileField(storage=StateStorage(), upload_to="snapshots/%Y/%m", max_length=120, unique=True)
    sha256 = models.CharField(max_length=64, help_text="Of the file's bytes, in hex.")
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    address = models.TextField(help_text="Where redirects led to.")
    fetched_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="snapshot_has_a_hash", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(name="snapshot_is_not_empty", condition=Q(size__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.version}, as it was fetched"


class Sketch(models.Model):
    """What of a version's words is kept to find its like without reading them (`articles.sketches`)."""

    version = models.OneToOneField(ArticleVersion, models.CASCADE, primary_key=True, related_name="sketch")
    words = models.CharField(max_length=64, help_text="A hash of the words alone, in hex.")
    minima = models.BinaryField(max_length=240)
    bands = ArrayField(models.BigIntegerField())

    class Meta:
        indexes = [
            # duplicates.find_alike: the same words, and texts that share much.
            models.Index("words", name="sketch_by_words"),
            GinIndex("bands", name="sketch_by_bands", fastupdate=False),  # else late entries are read one by one
        ]


class ParagraphKind(models.TextChoices):
    BODY = "body", "Body"
    HEADING = "heading", "Heading"
    SUMMARY = "summary", "Summary"
    CAPTION = "caption", "Caption"
    TEASER = "teaser", "Teaser"
    BOILERPLATE = "boilerplate", "Boilerplate"
    REPEAT = "repeat", "Repeat"


class Paragraph(models.Model):
    """A non-blank line of a version's text, numbered from 1. Its text is stored beside its offsets: pages and the text
    index read paragraphs by the hundred and must not load whole articles for them."""

    version = models.ForeignKey(ArticleVersion, models.CASCADE, related_name="paragraphs")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=ParagraphKind, default=ParagraphKind.BODY)
    repeats = models.PositiveIntegerField(null=True, blank=True, help_text="The number of the paragraph it repeats.")
    start = models.PositiveIntegerField(help_text="Code points from the start of the version's text.")
    end = models.PositiveIntegerField(help_text="Exclusive.")
    text = models.TextField()

    class Meta:
        ordering = ["version", "number"]
        constraints = [
            models.UniqueConstraint("version", "number", name="paragraph_number_unique"),
            models.CheckConstraint(name="paragraph_number_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(name="paragraph_kind_known", condition=Q(kind__in=ParagraphKind.values)),
            models.CheckConstraint(name="paragraph_span_fits_text", condition=Q(end=F("start") + Length("text"))),
            models.CheckConstraint(
                name="paragraph_repeats_an_earlier_one",
                condition=Q(repeats=None) | Q(kind="repeat", repeats__lt=F("number")),
            ),
        ]

    def __str__(self) -> str:
        return f"¶{self.number}"


class KindCorrection(models.Model):
    """An editor's word on what a paragraph is; the newest holds, also for the same words in a later version."""

    paragraph = models.ForeignKey(Paragraph, models.CASCADE, related_name="kind_corrections")
    was = models.CharField(max_length=12, choices=ParagraphKind)
    kind = models.CharField(max_length=12, choices=ParagraphKind)
    by = models.ForeignKey("auth.User", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="kind_correction_known", condition=Q(kind__in=ParagraphKind.values)),
            models.CheckConstraint(name="kind_correction_changes_it", condition=~Q(kind=F("was"))),
        ]

    def __str__(self) -> str:
        return f"{self.paragraph}: {self.was} → {self.kind}"

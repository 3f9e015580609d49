"""What the program fetches by itself: feeds that it looks at, and addresses with what became of each."""

from django.db import models
from django.db.models import Q

from articles.models import Article, Case


class Feed(models.Model):
    """A feed of an outlet, looked at for a case. Which of its entries are fetched, its words say."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="feeds")
    url = models.URLField("its address", max_length=1000, help_text="Of the RSS or Atom feed itself.")
    source = models.CharField(
        "outlet", max_length=200, blank=True, help_text="Who publishes it. Empty: as each page says."
    )
    every = models.TextField(
        "all of these words",
        blank=True,
        help_text="Words or phrases, parted by commas. An entry is fetched if its title and summary have all of them.",
    )
    some = models.TextField(
        "one of these words", blank=True, help_text="And at least one of these; “flood*” is any word that begins so."
    )
    never = models.TextField("none of these words", blank=True, help_text="And none of these.")
    is_active = models.BooleanField("look at it", default=True, help_text="Off: it rests, and keeps what it found.")
    looked_at = models.DateTimeField("last looked at", null=True, blank=True)
    due_at = models.DateTimeField("next look", null=True, blank=True)
    problem = models.TextField("last problem", blank=True)
    failures = models.PositiveIntegerField(default=0, help_text="Looks in a row that failed; each doubles the wait.")
    etag = models.CharField(max_length=200, blank=True)
    modified = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["case", "url"]
        constraints = [
            models.UniqueConstraint(
                "case", "url", name="feed_once_a_case", violation_error_message="The case has this feed already."
            )
        ]
        indexes = [
            # due_feeds
            models.Index("due_at", name="feed_by_due", condition=Q(is_active=True))
        ]

    def __str__(self) -> str:
        return self.url


class Standing(models.TextChoices):
    WAITING = "waiting", "Waits to be fetched"
    ADDED = "added", "Added"
    KNOWN = "known", "Was there already"
    LEFT_OUT = "left-out", "Left out by the feed's words"
    FAILED = "failed", "Could not be added"


class Address(models.Model):
    """An address that a feed or an editor named for a case, and what became of it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="addresses")
    feed = models.ForeignKey(Feed, models.SET_NULL, null=True, blank=True, related_name="addresses")
    by = models.ForeignKey(
        "auth.User", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="handed in by"
    )
    url = models.URLField("address", max_length=1000)
    title = models.CharField(max_length=500, blank=True, help_text="As the feed has it.")
    published = models.CharField(max_length=40, blank=True, help_text="As the feed has it.")
    standing = models.CharField("what became of it", max_length=10, choices=Standing, default=Standing.WAITING)
    why = models.TextField(blank=True)
    attempts = models.PositiveIntegerField(default=0)
    article = models.ForeignKey(Article, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField("last change", auto_now=True)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "addresses"
        constraints = [
            models.UniqueConstraint("case", "url", name="address_once_a_case"),
            models.CheckConstraint(name="address_standing_known", condition=Q(standing__in=Standing.values)),
            models.CheckConstraint(
                name="address_says_why_not",
                condition=~Q(standing__in=[Standing.LEFT_OUT, Standing.FAILED]) | ~Q(why=""),
            ),
        ]
        indexes = [
            # forget_old_addresses
            models.Index("at", name="address_left_out_by_age", condition=Q(standing=Standing.LEFT_OUT))
        ]

    def __str__(self) -> str:
        return self.url

"""Who is told of what is new in a case: readers by mail. Their addresses are kept for nothing else, and no longer."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from articles.models import Case

LONGEST_ADDRESS = 254  # characters (RFC 5321, section 4.5.3.1.3, less its brackets)


class Frequency(models.TextChoices):
    DAILY = "daily", "Every day"
    WEEKLY = "weekly", "Every week"


class FollowRequest(models.Model):
    """Somebody asked for mails to this address, which may be another's: nobody is told of anything until its owner
    confirms. Kept for as long as the link in the confirmation works."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    address = models.EmailField(max_length=LONGEST_ADDRESS)
    frequency = models.CharField(max_length=10, choices=Frequency)
    client = models.CharField(max_length=64, help_text="Whence it was asked, as a keyed digest of the network address.")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["id"]
        indexes = [
            # services.following: how often was asked for this address, and from this client.
            models.Index("address", "asked_at", name="follow_request_by_address"),
            models.Index("client", "asked_at", name="follow_request_by_client"),
        ]
        constraints = [
            models.CheckConstraint(name="follow_request_address_in_lower_case", condition=Q(address=Lower("address"))),
            models.CheckConstraint(name="follow_request_frequency_known", condition=Q(frequency__in=Frequency.values)),
        ]

    def __str__(self) -> str:
        return f"{self.address} asks for {self.case}"


class Follower(models.Model):
    """A reader who confirmed. All until `told_until` was told.

    While a mail is handed over, `sending_since` says since when and `sending_until` up to what it tells. Both are left
    standing where nobody can know whether the mail server took it: the next mail then begins where that one did, and
    says that it may repeat it.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="followers")
    address = models.EmailField(max_length=LONGEST_ADDRESS)
    frequency = models.CharField(max_length=10, choices=Frequency)
    confirmed_at = models.DateTimeField(default=timezone.now, editable=False)
    told_until = models.DateTimeField(editable=False)
    due_at = models.DateTimeField(editable=False, help_text="When the next mail may go out.")
    sending_since = models.DateTimeField(null=True, editable=False)
    sending_until = models.DateTimeField(null=True, editable=False)
    failures = models.PositiveSmallIntegerField(default=0, editable=False, help_text="In a row.")

    class Meta:
        ordering = ["id"]
        verbose_name = "reader who follows"
        verbose_name_plural = "readers who follow"
        indexes = [
            # services.following.due
            models.Index("due_at", "id", name="follower_by_due_at"),
        ]
        constraints = [
            models.UniqueConstraint("case", "address", name="follower_once_per_case"),
            models.CheckConstraint(name="follower_address_in_lower_case", condition=Q(address=Lower("address"))),
            models.CheckConstraint(name="follower_frequency_known", condition=Q(frequency__in=Frequency.values)),
            models.CheckConstraint(
                name="follower_sending_whole",
                condition=Q(sending_since=None, sending_until=None)
                | Q(sending_since__isnull=False, sending_until__isnull=False, sending_until__gt=F("told_until")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.address} follows {self.case}"

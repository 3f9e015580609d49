"""Programs that are told of what is new: where to, and what became of each delivery."""

import base64
import binascii
import secrets
import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.models import Case
from timeline.models.events import Event

PREFIX = "whsec_"  # of a secret, as Standard Webhooks writes it


def new_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def key_in(secret: str) -> bytes:
    """The bytes to sign with. Raises ValidationError."""
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not secret.startswith(PREFIX) or not 24 <= len(key) <= 64:
        raise ValidationError(
            f"A secret is {PREFIX} and 24 to 64 bytes in Base64. Leave the one that was made for you."
        )
    return key


def validate_secret(secret: str) -> None:
    key_in(secret)


class Webhook(models.Model):
    """An address that is told of every public change; of all cases, or of one. All until `told_until` is queued."""

    url = models.URLField("address", max_length=500, help_text="Where to post to, as https://example.org/hook.")
    secret = models.CharField(
        max_length=100,
        default=new_secret,
        validators=[validate_secret],
        help_text="Signs each delivery: tell it only the receiver.",
    )
    case = models.ForeignKey(
        Case, models.CASCADE, null=True, blank=True, related_name="webhooks", help_text="Empty: all public cases."
    )
    is_active = models.BooleanField(
        default=True, help_text="Off: nothing is sent; when it is on again, all that was missed."
    )
    failing_since = models.DateTimeField(null=True, editable=False, help_text="Nothing has been taken since.")
    told_until = models.DateTimeField(default=timezone.now, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="webhook_secret_not_short",
                condition=Q(secret__regex=r"^whsec_.{32,}$"),  # noqa: S106 -- a shape, and no secret
            ),
            models.CheckConstraint(name="webhook_url_of_the_web", condition=Q(url__regex=r"^https?://")),
        ]

    def __str__(self) -> str:
        return self.url


class Delivery(models.Model):
    """One change of one event for one webhook; `key` is the same however often it is tried."""

    class Kind(models.TextChoices):
        PUBLISHED = "published", "Published"
        CHANGED = "changed", "Changed"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting"
        TAKEN = "taken", "Taken"
        FAILED = "failed", "Given up"

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    event = models.ForeignKey(Event, models.CASCADE, related_name="+")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    said = models.JSONField(default=list, help_text="What changed, in sentences.")
    at = models.DateTimeField(help_text="It was so at this moment.")
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    answered = models.PositiveSmallIntegerField(null=True, help_text="The status of the last answer.")
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "deliveries"
        indexes = [
            # services.delivering.due_deliveries
            models.Index("due_at", "id", name="delivery_waiting", condition=Q(status="waiting")),
            # services.delivering.forget_old_deliveries
            models.Index("at", name="delivery_by_time"),
        ]
        constraints = [
            models.UniqueConstraint("webhook", "event", "at", name="delivery_once"),
            models.CheckConstraint(
                name="delivery_kind_known", condition=Q(kind__in=["published", "changed", "withdrawn"])
            ),
            models.CheckConstraint(
                name="delivery_status_known", condition=Q(status__in=["waiting", "taken", "failed"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}, {self.key}"

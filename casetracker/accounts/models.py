"""What is kept of people who sign in, beside Django's own tables of them."""

import logging

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Now
from django.utils.crypto import salted_hmac
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from casetracker.accounts import sealing

logger = logging.getLogger(__name__)


class Session(AbstractBaseSession):
    """A session, and whose it is: so that it can be listed, and ended. Its key opens it, and is shown to nobody."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="sessions")
    address = models.CharField(max_length=100, default="")
    agent = models.CharField(max_length=200, default="")
    begun_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta(AbstractBaseSession.Meta):
        default_permissions = ()

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        from casetracker.accounts.sessions import SessionStore

        return SessionStore

    @property
    def handle(self) -> str:
        """A name for it in forms."""
        return salted_hmac("accounts.session", self.session_key).hexdigest()[:20]


class Telephone(TOTPDevice):  # type: ignore[misc]  # django-otp has no types
    """django-otp's device, whose key is sealed in the database (one of before may be in the clear until the night)."""

    class Meta:
        proxy = True
        default_permissions = ()

    @property
    def bin_key(self) -> bytes:
        """Raises SealError."""
        if self.key.startswith(sealing.SEALED):
            return sealing.unseal(self.key, self.user_id)
        return bytes.fromhex(self.key)

    def verify_token(self, token: str) -> bool:
        try:
            return bool(super().verify_token(token))
        except sealing.SealError:
            logger.error("the key of telephone %s cannot be read: see CASETRACKER_SECRET_KEY_FALLBACKS", self.pk)
            return False


class Paper(StaticDevice):  # type: ignore[misc]
    """django-otp's device, whose codes are digests in the database (those of before may be in the clear, as above)."""

    class Meta:
        proxy = True
        default_permissions = ()

    def verify_token(self, token: str) -> bool:
        as_kept = sealing.digests(token, self.user_id)
        if len(token) != sealing.DIGEST:  # what the database holds is no code
            as_kept.append(token)
        kept = self.token_set.filter(token__in=as_kept).first()
        return bool(super().verify_token(kept.token if kept else ""))


class What(models.TextChoices):
    SIGNED_IN = "signed-in", "signed in"
    FAILED = "failed", "wrong name or password"
    WRONG_CODE = "wrong-code", "wrong code"
    SLOWED = "slowed", "too many attempts"
    SIGNED_OUT = "signed-out", "signed out"
    SESSION_ENDED = "session-ended", "session ended"
    PASSWORD = "password", "password changed"
    SECOND_FACTOR = "second-factor", "second factor"
    ACCOUNT = "account", "account"
    ROLE = "role", "role"
    PERMISSION = "permission", "permission"
    ROLE_HOLDS = "role-holds", "what a role may do"


class Entry(models.Model):
    """A line of the audit log. Triggers write most of them (migration 0002), and let nobody change one, or delete one
    that is not 90 days old. Names are kept as they were: an account may be gone."""

    at = models.DateTimeField(db_default=Now())
    what = models.CharField(max_length=20, choices=What.choices)
    actor = models.CharField("who did it", max_length=150, db_default="")
    account = models.CharField("whose account", max_length=150, db_default="")
    address = models.CharField("from where", max_length=100, db_default="")
    details = models.CharField(max_length=500, db_default="")

    class Meta:
        verbose_name_plural = "audit log"
        default_permissions = ("view",)
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["at"], name="entry_by_time"),  # the list, and forgetting
            models.Index(fields=["account", "what", "address"], name="entry_by_account"),  # where one signs in from
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {self.account}"


class Count(models.Model):
    """How often somebody did something since the window began. Keys are keyed digests: no address is kept."""

    key = models.CharField(max_length=32, primary_key=True)
    used = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)  # forgetting

    class Meta:
        default_permissions = ()

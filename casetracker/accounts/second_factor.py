"""A code of six digits from a program on a telephone (TOTP, RFC 6238), beside the password; and codes on paper for the
day when the telephone is lost. django-otp keeps and checks them; the database has neither in the clear."""

from contextlib import suppress
from itertools import chain

import segno
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models.functions import Length
from django_otp.plugins.otp_static.models import StaticToken

from casetracker.accounts import sealing
from casetracker.accounts.models import Paper, Telephone

RECOVERY_CODES = 10
# What a reader can see the effect of at once. Whoever holds one of these publishes.
PUBLISHING = ("timeline.change_event", "articles.publish_case")


def has_one(user: User) -> bool:
    return bool(Telephone.objects.filter(user=user, confirmed=True).exists())


def must_have_one(user: User) -> bool:
    if settings.SECOND_FACTOR == "required":
        return True
    return settings.SECOND_FACTOR == "required-for-publishers" and any(user.has_perm(name) for name in PUBLISHING)


@transaction.atomic
def is_right(user: User, code: str) -> bool:
    """Of the telephone or of the paper; each is good once."""
    plain = "".join(code.split()).lower()
    devices = [kind.objects.select_for_update().filter(user=user, confirmed=True) for kind in (Telephone, Paper)]
    return any(device.verify_token(plain) for device in chain.from_iterable(devices))


@transaction.atomic
def begin(*, user: User, key: str, code: str) -> list[str] | None:
    """From now on the user needs a code. Returns codes for the paper; None where this code is not of this key."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)  # two forms at once make one device
    Telephone.objects.filter(user=user).delete()
    device = Telephone.objects.create(
        user=user, name="telephone", key=sealing.seal(bytes.fromhex(key), user.pk), confirmed=True
    )
    if not device.verify_token("".join(code.split())):
        transaction.set_rollback(True)
        return None
    return new_recovery_codes(user=user)


@transaction.atomic
def new_recovery_codes(*, user: User) -> list[str]:
    """They are shown once. Those of before are void."""
    Paper.objects.filter(user=user).delete()
    device = Paper.objects.create(user=user, name="paper", confirmed=True)
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    kept = [sealing.digests(code, user.pk)[0] for code in codes]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=digest) for digest in kept)
    return codes


@transaction.atomic
def end(*, user: User) -> None:
    Telephone.objects.filter(user=user).delete()
    Paper.objects.filter(user=user).delete()


def seal_old() -> None:
    """Keys and codes from before they were sealed, and keys that a fallback of the secret key sealed. Safe to repeat,
    and to kill."""
    for device in Telephone.objects.order_by("pk"):
        with suppress(sealing.SealError):
            if not sealing.is_sealed_anew(device.key, device.user_id):
                fresh = sealing.seal(device.bin_key, device.user_id)
                Telephone.objects.filter(pk=device.pk, key=device.key).update(key=fresh)
    for code in (
        StaticToken.objects.annotate(length=Length("token")).exclude(length=sealing.DIGEST).select_related("device")
    ):
        digest = sealing.digests(code.token, code.device.user_id)[0]
        StaticToken.objects.filter(pk=code.pk).update(token=digest)


def codes_left(user: User) -> int:
    return int(StaticToken.objects.filter(device__user=user).count())


def picture_of(address: str) -> str:
    """The QR code as SVG, drawn here: an outside service would learn the key."""
    drawn: str = segno.make(address, error="m").svg_inline(border=4, light="white", title="QR code", omitsize=True)
    return drawn

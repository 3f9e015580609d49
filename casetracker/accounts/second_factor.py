"""A code of six digits from a program on a telephone (TOTP, RFC 6238), beside the password; and codes on paper for the
day when the telephone is lost. django-otp keeps and checks them."""

import segno
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django_otp import match_token
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

RECOVERY_CODES = 10
# What a reader can see the effect of at once. Whoever holds one of these publishes.
PUBLISHING = ("timeline.change_event", "articles.publish_case")


def has_one(user: User) -> bool:
    return bool(TOTPDevice.objects.filter(user=user, confirmed=True).exists())


def must_have_one(user: User) -> bool:
    if settings.SECOND_FACTOR == "required":
        return True
    return settings.SECOND_FACTOR == "required-for-publishers" and any(user.has_perm(name) for name in PUBLISHING)


def is_right(user: User, code: str) -> bool:
    """Of the telephone or of the paper; each is good once."""
    return match_token(user, "".join(code.split()).lower()) is not None


@transaction.atomic
def begin(*, user: User, key: str, code: str) -> list[str] | None:
    """From now on the user needs a code. Returns codes for the paper; None where this code is not of this key."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)  # two forms at once make one device
    TOTPDevice.objects.filter(user=user).delete()
    device = TOTPDevice.objects.create(user=user, name="telephone", key=key, confirmed=True)
    if not device.verify_token("".join(code.split())):
        transaction.set_rollback(True)
        return None
    return new_recovery_codes(user=user)


@transaction.atomic
def new_recovery_codes(*, user: User) -> list[str]:
    """They are shown once. Those of before are void."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="paper", confirmed=True)
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


@transaction.atomic
def end(*, user: User) -> None:
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


def codes_left(user: User) -> int:
    return int(StaticToken.objects.filter(device__user=user).count())


def picture_of(address: str) -> str:
    """The QR code as SVG, drawn here: an outside service would learn the key."""
    drawn: str = segno.make(address, error="m").svg_inline(border=4, light="white", title="QR code", omitsize=True)
    return drawn

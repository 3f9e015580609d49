"""Whoever reads the database, or a backup of it, can use no second factor that they find there."""

import logging
import re
import time

import pytest
from django.contrib.auth.models import User
from django.core import serializers
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

from casetracker.accounts import sealing, second_factor
from casetracker.accounts.models import Entry, Telephone
from casetracker.accounts.tasks import seal_second_factors
from tests import factories as make

pytestmark = pytest.mark.django_db
KEY = bytes(range(20))
OLD, NEW = "the secret key of last year", "the secret key of today"


@pytest.fixture
def editor() -> User:
    return make.make_staff("editor")


def code_of(key: bytes) -> str:
    """The next one that a telephone with this key shows: each is good once."""
    last = TOTPDevice.objects.values_list("last_t", flat=True).first()
    totp = TOTP(key)
    totp.time = time.time()
    while last is not None and totp.t() <= last:
        totp.time += 30
    return f"{totp.token():06}"


def kept() -> str:
    return serializers.serialize("json", [*TOTPDevice.objects.all(), *StaticToken.objects.all()])


def test_neither_key_nor_code_is_in_the_database(editor: User) -> None:
    key = default_key()
    codes = second_factor.begin(user=editor, key=key, code=code_of(bytes.fromhex(key)))
    assert codes
    assert key not in kept()
    assert not any(code in kept() for code in codes)
    assert second_factor.is_right(editor, code_of(bytes.fromhex(key)))
    assert [second_factor.is_right(editor, f" {codes[0].upper()}") for _ in range(2)] == [True, False]
    assert second_factor.codes_left(editor) == second_factor.RECOVERY_CODES - 1


def test_what_is_kept_of_a_code_is_no_code(editor: User) -> None:
    second_factor.new_recovery_codes(user=editor)
    for token in StaticToken.objects.values_list("token", flat=True):
        assert not second_factor.is_right(editor, token)


def test_what_is_kept_for_one_account_opens_no_other(editor: User) -> None:
    stranger = make.make_staff("stranger")
    with pytest.raises(sealing.SealError):
        sealing.unseal(sealing.seal(KEY, editor.pk), stranger.pk)
    assert sealing.digests("abcdefgh", editor.pk) != sealing.digests("abcdefgh", stranger.pk)


@pytest.mark.parametrize("damaged", ["", "sealed:", "sealed:AAAA", "sealed:AAA", "00ff"])
def test_what_is_no_sealed_key_is_refused(damaged: str) -> None:
    with pytest.raises(sealing.SealError):
        sealing.unseal(damaged, 1)


def test_those_of_before_are_good_and_sealed_by_the_night(editor: User) -> None:
    TOTPDevice.objects.create(user=editor, name="telephone", key=KEY.hex(), confirmed=True)
    paper = StaticDevice.objects.create(user=editor, name="paper", confirmed=True)
    for code in ("abcdefgh", "ijklmnop"):
        StaticToken.objects.create(device=paper, token=code)
    assert second_factor.is_right(editor, code_of(KEY))
    assert second_factor.is_right(editor, "abcdefgh")
    for _ in range(2):
        seal_second_factors(timestamp=0)
        assert not re.search(rf"{KEY.hex()}|ijklmnop", kept())
    assert second_factor.is_right(editor, code_of(KEY))
    assert second_factor.is_right(editor, "ijklmnop")
    noted = list(Entry.objects.filter(what="second-factor").order_by("pk").values_list("details", flat=True))
    assert noted == ["telephone set up", "paper set up", "telephone: its key was stored anew"]


def test_the_secret_key_is_changed_without_a_telephone_set_up_anew(editor: User, settings, caplog) -> None:
    settings.SECRET_KEY = OLD
    Telephone.objects.create(user=editor, key=sealing.seal(KEY, editor.pk), confirmed=True)
    first, second, third = second_factor.new_recovery_codes(user=editor)[:3]
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    assert second_factor.is_right(editor, code_of(KEY))
    assert second_factor.is_right(editor, first)
    seal_second_factors(timestamp=0)
    settings.SECRET_KEY_FALLBACKS = []
    assert second_factor.is_right(editor, code_of(KEY))
    assert not second_factor.is_right(editor, second), "what is not known cannot be written anew"
    settings.SECRET_KEY = "another"
    seal_second_factors(timestamp=0)
    with caplog.at_level(logging.ERROR):
        assert not second_factor.is_right(editor, code_of(KEY))
    assert "CASETRACKER_SECRET_KEY_FALLBACKS" in caplog.text
    settings.SECRET_KEY = OLD
    assert second_factor.is_right(editor, third)

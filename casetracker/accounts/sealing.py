"""What opens an account beside a password, as the database has it: whoever reads that, or a backup, can use none of it.

The key of a telephone must be read again, so it is encrypted (AES-GCM), for its owner alone; a code on paper need only
be known again, so it is a keyed digest. The keys for both come from SECRET_KEY; what one of SECRET_KEY_FALLBACKS has
sealed is read as well.
"""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Iterator
from contextlib import suppress

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.crypto import salted_hmac

SEALED = "sealed:"  # no key in the clear begins so: they are hexadecimal
NONCE = 12  # bytes
DIGEST = 16  # characters, of 6 bits each


class SealError(ValueError):
    """None of today's secret keys opens it."""


def seal(key: bytes, owner: int) -> str:
    nonce = os.urandom(NONCE)
    return SEALED + urlsafe_b64encode(nonce + _ciphers()[0].encrypt(nonce, key, _of(owner))).decode()


def unseal(sealed: str, owner: int) -> bytes:
    """Raises SealError."""
    if (key := _opened(sealed, owner, _ciphers())) is None:
        raise SealError("The secret key is not the one that this was sealed with.")
    return key


def is_sealed_anew(sealed: str, owner: int) -> bool:
    """With the secret key itself: neither in the clear, nor with one of the fallbacks."""
    return _opened(sealed, owner, _ciphers()[:1]) is not None


def digests(code: str, owner: int) -> list[str]:
    """Under each of the secret keys, that of today first."""
    found = (_derived("accounts.paper", f"{owner}/{code}", secret) for secret in _secrets())
    return [urlsafe_b64encode(digest)[:DIGEST].decode() for digest in found]


def _opened(sealed: str, owner: int, ciphers: Iterable[AESGCM]) -> bytes | None:
    if not sealed.startswith(SEALED):
        return None
    for cipher in ciphers:
        with suppress(InvalidTag, ValueError):  # of another secret key, or damaged
            raw = urlsafe_b64decode(sealed.removeprefix(SEALED))
            return cipher.decrypt(raw[:NONCE], raw[NONCE:], _of(owner))
    return None


def _ciphers() -> list[AESGCM]:
    return [AESGCM(_derived("accounts.telephone", "", secret)) for secret in _secrets()]


def _derived(salt: str, value: str, secret: str) -> bytes:
    digest: bytes = salted_hmac(salt, value, secret=secret, algorithm="sha256").digest()
    return digest


def _secrets() -> Iterator[str]:
    yield settings.SECRET_KEY
    yield from settings.SECRET_KEY_FALLBACKS


def _of(owner: int) -> bytes:
    return str(owner).encode()

"""Between the right password and the right code, nobody is signed in yet: the session only remembers whose password was
right, for ten minutes, and gives no right to anything."""

import time

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django_otp.plugins.otp_totp.models import default_key

from casetracker.accounts import audit, second_factor
from casetracker.accounts.models import Session, Telephone, What

HALF, NEW_KEY = "half", "new_key"
PATIENCE = 600  # seconds between password and code
BACKEND = settings.AUTHENTICATION_BACKENDS[0]


def needs_more(user: User) -> str | None:
    """After the password: "code", "set-up" for who must have a second factor and has none; None: that is all."""
    if second_factor.has_one(user):
        return "code"
    return "set-up" if second_factor.must_have_one(user) else None


def begin_half(request: HttpRequest, user: User, then: str) -> None:
    request.session.cycle_key()
    request.session[HALF] = {"user": user.pk, "hash": user.get_session_auth_hash(), "at": time.time(), "then": then}


def half_of(request: HttpRequest) -> tuple[User, str] | None:
    """Whose password was right just now, and where they were going; None once it is too long ago."""
    half = request.session.get(HALF)
    if not half or not 0 <= time.time() - half["at"] <= PATIENCE:
        return None
    user = User.objects.filter(pk=half["user"], is_active=True, is_staff=True).first()
    if user is None or not constant_time_compare(user.get_session_auth_hash(), half["hash"]):
        return None
    return user, half["then"]


def sign_in(request: HttpRequest, user: User, *, with_code: bool) -> None:
    for name in (HALF, NEW_KEY):
        request.session.pop(name, None)
    login(request, user, backend=BACKEND)
    if with_code:
        request.session["second_factor"] = True


def new_device(request: HttpRequest, user: User) -> Telephone:
    """What a telephone is to be told: not saved, and the same until it is set up or the session ends."""
    key = request.session.setdefault(NEW_KEY, default_key())
    return Telephone(user=user, name="telephone", key=key)


def end_sessions(request: HttpRequest, user: User, *, handle: str | None = None) -> int:
    """End the session of that handle, or without one every session of the user but this one. Returns how many."""
    rows = Session.objects.filter(user=user).exclude(session_key=request.session.session_key)
    chosen = [row for row in rows if handle is None or constant_time_compare(row.handle, handle)]
    for row in chosen:
        row.delete()
        actor = request.user.get_username() or user.get_username()
        details = f"begun at {row.begun_at:%Y-%m-%d %H:%M} UTC from {row.address}" if row.begun_at else ""
        audit.note(What.SESSION_ENDED, request=request, account=user.get_username(), actor=actor, details=details)
    return len(chosen)

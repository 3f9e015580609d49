"""What is written down of accounts: who, when, from where. Changes of accounts, roles and second factors are noted by
triggers in the database, however they come about; here stands who makes them, and what leaves no trace in a table."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, User
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone as clock

from casetracker.accounts.models import Entry, What
from casetracker.visitors import address_of

LONGEST_AGENT = 200


def note(what: What, *, request: HttpRequest | None, account: str, actor: str = "", details: str = "") -> None:
    address = address_of(request) if request else ""
    Entry.objects.create(what=what, actor=actor or account, account=account, address=address, details=details)


@contextmanager
def acting(request: HttpRequest, user: User | None = None) -> Iterator[None]:
    """One transaction, of whose changes the log says that this visitor made them, or this user, who signs in."""
    name = user.get_username() if user else request.user.get_username()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('casetracker.actor', %s, true), set_config('casetracker.address', %s, true)",
            [name, address_of(request)],
        )
        yield


def knows(*, account: str, address: str) -> bool:
    """Whether somebody signed in to this account from there, as far back as the log goes."""
    return bool(address) and Entry.objects.filter(account=account, what=What.SIGNED_IN, address=address).exists()


def forget_old_entries(days: int) -> None:
    Entry.objects.filter(at__lt=clock.now() - dt.timedelta(days=days)).delete()


def note_sign_in(sender: Any, request: HttpRequest | None, user: AbstractBaseUser, **kwargs: Any) -> None:
    if request:
        now = clock.now().isoformat()
        agent = request.META.get("HTTP_USER_AGENT", "")[:LONGEST_AGENT]
        request.session.update({"address": address_of(request), "agent": agent, "begun": now, "seen": now})
    note(What.SIGNED_IN, request=request, account=user.get_username())


def note_failure(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    """Of names that are no account's, nothing is kept: some are passwords, typed into the wrong field."""
    name = str(credentials.get(User.USERNAME_FIELD, ""))
    is_known = User.objects.filter(**{User.USERNAME_FIELD: name}).exists() if "\0" not in name else False
    note(What.FAILED, request=request, account=name if is_known else "", details="" if is_known else "no such account")


def note_sign_out(sender: Any, request: HttpRequest | None, user: AbstractBaseUser | None, **kwargs: Any) -> None:
    if user:
        note(What.SIGNED_OUT, request=request, account=user.get_username())

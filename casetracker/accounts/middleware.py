"""What is asked of a session before its visitor gets any further."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone as clock
from django.utils.dateparse import parse_datetime

from casetracker.accounts import second_factor

SEEN_EVERY = dt.timedelta(minutes=10)  # a session is written no more often
GetResponse = Callable[[HttpRequest], HttpResponseBase]


class AccountMiddleware:
    """A session that lacks a second factor which has come to be required is over."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        user: Any = request.user
        if settings.SESSION_COOKIE_NAME in request.COOKIES and user.is_authenticated:
            if not request.session.get("second_factor") and second_factor.must_have_one(user):
                logout(request)
            else:
                note_seen(request)
        return self.get_response(request)


def note_seen(request: HttpRequest) -> None:
    now = clock.now()
    seen = parse_datetime(request.session.get("seen", ""))
    if seen is None or now - seen > SEEN_EVERY:
        request.session["seen"] = now.isoformat()

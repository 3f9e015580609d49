"""Which request may be answered with the answer to which other one."""

import re
from collections.abc import Hashable

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponseBase

LONGEST = 1000  # characters of a query string, or of a header, of which an answer is kept
# What an answer may depend on besides its address. Of one that depends on more, as on cookies, nothing is kept.
HEADERS = ("HX-Request", "HX-Target", "HX-History-Restore-Request")
VARIABLE = frozenset({*(name.lower() for name in HEADERS), "accept-encoding"})
# What links are given on their way through messages and networks. It says nothing to a page, and is as good as unique.
TRACKERS = re.compile(r"(?:utm_\w+|fbclid|gclid|dclid|msclkid|mc_cid|mc_eid|igshid|igsh|ttclid|twclid|yclid)(?:=|$)")


def is_personal(request: HttpRequest) -> bool:
    """Whether the visitor may be known to us: what they get is theirs alone."""
    cookies = request.COOKIES
    return (
        settings.SESSION_COOKIE_NAME in cookies
        or CookieStorage.cookie_name in cookies
        or "HTTP_AUTHORIZATION" in request.META
    )


def drop_trackers(request: HttpRequest) -> None:
    """Before anybody reads the query."""
    query = request.META.get("QUERY_STRING", "")
    if query:
        parts = [part for part in query.split("&") if not TRACKERS.match(part)]
        request.META["QUERY_STRING"] = "&".join(parts)


def key_of(request: HttpRequest) -> Hashable | None:
    """None where no answer is kept. Raises DisallowedHost."""
    query = request.META.get("QUERY_STRING", "")
    told = tuple(request.headers.get(name, "") for name in HEADERS)
    if max(len(query), *map(len, told)) > LONGEST:
        return None
    return request.scheme, request.get_host(), request.path_info, query, told


def depends_on_known(response: HttpResponseBase) -> bool:
    """Whether `key_of` holds all that the answer depends on."""
    named = {name.strip().lower() for name in response.get("Vary", "").split(",")}
    return named - {""} <= VARIABLE

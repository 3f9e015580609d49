"""Stands above all others: times each request, and names it in the answer and in every line of the log."""

import logging
import re
import secrets
from collections.abc import Callable
from time import perf_counter

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from casetracker.telemetry.figures import IN_PROGRESS, NOT_MODIFIED, REQUESTS
from casetracker.telemetry.logs import REQUEST_ID

GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
STAFF = "admin/"  # one route for all of its hundreds of pages

logger = logging.getLogger("casetracker.requests")


class TelemetryMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request_id = id_of(request)
        REQUEST_ID.set(request_id)  # until this thread's next request: Django tells of errors once we are through
        begun = perf_counter()
        with IN_PROGRESS.track_inprogress():
            response = self.get_response(request)
        note(request, response, perf_counter() - begun)
        response["X-Request-ID"] = request_id
        return response


def id_of(request: HttpRequest) -> str:
    """A proxy of ours may have named the request already; what anybody else says is not taken over into the log."""
    given = request.headers.get("X-Request-ID", "") if settings.PROXIES else ""
    return given if GIVEN_ID.fullmatch(given) else secrets.token_hex(8)


def note(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    route, status = route_of(request), response.status_code
    REQUESTS.labels(route, status).observe(seconds)
    if status == 304:
        NOT_MODIFIED.inc()
    # No query and no client: they tell who looks for whom.
    told = {"status": status, "ms": round(1000 * seconds, 1), "route": route}
    logger.info("%s %s", request.method, request.path, extra=told)


def route_of(request: HttpRequest) -> str:
    """The pattern that the address fits; of kept pages the one that it fitted when they were drawn."""
    if match := request.resolver_match:
        return STAFF if match.route.startswith(STAFF) else "/" + match.route
    return "none"

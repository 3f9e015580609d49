"""How often one visitor may ask for what is dear to answer: searches, the API, files.

Kept pages cost next to nothing and are not counted, nor are the staff. Each web process counts by itself: with two of
them, up to twice the limit passes. It protects the machine; it is no promise to anybody.
"""

import json
import math
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from casetracker.telemetry.figures import LIMITED
from casetracker.visitors import address_of

FILES = frozenset(
    "feed calendar events-csv events-json events-jsonl events-jsonld timelinejs "
    "printed pictures pictures-people event-picture case-picture".split()
)
limiter = SlidingWindowCounterRateLimiter(MemoryStorage())


class RateLimitMiddleware:
    """Stands below the kept pages, and below what tells who is asking."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        kind = kind_of(request)
        most = settings.LIMITS.get(kind, 0) if kind else 0
        if not most or request.user.is_staff:
            return None
        limit, visitor = RateLimitItemPerMinute(most), address_of(request)
        if limiter.hit(limit, kind, visitor):
            return None
        LIMITED.labels(kind).inc()
        freed = limiter.get_window_stats(limit, kind, visitor).reset_time
        return refusal(request, most, max(1, math.ceil(freed - time.time())))


def kind_of(request: HttpRequest) -> str:
    """ "search", "api" or "files"; "" for what is not limited."""
    match = request.resolver_match
    route, name = (match.route.removeprefix("^"), match.url_name or "") if match else ("", "")
    if route.startswith("api/") or (name.startswith("event-") and name != "event-picture") or name == "oembed":
        return "api"
    if name in FILES:
        return "files"
    return "search" if request.GET.get("q") and not route.startswith("admin/") else ""


def refusal(request: HttpRequest, most: int, seconds: int) -> HttpResponse:
    """429, which says when to come again: to people as a page, to programs as RFC 9457 has it."""
    says = f"At most {most} requests of this kind a minute are answered. Come again in {seconds} seconds."
    if "text/html" in request.headers.get("Accept", ""):
        answer = render(request, "429.html", {"says": says}, status=429)
    else:
        body = {"type": "about:blank", "status": 429, "title": "Too many requests", "detail": says}
        answer = HttpResponse(json.dumps(body), content_type="application/problem+json", status=429)
    answer["Retry-After"] = str(seconds)
    answer["Cache-Control"] = "no-store"
    return answer

"""Between the visitors and everything that costs time."""

import re
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.middleware import MessageMiddleware as DjangosMessages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.urls import ResolverMatch
from django.utils.cache import get_conditional_response, patch_vary_headers

from casetracker.pagecache.changes import Changes
from casetracker.pagecache.key import depends_on_known, drop_trackers, is_personal, key_of
from casetracker.pagecache.listener import Listener
from casetracker.pagecache.store import LARGEST, Kept, Store
from casetracker.telemetry.figures import PAGES

ASK_EACH_TIME = "public, max-age=0, must-revalidate"
KEEP_NOTHING = "private, no-store"
STATUSES = frozenset({200, 301, 302, 308, 410})  # 404 has addresses without number
PACKABLE = re.compile(r"text/|application/(?:\S+\+)?(?:json|xml|javascript)|image/svg")
TAKES_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|\s|$))")

changes = Changes()
listener = Listener(changes)
gzip_middleware = GZipMiddleware(lambda request: HttpResponse())
store = Store(settings.PAGE_CACHE_MB * 1024 * 1024)

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class PageCacheMiddleware:
    """Visitors who are not signed in get a kept answer while it stands, and 304 for what they have already; those who
    are get their own, of which nobody keeps a copy."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if is_personal(request):
            PAGES.labels("own").inc()
            response = self.get_response(request)
            response["Cache-Control"] = KEEP_NOTHING
            return _packed(request, response)
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        drop_trackers(request)
        listener.ensure()
        key, tick = key_of(request), changes.now()
        kept = store.get(key) if key and tick is not None else None
        if kept and not kept.is_old and changes.is_current(kept.tick, kept.cases):
            PAGES.labels("kept").inc()
            request.resolver_match = kept.match
            response = _sent(request, kept, HttpResponse(status=kept.status, headers=kept.headers))
            response["Age"] = str(kept.age)  # it says, too, that nothing was drawn for this answer
            return response
        PAGES.labels("drawn").inc()
        response = self.get_response(request)
        fresh = _kept(response, tick or 0, request.resolver_match)
        if fresh is None or not isinstance(response, HttpResponse):
            return _packed(request, response)
        if key and tick is not None and request.method == "GET" and depends_on_known(response):
            store.put(key, fresh)
        return _sent(request, fresh, response)


class VisitorMiddleware(AuthenticationMiddleware):
    """Whoever brings no session is nobody we know. Their session is not even looked at, so that no page says that it
    depends on cookies."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            request.user = AnonymousUser()


class MessageMiddleware(DjangosMessages):
    """Whoever brings no session, and sends nothing, has been told nothing: nowhere is looked for it."""

    def process_request(self, request: HttpRequest) -> None:
        if is_personal(request) or request.method not in {"GET", "HEAD"}:
            super().process_request(request)


def _kept(response: HttpResponseBase, tick: int, match: ResolverMatch | None) -> Kept | None:
    """What may be kept of the answer, which is told here how long it may be kept elsewhere. None: nothing."""
    if "Cache-Control" not in response:
        response["Cache-Control"] = KEEP_NOTHING if response.cookies else ASK_EACH_TIME
    if "public" not in response["Cache-Control"] or response.cookies or response.status_code not in STATUSES:
        return None
    if "Content-Encoding" in response:
        return None  # it is for those who take that
    if not isinstance(response, HttpResponse) or len(response.content) > LARGEST:
        return None  # streams, for one
    is_packable = _is_packable(response)
    if is_packable:
        patch_vary_headers(response, ["Accept-Encoding"])
    cases = getattr(response, "cases", None)
    return Kept(response.status_code, dict(response.items()), response.content, is_packable, tick, cases, match)


def _sent(request: HttpRequest, kept: Kept, response: HttpResponse) -> HttpResponseBase:
    """The response with the body, as this visitor's browser takes it; or 304."""
    accepted = request.META.get("HTTP_ACCEPT_ENCODING", "")
    if kept.is_packable and TAKES_GZIP.search(accepted):
        response["Content-Encoding"] = "gzip"
        body = kept.gzipped
    else:
        body = kept.body
    response.content = body
    response["Content-Length"] = str(len(body))
    if kept.status != 200:
        return response
    response["ETag"] = kept.etag
    return get_conditional_response(request, etag=kept.etag, response=response) or response


def _packed(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """For one visitor. It may hold secrets of theirs: Django adds bytes at random, so that its length tells nothing."""
    return gzip_middleware.process_response(request, response) if _is_packable(response) else response


def _is_packable(response: HttpResponseBase) -> bool:
    return bool(PACKABLE.match(response.get("Content-Type", "")))

"""Whose request reads from a replica, and what happens when that fails."""

from collections.abc import Iterable, Iterator
from typing import cast

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from casetracker.pagecache.key import is_personal
from casetracker.pagecache.middleware import KEEP_NOTHING, GetResponse, changes
from casetracker.replicas import choice
from casetracker.replicas.choice import Replica
from casetracker.replicas.router import reading_from

COOKIE = "casetracker_wrote"  # signed; says when, and nothing else
SALT = "casetracker.replicas"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class ReplicaMiddleware:
    """Visitors who are nobody we know, and only read, read from a replica. Below all others: a page that fails there is
    drawn again, and nothing else is done twice."""

    def __init__(self, get_response: GetResponse) -> None:
        if not settings.REPLICAS:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in SAFE:
            return _remembered(self.get_response(request))
        if request.method == "OPTIONS" or is_personal(request):
            return self.get_response(request)
        replica = None if has_just_written(request) else choice.fresh(changes)
        if replica and (drawn := self._drawn(request, replica)):
            return drawn
        if drawn := self._drawn(request, None):
            return drawn
        # The primary is away. What a replica holds is all there is to show; it may be older than what we were told.
        drawn = self._drawn(request, choice.answering()) or self.get_response(request)
        drawn["Cache-Control"] = KEEP_NOTHING
        return drawn

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The error of a view. A response, which nobody sees, where the page is to be drawn from elsewhere."""
        attempt: Attempt | None = getattr(request, "attempt", None)
        if attempt is None or not isinstance(exception, Error) or not attempt.may_fail(exception):
            return None
        attempt.has_failed = True
        return HttpResponse(status=503)

    def _drawn(self, request: HttpRequest, replica: Replica | None) -> HttpResponseBase | None:
        """The page by the words of that replica, or of the primary; None where another should be asked."""
        attempt = Attempt(replica)
        request.attempt = attempt  # type: ignore[attr-defined]  # for process_exception
        alias = replica.alias if replica else None
        with reading_from(alias):
            response = self.get_response(request)
        del request.attempt  # type: ignore[attr-defined]
        if attempt.has_failed:
            return None
        if isinstance(response, StreamingHttpResponse) and alias:
            response.streaming_content = _read_from(alias, cast(Iterable[bytes], response.streaming_content))
        return response


class Attempt:
    """To draw a page by one database."""

    def __init__(self, replica: Replica | None) -> None:
        self.replica = replica
        self.has_failed = False

    def may_fail(self, error: Error) -> bool:
        """Whether another database may do better. On a replica the primary's housekeeping breaks queries off, too."""
        if self.replica is None:
            return _is_lost(DEFAULT_DB_ALIAS) and choice.answering() is not None
        if _is_lost(self.replica.alias):
            self.replica.fail("does not answer", error)
        return True


def has_just_written(request: HttpRequest) -> bool:
    """Whether a change of this visitor may be too young for replicas. Answers do not vary by it: the words are the
    same everywhere in a moment."""
    return bool(request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=settings.DATABASE_REPLICA_STICKY))


def _remembered(response: HttpResponseBase) -> HttpResponseBase:
    if response.status_code < 400:
        response.set_signed_cookie(
            COOKIE,
            "1",
            salt=SALT,
            max_age=settings.DATABASE_REPLICA_STICKY,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


def _is_lost(alias: str) -> bool:
    connection = connections[alias]
    if connection.connection is not None and connection.is_usable():
        return False
    connection.close()
    return True


def _read_from(alias: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """A stream draws its pieces while it is sent, after the view is over."""
    waiting = iter(pieces)
    while True:
        with reading_from(alias):
            piece = next(waiting, None)
        if piece is None:
            return
        yield piece

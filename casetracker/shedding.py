"""More requests than the machine can answer: some are refused at once, so that the others are answered in time."""

import threading
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from casetracker.telemetry.figures import SHED

PATIENCE_SECONDS = 1.0  # in the queue; whoever waits longer is likely to have asked again
RETRY_AFTER_SECONDS = 3
ALWAYS = frozenset({"/healthz", "/readyz", "/metrics"})  # they tell of the overload


class Gate:
    """Lets so many in at once, and as many wait for a moment."""

    def __init__(self, places: int) -> None:
        self._places = threading.BoundedSemaphore(places)
        self._queue = threading.BoundedSemaphore(places)

    def enter(self, patience: float = PATIENCE_SECONDS) -> bool:
        """Whether there is a place; the caller leaves it again. Waits for `patience` seconds at most."""
        if self._places.acquire(blocking=False):
            return True
        if not self._queue.acquire(blocking=False):
            return False
        try:
            return self._places.acquire(timeout=patience)
        finally:
            self._queue.release()

    def leave(self) -> None:
        self._places.release()


class SheddingMiddleware:
    """Stands below the kept pages, which cost next to nothing. A place is held until an answer begins: what is streamed
    goes at the reader's pace."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.gate = Gate(settings.DRAWN_AT_ONCE)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info in ALWAYS:
            return self.get_response(request)
        if not self.gate.enter():
            return refusal()
        try:
            return self.get_response(request)
        finally:
            self.gate.leave()


def refusal() -> HttpResponse:
    SHED.inc()
    response = HttpResponse(
        "Too many people ask at once. Please try again in a few seconds.\n",
        status=503,
        content_type="text/plain; charset=utf-8",
        headers={"Retry-After": str(RETRY_AFTER_SECONDS), "Cache-Control": "no-store"},
    )
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django's word: no line for each in an overload
    return response

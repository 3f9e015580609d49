"""Who is let in when too many come, below a server."""

import threading
import time

import pytest
from django.http import HttpResponse

from casetracker.shedding import Gate, SheddingMiddleware


def test_a_gate_lets_in_as_many_as_it_has_places():
    gate = Gate(2)
    assert [gate.enter(0.01) for _ in range(3)] == [True, True, False]
    gate.leave()
    assert gate.enter(0.01)


def test_who_waits_gets_the_place_of_who_leaves():
    gate = Gate(1)
    gate.enter()
    entered: list[bool] = []
    waiting = threading.Thread(target=lambda: entered.append(gate.enter(30)))
    waiting.start()
    while gate._queue.acquire(blocking=False):  # until it waits
        gate._queue.release()
        time.sleep(0.001)
    begun = time.monotonic()
    assert not gate.enter(30), "the queue is full"
    assert time.monotonic() - begun < 5, "which is told at once"
    gate.leave()
    waiting.join(30)
    assert entered == [True]


@pytest.fixture
def full(settings):
    settings.DRAWN_AT_ONCE = 1
    middleware = SheddingMiddleware(lambda request: HttpResponse("drawn"))
    middleware.gate.enter()
    middleware.gate._queue.acquire()
    return middleware


def test_a_refusal_says_when_to_come_back(full, rf):
    response = full(rf.get("/search/"))
    assert (response.status_code, response["Cache-Control"]) == (503, "no-store")
    assert 1 <= int(response["Retry-After"]) <= 5


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_what_tells_of_an_overload_is_answered_in_one(full, rf, path):
    assert full(rf.get(path)).status_code == 200


def test_a_place_is_left_when_drawing_fails(settings, rf):
    settings.DRAWN_AT_ONCE = 1

    def fails(request):
        raise ValueError

    middleware = SheddingMiddleware(fails)
    for _ in range(3):
        with pytest.raises(ValueError):  # noqa: PT011 (ours)
            middleware(rf.get("/"))

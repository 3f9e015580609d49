"""What the pages ask the database of a large case, statement by statement, and what a page costs the processor.

    python -m benchmarks.generate && python -m benchmarks.bench_scale [--runs 60]

Runs in the database of CASETRACKER_STATE or DATABASE_URL, which `benchmarks.generate` has filled, warm. The statements
are those that the views ask: each run draws its filters, its period and its place anew. Fails when a goal is missed.
"""

import argparse
import datetime as dt
import os
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import django

from benchmarks.goals import HEAD, Figure
from casetracker.garbage import collect_seldom

YEARS = range(2001, 2024)
WORDS = ("petition", "ferry", "witness delayed", "ledger or gauge", "bridge -clerk")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=60)
    parser.add_argument("--case", default="large")
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casetracker.settings")
    django.setup()
    print(f"95th of 100 of {asked.runs} runs, in statements (medians: in statements / with building and reading them)")
    print(HEAD)
    missed = [_line(*told, asked.runs) for told in statements(asked.case)]
    collect_seldom()  # as the server does
    hello = _spent_on("/healthz", asked.runs)
    missed += [_cost(*told, asked.runs, hello) for told in pages(asked.case)]
    return int(any(missed))


def statements(slug: str) -> Iterator[tuple[str, float, Callable[[], object]]]:
    """(what, the goal in ms, the question)"""
    from django.contrib.auth.models import AnonymousUser

    from articles.models import Case
    from timeline import queries
    from timeline.filters import Asked
    from timeline.models import Event

    case, anybody, draw = Case.objects.get(slug=slug), AnonymousUser(), random.Random(1)

    def window(asked: Asked, after: Event | None = None) -> object:
        return queries.case_page(case, asked, anybody, after)

    def period() -> dict[str, Any]:
        return _period(draw)

    def mix() -> Asked:
        return Asked(**_mix(draw))

    keys = list(Event.objects.filter(case=case).values_list("pk", flat=True))
    deep = list(Event.objects.filter(pk__in=draw.sample(keys, 50)))
    yield "window of 50", 25, lambda: window(Asked(**period()))
    yield "window of 50, any mix of filters", 60, lambda: window(mix())
    yield "next page, at any depth", 5, lambda: window(Asked(newest_first=draw.random() < 0.5), draw.choice(deep))
    days = (dt.date(2000, 1, 1), dt.date(2024, 12, 31))
    yield "histogram, all time", 30, lambda: queries.histogram(case, Asked(), anybody, *days, "month", 31)
    yield "histogram, filtered", 60, lambda: queries.histogram(case, mix(), anybody, *days, "month", 31)
    yield "facets, all time", 20, lambda: queries.counts(case, Asked(), anybody)
    yield "facets, filtered", 60, lambda: queries.counts(case, mix(), anybody)
    yield "what reaches into a period", 25, lambda: queries.spanning(case, Asked(**period()), anybody)
    yield "permalink", 10, lambda: _permalink(draw.choice(deep))


def _period(draw: random.Random) -> dict[str, Any]:
    year = draw.choice(YEARS)
    return {"first": dt.date(year, 1, 1), "last": dt.date(year + draw.choice((0, 0, 4)), 12, 31)}


def _mix(draw: random.Random) -> dict[str, Any]:
    """One to three filters."""
    parts: list[dict[str, Any]] = [
        {"types": (f"kind-{draw.randrange(1, 21)}",)},
        {"outlets": (draw.randrange(1, 201),)},
        {"statuses": (draw.choice(("planned", "alleged")),)},
        {"q": draw.choice(WORDS)},
        _period(draw),
    ]
    return {name: value for part in draw.sample(parts, draw.randrange(1, 4)) for name, value in part.items()}


def _permalink(event: Any) -> object:
    from django.contrib.auth.models import AnonymousUser

    from timeline import queries

    found = queries.find_event(event.public_id, AnonymousUser())
    assert found is not None  # noqa: S101 -- it was drawn from those that are there
    return queries.evidence([found], AnonymousUser()), queries.neighbours(found, AnonymousUser())


def pages(slug: str) -> Iterator[tuple[str, float, str]]:
    """(what, the goal in ms of processor time, its address): of a small case, where no answer is kept."""
    from timeline.models import Event

    event = Event.objects.filter(case__slug="case-5").select_related("case").first()
    assert event is not None  # noqa: S101 -- benchmarks.generate makes it
    yield "a timeline of 50, uncached", 5, "/cases/case-5/"
    yield f"a timeline of 50 of “{slug}”, uncached", 5, f"/cases/{slug}/"
    yield "a permalink, uncached", 3, event.get_absolute_url()


def _line(name: str, goal: float, ask: Callable[[], object], runs: int) -> bool:
    for _ in range(5):
        ask()
    took = [_timed(ask) for _ in range(runs)]
    asking, whole = sorted(spent for spent, _ in took), statistics.median(spent for _, spent in took)
    figure = Figure(f"{name} ({statistics.median(asking):.1f} / {whole:.1f})", asking[int(runs * 0.95)], goal, "ms")
    print(figure.line(), flush=True)
    return figure.is_missed


def _timed(ask: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds of its statements, from sending each to having its rows, and of all of it."""
    from django.db import connection

    asking = 0.0

    def clocked(execute: Callable[..., object], *said: object) -> object:
        nonlocal asking
        begun = time.perf_counter()
        try:
            return execute(*said)
        finally:
            asking += time.perf_counter() - begun

    begun = time.perf_counter()
    with connection.execute_wrapper(clocked):
        ask()
    return 1000 * asking, 1000 * (time.perf_counter() - begun)


def _cost(name: str, goal: float, address: str, runs: int, hello: float) -> bool:
    """The page itself, without the server around it; and how many times what a view costs that says a word, since
    machines differ."""
    spent = _spent_on(address, runs)
    figure = Figure(f"processor: {name} ({spent / hello:.0f} × hello)", spent, goal, "ms")
    print(figure.line(), flush=True)
    return figure.is_missed


def _spent_on(address: str, runs: int) -> float:
    """Milliseconds of this process and of the database's, for each time that the page is asked for."""
    from django.test import Client

    client = Client(headers={"host": "127.0.0.1"})
    address = client.get(address, follow=True).request["PATH_INFO"]
    client.get(address, {"nonce": "warm"})
    before = _spent()
    for n in range(runs):
        assert client.get(address, {"nonce": n}).status_code == 200  # noqa: S101 -- each address is asked once
    return 1000 * (_spent() - before) / runs


def _spent() -> float:
    """Processor seconds of this process and of its database session."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    used = resource.getrusage(resource.RUSAGE_SELF)
    with open(f"/proc/{pid}/stat") as told:  # noqa: PTH123 -- a file of the kernel
        fields = told.read().rpartition(")")[2].split()
    return used.ru_utime + used.ru_stime + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    sys.exit(main())

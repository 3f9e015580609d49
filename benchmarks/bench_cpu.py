"""What Python itself spends on a page that is drawn anew, beside a hello-world view that passes the same middleware.

    python -m benchmarks.bench_cpu [--rounds 60]

Everything runs in one process, against the database that the settings name (the demonstration case is enough; one case
of 50 events or more shows a full list). All kinds of pages take turns in each round, so that a busy machine slows all
of them alike; what counts is the quickest tenth. The goals are multiples of hello: 5 and 3 ms, where hello took 0.42.

A page is drawn anew when something in its case has changed, and finds most of its parts drawn; so it is measured. The
first view of a page in a process, which finds none, is told beside it.
"""

import argparse
import functools
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from wsgiref.util import setup_testing_defaults

import django

from benchmarks.goals import HEAD, Figure
from casetracker.garbage import collect_seldom

TIMELINE, PERMALINK = 12, 7  # times hello
SOURCES = (3, 8)
WARMING = 5  # rounds that do not count
# The public case with the most events, and the events nearest to so many sources.
CASE = """
    SELECT slug FROM timeline_casecount JOIN articles_case ON articles_case.id = case_id
    WHERE kind = 'all' AND public AND is_public ORDER BY n DESC LIMIT 1
"""
EVENT = """
    SELECT public_id FROM (SELECT event_id, count(*) AS n FROM timeline_citation WHERE accepted GROUP BY 1) AS cited
    JOIN timeline_eventface face USING (event_id) JOIN timeline_event event ON event.id = event_id
    WHERE face.public ORDER BY abs(n - %s), event_id DESC LIMIT 1
"""


@dataclass
class Kind:
    name: str
    path: str
    goal: float = 0
    first: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)

    @property
    def milliseconds(self) -> float:
        return quickest(self.again)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=60)
    rounds = parser.parse_args().rounds
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.hello_settings"
    django.setup()
    from django.core.handlers.wsgi import WSGIHandler

    answer = WSGIHandler()
    kinds = [*kinds_here(answer)]
    collect_seldom()  # as the server does
    for number in range(rounds + WARMING):
        forget()
        for kind in kinds:
            kind.first.append(spent(answer, kind.path, f"as={number}"))
        for kind in kinds:
            kind.again.append(spent(answer, kind.path, f"as={number}"))
    return report(*kinds)


def forget() -> None:
    """What our modules keep of earlier pages, but for what is the same on all pages (`functools.cache`)."""
    roots = ("articles", "casetracker", "timeline")
    ours = [module for name, module in sys.modules.items() if name.split(".")[0] in roots]
    for value in [value for module in ours for value in vars(module).values()]:
        if isinstance(value, functools._lru_cache_wrapper) and value.cache_parameters()["maxsize"]:
            value.cache_clear()


def spent(answer: Callable[..., Any], path: str, query: str) -> float:
    begun = time.thread_time()
    ask(answer, path, query)
    return time.thread_time() - begun


def quickest(seconds: list[float]) -> float:
    """The tenth, in milliseconds."""
    return 1000 * statistics.quantiles(seconds[WARMING:], n=10)[0]


def kinds_here(answer: Callable[..., Any]) -> Iterator[Kind]:
    yield Kind("hello", "/hello")
    yield Kind("case page", f"/cases/{one(CASE)}/", TIMELINE)
    for sources in SOURCES:
        address = ask(answer, f"/events/{one(EVENT, sources)}/")  # it leads to the whole one
        yield Kind(f"permalink, {sources} sources", address, PERMALINK)


def one(sql: str, *values: int) -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        if not (row := cursor.fetchone()):
            raise SystemExit("The database holds no public events: python manage.py prepare")
        return str(row[0])


def ask(answer: Callable[..., Any], path: str, query: str = "") -> str:
    """Where the answer leads, if it leads on. Raises RuntimeError for one that is neither this nor a page."""
    heard: list[Any] = []
    environ = {"PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": "127.0.0.1", "HTTP_ACCEPT_ENCODING": "gzip"}
    setup_testing_defaults(environ)
    body = answer(environ, lambda *head: heard.extend(head))
    body.close()  # which ends the request
    status, headers = heard
    if status[:3] not in {"200", "302"}:
        raise RuntimeError(f"{path}: {status}")
    return str(dict(headers).get("Location", ""))


def report(hello: Kind, *kinds: Kind) -> int:
    print(f"hello: {hello.milliseconds:.2f} ms of Python")
    for kind in kinds:
        times = f"{kind.milliseconds / hello.milliseconds:.1f} times hello"
        print(f"{kind.name}: {kind.milliseconds:.2f} ms, {times}; a first view {quickest(kind.first):.2f} ms")
    figures = [Figure(kind.name, kind.milliseconds / hello.milliseconds, kind.goal, "hello") for kind in kinds]
    print(f"\n{HEAD}", *(figure.line() for figure in figures), sep="\n")
    return int(any(figure.is_missed for figure in figures))


if __name__ == "__main__":
    sys.exit(main())

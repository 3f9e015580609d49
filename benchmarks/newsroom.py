"""Who uses the site on a newsroom's day: `bench_load` starts each as a process of its own."""

import http.client
import itertools
import json
import random
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlencode

LONGEST_PAUSE_SECONDS = 1.0  # of a connection that is used again
KEPT, DRAWN, STAFF = "kept", "drawn", "staff"
EDITOR, PASSWORD = "editor", "a-long-word-for-load"
PEOPLE = ["A clerk", "The harbour master", "Two ferrymen", "The council", "A judge", "The baker", "A guard"]
DEEDS = ["delivered a petition", "opened the bridge", "was arrested", "filed a lawsuit", "resigned", "was sentenced"]


@dataclass
class Seen:
    """Seconds to each answer, by who drew it; and what was no answer as it should be."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: {KEPT: [], DRAWN: [], STAFF: []})
    shed: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def add(self, other: "Seen") -> None:
        for kind, seconds in other.seconds.items():
            self.seconds[kind] += seconds
        self.shed += other.shed
        self.errors += other.errors


class Browser:
    """One connection, one visitor; it keeps cookies."""

    def __init__(self, port: int, seen: Seen) -> None:
        self.port, self.seen = port, seen
        self.cookies: dict[str, str] = {}
        self._asked = 0.0
        self._wire = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def ask(
        self, path: str, form: dict[str, str] | None = None, kind: str = "", **headers: str
    ) -> tuple[int, str, str]:
        """Status, page, ETag. What fails is noted."""
        headers = {"Accept-Encoding": "identity", **headers}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if time.perf_counter() - self._asked > LONGEST_PAUSE_SECONDS:
            self._wire.close()  # as browsers do: the server may have closed its end
        self._asked = begun = time.perf_counter()
        try:
            self._wire.request("POST" if form else "GET", path, urlencode(form) if form else None, headers)
            answer = self._wire.getresponse()
            page = answer.read().decode()
        except OSError as error:
            self.seen.errors.append(f"{path}: {error!r}")
            self._wire.close()
            return 0, "", ""
        self._note(path, answer, kind, time.perf_counter() - begun)
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, page, answer.headers.get("ETag", "")

    def _note(self, path: str, answer: http.client.HTTPResponse, kind: str, seconds: float) -> None:
        if answer.status == 503 and answer.headers.get("Retry-After"):
            self.seen.shed.append(seconds)
        elif answer.status in {200, 302, 304}:
            self.seen.seconds[kind or (KEPT if "Age" in answer.headers else DRAWN)].append(seconds)
        else:
            self.seen.errors.append(f"{path}: {answer.status}")


def until(end: float, a_second: float) -> Iterator[int]:
    """Numbers, at that rate on average and as irregularly as people come, until the time is over."""
    for number in itertools.count():
        time.sleep(random.expovariate(a_second))
        if time.time() > end:
            return
        yield number


def read(port: int, end: float, pages: Sequence[str]) -> Seen:
    """Readers on home, timeline and permalinks, a third of whom come back and have the page already."""
    seen, tags = Seen(), dict[str, str]()
    browser = Browser(port, seen)
    for _ in until(end, 12):
        path = random.choice(pages)
        known = {"If-None-Match": tags[path]} if path in tags and random.random() < 0.33 else {}
        _, _, tag = browser.ask(path, None, "", **known)
        tags[path] = tag or tags.get(path, "")
    return seen


def search(port: int, end: float, pages: Sequence[str]) -> Seen:
    """What is drawn for one alone: searches, filters, files, the API. No address comes twice."""
    browser = Browser(port, Seen())
    salt = f"{random.random():.9f}"[2:]
    case = pages[1]
    for number in until(end, 3):
        asked = [
            f"/search/?q={random.choice(['petition', 'bridge', 'judge', 'recall'])}&as={salt}{number}",
            f"{case}?q=judge&as={salt}{number}",
            f"{case}?from=2016-0{random.randint(1, 9)}-01&as={salt}{number}",
            f"{case}feed.atom",
            f"{case}events.json",
            "/api/v1/cases",
        ]
        browser.ask(random.choice(asked))
    return browser.seen


def edit(port: int, end: float, slug: str) -> Seen:
    """An editor who looks at the desk, approves what stands there, and takes it back now and then."""
    browser = Browser(port, Seen())
    sign_in(browser)
    desk = f"/admin/desk/{slug}/"
    for number in until(end, 0.5):
        status, page, _ = browser.ask(desk, None, STAFF)
        fields = hidden(page)
        if status == 200 and "event" in fields and number % 2:
            browser.ask(desk, {**fields, "do": "undo" if number % 8 == 7 else "approve"}, STAFF)
    return browser.seen


def sign_in(browser: Browser) -> None:
    _, page, _ = browser.ask("/admin/login/", None, STAFF)
    told = {**hidden(page), "username": EDITOR, "password": PASSWORD}
    status, _, _ = browser.ask("/admin/login/?next=/admin/", told, STAFF)
    if status != 302:
        browser.seen.errors.append(f"the editor could not sign in: {status}")


def hidden(page: str) -> dict[str, str]:
    """The first value of each hidden field of a page."""
    found: dict[str, str] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page):
        found.setdefault(name, value)
    return found


def crowd(port: int, end: float, pages: Sequence[str]) -> Seen:
    """Many at once who never pause: each asks for what has to be drawn."""
    browser = Browser(port, Seen())
    salt = f"{random.random():.9f}"[2:]
    for number in itertools.count():
        if time.time() > end:
            break
        browser.ask(f"{pages[1]}?as={salt}{number}")
    return browser.seen


def write_articles(path: Path, numbers: range) -> None:
    """A file for import_articles: invented articles of six dated sentences each; a number is always the same one."""
    with path.open("w") as lines:
        for number in numbers:
            dice = random.Random(number)
            published = date(2020, 1, 1) + timedelta(days=dice.randrange(1500))
            days = [published - timedelta(days=dice.randrange(60)) for _ in range(6)]
            told = [
                f"{dice.choice(PEOPLE)} {dice.choice(DEEDS)} on {day:%-d %B %Y}, file {number} says." for day in days
            ]
            row = {"id": f"load-{number}", "title": f"From file {number}", "source": f"The {number % 40}th Post"}
            lines.write(json.dumps({**row, "published": published.isoformat(), "text": "\n".join(told)}) + "\n")

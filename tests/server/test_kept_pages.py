"""Pages kept by real web processes: a change shows in the next answer of each of them, also around a crash."""

import os
import signal
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.server import test_django
from tests.server.conftest import Process, connect, eventually, kill_server
from tests.server.test_django import serving

pytestmark = pytest.mark.server
port = test_django.port  # the fixture
PATHS = ("/", "/cases/footbridge/", "/cases/footbridge/?order=newest")
STORY = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "casetracker.settings"
import django
django.setup()
from articles.models import Case
from tests import factories as make
from timeline import services
Case.objects.filter(slug="footbridge").delete()  # of another test
case = make.make_case(title="What Dora Wintergreen read")
make.make_event(case, [], headline="Dora Wintergreen read the gauge")
print("told", flush=True)
sys.stdin.readline()
services.save_person(case=case, by=None, name="Dora Wintergreen", policy="withheld")
print("withheld", flush=True)
"""


@dataclass(frozen=True)
class Site:
    """The server's web processes, each of which can be asked alone."""

    port: int
    server: int

    @property
    def workers(self) -> list[int]:
        children = Path(f"/proc/{self.server}/task/{self.server}/children").read_text().split()
        return [int(pid) for pid in children if b"serve" in Path(f"/proc/{pid}/cmdline").read_bytes()]

    def ask(self, path: str, **headers: str) -> list[tuple[int, str]]:
        """Status and page, of each process."""
        answers = []
        for worker in self.workers:
            with stopped([pid for pid in self.workers if pid != worker]):
                answers.append(get(f"http://127.0.0.1:{self.port}{path}", headers))
        return answers

    def shows(self, words: str, path: str) -> list[bool]:
        return [words in page for _, page in self.ask(path)]


@contextmanager
def stopped(pids: list[int]) -> Iterator[None]:
    """These processes take no request meanwhile."""
    try:
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
            assert eventually(lambda pid=pid: ") T " in Path(f"/proc/{pid}/stat").read_text())
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


def get(url: str, headers: dict[str, str]) -> tuple[int, str]:
    request = urllib.request.Request(url, headers={n.replace("_", "-"): v for n, v in headers.items()})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310 (our own address)
            return response.status, (response.headers["ETag"] or "") + response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, ""


@pytest.fixture
def told(migrated: Path, process, port: int) -> Iterator[tuple[Site, Process, Path]]:
    """A served site with a story that is about to be changed."""
    with serving(migrated, port) as server:
        teller = process(migrated, STORY)
        assert teller.says() == "told"
        site = Site(port, server.pid)
        assert len(site.workers) == 2
        yield site, teller, migrated


def is_kept(site: Site, state: Path) -> bool:
    """Whether each process answers from memory, so that it does not see what the database does not tell of."""
    before = [site.ask(path) for path in PATHS]
    reword(state, "Dora Wintergreen told of the gauge", heard=False)
    after = [site.ask(path) for path in PATHS]
    reword(state, "Dora Wintergreen read the gauge", heard=False)
    return before == after


def reword(state: Path, headline: str, *, heard: bool = True) -> None:
    with connect(state) as connection:
        if not heard:
            connection.execute("SET session_replication_role = replica")  # triggers rest
        connection.execute("UPDATE timeline_event SET headline = %s WHERE headline LIKE 'Dora%%'", [headline])


def test_a_site_of_two_processes(told) -> None:
    """One test, so that the site is made once, however the suite is shared out."""
    site, _, state = told
    for story in (
        a_tag_of_one_process_holds_for_the_other,
        a_withheld_name_is_gone_from_every_process_at_once,
        nothing_stale_is_shown_after_a_crash_and_pages_are_kept_again,
        a_server_that_ends_takes_its_listeners_with_it,
    ):
        assert eventually(lambda: is_kept(site, state)), f"the pages are not kept before {story.__name__}"
        story(*told)


def a_tag_of_one_process_holds_for_the_other(site: Site, teller: Process, state: Path) -> None:
    for path in PATHS:
        (_, page), _ = site.ask(path)
        tag = page[: page.index('"', 3) + 1]
        assert site.ask(path, If_None_Match=tag) == [(304, "")] * 2
    reword(state, "Dora Wintergreen saw the gauge")
    assert eventually(lambda: site.ask(PATHS[1], If_None_Match=tag)[0][0] == 200)


def a_withheld_name_is_gone_from_every_process_at_once(site: Site, teller: Process, state: Path) -> None:
    assert all(all(site.shows("Wintergreen", path)) for path in PATHS)
    teller.stdin.write("\n")
    teller.stdin.flush()
    assert teller.says() == "withheld"
    assert eventually(lambda: not any(any(site.shows("Wintergreen", path)) for path in PATHS))


def nothing_stale_is_shown_after_a_crash_and_pages_are_kept_again(site: Site, teller: Process, state: Path) -> None:
    kill_server(state)
    assert [status for status, _ in site.ask("/readyz")] == [200, 200], "whoever asks brings the database back"
    reword(state, "Dora Wintergreen lost the gauge")
    assert eventually(lambda: all(all(site.shows("lost the gauge", path)) for path in PATHS[1:]))
    assert eventually(lambda: is_kept(site, state)), "nobody listens any more"
    reword(state, "Dora Wintergreen found the gauge")
    assert eventually(lambda: all(all(site.shows("found the gauge", path)) for path in PATHS[1:]))


def a_server_that_ends_takes_its_listeners_with_it(site: Site, teller: Process, state: Path) -> None:
    assert listeners(state) == len(site.workers)
    killed = site.workers[0]
    os.kill(killed, signal.SIGKILL)
    assert eventually(lambda: killed not in site.workers and len(site.workers) == 2)  # the server forks another
    assert eventually(lambda: is_kept(site, state))
    assert eventually(lambda: listeners(state) == 2)


def listeners(state: Path) -> int:
    with connect(state) as connection:
        found = connection.execute("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'changes'")
        return int(found.fetchone()[0])

"""Visitors read from a real streaming replica; it lags, it dies, and in the end it takes the primary's place."""

import os
import re
import signal
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from casetracker.localpg.__main__ import url_of
from tests.server.conftest import Process, connect, copy_tables, eventually, kill_server, state_folder
from tests.server.replicated import COMMAND, FILL, Site, cluster, environment, finish, serving

pytestmark = [pytest.mark.server, pytest.mark.django_db]
PRIMARY, REPLICA = False, True  # what pg_is_in_recovery() says there
CASE = "/cases/stanford-recall/"


@dataclass
class Pair:
    """A site, the state folders of its two servers, and how to start a process in one of them."""

    site: Site
    primary: Path
    replica: Path
    session: str
    start: Callable[..., Process]


@pytest.fixture
def start(programs: str) -> Iterator[Callable[..., Process]]:
    started: list[Process] = []

    def begin(state: Path, *code: str, **environment: str) -> Process:
        started.append(Process(state, *code, CASETRACKER_PG_BIN=programs, **environment))
        return started[-1]

    yield begin
    for each in started:
        with each:
            each.kill()


@pytest.fixture
def folders() -> Iterator[tuple[Path, Path]]:
    with state_folder("primary") as primary, state_folder("replica") as replica:
        yield primary, replica


@pytest.fixture
def pair(db: None, folders: tuple[Path, Path], start: Callable[..., Process]) -> Iterator[Pair]:
    primary, replica = folders
    assert start(primary).says() == "ready"
    copy_tables(cluster(primary))
    session = finish(start(primary, FILL, **environment(primary)))
    told = start(primary, COMMAND.format(arguments=["replica", str(replica)])).says()
    assert told == f"DATABASE_REPLICA_URL={url_of(cluster(replica))}"
    with serving(**environment(primary, replica)) as site:
        yield Pair(site, primary, replica, f"sessionid={session.splitlines()[-1]}", start)


def test_a_site_with_a_replica(pair: Pair) -> None:
    """One test, so that the two servers are made once, however the suite is shared out. The last story has no way
    back."""
    for story in (
        visitors_read_from_the_replica_and_everybody_else_from_the_primary,
        the_replica_refuses_writes,
        whoever_wrote_reads_from_the_primary_for_a_while,
        a_change_that_the_replica_lacks_is_read_from_the_primary,
        a_replica_that_is_far_behind_is_left_alone_though_nothing_was_told,
        every_page_answers_while_the_replica_is_away,
        the_replica_takes_the_place_of_a_primary_that_is_killed,
    ):
        assert eventually(pair.site.reads_from_replica), pair.site.get("/readyz").text
        story(pair)


def visitors_read_from_the_replica_and_everybody_else_from_the_primary(pair: Pair) -> None:
    visitor = {"orm": REPLICA, "sql": REPLICA, "in a transaction": PRIMARY, "locked": PRIMARY}
    assert pair.site.where() == visitor
    assert set(pair.site.where(cookie=pair.session).values()) == {PRIMARY}
    assert set(pair.site.where(post=True).values()) == {PRIMARY}
    assert pair.site.where("write") == {**visitor, "after a write": PRIMARY}


def the_replica_refuses_writes(pair: Pair) -> None:
    assert pair.site.where("refused")["refused"]
    with connect(pair.replica) as replica, pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        replica.execute("UPDATE articles_case SET title = title")


def whoever_wrote_reads_from_the_primary_for_a_while(pair: Pair) -> None:
    told = pair.site.get("/where/", post=True).cookies
    assert "HttpOnly" in told
    assert "Max-Age=10" in told
    cookie = told.split(";")[0]
    assert pair.site.where(cookie=cookie)["orm"] == PRIMARY
    assert pair.site.where(cookie=cookie.replace("1:", "2:", 1))["orm"] == REPLICA, "only what we signed counts"
    kept = pair.site.get(CASE, cookie=cookie)
    assert (kept.status, kept.cookies, kept.cache) == (200, "", "public, max-age=0, must-revalidate")
    assert pair.site.get(CASE) == kept


def reword(state: Path, headline: str) -> None:
    with connect(state) as primary:
        primary.execute(
            "UPDATE timeline_event SET headline = %s WHERE review = 'approved' AND id ="
            " (SELECT max(id) FROM timeline_event WHERE review = 'approved')",
            [headline],
        )


def a_change_that_the_replica_lacks_is_read_from_the_primary(pair: Pair) -> None:
    with connect(pair.replica) as replica:
        replica.execute("SELECT pg_wal_replay_pause()")
        reword(pair.primary, "The lamps went out")
        assert eventually(lambda: "The lamps went out" in pair.site.get(CASE).text)
        assert pair.site.where()["orm"] == PRIMARY
        replica.execute("SELECT pg_wal_replay_resume()")
    assert eventually(pair.site.reads_from_replica)
    assert "The lamps went out" in pair.site.get(CASE + "?order=newest").text


def a_replica_that_is_far_behind_is_left_alone_though_nothing_was_told(pair: Pair) -> None:
    with connect(pair.replica) as replica, connect(pair.primary) as primary:
        replica.execute("SELECT pg_wal_replay_pause()")
        primary.execute("UPDATE django_session SET expire_date = expire_date")  # no reader sees anything of it
        assert pair.site.where()["orm"] == REPLICA
        assert eventually(lambda: not pair.site.reads_from_replica())
        assert "replica-1 is too far behind: its reads go to the primary" in pair.site.get("/readyz").text
        replica.execute("SELECT pg_wal_replay_resume()")
    assert eventually(pair.site.reads_from_replica)
    assert "replica-1" not in pair.site.get("/readyz").text


def pages(site: Site) -> list[str]:
    """One of each kind."""
    events = re.findall(r'href="(/events/[^"#?]+/[^"#?]*)"', site.get(CASE).text)
    articles = re.findall(r'href="(/articles/\d+/)', site.get(events[0]).text)
    outputs = [f"{CASE}{name}" for name in ("feed.atom", "events.csv", "events.json", "calendar.ics", "events.jsonl")]
    return [
        *("/", "/search/?q=recall", CASE, f"{CASE}?order=newest&q=judge", f"{CASE}print/", f"{CASE}pictures/"),
        *(events[0], *outputs, "/api/v1/cases", "/sitemap.xml", articles[0]),
    ]


def statuses(site: Site, paths: list[str]) -> set[int]:
    return {site.get(path).status for path in paths}


def every_page_answers_while_the_replica_is_away(pair: Pair) -> None:
    paths = pages(pair.site)
    kill_server(pair.replica)
    assert statuses(pair.site, paths) == {200}
    assert pair.site.where()["orm"] == PRIMARY
    assert "replica-1 does not answer: its reads go to the primary" in pair.site.get("/readyz").text
    assert pair.start(pair.replica).says() == "ready"
    assert eventually(pair.site.reads_from_replica)


QUEUE = """
import django
django.setup()
from django.db import transaction
from tests import factories as make
from timeline.tasks import read_case_again
with transaction.atomic():
    for number in range(30):
        case = make.make_case(f"queued-{number}", is_public=False)
        make.make_article(case)
        read_case_again.defer(case_id=case.pk)
"""
WORK = """
import django
django.setup()
from casetracker.jobs import worker
worker.run(heartbeat=0.3, silence=2, look=0.3)
"""
OF_QUEUED = """
    FROM articles_case c JOIN articles_casearticle k ON k.case_id = c.id AND c.slug LIKE 'queued-%'
    JOIN articles_articleversion v ON v.article_id = k.article_id
"""
RUNS = f"SELECT c.slug, (SELECT count(*) FROM timeline_extractionrun r WHERE r.version_id = v.id) {OF_QUEUED}"  # noqa: S608


def count(state: Path, sql: str) -> int:
    with connect(state) as connection:
        return int(connection.execute(sql).fetchone()[0])


def write_until_it_fails(state: Path, acknowledged: list[int]) -> None:
    with connect(state) as primary:
        while True:
            try:
                primary.execute("INSERT INTO acknowledged VALUES (%s)", [len(acknowledged)])
            except psycopg.OperationalError:
                return
            acknowledged.append(len(acknowledged))


def the_replica_takes_the_place_of_a_primary_that_is_killed(pair: Pair) -> None:
    with connect(pair.primary) as primary:
        primary.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
        primary.execute("SELECT pg_reload_conf()")
        primary.execute("CREATE TABLE acknowledged (number integer)")
        assert eventually(
            lambda: primary.execute("SELECT sync_state FROM pg_stat_replication").fetchall() == [("sync",)]
        )
    paths = pages(pair.site)
    finish(pair.start(pair.primary, QUEUE, **environment(pair.primary)))
    worker = pair.start(pair.primary, WORK, **environment(pair.primary))
    acknowledged: list[int] = []
    writer = threading.Thread(target=write_until_it_fails, args=[pair.primary, acknowledged])
    writer.start()
    assert eventually(lambda: count(pair.primary, f"SELECT count(*) {OF_QUEUED}") == 30)
    assert eventually(lambda: count(pair.primary, "SELECT count(*) FROM procrastinate_jobs") < 28)
    os.kill(worker.pid, signal.SIGKILL)
    kill_server(pair.primary)
    writer.join()

    assert statuses(pair.site, paths) == {200}, "the replica answers alone"
    assert pair.site.get("/?fresh").cache == "private, no-store"
    assert pair.site.get("/readyz").text.splitlines()[1].startswith("the database does not answer: pages are read")
    told = finish(pair.start(pair.primary, COMMAND.format(arguments=["promote", str(pair.replica)])))
    assert told.startswith(f"DATABASE_URL={url_of(cluster(pair.replica))}\n")
    kept_by_it = count(pair.replica, "SELECT count(*) FROM acknowledged")
    assert kept_by_it >= len(acknowledged) > 0
    with serving(**environment(pair.replica)) as site:
        assert statuses(site, paths) == {200}
        assert set(site.where("write", post=True).values()) == {PRIMARY}
        reword(pair.replica, "The lamps burn again")
        assert eventually(lambda: "The lamps burn again" in site.get(CASE).text)
        pair.start(pair.replica, WORK, **environment(pair.replica))
        waiting = "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
        assert eventually(lambda: count(pair.replica, waiting) == 0)
    with connect(pair.replica) as promoted:
        runs: dict[str, int] = dict(promoted.execute(RUNS).fetchall())
    assert len(runs) == 30
    assert set(runs.values()) == {1}, "each job took effect once"

"""A worker is killed in the midst of an archive that is read again: what it had read stays, the rest is read once."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.server.conftest import Process, connect, eventually

pytestmark = pytest.mark.server

DJANGO = """
import datetime as dt, os, sys, time
os.environ["DJANGO_SETTINGS_MODULE"] = "casetracker.settings"
import django
django.setup()
from timeline.services import rereading
rereading.CHUNK = 2
"""
ARTICLES = 9
MAKE = f"""{DJANGO}
from articles.models import Case
from casetracker.jobs.models import Failure
from procrastinate.contrib.django.models import ProcrastinateJob
from timeline import services, tasks
from timeline.models import ExtractionRun
case = Case.objects.create(slug="ferry", title="The ferry", timezone="UTC")
for number in range({ARTICLES}):
    services.add_article(
        case=case, key=f"a{{number}}", source="The Linden Post", title="", timezone="UTC",
        text=f"Judge Rosa Linden sentenced ferry hand number {{number}} to six months in jail on June {{number + 1}}.",
        published=dt.date(2016, 6, 10),
    )
ProcrastinateJob.objects.all()._raw_delete("default")
Failure.objects.all().delete()
ExtractionRun.objects.filter(version__article__cases=case).update(extractor="older rules")
services.begin_rereading(case=case)  # alone: other tests leave cases of theirs in this database
print("made", flush=True)
sys.stdin.read()
"""
WORK = f"""{DJANGO}
from casetracker.jobs import worker
worker.run(concurrency=1, heartbeat=0.3, silence=2, look=0.3)
"""
HANGS_AT = 6  # articles into it: two chunks are done, of the third one article is read
HANGING = f"""{DJANGO}
read, number = rereading.extract_version, 0
def hang(*, version):
    global number
    number += 1
    read(version=version)
    if number == {HANGS_AT}:
        print("hangs", flush=True)
        time.sleep(60)
rereading.extract_version = hang
from casetracker.jobs import worker
worker.run(concurrency=1, heartbeat=0.3, silence=2, look=0.3)
"""
RUNS = """
    SELECT run.version_id, run.id FROM timeline_extractionrun run
    JOIN articles_articleversion version ON version.id = run.version_id
    JOIN articles_casearticle held ON held.article_id = version.article_id
    JOIN articles_case of_it ON of_it.id = held.case_id
    WHERE of_it.slug = 'ferry' AND run.extractor <> 'older rules' ORDER BY 1, 2
"""
PROGRESS = "SELECT done, failed, ended_at IS NOT NULL FROM timeline_rereading"

STATE = (  # if it fails once in a hundred times, this tells why
    "SELECT first, last FROM timeline_chunk",
    "SELECT id, task_name, status, attempts, scheduled_at - now(), worker_id FROM procrastinate_jobs",
    "SELECT id, now() - last_heartbeat FROM procrastinate_workers",
    "SELECT error FROM jobs_failure",
    "SELECT state, wait_event, now() - xact_start, pg_blocking_pids(pid), query FROM pg_stat_activity WHERE datid <> 0",
)


def test_what_was_read_before_the_kill_stays_and_the_rest_is_read_once(
    migrated: Path, process: Callable[..., Process]
) -> None:
    keeper = process(migrated, MAKE)  # while it lives, the server does
    assert keeper.says() == "made"
    first = process(migrated, HANGING)
    assert first.says() == "hangs"
    with connect(migrated) as connection:
        before = connection.execute(RUNS).fetchall()
        assert len(before) == 4
        os.kill(first.pid, signal.SIGKILL)
        second = process(migrated, WORK)
        over = eventually(lambda: connection.execute(PROGRESS).fetchone() == (ARTICLES, 0, True))
        assert over, [connection.execute(asked).fetchall() for asked in STATE]
        after = connection.execute(RUNS).fetchall()
        assert set(before) < set(after)
        assert len({version for version, _ in after}) == len(after) == ARTICLES
        jobs = "SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE 'timeline.tasks.read_chunk'"
        assert eventually(lambda: connection.execute(jobs).fetchone() == (0,))
        died = "DELETE FROM jobs_failure WHERE worker_died RETURNING 1"  # other tests share the database
        assert connection.execute(died).fetchall() == [(1,)]
    second.terminate()
    assert second.wait(60) == 0

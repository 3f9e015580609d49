"""Jobs whose worker died, dead letters, and the page that shows them."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from casetracker.jobs import patience, services
from casetracker.jobs.figures import figures
from casetracker.jobs.models import DeadLetter, Failure
from tests import factories as make
from timeline.tasks import group_case_again, read_case_again

pytestmark = pytest.mark.django_db

PAGE = "/admin/jobs/deadletter/"


def queue(case_id: int = 7, **how: str) -> int:
    return read_case_again.configure(lock=f"of {case_id}", **how).defer(case_id=case_id)


def begin(job: int, *, silent_for: float) -> None:
    """A worker takes the job in hand, and is last heard of so many seconds ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - make_interval(secs => %s)) RETURNING id",
            [silent_for],
        )
        ((worker,),) = cursor.fetchall()
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", [worker, job])


def fail(job: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed', attempts = 1 WHERE id = %s", [job])


def status(job: int) -> str:
    return ProcrastinateJob.objects.get(pk=job).status


@pytest.fixture
def administrator(client: Client) -> Client:
    ada = make.make_staff("ada")
    ada.groups.add(Group.objects.get(name="Administrator"))
    client.force_login(ada)
    return client


def test_only_the_jobs_of_workers_that_are_silent_begin_again() -> None:
    lost, kept, waiting = queue(1), queue(2), queue(3)
    begin(lost, silent_for=31)
    begin(kept, silent_for=29)
    assert services.rescue_jobs(silence=30).again == [lost]
    assert [status(job) for job in (lost, kept, waiting)] == ["todo", "doing", "todo"]
    assert services.rescue_jobs(silence=30).again == []


def test_the_job_of_a_worker_that_is_known_no_longer_begins_again() -> None:
    job = queue()
    begin(job, silent_for=31)
    with connection.cursor() as cursor:
        cursor.execute("SELECT procrastinate_prune_stalled_workers_v1(30)")
    assert services.rescue_jobs(silence=30).again == [job]


@pytest.mark.parametrize("left", ["doing", "failed"])
def test_a_job_begins_again_though_another_like_it_waits_by_now(left: str) -> None:
    first = queue(queueing_lock="of one kind")
    begin(first, silent_for=31)
    twin = queue(queueing_lock="of one kind")
    if left == "doing":
        assert services.rescue_jobs(silence=30).again == [first]
    else:
        fail(first)
        assert services.run_again(letters=DeadLetter.letters.all()) == 1
    assert [status(job) for job in (first, twin)] == ["todo", "todo"]
    with pytest.raises(AlreadyEnqueued), transaction.atomic():
        queue(queueing_lock="of one kind")


def test_a_job_that_its_workers_die_of_is_given_up() -> None:
    job = queue()
    for death in range(1, patience.DEATHS + 1):
        begin(job, silent_for=60)
        rescued = services.rescue_jobs(silence=30)
        assert (rescued.given_up == [job]) == (death == patience.DEATHS)
    assert status(job) == "failed"
    assert Failure.objects.filter(job_id=job).count() == patience.DEATHS


def test_ninety_seconds_are_enough() -> None:
    assert patience.SILENCE + patience.LOOK + patience.HEARTBEAT < 90
    assert patience.SILENCE >= 3 * patience.HEARTBEAT


def test_dead_letters_say_why_and_are_run_again(administrator: Client) -> None:
    job = queue()
    fail(job)
    services.keep_failure(job_id=job, error=ValueError("<b>no such gauge</b>"))
    page = administrator.get(PAGE).content.decode()
    assert "read case again" in page
    assert "case_id 7" in page
    assert "ValueError: &lt;b&gt;no such gauge&lt;/b&gt;" in page
    assert "no such gauge" in administrator.get(f"{PAGE}{job}/change/").content.decode()
    administrator.post(PAGE, {"action": "run_again", "_selected_action": [job]})
    assert status(job) == "todo"
    assert not DeadLetter.letters.exists()


def test_a_dead_letter_is_given_up_for_good(administrator: Client) -> None:
    job, other = queue(1), queue(2)
    fail(job)
    services.keep_failure(job_id=job, error=ValueError("no such gauge"))
    administrator.post(PAGE, {"action": "give_up", "_selected_action": [job]})
    assert list(ProcrastinateJob.objects.values_list("pk", flat=True)) == [other]
    assert not Failure.objects.exists()


def test_who_may_not_look_sees_nothing(client: Client) -> None:
    client.force_login(make.make_chief("Carla"))
    assert client.get(PAGE).status_code == 403


def test_the_figures_tell_how_full_the_queues_are(administrator: Client) -> None:
    begin(queue(1), silent_for=1)
    fail(queue(2))
    queue(3)
    group_case_again.configure(schedule_in={"hours": 1}).defer(case_id=4)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = now() - interval '5 minutes'")
    told = figures()
    reading = told.queues["reading"]
    assert (reading.waiting, reading.later, reading.running, reading.failed) == (1, 1, 1, 1)
    assert 300 <= reading.oldest_seconds < 330
    assert (told.workers, told.failed) == (1, 1)
    page = administrator.get(PAGE).content.decode()
    assert "1 worker at work" in page
    assert "5\xa0minutes" in page


def test_what_is_kept_of_jobs_that_are_gone_is_forgotten() -> None:
    services.keep_failure(job_id=99, error=ValueError("gone"))
    kept = services.keep_failure(job_id=queue(), error=ValueError("here"))
    services.forget_failures()
    assert list(Failure.objects.all()) == [kept]

"""An archive is read again in chunks: how far it is, a pause, what goes wrong, and what of it stays as it was."""

import datetime as dt
import io
import threading

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from articles.models import Case
from articles.services import ingest_article
from tests import factories as make
from tests.timeline.test_publishing import both
from timeline import services, tasks
from timeline.models import Chunk, Citation, Event, ExtractionRun, Mention, Rereading
from timeline.reconciliation import current_mentions
from timeline.services import rereading as room

pytestmark = pytest.mark.django_db

PAGE = "/admin/timeline/rereading/"
OLDER = "older rules"


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "CHUNK", 2)


@pytest.fixture
def case() -> Case:
    return ferry("ferry", 5)


def ferry(slug: str, articles: int) -> Case:
    """Put together once, when all are read."""
    case = make.make_case(slug)
    told = {"source": "The Linden Post", "title": "", "published": dt.date(2016, 6, 10), "timezone": "UTC"}
    for number in range(1, articles + 1):
        text = f"Judge Rosa Linden sentenced {slug} hand number {number} to six months in jail on June {number}."
        services.extract_version(version=ingest_article(case=case, key=f"a{number}", text=text, **told).version)
    services.reconcile_case(case=case)
    return case


def age() -> None:
    ExtractionRun.objects.update(extractor=OLDER)


def work() -> int:
    """Do the jobs that wait, as a worker would, until none is left. Returns how many."""
    number = 0
    while job := ProcrastinateJob.objects.filter(status="todo").order_by("-priority", "id").first():
        ProcrastinateJob.objects.filter(pk=job.pk)._raw_delete("default")
        getattr(tasks, job.task_name.rpartition(".")[2])(**job.args)
        number += 1
    return number


def test_every_article_of_every_case_is_read_once(case: Case) -> None:
    other = ferry("barge", 3)
    age()
    assert tasks.queue_stale_cases() == 2
    assert tasks.queue_stale_cases() == 2
    assert ProcrastinateJob.objects.count() == 1
    work()
    told = Rereading.objects.get()
    assert (told.articles, told.done, told.failed, told.state) == (8, 8, 0, "done")
    assert ExtractionRun.objects.exclude(extractor=OLDER).count() == 8
    assert not Chunk.objects.exists()
    assert tasks.queue_stale_cases() == 0
    for each in (case, other):
        assert not Citation.objects.filter(case=each, mention__run__extractor=OLDER).exists()


def test_progress_is_told_chunk_by_chunk_and_the_case_is_grouped_once(case: Case) -> None:
    age()
    told = services.begin_rereading()
    assert told
    assert (told.articles, told.chunks.count()) == (5, 3)
    seen = []
    for _ in range(3):
        assert not ProcrastinateJob.objects.filter(task_name="timeline.tasks.group_case_again").exists()
        services.read_chunk(rereading_id=told.pk, lane=0)
        told.refresh_from_db()
        seen.append((told.done, told.state))
    assert seen == [(2, "running"), (4, "running"), (5, "done")]
    grouping = ProcrastinateJob.objects.get(task_name="timeline.tasks.group_case_again")
    assert grouping.args == {"case_id": case.pk}


def test_what_is_paused_is_not_read_until_it_goes_on(case: Case) -> None:
    age()
    told = services.begin_rereading()
    assert told
    services.read_chunk(rereading_id=told.pk, lane=0)
    assert services.pause_rereadings(rereadings=Rereading.objects.all(), by=None) == 1
    work()
    told.refresh_from_db()
    assert (told.done, told.state) == (2, "paused")
    services.begin_rereading()  # as at a start of the site
    assert not ProcrastinateJob.objects.exists()
    assert services.resume_rereadings(rereadings=Rereading.objects.all(), by=None) == 1
    work()
    told.refresh_from_db()
    assert (told.done, told.state) == (5, "done")


def test_a_lane_that_is_queued_already_is_not_queued_twice(case: Case) -> None:
    age()
    services.begin_rereading()
    lanes = ProcrastinateJob.objects.count()
    assert lanes == 3
    services.resume_rereadings(rereadings=Rereading.objects.all(), by=None)
    assert services.begin_rereading() == Rereading.objects.get()
    assert ProcrastinateJob.objects.count() == lanes
    assert set(ProcrastinateJob.objects.values_list("priority", flat=True)) == {room.BEHIND}


def test_an_article_that_nobody_has_read_is_unread(case: Case) -> None:
    Citation.objects.filter(mention__run__version__article__case_articles__key="a3").delete()
    ExtractionRun.objects.filter(version__article__case_articles__key="a3").delete()
    assert [version.article.case_articles.get().key for version in services.unread_versions()] == ["a3"]
    assert services.read_again(case=case) == 1


def test_a_day_of_publication_that_is_changed_and_changed_back_counts(case: Case) -> None:
    article = case.articles.order_by("pk")[0]
    days = []
    for day in (10, 20, 10):
        article.published = dt.date(2016, 6, day)
        article.save()
        services.read_again(case=case)
        days.append({m.run.published.day for m in current_mentions(case, articles=[article.pk])})
    assert days == [{10}, {20}, {10}]


def test_what_people_decided_stays(case: Case) -> None:
    kept = Event.objects.order_by("pk")[0]
    services.edit_event(event=kept, by=None, reason="As the court has it.", headline="Six months for the hand")
    services.approve_events(events=Event.objects.filter(pk=kept.pk), by=None)
    age()
    tasks.queue_stale_cases()
    work()
    again = Event.objects.get(pk=kept.pk)
    assert (again.headline, again.review) == ("Six months for the hand", "approved")
    assert again.citations.get().accepted
    assert Event.objects.count() == 5


def test_going_back_to_an_earlier_extractor_puts_its_reading_in_force_again(case: Case) -> None:
    first = {mention.pk for mention in current_mentions(case)}
    services.save_event_type(by=None, slug="sentencing", hushed="sentence")
    services.read_again(case=case)
    assert not Event.objects.exists()
    services.save_event_type(by=None, slug="sentencing", hushed="")
    assert list(services.stale_cases()) == [case]
    tasks.queue_stale_cases()
    work()
    assert {mention.pk for mention in current_mentions(case)} == first
    assert Event.objects.count() == 5
    assert ExtractionRun.objects.count() == 10
    assert not services.stale_cases().exists()


@pytest.mark.parametrize("error", [RuntimeError("no such gauge"), IntegrityError("no such type")])
def test_one_article_that_cannot_be_read_keeps_no_other_from_being_read(case: Case, monkeypatch, error) -> None:
    real, unlucky = room.extract_version, case.articles.order_by("pk")[2].pk

    def stumble(*, version):
        if version.article_id == unlucky:
            raise error
        return real(version=version)

    monkeypatch.setattr(room, "extract_version", stumble)
    age()
    tasks.queue_stale_cases()
    work()
    told = Rereading.objects.get()
    assert (told.done, told.failed, told.state) == (5, 1, "done")
    assert list(services.unread_versions().values_list("article", flat=True)) == [unlucky]


def test_a_worker_with_another_extractor_leaves_the_chunks_to_others(case: Case) -> None:
    age()
    told = services.begin_rereading()
    assert told
    ProcrastinateJob.objects.all()._raw_delete("default")
    Rereading.objects.update(extractor="of a release to come")
    assert services.read_chunk(rereading_id=told.pk, lane=1) == 0
    again = ProcrastinateJob.objects.get()
    assert again.args == {"rereading_id": told.pk, "lane": 1}
    assert again.scheduled_at > dt.datetime.now(dt.UTC) + dt.timedelta(seconds=room.OTHERS_TURN / 2)
    assert told.chunks.count() == 3
    newer = services.begin_rereading()
    told.refresh_from_db()
    assert (told.state, told.chunks.count(), newer.state) == ("ended", 0, "running")


@pytest.mark.django_db(transaction=True)
def test_a_lane_that_finds_the_rest_in_other_hands_looks_again(case: Case) -> None:
    """Those hands may be a dead worker's, whose transaction the database has not missed yet."""
    age()
    told = services.begin_rereading()
    assert told
    ProcrastinateJob.objects.all()._raw_delete("default")
    is_locked, looked = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            assert len(Chunk.objects.select_for_update()) == 3
            is_locked.set()
            assert looked.wait(60)

    def look() -> None:
        assert is_locked.wait(60)
        assert services.read_chunk(rereading_id=told.pk, lane=2) == 0
        looked.set()

    assert both(hold, look) == [None, None]
    again = ProcrastinateJob.objects.get()
    assert again.args == {"rereading_id": told.pk, "lane": 2}
    assert again.scheduled_at > dt.datetime.now(dt.UTC) + dt.timedelta(seconds=room.OTHERS_END / 2)
    while services.read_chunk(rereading_id=told.pk, lane=2):
        pass
    told.refresh_from_db()
    assert told.state == "done"


def test_an_administrator_sees_how_far_it_is_and_pauses_it(case: Case, client: Client) -> None:
    ada = make.make_staff("ada")
    ada.groups.add(Group.objects.get(name="Administrator"))
    client.force_login(ada)
    age()
    told = services.begin_rereading()
    services.read_chunk(rereading_id=told.pk, lane=0)
    page = client.get(PAGE).content.decode()
    assert "2 of 5 articles (40 %)" in page
    assert "all cases" in page
    client.post(PAGE, {"action": "pause", "_selected_action": [told.pk]})
    assert Rereading.objects.get().state == "paused"
    client.post(PAGE, {"action": "resume", "_selected_action": [told.pk]})
    assert Rereading.objects.get().state == "running"
    client.force_login(make.make_chief("Carla"))
    assert client.get(PAGE).status_code == 403


def test_the_command_pauses_tells_and_goes_on(case: Case) -> None:
    def said(**options: bool) -> str:
        heard = io.StringIO()
        call_command("read_again", stdout=heard, **options)
        return heard.getvalue()

    age()
    assert "cases: 1" in said()
    tasks.begin_rereading()
    assert said(pause=True) == "Paused: 1.\n"
    assert said(progress=True) == "Reading again of all cases: 0 of 5 articles, paused.\n"
    assert said(resume=True) == "Going on: 1.\n"
    work()
    assert said(progress=True) == "Reading again of all cases: 5 of 5 articles, done.\n"
    assert Mention.objects.filter(run__extractor=OLDER).exists()  # kept: what cites it still can

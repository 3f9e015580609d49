"""Imports of more than one batch: the same as article by article, cut short at any point, and left to the worker."""

import json
import signal
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from articles.models import Article, ArticleVersion, CaseArticle, Paragraph, Sketch
from tests import factories as make
from timeline import queries, services
from timeline.filters import Asked
from timeline.models import Event, ExtractionRun
from timeline.services import importing
from timeline.services.grouping import queue_grouping
from timeline.services.reconciling import reconcile_case
from timeline.tasks import group_case_again, read_case_again

SENTENCE = "Judge Rosa Linden sentenced ferryman number {n} to {n} months in jail on Thursday.\n\nHe was taken away."


def row(n: int, **more: Any) -> dict[str, Any]:
    told = {"id": f"f{n}", "text": SENTENCE.format(n=n), "source": f"Radio {n % 3}", "published": "2016-06-03"}
    return {**told, "url": f"https://radio.example/{n}", "title": f"Month {n}", **more}


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("\n".join(map(json.dumps, rows)))
    return path


def run(path: Path, case: str = "ferry", **options: Any) -> str:
    out = StringIO()
    call_command("import_articles", case, str(path), stdout=out, **options)
    return out.getvalue()


def stored() -> dict[str, list[Any]]:
    """What an article consists of, apart from its row's number."""
    paragraphs = Paragraph.objects.order_by("version__sha256", "number")
    sketches = Sketch.objects.order_by("version__sha256")
    articles = Article.objects.order_by("url")
    versions = ArticleVersion.objects.order_by("sha256")
    return {
        "articles": list(articles.values_list("title", "url", "address_key", "source__name", "published", "timezone")),
        "places": list(CaseArticle.objects.order_by("key").values_list("key", "other_keys", "article__url")),
        "versions": list(versions.values_list("number", "title", "text", "sha256")),
        "paragraphs": list(paragraphs.values_list("number", "kind", "repeats", "start", "end", "text")),
        "sketches": [(w, bytes(m), b) for w, m, b in sketches.values_list("words", "minima", "bands")],
    }


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    return write(tmp_path / "rows.jsonl", [row(n) for n in range(1, 13)])


@pytest.mark.django_db
def test_many_are_stored_as_each_by_itself(rows: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(rows)
    many = stored()
    Event.objects.all().delete()
    Article.objects.all().delete()
    monkeypatch.setattr("articles.bulk._copy_in", fails)
    run(rows)
    assert stored() == many
    assert len(many["articles"]) == 12


def fails(*args: object) -> None:
    from django.db import IntegrityError

    raise IntegrityError("another was quicker")


@pytest.mark.django_db
def test_batches_beside_processes_end_as_one(rows: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "BATCH", 5)
    assert run(rows).startswith("added 12: f1, f2")
    assert (Event.objects.filter(type="sentencing").count(), ExtractionRun.objects.count()) == (12, 12)
    assert run(rows, dry_run=True).startswith("Dry run: nothing was changed.\nadded 0\nunchanged 12")


@pytest.mark.django_db
def test_what_has_to_be_decided_is_decided_as_for_a_single_article(
    tmp_path: Path, rows: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 4)
    run(rows)
    mixed = [
        row(1),
        row(2, text=SENTENCE.format(n=99)),
        row(20),
        row(21, url=row(3)["url"], text=row(3)["text"], title="Month 3", source="Radio 0"),
        row(22, url=row(4)["url"]),
        row(23),
        row(23),
        row(24, published="2999-01-01"),
    ]
    out = StringIO()
    with pytest.raises(Exception, match="Mend what was refused"):
        call_command("import_articles", "ferry", str(write(tmp_path / "mixed.jsonl", mixed)), stdout=out)
    said = out.getvalue()
    assert "added 2: f20, f23\nunchanged 3: f1, f21, f23\ncorrected 1: f2\nrefused 2\n" in said
    assert "the case has this article already, as 'f3'" in said
    assert "Its address is that of the article 'f4'" in said
    assert CaseArticle.objects.get(key="f3").other_keys == ["f21"]


@pytest.mark.django_db
def test_known_articles_take_a_few_queries(rows: Path) -> None:
    run(rows)
    with CaptureQueriesContext(connection) as asked:
        assert "unchanged 12" in run(rows)
    assert len(asked) < 25


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["reconcile_case", "extract_version"])
def test_what_an_import_that_was_cut_short_has_left_is_done_by_a_job_or_by_the_next_import(
    rows: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def killed(**kwargs: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(importing, name, killed)
        with pytest.raises(KeyboardInterrupt):
            run(rows)
    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.status, job.lock) == (read_case_again.name, "todo", None)
    assert not Event.objects.exists()
    with transaction.atomic():
        read_case_again(**job.args)
        assert Event.objects.filter(type="sentencing").count() == 12
        transaction.set_rollback(True)
    assert "unchanged 12" in run(rows)
    assert Event.objects.filter(type="sentencing").count() == 12


@pytest.mark.django_db
def test_an_import_takes_back_only_what_it_owes_itself(rows: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def others_ask(**kwargs: object) -> None:
        reconcile_case(**kwargs)
        queue_grouping(kwargs["case"])

    monkeypatch.setattr(importing, "reconcile_case", others_ask)
    run(rows)
    assert [job.task_name for job in ProcrastinateJob.objects.all()] == [group_case_again.name]


def for_another_case() -> list[dict[str, Any]]:
    """What a second case is told of the first one's articles: as they are, without this or that, and otherwise."""
    return [
        *(row(n) for n in range(1, 5)),
        row(5, id="x5", url=""),
        row(6, id="x6", source=""),
        row(7, id="x7", url="", title=""),
        row(8, id="x8", url="", published="2016-06-04"),
        row(9, id="x9", url="", title="Another title"),
        row(10, id="x10", title="Corrected"),
        row(11, id="x11", url="https://radio.example/new"),
        row(12, text=SENTENCE.format(n=120)),
        row(13, text=row(1)["text"], url=""),
        row(40),
    ]


@pytest.mark.django_db
def test_articles_of_another_case_come_in_together_as_each_by_itself(
    tmp_path: Path, rows: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(rows)
    path, found = write(tmp_path / "more.jsonl", for_another_case()), []
    for is_single in (False, True):
        with transaction.atomic(), monkeypatch.context() as patch:
            if is_single:
                patch.setattr("articles.bulk._of_other_cases", lambda case, told: {})
            said = run(path, case="bridge", queue=True)
            places = CaseArticle.objects.filter(case__slug="bridge").order_by("key")
            links = list(
                places.values_list("key", "other_keys", "article__url", "article__title", "article__published")
            )
            found.append((said, links, ArticleVersion.objects.count(), Article.objects.count()))
            transaction.set_rollback(True)
    assert found[0] == found[1]
    assert len(found[0][1]) == len(for_another_case())


@pytest.mark.django_db
def test_articles_of_another_case_take_a_few_queries(rows: Path) -> None:
    run(rows)
    with CaptureQueriesContext(connection) as asked:
        assert "added 12" in run(rows, case="bridge", queue=True)
    assert len(asked) < 50
    assert CaseArticle.objects.count() == 24
    assert Article.objects.count() == 12


@pytest.mark.django_db
def test_reading_may_be_left_to_the_worker(rows: Path) -> None:
    assert "The worker reads them" in run(rows, queue=True)
    assert not ExtractionRun.objects.exists()
    job = ProcrastinateJob.objects.get()
    assert job.task_name == read_case_again.name
    read_case_again(**job.args)
    assert Event.objects.filter(type="sentencing").count() == 12


@pytest.mark.django_db
@pytest.mark.parametrize("is_queued", [True, False])
def test_a_name_that_the_case_withholds_finds_nothing_elsewhere_from_the_moment_that_an_article_is_shared(
    rows: Path, monkeypatch: pytest.MonkeyPatch, is_queued: bool
) -> None:
    """Also before anybody reads what came in, and where the import ends half-way."""
    other = make.make_case("court")
    run(rows, case="court")
    services.approve_events(events=other.events.all(), by=None)
    services.save_person(case=make.make_case("ferry"), by=None, name="Rosa Linden", policy="withheld")
    by_name = Asked(q="Rosa Linden")
    assert queries.count(other, by_name, AnonymousUser()) == 12
    monkeypatch.setattr(importing, "_read", lambda taken: 0)
    run(rows, queue=is_queued)
    assert queries.count(other, by_name, AnonymousUser()) == 0
    assert queries.count(other, Asked(q="ferryman"), AnonymousUser()) == 12


@pytest.mark.server
@pytest.mark.django_db(transaction=True)
def test_killed_at_any_instant_it_goes_on_where_it_stopped(tmp_path: Path) -> None:
    """Twice kill -9 in its middle; each article is whole or absent, and in the end all are there, once."""
    path = write(tmp_path / "rows.jsonl", [row(n) for n in range(1, 601)])
    code = "import sys; from tests.timeline.importer import main; main(sys.argv[1], sys.argv[2])"  # by this database
    name = connection.settings_dict["NAME"]
    for seconds in (0.3, 0.8):
        with subprocess.Popen([sys.executable, "-c", code, name, str(path)], stdout=subprocess.PIPE) as process:
            assert process.stdout
            process.stdout.readline()  # it begins
            time.sleep(seconds)
            process.send_signal(signal.SIGKILL)
        assert_whole()
    assert "refused 0" in run(path, queue=True)
    assert_whole()
    assert Article.objects.count() == CaseArticle.objects.count() == 600


def assert_whole() -> None:
    n = Article.objects.count()
    assert (ArticleVersion.objects.count(), Sketch.objects.count(), CaseArticle.objects.count()) == (n, n, n)
    assert Paragraph.objects.count() == 2 * n

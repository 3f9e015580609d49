"""Pages kept as evidence: from a small site on this machine to a file whose hash still fits."""

import datetime as dt
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from warcio.archiveiterator import ArchiveIterator

from articles import snapshots
from articles.clean import Fetched
from articles.errors import AwayError, IngestError
from articles.models import Article, ArticleVersion, Case, Snapshot
from tests import factories as make
from tests.articles import web
from tests.timeline.doctors import KNOWN
from timeline import gathering, services
from timeline.models import Address

pytestmark = pytest.mark.django_db


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CASETRACKER_STATE", str(tmp_path))
    return tmp_path


@pytest.fixture
def site(settings: Any, state: Path) -> Iterator[str]:
    settings.FETCH_NETWORKS, settings.SNAPSHOTS = list(web.LOOPBACK), True
    with web.site() as address:
        yield address


@pytest.fixture
def case() -> Case:
    return make.make_case("ferry", timezone="Europe/London")


def gather(case: Case, url: str) -> None:
    services.hand_in(case=case, urls=[url], by=None)
    gathering.fetch_address(Address.objects.get(url=url).pk)


def kept(version: ArticleVersion, body: bytes = b"<p>The ferry sank.</p>") -> Snapshot:
    headers = (("Content-Type", "text/html"), ("X-Odd", "Fähre\r\n two"), ("Content-Encoding", "gzip"))
    page = Fetched("https://post.example/a", "https://post.example/b", "200 OK", headers, body)
    snapshot = snapshots.attach(version=version, waiting=snapshots.keep(page))
    assert snapshot
    return snapshot


def files_below(state: Path) -> list[str]:
    return sorted(str(path.relative_to(state)) for path in state.rglob("*") if path.is_file())


def broken(check: str) -> list[tuple[int, str]]:
    return list(KNOWN[check].find())


def test_a_page_that_is_fetched_is_kept_as_it_came(site: str, state: Path, case: Case) -> None:
    gather(case, f"{site}/moved")
    snapshot = Snapshot.objects.get()
    assert (snapshot.version, snapshot.address) == (Article.objects.get().versions.get(), f"{site}/story")
    raw = (state / str(snapshot.file)).read_bytes()
    assert (hashlib.sha256(raw).hexdigest(), len(raw)) == (snapshot.sha256, snapshot.size)
    assert files_below(state) == [str(snapshot.file)], "nothing is left of the making"
    with (state / str(snapshot.file)).open("rb") as file:
        records = [(record.rec_type, record.rec_headers, record.content_stream().read()) for record in _records(file)]
    assert [kind for kind, _, _ in records] == ["warcinfo", "response", "metadata"]
    assert records[1][1].get_header("WARC-Target-URI") == f"{site}/story"
    assert records[1][2] == web.PAGE.encode()
    assert records[2][2].decode().strip() == f"via: {site}/moved"


def _records(file: Any) -> Iterator[Any]:
    yield from ArchiveIterator(file, check_digests="raise")


def test_headers_of_all_kinds_are_kept_and_those_of_the_wire_set_aside(state: Path, case: Case) -> None:
    snapshot = kept(make.make_article(case))
    with (state / str(snapshot.file)).open("rb") as file:
        response = next(record for record in _records(file) if record.rec_type == "response")
        told = dict(response.http_headers.headers)
        body = response.content_stream().read()
    assert (told["Content-Type"], told["X-Archive-Orig-Content-Encoding"]) == ("text/html", "gzip")
    assert "%20two" in told["X-Odd"] or "two" in told["X-Odd"]
    assert body == b"<p>The ferry sank.</p>"


def test_nothing_is_kept_unless_the_installation_wants_it(site: str, state: Path, case: Case, settings: Any) -> None:
    settings.SNAPSHOTS = False
    gather(case, f"{site}/story")
    assert Article.objects.count() == 1
    assert not Snapshot.objects.exists()
    assert files_below(state) == []


def test_what_an_editor_fetches_waits_until_it_is_added(
    admin_client: Client, site: str, state: Path, case: Case
) -> None:
    told = {"case": case.pk, "addresses": f"{site}/undated"}
    page = admin_client.post("/admin/articles/article/add/", told)
    draft = page.context["intake"].forms[0]
    assert [path.partition("/")[0] for path in files_below(state)] == [snapshots.WAITING]
    names = ("where", "note", "snapshot", "title", "source", "timezone", "url", "text")
    sent = {f"0-{name}": draft[name].value() or "" for name in names}
    sent |= {"case": case.pk, "drafts": 1, "0-take": "on", "0-published": "2016-06-10", "0-source": "The Linden Post"}
    forged = admin_client.post("/admin/articles/article/add/", {**sent, "0-snapshot": sent["0-snapshot"][:-2] + "xx"})
    assert "is not ours. Fetch it again." in forged.content.decode()
    assert not Article.objects.exists()
    admin_client.post("/admin/articles/article/add/", sent)
    snapshot = Snapshot.objects.get()
    assert files_below(state) == [str(snapshot.file)]
    admin_client.post("/admin/articles/article/add/", sent)
    assert Snapshot.objects.get() == snapshot, "the same again adds nothing"


def test_pages_that_nobody_adds_go(state: Path, case: Case) -> None:
    waiting = [snapshots.keep(Fetched("https://a", "https://a", "200 OK", (), b"%d" % n)) for n in range(2)]
    old = (dt.datetime.now(dt.UTC) - snapshots.PATIENCE).timestamp() - 1
    os.utime(waiting[0].path, (old, old))
    assert snapshots.forget_waiting() == 1
    assert [one.path.exists() for one in waiting] == [False, True]
    with pytest.raises(IngestError, match="has waited for too long"):
        snapshots.attach(version=make.make_article(case), waiting=waiting[0])


def test_an_attempt_that_was_rolled_back_is_made_again(state: Path, case: Case) -> None:
    version = make.make_article(case)
    waiting = snapshots.keep(Fetched("https://a", "https://a", "200 OK", (), b"page"))
    with transaction.atomic():
        snapshots.attach(version=version, waiting=waiting)
        transaction.set_rollback(True)
    assert [name for _, name in broken("files-have-an-owner")] == [waiting.name]
    assert snapshots.attach(version=version, waiting=waiting)
    assert broken("files-have-an-owner") == []
    assert snapshots.attach(version=version, waiting=waiting) is None


def test_a_disk_that_is_full_adds_nothing(state: Path) -> None:
    (state / snapshots.WAITING).write_text("no folder")
    with pytest.raises(AwayError, match=r"could not be kept as evidence \(File exists\)"):
        snapshots.keep(Fetched("https://a", "https://a", "200 OK", (), b"page"))


def test_evidence_is_neither_changed_nor_dropped(state: Path, case: Case) -> None:
    snapshot = kept(make.make_article(case))
    with pytest.raises(IntegrityError, match="evidence is neither changed nor dropped"), transaction.atomic():
        Snapshot.objects.update(size=1)
    with pytest.raises(IntegrityError, match="evidence is neither changed nor dropped"), transaction.atomic():
        snapshot.delete()
    for name, wrong in (("snapshot_has_a_hash", {"sha256": "x"}), ("snapshot_is_not_empty", {"size": 0})):
        told = {"file": "snapshots/x", "sha256": "0" * 64, "size": 1, "fetched_at": snapshot.fetched_at, **wrong}
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Snapshot.objects.create(version=snapshot.version, address="https://a", **told)


def test_a_download_is_the_file_or_is_refused(admin_client: Client, state: Path, case: Case) -> None:
    snapshot = kept(make.make_article(case))
    pk = snapshot.version.article_id
    article, url = f"/admin/articles/article/{pk}/change/", f"/admin/articles/article/{pk}/snapshots/{snapshot.pk}/"
    shown = admin_client.get(article).content.decode()
    assert url in shown
    assert snapshot.sha256 in shown
    answer = admin_client.get(url)
    assert answer["Content-Type"] == "application/gzip"
    assert answer["Content-Disposition"] == f'attachment; filename="article-{pk}-version-1.warc.gz"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    path, named = state / str(snapshot.file), [(snapshot.pk, f"articles.snapshot {snapshot.pk}: {snapshot.file}")]
    whole = path.read_bytes()
    assert b"".join(answer) == whole
    assert broken("snapshots-are-unaltered") == broken("files-are-there") == []
    path.write_bytes(whole[:-1] + b"?")
    assert "its hash is another" in admin_client.get(url, follow=True).content.decode()
    assert broken("snapshots-are-unaltered") == [(snapshot.pk, f"articles.snapshot {snapshot.pk}: {snapshot.file}")]
    path.unlink()
    assert "The file is gone." in admin_client.get(url, follow=True).content.decode()
    assert broken("files-are-there") == named
    other = make.make_article(case, "Another.").article_id
    assert admin_client.get(f"/admin/articles/article/{other}/snapshots/{snapshot.pk}/").status_code == 404


def test_evidence_is_for_those_who_may_read_articles(client: Client, staff: Client, state: Path, case: Case) -> None:
    snapshot = kept(make.make_article(case))
    url = f"/admin/articles/article/{snapshot.version.article_id}/snapshots/{snapshot.pk}/"
    assert staff.get(url).status_code == 403
    client.logout()
    assert client.get(url)["Location"].startswith("/admin/login/")

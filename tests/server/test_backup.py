"""A backup holds all that there is, comes back row by row, and refuses where it would lose something."""

import io
import json
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from articles import snapshots
from articles.clean import Fetched
from casetracker.backup import BackupError, back_up, drop_old, restoring, server, standing
from casetracker.localpg import binaries
from tests.timeline.doctors import make_worked_case
from timeline.models import Event

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.server]
OURS = "SELECT datname FROM pg_database WHERE datname LIKE %s"


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """With a file in it that belongs to an article, and one that belongs to nobody's backup."""
    monkeypatch.setenv("CASETRACKER_STATE", str(tmp_path / "state"))
    (tmp_path / "state" / "pages" / "2016").mkdir(parents=True)
    (tmp_path / "state" / "pages" / "2016" / "page.warc").write_bytes(b"WARC" * 1000)
    (tmp_path / "state" / "secret_key").write_text("hush")
    return tmp_path / "state"


@pytest.fixture
def elsewhere(state: Path) -> Iterator[str]:
    """An empty database beside that of the tests: once `to` has been called, the settings name it."""
    ours = server.name()
    name = f"{ours}_elsewhere"
    with server.connect("postgres") as maintenance:
        maintenance.execute(f'CREATE DATABASE "{name}"')
        yield name
        to(ours)
        for (found,) in maintenance.execute(OURS, [f"{name}%"]).fetchall():
            maintenance.execute(f'DROP DATABASE "{found}" WITH (FORCE)')


def to(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


def rows_of(database: str) -> dict[str, list[str]]:
    """Every row of every table, as text."""
    found = {}
    with server.connect(database) as one:
        tables = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        for (table,) in one.execute(tables).fetchall():
            rows = one.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1')  # noqa: S608
            found[table] = [row for (row,) in rows]
    return found


def test_a_restored_copy_is_the_same_row_by_row(state: Path, elsewhere: str, tmp_path: Path, capsys) -> None:
    version = make_worked_case().articles.all()[0].versions.get()
    page = Fetched("https://post.example/a", "https://post.example/a", "200 OK", (), b"<p>The ferry sank.</p>")
    evidence = snapshots.attach(version=version, waiting=snapshots.keep(page))
    assert evidence
    ours = server.name()
    call_command("backup", str(tmp_path / "all.tar"), stdout=(said := io.StringIO()))
    assert "on the same disk as the state folder" in said.getvalue()
    assert standing.problem(timezone.now()) == ""
    assert (tmp_path / "all.tar").stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.glob(".backup-*")) == [], "nothing is left of the making"
    shutil.rmtree(state / "snapshots")
    to(elsewhere)
    call_command("restore", str(tmp_path / "all.tar"))
    assert "All is well" in capsys.readouterr().out
    before, after = rows_of(ours), rows_of(elsewhere)
    assert before == after
    assert len(after["timeline_event"]) == 3
    assert len(snapshots.read(evidence)) == evidence.size
    assert (state / "pages" / "2016" / "page.warc").read_bytes() == b"WARC" * 1000
    with tarfile.open(tmp_path / "all.tar") as tar:
        assert "files/secret_key" not in tar.getnames()
    Event.objects.update(headline="Written after the restore")
    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", str(tmp_path / "all.tar"))
    assert Event.objects.filter(headline="Written after the restore").count() == 3
    call_command("restore", str(tmp_path / "all.tar"), "--replace")
    assert rows_of(elsewhere) == before
    with server.connect("postgres") as maintenance:
        (kept,) = maintenance.execute(OURS, [f"{elsewhere}_before_%"]).fetchone()
    assert {"Written after the restore" in row for row in rows_of(kept)["timeline_event"]} == {True}
    assert list(state.glob(".snapshots-before-*")), "files that were there are kept, too"


def test_what_is_written_meanwhile_is_in_or_out_as_a_whole(
    state: Path, elsewhere: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the dump and the counting of its rows somebody approves, merges and adds."""
    make_worked_case()
    run = server.run

    def and_write(*arguments: str, database: str) -> None:
        run(*arguments, database=database)
        with server.connect(database) as other:
            other.execute("UPDATE timeline_event SET headline = 'Meanwhile'")

    monkeypatch.setattr(server, "run", and_write)
    back_up(tmp_path / "all.tar")
    monkeypatch.setattr(server, "run", run)
    to(elsewhere)
    restoring.restore(tmp_path / "all.tar")
    assert not Event.objects.filter(headline="Meanwhile").exists()


def test_a_damaged_backup_is_refused_before_anything_happens(state: Path, elsewhere: str, tmp_path: Path) -> None:
    path = tmp_path / "all.tar"
    back_up(path)
    to(elsewhere)
    whole = path.read_bytes()
    for what, damaged in {
        "is damaged": whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:],
        "cut off": whole[: len(whole) // 2],
        "no backup": b"Nothing of the kind.",
        "newer program": whole.replace(b'"articles.0001_tables"', b'"articles.9999_tables"'),
    }.items():
        path.write_bytes(damaged)
        with pytest.raises(BackupError, match=what):
            restoring.restore(path)
    assert rows_of(elsewhere) == {}


def test_rows_that_do_not_come_back_as_they_were_replace_nothing(
    state: Path, elsewhere: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(tmp_path / "all.tar")
    to(elsewhere)
    verify = restoring.verify

    def other_count(source: Path) -> dict:
        manifest = verify(source)
        manifest["tables"]["auth_group"] = [99, "0"]
        return manifest

    monkeypatch.setattr(restoring, "verify", other_count)
    with pytest.raises(BackupError, match="auth_group"):
        restoring.restore(tmp_path / "all.tar")
    assert rows_of(elsewhere) == {}
    with server.connect("postgres") as maintenance:
        assert maintenance.execute(OURS, [f"{elsewhere}_new_%"]).fetchall() == []


def test_files_that_cannot_be_put_in_place_replace_nothing(state: Path, elsewhere: str, tmp_path: Path) -> None:
    back_up(tmp_path / "all.tar")
    to(elsewhere)
    (state / "pages").rename(state / "papers")
    (state / "pages").write_text("A file where a folder should come.")
    with pytest.raises(BackupError, match="Nothing was replaced"):
        restoring.restore(tmp_path / "all.tar")
    assert rows_of(elsewhere) == {}
    assert (state / "papers" / "2016" / "page.warc").exists()
    assert (state / "pages").read_text().startswith("A file")


def test_old_backups_go_and_other_files_stay(state: Path, tmp_path: Path, capsys) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    old = [folder / f"casetracker-2016-06-0{n}T030000Z.tar" for n in range(1, 4)]
    for path in [*old, folder / "casetracker-kept-by-hand.tar"]:
        path.touch()
    call_command("backup", str(folder), "--keep", "2")
    assert [path for path in old if path.exists()] == old[2:]
    assert (folder / "casetracker-kept-by-hand.tar").exists()
    assert len(list(folder.iterdir())) == 3
    with tarfile.open(max(set(folder.iterdir()) - {*old, folder / "casetracker-kept-by-hand.tar"})) as tar:
        manifest = json.load(tar.extractfile("manifest.json"))
    assert manifest["tables"]["timeline_event"] == [0, "0"]
    assert drop_old(folder, keep=9) == []


@pytest.mark.parametrize(
    ("majors", "server_major", "chosen"),
    [
        ([15, 18, 17], 17, 17),
        ([15, 18], 17, 18),
        ([15], 17, None),
    ],
)
def test_the_programs_that_fit_the_server(
    majors: list[int], server_major: int, chosen: int | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for major in majors:
        program = tmp_path / str(major) / "pg_dump"
        program.parent.mkdir()
        program.write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {major}.2'\n")
        program.chmod(0o755)
    monkeypatch.setattr(binaries, "SYSTEM_FOLDERS", (str(tmp_path / "*"),))
    monkeypatch.setattr(binaries, "WHEELS", ())
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.delenv("CASETRACKER_PG_BIN", raising=False)
    found = binaries.client("pg_dump", server_major)
    assert found == (tmp_path / str(chosen) / "pg_dump" if chosen else None)
    if found:
        assert str(chosen) in subprocess.run([found], capture_output=True, text=True, check=True).stdout

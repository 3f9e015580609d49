"""Writing a backup: all of it under another name first, so that the file is whole or is not there."""

import datetime as dt
import hashlib
import io
import json
import os
import re
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from casetracker.backup import server
from casetracker.backup.errors import BackupError
from casetracker.state import settle, state_dir

FORMAT = 1
DUMP, MANIFEST, FILES = "database.dump", "manifest.json", "files"
NAMED = re.compile(r"casetracker-\d{4}-\d\d-\d\dT\d{6}Z\.tar")


class Hashed(io.BufferedReader):
    """A file that knows the hash of what was read of it."""

    def __init__(self, path: Path) -> None:
        super().__init__(io.FileIO(path))
        self.sha256 = hashlib.sha256()

    def read(self, size: int | None = -1, /) -> bytes:
        found = super().read(size)
        self.sha256.update(found)
        return found


def name_in(folder: Path) -> Path:
    """A name by the time, which `drop_old` knows again."""
    return folder / f"casetracker-{dt.datetime.now(dt.UTC):%Y-%m-%dT%H%M%SZ}.tar"


def back_up(target: Path) -> dict[str, Any]:
    """Write everything to `target`, of one moment, while the site runs. Returns the manifest. Raises BackupError."""
    if not target.parent.is_dir():
        raise BackupError(f"There is no folder {target.parent}.")
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:  # open to nobody else
        dump, half_made = Path(folder, DUMP), Path(folder, "archive.tar")
        manifest = {"format": FORMAT, **_dump(dump)}
        _pack(half_made, dump, manifest)
        half_made.replace(target)
    settle(target.parent)
    return manifest


def drop_old(folder: Path, *, keep: int) -> list[Path]:
    """Delete all but the newest `keep` of the backups in a folder that `name_in` named. Returns those that went."""
    old = sorted(path for path in folder.iterdir() if NAMED.fullmatch(path.name))[:-keep]
    for path in old:
        path.unlink()
    return old


def _dump(path: Path) -> dict[str, Any]:
    """The database as one transaction sees it: what is dumped is what is counted."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot(), now()")
        snapshot, at = cursor.fetchone()
        server.run("pg_dump", "-Fc", f"--snapshot={snapshot}", "-f", str(path), database=server.name())
        return {
            "at": at.isoformat(),
            "server": server.version(),
            "migrations": sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()),
            "tables": server.tables(cursor),
        }


def _pack(archive: Path, dump: Path, manifest: dict[str, Any]) -> None:
    parts: dict[str, str] = {}
    with archive.open("xb") as file:
        os.fchmod(file.fileno(), 0o600)
        with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
            for name, path in [(DUMP, dump), *_files(state_dir())]:
                with Hashed(path) as part:
                    tar.addfile(tar.gettarinfo(name=str(path), arcname=name), part)
                    parts[name] = part.sha256.hexdigest()
            told = json.dumps(manifest | {"parts": parts}, indent=1).encode()
            entry = tarfile.TarInfo(MANIFEST)
            entry.size = len(told)
            tar.addfile(entry, io.BytesIO(told))
        file.flush()
        os.fsync(file.fileno())


def _files(state: Path) -> Iterator[tuple[str, Path]]:
    """(name in the archive, path) of the files in the folders of the state folder, but for the database's."""
    for folder in sorted(path for path in state.iterdir() if path.is_dir() and is_kept(path)):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield f"{FILES}/{path.relative_to(state).as_posix()}", path


def is_kept(folder: Path) -> bool:
    return not folder.name.startswith((".", "postgres"))

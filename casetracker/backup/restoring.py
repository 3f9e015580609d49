"""Making an installation from a backup: beside what is there, compared row by row, and only then put in its place."""

import datetime as dt
import hashlib
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection
from psycopg import sql

from casetracker.backup import server
from casetracker.backup.errors import BackupError
from casetracker.backup.writing import DUMP, FILES, FORMAT, MANIFEST, is_kept
from casetracker.migrated import known_migrations
from casetracker.state import state_dir

PIECE = 1 << 20
# Without a row in any of these there is nothing to lose.
TELLING = ("articles_case", "articles_article", "auth_user")


@dataclass(frozen=True, slots=True)
class Restored:
    """`rows` of all tables; `kept` is the database that was there before, where it held anything."""

    rows: int
    files: int
    kept: str | None


def restore(source: Path, *, replace: bool = False) -> Restored:
    """Put a backup in the place of the database and the files. What was there is kept under another name. Raises
    BackupError, and then nothing has changed: for a damaged file, one of a newer program, or where there is something
    to lose and `replace` does not say so."""
    manifest = verify(source)
    is_empty = _is_empty()
    if not (is_empty or replace):
        raise BackupError(f"The database {server.name()} is not empty. With --replace it is kept under another name.")
    stamp = f"{dt.datetime.now(dt.UTC):%Y%m%d%H%M%S}"
    ours, fresh, kept = server.name(), f"{server.name()}_new_{stamp}", f"{server.name()}_before_{stamp}"
    with tempfile.TemporaryDirectory(dir=state_dir(), prefix=".restore-") as folder, server.connect("postgres") as to:
        with tarfile.open(source) as tar:
            tar.extractall(folder, filter="data")
        _create(to, fresh, like=ours)
        try:
            _fill(fresh, Path(folder, DUMP), manifest)
            with _files_in_place(Path(folder, FILES), stamp):
                _swap(to, ours, fresh, kept)
        except BaseException:
            with suppress(psycopg.Error):
                to.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(fresh)))
            raise
        if is_empty:
            to.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(kept)))
    rows = sum(count for count, _ in manifest["tables"].values())
    return Restored(rows, len(manifest["parts"]) - 1, None if is_empty else kept)


def verify(source: Path) -> dict[str, Any]:
    """The manifest of a backup that is whole, and that this program can read. Raises BackupError."""
    try:
        with tarfile.open(source) as tar:
            told = tar.extractfile(MANIFEST)
            manifest: dict[str, Any] = json.load(told) if told else {}
            if manifest.get("format") != FORMAT:
                raise BackupError(f"{source} is of another format than this program writes.")
            found = {member.name: _hash(tar, member) for member in tar if member.name != MANIFEST}
    except (OSError, KeyError, ValueError, tarfile.TarError) as error:
        raise BackupError(f"{source} is no backup, or is cut off: {error}. Take another.") from error
    if wrong := server.differing({k: (v,) for k, v in found.items()}, {k: (v,) for k, v in manifest["parts"].items()}):
        raise BackupError(f"{source} is damaged: {wrong[0]} is not what was written. Take another.")
    known = {f"{app}.{name}" for app, name in known_migrations()}
    if later := sorted(set(manifest["migrations"]) - known):
        raise BackupError(f"{source} was made by a newer program, which has {later[-1]}. Restore it with that one.")
    return manifest


def _hash(tar: tarfile.TarFile, member: tarfile.TarInfo) -> str:
    sha256, part = hashlib.sha256(), tar.extractfile(member)
    while part and (piece := part.read(PIECE)):
        sha256.update(piece)
    return sha256.hexdigest()


def _is_empty() -> bool:
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for table in there.intersection(TELLING):
            cursor.execute(sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier(table)))
            if cursor.fetchone()[0]:
                return False
    connection.close()
    return True


def _create(to: psycopg.Connection, fresh: str, *, like: str) -> None:
    """An empty database with the letters and the order of the one that is there."""
    locale = "datlocale" if to.info.server_version >= 170_000 else "daticulocale"
    asked = sql.SQL(
        "SELECT pg_encoding_to_char(encoding), datcollate, datctype, datlocprovider, {} FROM pg_database"
        " WHERE datname = %s"
    ).format(sql.Identifier(locale))
    row = to.execute(asked, [like]).fetchone()
    if row is None:
        raise BackupError(f"There is no database {like} whose place it could take.")
    encoding, collate, ctype, provider, name = (part.decode() if isinstance(part, bytes) else part for part in row)
    made = "CREATE DATABASE {} TEMPLATE template0 ENCODING {} LC_COLLATE {} LC_CTYPE {}"
    parts: list[sql.Composable] = [sql.Identifier(fresh), *map(sql.Literal, (encoding, collate, ctype))]
    if provider in {"b", "i"}:
        kind, option = {"b": ("builtin", "BUILTIN_LOCALE"), "i": ("icu", "ICU_LOCALE")}[provider]
        made += f" LOCALE_PROVIDER {kind} {option} {{}}"
        parts.append(sql.Literal(name))
    try:
        to.execute(sql.SQL(made).format(*parts))
    except psycopg.errors.InsufficientPrivilege as error:
        said = f"The account may not make databases: ALTER ROLE {to.info.user} CREATEDB, and try again."
        raise BackupError(said) from error


def _fill(fresh: str, dump: Path, manifest: dict[str, Any]) -> None:
    options = ["--exit-on-error", "--no-owner", "--no-privileges", f"--jobs={os.cpu_count() or 1}"]
    server.run("pg_restore", *options, "-d", fresh, str(dump), database=fresh)
    with server.connect(fresh) as restored:
        restored.execute("ANALYZE")
        if wrong := server.differing(server.tables(restored.cursor()), manifest["tables"]):
            raise BackupError(f"The rows of {', '.join(wrong)} are not those that were saved. Nothing was replaced.")


def _swap(to: psycopg.Connection, ours: str, fresh: str, kept: str) -> None:
    """Give the fresh database the name of the one that is there: both names change, or neither."""
    connection.close()
    old, free = sql.Identifier(ours), sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true")
    to.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(old))
    try:
        to.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", [ours])
        with to.transaction():
            to.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(old, sql.Identifier(kept)))
            to.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(fresh), old))
    except BaseException:
        to.execute(free.format(old))
        raise
    with suppress(psycopg.Error):  # it is done: who looks into what is kept can open it
        to.execute(free.format(sql.Identifier(kept)))


@contextmanager
def _files_in_place(files: Path, stamp: str) -> Iterator[None]:
    """The folders of the backup in the place of those that are there, which are kept beside them; where that or what
    follows fails, all of them are where they were."""
    state = state_dir()
    here = [path for path in state.iterdir() if path.is_dir() and is_kept(path)]
    moves = [(path, state / f".{path.name}-before-{stamp}") for path in here]
    moves += [(path, state / path.name) for path in (files.iterdir() if files.is_dir() else ())]
    done: list[tuple[Path, Path]] = []
    try:
        for source, target in moves:
            source.rename(target)
            done.append((source, target))
        yield
    except BaseException as error:
        for source, target in reversed(done):
            target.rename(source)
        if isinstance(error, OSError):
            said = f"{error.filename} cannot be moved ({error.strerror}): restore what is in it by hand, or unmount it."
            raise BackupError(f"{said} Nothing was replaced.") from error
        raise

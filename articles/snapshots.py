"""The page that an article was taken from, kept as it came: a WARC file with its hash, as evidence.

A file is written whole beside the place where it will lie, and is moved there before the row that names it is
committed. So each row has its file. A file without a row is what a broken-off attempt left behind, and harms nothing.
"""

import datetime as dt
import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from django.core import signing
from django.db import transaction
from django.utils import timezone as clock

from articles.clean import Fetched
from articles.errors import AwayError, IngestError
from articles.models import ArticleVersion, Snapshot
from casetracker.state import settle, state_dir

FOLDER = "snapshots"
WAITING = ".snapshots-waiting"  # until an editor has decided; backups leave it out, and nobody misses it
PATIENCE = dt.timedelta(days=2)  # that a page waits
KIND = "application/gzip"  # its records are compressed one by one (WARC 1.1, annex D)
OF_THE_WIRE = {"content-encoding", "transfer-encoding", "content-length"}  # the body is kept unpacked
SALT = "articles.snapshots"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A page that was kept and belongs to no article yet. `at` is a date-time in UTC, as ISO writes it."""

    sha256: str
    size: int
    address: str
    at: str

    @property
    def path(self) -> Path:
        return state_dir() / WAITING / f"{self.sha256}.warc.gz"

    @property
    def name(self) -> str:
        """Where it will lie, from the state folder."""
        return f"{FOLDER}/{self.at[:4]}/{self.at[5:7]}/{self.sha256}.warc.gz"

    def signed(self) -> str:
        """For a form: it comes back through an editor's browser."""
        return signing.dumps(asdict(self), salt=SALT)


def waiting_of(signed: str) -> Waiting | None:
    """None for "". Raises IngestError for what we did not sign."""
    try:
        return Waiting(**signing.loads(signed, salt=SALT)) if signed else None
    except signing.BadSignature as error:
        raise IngestError("What is said of the page as it was fetched is not ours. Fetch it again.") from error


def keep(fetched: Fetched) -> Waiting:
    """Write what was fetched to a file that waits for its article. Raises AwayError where the disk takes no more."""
    at = clock.now().astimezone(dt.UTC).replace(microsecond=0)
    folder = state_dir() / WAITING
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        handle, half_made = tempfile.mkstemp(dir=folder)
        with open(handle, "w+b") as file:  # noqa: PTH123 (a handle has no path)
            _write(file, fetched, at)
            size = file.tell()
            file.flush()
            os.fsync(file.fileno())
            file.seek(0)
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        waiting = Waiting(sha256, size, fetched.url, at.isoformat())
        Path(half_made).replace(waiting.path)
    except OSError as error:
        raise AwayError(
            f"The page could not be kept as evidence ({error.strerror}). Tell who runs the site."
        ) from error
    return waiting


@transaction.atomic
def attach(*, version: ArticleVersion, waiting: Waiting) -> Snapshot | None:
    """Keep a page as the evidence of a version; None where it has one already. Raises IngestError where the page has
    waited for too long."""
    if version.snapshots.exists():
        waiting.path.unlink(missing_ok=True)
        return None
    place = state_dir() / waiting.name
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        waiting.path.replace(place)
    except FileNotFoundError as error:
        if not place.exists():  # else an attempt before this one moved it, and was rolled back
            raise IngestError("The page that was kept as evidence has waited for too long. Fetch it again.") from error
    settle(place.parent)
    told = {"sha256": waiting.sha256, "size": waiting.size, "address": waiting.address}
    return Snapshot.objects.create(version=version, file=waiting.name, fetched_at=waiting.at, **told)


def read(snapshot: Snapshot) -> bytes:
    """The file, word for word. Raises IngestError where it is gone, or is not what was kept."""
    try:
        found = snapshot.file.storage.open(str(snapshot.file)).read()
    except OSError as error:
        raise IngestError("The file is gone. Restore it from a backup.") from error
    if hashlib.sha256(found).hexdigest() != snapshot.sha256:
        raise IngestError("The file is not what was kept: its hash is another. Restore it from a backup.")
    return bytes(found)


def altered() -> Iterator[Snapshot]:
    """Those whose file is there and is not what was kept."""
    for snapshot in Snapshot.objects.order_by("pk").iterator():
        if snapshot.file.storage.exists(str(snapshot.file)):
            with snapshot.file.storage.open(str(snapshot.file)) as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != snapshot.sha256:
                    yield snapshot


def forget_waiting() -> int:
    """Pages that no editor decided on. Returns how many."""
    folder, before = state_dir() / WAITING, (clock.now() - PATIENCE).timestamp()
    old = [path for path in folder.iterdir() if path.stat().st_mtime < before] if folder.is_dir() else []
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _write(file: IO[bytes], fetched: Fetched, at: dt.datetime) -> None:
    """As WARC: who wrote it; the answer, of which what spoke of the wire alone is set aside; what was asked for."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    writer = WARCWriter(file, gzip=True, warc_version="1.1")
    date = {"WARC-Date": at.strftime("%Y-%m-%dT%H:%M:%SZ")}
    info: dict[str, Any] = {"software": "Casetracker", "format": "WARC File Format 1.1"}
    writer.write_record(writer.create_warcinfo_record("", info))
    headers = [(_coded(name), " ".join(value.split())) for name, value in fetched.headers]
    answer = StatusAndHeaders(fetched.status, headers, protocol="HTTP/1.1")
    record = writer.create_warc_record(
        fetched.url, "response", payload=BytesIO(fetched.body), http_headers=answer, warc_headers_dict=dict(date)
    )
    writer.write_record(record)
    about = {**date, "WARC-Concurrent-To": record.rec_headers.get_header("WARC-Record-ID")}
    fields = {"warc_content_type": "application/warc-fields", "warc_headers_dict": about}
    via = BytesIO(f"via: {fetched.asked}\r\n".encode())
    writer.write_record(writer.create_warc_record(fetched.url, "metadata", payload=via, **fields))


def _coded(name: str) -> str:
    return f"X-Archive-Orig-{name}" if name.lower() in OF_THE_WIRE else name

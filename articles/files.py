"""Files on disk and in zip archives, alike: each has a name, a size, and is read a piece at a time.

An archive is never unpacked to disk. What it says of itself is not believed: names that lead out of it, members that
unpack to more than text can, passwords and damage are refused with the remedy.
"""

import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from lzma import LZMAError
from pathlib import Path, PurePosixPath
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from articles.errors import IngestError

CHUNK = 1 << 20
PACKED = 100  # times; text is packed to a third or a tenth, a bomb to a thousandth
HARMLESS = 50_000_000  # bytes; what unpacks to less does no harm however tightly it was packed
ENCRYPTED = 0x1
DAMAGED = (BadZipFile, zlib.error, LZMAError, NotImplementedError, RuntimeError, EOFError)


@dataclass(frozen=True, slots=True)
class File:
    """`label` is for messages, `name` what rows call it (with slashes), `size` in bytes, unpacked."""

    label: str
    name: str
    size: int
    opener: Callable[[], IO[bytes]]
    path: Path | None = None

    @property
    def ending(self) -> str:
        return PurePosixPath(self.name).suffix.lower()

    @property
    def stem(self) -> str:
        return PurePosixPath(self.name).stem

    def open(self) -> IO[bytes]:
        """Raises IngestError where it cannot be opened."""
        try:
            return self.opener()
        except OSError as error:
            raise IngestError(f"It cannot be read ({error.strerror}).") from error
        except DAMAGED as error:
            raise IngestError(damaged(error)) from error

    def chunks(self) -> Iterator[bytes]:
        with self.open() as stream:
            while chunk := _piece(stream, CHUNK):
                yield chunk

    def read(self, most: int) -> bytes:
        """All of it. Raises IngestError where there is more than `most` bytes, whatever it says of its size."""
        with self.open() as stream:
            raw = _piece(stream, most + 1)
        if len(raw) > most:
            raise IngestError(f"It has {max(self.size, len(raw)):,} bytes; at most {most:,} are read. Split it.")
        return raw


def damaged(error: Exception) -> str:
    return f"It is damaged, or packed in a way that is not read ({error}). Pack it anew, as a plain .zip."


def file_at(path: Path) -> File:
    """A file on disk. Raises IngestError where it cannot be looked at."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise IngestError(f"It cannot be read ({error.strerror}).") from error
    return File(str(path), path.name, size, lambda: path.open("rb"), path)


class Archive:
    """A zip archive: its members as files, by their names. Raises IngestError where all of it is refused."""

    def __init__(self, path: Path) -> None:
        self.label = str(path)
        try:
            self._zip = ZipFile(path)
        except OSError as error:
            raise IngestError(f"It cannot be read ({error.strerror}).") from error
        except (*DAMAGED, ValueError) as error:
            raise IngestError(f"It is no .zip archive ({error}). Pack it anew.") from error
        if not all(info.filename for info in self._zip.infolist()):
            raise IngestError("It holds a file without a name. Pack it anew.")
        self._members = [info for info in self._zip.infolist() if not info.is_dir() and not _is_hidden(info)]
        self._refuse_bomb(path)

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *args: object) -> None:
        self._zip.close()

    def files(self) -> list[File]:
        """By name. Those that may not be read raise when they are opened, so that each is named with its reason."""
        twice = {name for name, n in Counter(info.filename for info in self._members).items() if n > 1}
        return [
            File(f"{self.label}/{info.filename}", info.filename, info.file_size, partial(self._open, info, twice))
            for info in sorted(self._members, key=lambda info: info.filename)
        ]

    def _refuse_bomb(self, path: Path) -> None:
        """All together, since members may share their bytes, so that each by itself looks harmless."""
        unpacked = sum(info.file_size for info in self._members)
        if unpacked > max(HARMLESS, PACKED * path.stat().st_size):
            raise IngestError(
                f"Unpacked it would have {unpacked:,} bytes, over {PACKED} times its size, which no text has. "
                "If it is what it should be, unpack it yourself and import the folder."
            )

    def _open(self, info: ZipInfo, twice: set[str]) -> IO[bytes]:
        name = PurePosixPath(info.filename)
        if name.is_absolute() or ".." in name.parts or "\\" in info.filename or ":" in info.filename:
            raise IngestError("Its name leads out of the archive. Pack the folder anew, from within.")
        if info.filename in twice:
            raise IngestError("The archive holds it twice. Pack the folder anew.")
        if info.flag_bits & ENCRYPTED:
            raise IngestError("It has a password. Pack it without one.")
        if info.file_size > max(HARMLESS, PACKED * info.compress_size):
            raise IngestError(f"It unpacks to over {PACKED} times its size, which no text does. Leave it out.")
        return self._zip.open(info)


def _is_hidden(info: ZipInfo) -> bool:
    return info.filename.startswith("__MACOSX/") or PurePosixPath(info.filename).name.startswith(".")


def _piece(stream: IO[bytes], most: int) -> bytes:
    try:
        return stream.read(most)
    except OSError as error:
        raise IngestError(f"It cannot be read ({error.strerror}).") from error
    except DAMAGED as error:
        raise IngestError(damaged(error)) from error


def shallowest(files: Sequence[File], name: str) -> File | None:
    """The file of that name that lies nearest to the top."""
    found = [file for file in files if PurePosixPath(file.name).name == name]
    return min(found, key=lambda file: (file.name.count("/"), file.name), default=None)

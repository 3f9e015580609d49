"""Files, folders and manifests → drafts of articles. Each thing that cannot be read is named, and stops no other."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from articles.clean import clean_html
from articles.encodings import Decoded, decode
from articles.errors import IngestError
from articles.limited import LARGEST_UPLOAD, read_upload
from articles.models import MAX_TEXT

MANIFEST = "articles.json"
TEXT, HTML, ROWS = {".txt", ".text", ".md"}, {".html", ".htm"}, {".jsonl", ".csv", ".json"}
OFFICE = {".docx", ".pdf"}
LARGEST_FILE = 4 * MAX_TEXT  # bytes of one article: code points take up to four
LARGEST_LIST = 1_000_000_000  # bytes of a file that holds many
A_MANIFEST = 'A manifest is {"case": {"slug", "title"}, "articles": [{"id", "file", "published"}]}.'


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as a file tells it; `where` names the file (and row) for messages. Empty strings: not told."""

    where: str
    text: str
    key: str = ""
    source: str = ""
    published: str = ""
    timezone: str = ""
    url: str = ""
    title: str = ""
    archived_url: str = ""
    archived_at: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    where: str
    why: str


@dataclass(frozen=True, slots=True)
class CaseTold:
    """What a manifest says of the case itself."""

    title: str = ""
    summary: str = ""
    timezone: str = ""


Item = Draft | Refused | CaseTold


def read_paths(paths: Sequence[Path], manifest: Path | None = None) -> Iterator[Item]:
    """The drafts of all these files and folders, in order.

    With `manifest`, those that it lists come first; their files are looked for beside it and at the paths. A folder
    among the paths is then nothing but a place to look in, and a file that no row names is read by itself.
    """
    there = [path for path in paths if path.exists()]
    yield from (Refused(str(path), "There is no such file. Check its name.") for path in paths if not path.exists())
    if manifest is None:
        for path in there:
            yield from _read_folder(path) if path.is_dir() else _read_file(path)
        return
    files = [path for path in there if not path.is_dir() and not path.samefile(manifest)] if manifest.exists() else []
    shelf = _Shelf([manifest.parent, *(path for path in there if path.is_dir())], files)
    yield from _read_manifest(manifest, shelf)
    for path in files:
        if path not in shelf.taken:
            yield from _read_file(path)


@dataclass(slots=True)
class _Shelf:
    """Where the files that rows name are looked for: in folders, and among files that were named one by one."""

    folders: Sequence[Path]
    files: Sequence[Path] = ()
    taken: set[Path] = field(default_factory=set)

    def find(self, name: str) -> Path:
        """The file of that name. Raises IngestError where there is none, and where it lies outside the folders."""
        for path in self.files:
            if path.name == name or path == Path(name):
                self.taken.add(path)
                return path
        outside = False
        for folder in self.folders:
            path = folder / name
            if _is_file(path):
                if path.resolve().is_relative_to(folder.resolve()):
                    self.taken.update(file for file in self.files if file.samefile(path))
                    return path
                outside = True
        if outside:
            raise IngestError(f"{name} lies outside the manifest's folder. Move it there.")
        raise IngestError(f"There is no file {name} beside the manifest. Add it, or take the row out.")


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # names that no file can have: too long, with a NUL
        return False


def _read_folder(folder: Path) -> Iterator[Item]:
    try:
        if (folder / MANIFEST).exists():
            yield from _read_manifest(folder / MANIFEST)
            return
        files = sorted(p for p in folder.iterdir() if p.is_file() and p.suffix.lower() in TEXT | HTML | ROWS | OFFICE)
    except OSError as error:
        yield Refused(str(folder), f"It cannot be read ({error.strerror}).")
        return
    if not files:
        yield Refused(
            str(folder), f"It holds no .txt, .html, .docx, .pdf, .json, .jsonl or .csv file, and no {MANIFEST}."
        )
    for path in files:
        yield from _read_file(path)


def _read_file(path: Path) -> Iterator[Item]:
    kind = path.suffix.lower()
    try:
        if kind in TEXT | HTML | OFFICE:
            yield _draft_of_file(path, str(path), {})
        elif kind == ".jsonl":
            yield from _read_rows(path, "line", _json_lines(path))
        elif kind == ".csv":
            yield from _read_rows(path, "row", _csv_rows(path))
        elif kind == ".json":
            yield from _read_manifest(path)
        else:
            ending = kind or "without ending"
            yield Refused(str(path), f"Files of the kind {ending} are not read. Save it as .txt, .docx or .html.")
    except IngestError as error:
        yield Refused(str(path), str(error))


def _read_manifest(path: Path, shelf: _Shelf | None = None) -> Iterator[Item]:
    """{"case": {…}, "articles": [rows]}, a bare list of rows, or a single row."""
    try:
        document = json.loads(_list_as_text(path))
    except IngestError as error:
        yield Refused(str(path), str(error))
        return
    except (ValueError, RecursionError) as error:
        yield Refused(str(path), f"It is no JSON ({error}). Mend it, or leave it out.")
        return
    rows = document
    if isinstance(document, dict):
        rows = [document] if {"text", "file"} & document.keys() else document.get("articles")
        if isinstance(told := document.get("case"), dict):
            yield CaseTold(**{name: str(told.get(name) or "") for name in ("title", "summary", "timezone")})
    if not isinstance(rows, list):
        yield Refused(str(path), f"It lists no articles. {A_MANIFEST}")
        return
    yield from _read_rows(path, "row", enumerate(rows, 1), shelf)


def _json_lines(path: Path) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(_list_as_text(path).split("\n"), 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except (ValueError, RecursionError) as error:
                yield number, IngestError(f"This line is no JSON ({error}).")


def _csv_rows(path: Path) -> Iterator[tuple[int, Any]]:
    csv.field_size_limit(LARGEST_FILE)
    text = _list_as_text(path)
    header = text.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=header.count), strict=True)
    number = 0
    try:
        for number, row in enumerate(reader, 1):
            yield number, {name: value for name, value in row.items() if isinstance(value, str)}
    except csv.Error as error:
        yield number + 1, IngestError(f"From this row on it is no CSV ({error}). Mend its quotation marks.")


def _read_rows(
    path: Path, unit: str, rows: Iterable[tuple[int, Any]], shelf: _Shelf | None = None
) -> Iterator[Draft | Refused]:
    shelf = shelf or _Shelf([path.parent])
    for number, row in rows:
        where = f"{path}, {unit} {number}"
        try:
            yield _draft_of_row(where, row, shelf)
        except IngestError as error:
            yield Refused(where, str(error))


def _draft_of_row(where: str, row: Any, shelf: _Shelf) -> Draft:
    if isinstance(row, IngestError):
        raise row
    if not isinstance(row, Mapping):
        raise IngestError('It is no article: write {"id", "published", and "file" or "text"}.')
    for name, value in row.items():
        if name in {"id", "file", "text", *Draft.__slots__} and isinstance(value, (list, dict)):
            raise IngestError(f"Its {name} is a list or an object. Write it as text.")
    told = {name: str(row[name]) for name in row if row[name] is not None}
    if not told.get("id", "").strip():
        raise IngestError("It has no id. Give each article one that is unique in the case.")
    names = ("source", "published", "timezone", "url", "title", "archived_url", "archived_at")
    details = {"key": told["id"], **{name: told[name].strip() for name in names if told.get(name, "").strip()}}
    if not told.get("file"):
        return Draft(where=where, text=told.get("text", ""), **details)
    return _draft_of_file(shelf.find(told["file"]), f"{where} ({told['file']})", details)


def _draft_of_file(path: Path, where: str, told: Mapping[str, str]) -> Draft:
    """One article's file; what is told of it elsewhere goes before what it tells itself."""
    if path.suffix.lower() in OFFICE:
        page = read_upload(path.name, _bytes(path, LARGEST_UPLOAD))
        return Draft(**{"where": where, "text": page.text, "key": path.stem, "title": page.title, **told})
    decoded = _read(path, LARGEST_FILE)
    own = {"where": where, "text": decoded.text, "key": path.stem}
    if decoded.guess:
        own["note"] = f"read as {decoded.guess}. Where letters look wrong, save it as UTF-8 and import it again."
    if path.suffix.lower() in HTML:
        page = clean_html(decoded.text)
        own |= {"text": page.text, "source": page.source, "published": page.published, "url": page.url}
        own |= {"title": page.title}
    return Draft(**{**own, **told})


def _list_as_text(path: Path) -> str:
    decoded = _read(path, LARGEST_LIST)
    if decoded.guess:
        raise IngestError("Its encoding is unknown. Save it as UTF-8 text.")
    return decoded.text


def _read(path: Path, most: int) -> Decoded:
    return decode(_bytes(path, most))


def _bytes(path: Path, most: int) -> bytes:
    try:
        if (size := path.stat().st_size) > most:
            raise IngestError(f"It has {size:,} bytes; at most {most:,} are read. Split it.")
        return path.read_bytes()
    except OSError as error:
        raise IngestError(f"It cannot be read ({error.strerror}).") from error

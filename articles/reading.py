"""Files, folders and manifests → drafts of articles. Each thing that cannot be read is named, and stops no other."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from charset_normalizer import from_bytes

from articles.clean import clean_html
from articles.errors import IngestError
from articles.models import MAX_TEXT

MANIFEST = "articles.json"
TEXT, HTML, ROWS = {".txt", ".text", ".md"}, {".html", ".htm"}, {".jsonl", ".csv", ".json"}
LARGEST_FILE = 4 * MAX_TEXT  # bytes of one article: code points take up to four
LARGEST_LIST = 1_000_000_000  # bytes of a file that holds many


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


def read_paths(paths: list[Path], manifest: Path | None = None) -> Iterator[Draft | Refused | CaseTold]:
    """The drafts of all these files and folders, in order; with `manifest`, those that it lists."""
    if manifest is not None:
        yield from _read_manifest(manifest)
    for path in paths:
        if not path.exists():
            yield Refused(str(path), "There is no such file. Check its name.")
        elif path.is_dir():
            yield from _read_folder(path)
        elif path != manifest:
            yield from _read_file(path)


def decode(raw: bytes) -> str:
    """Bytes as text: by their byte order mark, as UTF-8, else by the likeliest of the old encodings. Raises IngestError
    for what is no text."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding: str | None = "utf-16"
    elif b"\0" in raw:
        raise IngestError("This is no text file. Save the article as .txt or .html first.")
    else:
        encoding = "utf-8-sig"
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        guess = from_bytes(raw, cp_isolation=["cp1252", "cp1250", "latin_1", "iso8859_15", "mac_roman"]).best()
        if guess is None or _is_junk(str(guess)):
            raise IngestError("Its encoding is unknown. Save it as UTF-8 text.") from None
        return str(guess)


def _is_junk(text: str) -> bool:
    """More than one character in a hundred that no text has."""
    odd = sum(not (c.isprintable() or c.isspace()) for c in text)
    return odd * 100 > len(text)


def _read_folder(folder: Path) -> Iterator[Draft | Refused | CaseTold]:
    if (folder / MANIFEST).exists():
        yield from _read_manifest(folder / MANIFEST)
        return
    files = sorted(p for p in folder.iterdir() if p.is_file() and p.suffix.lower() in TEXT | HTML | ROWS)
    if not files:
        yield Refused(str(folder), f"It holds no .txt, .html, .json, .jsonl or .csv file, and no {MANIFEST}.")
    for path in files:
        yield from _read_file(path)


def _read_file(path: Path) -> Iterator[Draft | Refused | CaseTold]:
    kind = path.suffix.lower()
    try:
        if kind in TEXT:
            yield Draft(str(path), _text_of(path), key=path.stem)
        elif kind in HTML:
            yield _draft_of_page(path, {})
        elif kind == ".jsonl":
            yield from _read_rows(path, _json_lines(path))
        elif kind == ".csv":
            yield from _read_rows(path, _csv_rows(path))
        elif kind == ".json":
            yield from _read_manifest(path)
        else:
            yield Refused(
                str(path), f"Files of the kind {kind or 'without ending'} are not read. Save it as .txt or .html."
            )
    except IngestError as error:
        yield Refused(str(path), str(error))


def _read_manifest(path: Path) -> Iterator[Draft | Refused | CaseTold]:
    """{"case": {…}, "articles": [rows]}, or a bare list of rows."""
    try:
        document = json.loads(_bytes_as_text(path, LARGEST_LIST))
    except (OSError, IngestError) as error:
        yield Refused(str(path), f"It cannot be read: {error}")
        return
    except (json.JSONDecodeError, RecursionError) as error:
        yield Refused(str(path), f"It is no JSON ({error}). Mend it, or leave the manifest out.")
        return
    rows = document.get("articles") if isinstance(document, dict) else document
    if isinstance(document, dict) and isinstance(told := document.get("case"), dict):
        yield CaseTold(**{name: str(told.get(name) or "") for name in ("title", "summary", "timezone")})
    if not isinstance(rows, list):
        yield Refused(
            str(path), 'It lists no articles. A manifest is {"case": {…}, "articles": [{"id", "file", "published"}]}.'
        )
        return
    yield from _read_rows(path, enumerate(rows, 1))


def _json_lines(path: Path) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(_bytes_as_text(path, LARGEST_LIST).split("\n"), 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except (json.JSONDecodeError, RecursionError) as error:
                yield number, IngestError(f"This line is no JSON ({error}).")


def _csv_rows(path: Path) -> Iterator[tuple[int, Any]]:
    csv.field_size_limit(LARGEST_FILE)
    reader = csv.DictReader(io.StringIO(_bytes_as_text(path, LARGEST_LIST), newline=""))
    number = 0
    try:
        for number, row in enumerate(reader, 1):
            yield number, row
    except csv.Error as error:
        yield number + 1, IngestError(f"This row is no CSV ({error}).")


def _read_rows(path: Path, rows: Iterator[tuple[int, Any]]) -> Iterator[Draft | Refused]:
    for number, row in rows:
        where = f"{path}, row {number}"
        try:
            yield _draft_of_row(path, where, row)
        except IngestError as error:
            yield Refused(where, str(error))


def _draft_of_row(path: Path, where: str, row: Any) -> Draft:
    if isinstance(row, IngestError):
        raise row
    if not isinstance(row, Mapping):
        raise IngestError('It is no article: write {"id", "published", and "file" or "text"}.')
    told = {name: "" if row.get(name) is None else str(row[name]) for name in ("id", "file", "text", *Draft.__slots__)}
    if not told["id"].strip():
        raise IngestError("It has no id. Give each article one that is unique in the case.")
    if not told["published"].strip():
        raise IngestError("It has no day of publication. Write one like 2016-06-10 under “published”.")
    details = {name: told[name] for name in ("source", "published", "timezone", "url", "title")}
    if not told["file"]:
        return Draft(where, told["text"], key=told["id"], **details)
    file = path.parent / told["file"]
    if not file.resolve().is_relative_to(path.parent.resolve()):
        raise IngestError(f"{told['file']} lies outside the manifest's folder. Move it there.")
    if not file.is_file():
        raise IngestError(f"There is no file {told['file']} beside the manifest. Add it, or take the row out.")
    if file.suffix.lower() in HTML:
        return _draft_of_page(file, {"key": told["id"], **{k: v for k, v in details.items() if v}})
    return Draft(str(file), _text_of(file), key=told["id"], **details)


def _draft_of_page(path: Path, told: dict[str, str]) -> Draft:
    page = clean_html(_text_of(path))
    found = {"source": page.source, "published": page.published, "url": page.url, "title": page.title}
    return Draft(**{"where": str(path), "text": page.text, "key": path.stem, **found, **told})


def _text_of(path: Path) -> str:
    return _bytes_as_text(path, LARGEST_FILE)


def _bytes_as_text(path: Path, most: int) -> str:
    try:
        if (size := path.stat().st_size) > most:
            raise IngestError(f"It has {size:,} bytes; at most {most:,} are read. Split it.")
        return decode(path.read_bytes())
    except OSError as error:
        raise IngestError(f"It cannot be read ({error.strerror}).") from error

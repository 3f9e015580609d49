"""Files, folders, archives and manifests → drafts of articles, one after another: however many there are, no more than
one is held. Each thing that cannot be read is named, and stops no other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from articles.clean import clean_html
from articles.drafts import CaseTold, Draft, Item, Refused
from articles.encodings import decode
from articles.errors import IngestError
from articles.files import Archive, File, file_at, shallowest
from articles.limited import LARGEST_UPLOAD, read_upload
from articles.lists import Rows, csv_rows, json_document, json_lines
from articles.models import MAX_TEXT
from articles.newsroom_formats import is_ninjs, row_of_ninjs, wordpress_rows

MANIFEST = "articles.json"
TEXT, HTML, ROWS = {".txt", ".text", ".md"}, {".html", ".htm"}, {".jsonl", ".csv", ".json", ".xml"}
OFFICE, ARCHIVE = {".docx", ".pdf"}, {".zip"}
LARGEST_FILE = 4 * MAX_TEXT  # bytes of one article: code points take up to four


def read_paths(paths: Sequence[Path], manifest: Path | None = None) -> Iterator[Item]:
    """The drafts of all these files, folders and archives, in order.

    With `manifest`, those that it lists come first; their files are looked for beside it and at the paths. A folder
    among the paths is then nothing but a place to look in, and a file that no row names is read by itself.
    """
    there = [path for path in paths if path.exists()]
    yield from (Refused(str(path), "There is no such file. Check its name.") for path in paths if not path.exists())
    if manifest is None:
        for path in there:
            yield from _read_folder(path) if path.is_dir() else _read_path(path)
        return
    files = [path for path in there if not path.is_dir() and not path.samefile(manifest)] if manifest.exists() else []
    shelf = _Shelf([manifest.parent, *(path for path in there if path.is_dir())], files)
    yield from _read_path(manifest, shelf)
    for path in files:
        if path not in shelf.taken:
            yield from _read_path(path)


@dataclass(slots=True)
class _Shelf:
    """Where the files that rows name are looked for: in folders, and among files that were named one by one."""

    folders: Sequence[Path]
    files: Sequence[Path] = ()
    taken: set[Path] = field(default_factory=set)

    def find(self, name: str) -> File:
        """The file of that name. Raises IngestError where there is none, and where it lies outside the folders."""
        for path in self.files:
            if path.name == name or path == Path(name):
                self.taken.add(path)
                return file_at(path)
        outside = False
        for folder in self.folders:
            path = folder / name
            if _is_file(path):
                if path.resolve().is_relative_to(folder.resolve()):
                    self.taken.update(file for file in self.files if file.samefile(path))
                    return file_at(path)
                outside = True
        if outside:
            raise IngestError(f"{name} lies outside the manifest's folder. Move it there.")
        raise _missing(name)


class _Members:
    """The same among the members of an archive, beside its manifest."""

    def __init__(self, files: Sequence[File], beside: str = "") -> None:
        self._files = {file.name: file for file in files}
        self._folder = PurePosixPath(beside).parent

    def find(self, name: str) -> File:
        found = self._files.get(str(self._folder / name))
        if found is None:
            raise _missing(name)
        return found


def _missing(name: str) -> IngestError:
    return IngestError(f"There is no file {name} beside the manifest. Add it, or take the row out.")


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # names that no file can have: too long, with a NUL
        return False


def _read_folder(folder: Path) -> Iterator[Item]:
    known = TEXT | HTML | ROWS | OFFICE | ARCHIVE
    try:
        if (folder / MANIFEST).exists():
            yield from _read_path(folder / MANIFEST)
            return
        files = sorted(p for p in folder.iterdir() if p.is_file() and p.suffix.lower() in known)
    except OSError as error:
        yield Refused(str(folder), f"It cannot be read ({error.strerror}).")
        return
    if not files:
        yield Refused(
            str(folder),
            f"It holds no .txt, .html, .docx, .pdf, .json, .jsonl, .csv, .xml or .zip file, and no {MANIFEST}.",
        )
    for path in files:
        yield from _read_path(path)


def _read_path(path: Path, shelf: _Shelf | None = None) -> Iterator[Item]:
    try:
        if path.suffix.lower() in ARCHIVE:
            yield from _read_archive(path)
        else:
            yield from _read_file(file_at(path), shelf or _Shelf([path.parent]))
    except IngestError as error:
        yield Refused(str(path), str(error))


def _read_archive(path: Path) -> Iterator[Item]:
    """As a folder is read, and what lies in folders within it, too."""
    with Archive(path) as archive:
        files = archive.files()
        manifest = shallowest(files, MANIFEST)
        if manifest:
            yield from _read_file(manifest, _Members(files, manifest.name))
            return
        known = [file for file in files if file.ending in TEXT | HTML | ROWS | OFFICE | ARCHIVE]
        if not known:
            yield Refused(str(path), f"It holds no file that is read, and no {MANIFEST}.")
        for file in known:
            yield from _read_file(file, _Members(files, file.name))


def _read_file(file: File, shelf: "_Shelf | _Members") -> Iterator[Item]:
    try:
        if file.ending in TEXT | HTML | OFFICE:
            yield _draft_of_file(file, file.label, {})
        elif file.ending == ".jsonl":
            yield from _read_rows(file, "line", json_lines(file), shelf)
        elif file.ending == ".csv":
            yield from _read_rows(file, "row", csv_rows(file), shelf)
        elif file.ending == ".xml":
            yield from _read_rows(file, "post", wordpress_rows(file), shelf)
        elif file.ending == ".json":
            document = json_document(file)
            if told := document.case:
                yield CaseTold(**{name: str(told.get(name) or "") for name in ("title", "summary", "timezone")})
            yield from _read_rows(file, "row", document.rows, shelf)
        else:
            yield Refused(file.label, _not_read(file.ending))
    except IngestError as error:
        yield Refused(file.label, str(error))


def _not_read(ending: str) -> str:
    if ending in ARCHIVE:
        return "An archive within an archive is not read. Unpack it, and import it by itself."
    return f"Files of the kind {ending or 'without ending'} are not read. Save it as .txt, .docx or .html."


def _read_rows(file: File, unit: str, rows: Rows, shelf: "_Shelf | _Members") -> Iterator[Draft | Refused]:
    for number, row in rows:
        where = f"{file.label}, {unit} {number}"
        try:
            yield _draft_of_row(where, row, shelf)
        except IngestError as error:
            yield Refused(where, str(error))


def _draft_of_row(where: str, row: Any, shelf: "_Shelf | _Members") -> Draft:
    if isinstance(row, IngestError):
        raise row
    if not isinstance(row, Mapping):
        raise IngestError('It is no article: write {"id", "published", and "file" or "text"}.')
    if is_ninjs(row):
        row = row_of_ninjs(row)
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


def _draft_of_file(file: File, where: str, told: Mapping[str, str]) -> Draft:
    """One article's file; what is told of it elsewhere goes before what it tells itself."""
    if file.ending in OFFICE:
        page = read_upload(file.name, file.read(LARGEST_UPLOAD))
        return Draft(**{"where": where, "text": page.text, "key": file.stem, "title": page.title, **told})
    decoded = decode(file.read(LARGEST_FILE))
    own = {"where": where, "text": decoded.text, "key": file.stem}
    if decoded.guess:
        own["note"] = f"read as {decoded.guess}. Where letters look wrong, save it as UTF-8 and import it again."
    if file.ending in HTML:
        page = clean_html(decoded.text)
        own |= {"text": page.text, "source": page.source, "published": page.published, "url": page.url}
        own |= {"title": page.title, "note": " ".join(filter(None, (own.get("note"), *page.notes, page.lacks)))}
    return Draft(**{**own, **told})

"""Files, folders and manifests: what they hold, and what is wrong with them, each named by its file."""

import json
import os
import re
from pathlib import Path

import pytest

from articles.drafts import CaseTold, Draft, Item, Refused
from articles.reading import read_paths
from tests.articles.files import docx, pdf

TEXT = "The ferry sank on Monday.\nNobody was hurt."
ROW = {"id": "001", "file": "one.txt", "published": "2016-06-10", "source": "The Linden Post"}


def write(folder: Path, **files: object) -> Path:
    """Files by their names (`one_txt` for one.txt): bytes and text as they are, everything else as JSON."""
    for name, content in files.items():
        path = folder / ".".join(name.rsplit("_", 1))
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return folder


def read(*paths: Path, manifest: Path | None = None) -> list[Item]:
    return list(read_paths(paths, manifest))


def only(items: list[Item]) -> Draft:
    assert len(items) == 1
    assert isinstance(items[0], Draft)
    return items[0]


def refusals(items: list[Item]) -> list[str]:
    return [f"{i.where}: {i.why}" for i in items if isinstance(i, Refused)]


def test_a_text_file_is_kept_to_the_letter(tmp_path: Path) -> None:
    path = write(tmp_path, one_txt=b"  <b>Markup</b> &amp; <script>alert(1)</script>\r\n\r\nstays.  ") / "one.txt"
    draft = only(read(path))
    assert draft.text == "  <b>Markup</b> &amp; <script>alert(1)</script>\r\n\r\nstays.  "
    assert (draft.key, draft.where, draft.published) == ("one", str(path), "")


def test_windows_1252(tmp_path: Path) -> None:
    write(tmp_path, one_txt="“It’s the café,” she said.".encode("windows-1252"))
    assert only(read(tmp_path / "one.txt")).text == "“It’s the café,” she said."


def test_a_guessed_encoding_is_noted(tmp_path: Path) -> None:
    write(tmp_path, one_txt="“It’s the café,” she said.".encode("mac_roman"))
    assert "save it as UTF-8" in only(read(tmp_path / "one.txt")).note


def test_a_page_tells_what_its_text_lacks(tmp_path: Path) -> None:
    table = "<table><tr><td>The ferry was raised</td></tr></table>"
    write(tmp_path, one_html="".join(f"<p>{TEXT} ({n})</p>" for n in range(20)) + table)
    assert "table of this page was left out" in only(read(tmp_path / "one.html")).note


def test_a_page_tells_its_day_unless_its_row_does(tmp_path: Path) -> None:
    page = f'<html><head><title>Sunk</title><meta name="date" content="2016-06-09"></head><p>{TEXT}</p></html>'
    write(tmp_path, one_html=page)
    assert only(read(tmp_path / "one.html")).published.startswith("2016-06-09")
    write(tmp_path, articles_json=[{**ROW, "file": "one.html"}])
    draft = only(read(tmp_path))
    assert (draft.key, draft.published, draft.source) == ("001", "2016-06-10", "The Linden Post")


def test_a_folder_without_a_manifest_is_its_files(tmp_path: Path) -> None:
    write(tmp_path, b_txt="Second.", a_txt="First.", c_jpg=b"\xff\xd8\xff\0")
    assert [item.text for item in read(tmp_path) if isinstance(item, Draft)] == ["First.", "Second."]


def test_word_documents_and_pdfs_are_read_as_well(tmp_path: Path) -> None:
    folder = write(tmp_path, one_docx=docx("The ferry sank."), two_pdf=pdf([(50, 700, "It was raised.")]))
    assert [(d.key, d.text) for d in read(folder) if isinstance(d, Draft)] == [
        ("one", "The ferry sank."),
        ("two", "It was raised."),
    ]


def test_a_folder_with_a_manifest(tmp_path: Path) -> None:
    case = {"slug": "ferry", "title": "The ferry", "timezone": "Europe/London"}
    write(tmp_path, one_txt=TEXT, unlisted_txt="Left out.", articles_json={"case": case, "articles": [ROW]})
    told, draft = read(tmp_path)
    assert told == CaseTold("The ferry", "", "Europe/London")
    assert isinstance(draft, Draft)
    assert (draft.key, draft.text, draft.published, draft.source) == ("001", TEXT, "2016-06-10", "The Linden Post")


def test_a_manifest_named_apart_finds_its_files_at_the_paths(tmp_path: Path) -> None:
    (there := tmp_path / "texts").mkdir()
    write(there, one_txt=TEXT, two_txt="By itself.")
    manifest = write(tmp_path, list_json=[ROW]) / "list.json"
    assert only(read(there, manifest=manifest)).key == "001"
    assert [i.key for i in read(there / "two.txt", there / "one.txt", manifest=manifest) if isinstance(i, Draft)] == [
        "001",
        "two",
    ]


def test_a_folder_and_the_manifest_in_it_are_read_once(tmp_path: Path) -> None:
    write(tmp_path, one_txt=TEXT, articles_json=[ROW])
    assert only(read(tmp_path, manifest=tmp_path / "articles.json")).key == "001"


def test_rows_of_json_lines_and_of_a_table(tmp_path: Path) -> None:
    line = json.dumps({"id": 7, "text": TEXT, "published": "2016-06-10", "url": None})
    write(tmp_path, rows_jsonl=f"\ufeff{line}\n\n", rows_csv="id;published;text\n7;2016-06-10;One said: 2,5 marks\n")
    assert only(read(tmp_path / "rows.jsonl")).key == "7"
    assert only(read(tmp_path / "rows.csv")).text == "One said: 2,5 marks"


def test_a_single_article_as_json(tmp_path: Path) -> None:
    write(tmp_path, one_json={"id": "7", "text": TEXT, "published": "2016-06-10"})
    assert only(read(tmp_path / "one.json")).text == TEXT


REFUSED = [
    (
        {"rows_jsonl": '{"id": "1", "text": "x"}\nnot json\n[1]\n{"text": "x"}\n'},
        ["line 2: .*no JSON", "line 3", "no id"],
    ),
    ({"rows_jsonl": '{"id": "1", "n": ' + "9" * 5000 + "}"}, ["line 1: .*no JSON"]),
    ({"rows_jsonl": '{"id": "1", "text": ["x"]}'}, ["Its text is a list"]),
    ({"rows_csv": 'id,text\n1,"never closed\n'}, ["row 1: .*quotation marks"]),
    ({"list_json": "[" * 100_000}, ["no JSON"]),
    ({"list_json": "{"}, ["no JSON"]),
    ({"list_json": {"a": 1}}, ["lists no articles. A manifest is"]),
    ({"list_json": [ROW]}, [r"list.json, row 1: There is no file one.txt beside the manifest. Add it"]),
    ({"list_json": [{**ROW, "file": "../secret.txt"}]}, ["outside the manifest's folder"]),
    ({"list_json": [{**ROW, "file": "a\0b"}]}, ["There is no file"]),
    ({"list_json": [{**ROW, "file": "x" * 5000}]}, ["There is no file"]),
    ({"one_pdf": b"%PDF-1.4"}, ["This PDF is damaged"]),
    ({"one_doc": b"%PDF-1.4"}, ["kind .doc are not read. Save it as .txt, .docx"]),
    ({"one_txt": b"PK\x03\x04\0\0"}, ["no text file"]),
    ({"one_txt": b"x" * 9_000_000}, ["9,000,000 bytes; at most 8,000,000"]),
    ({"one_html": "<html></html>"}, ["No article was found"]),
]


@pytest.mark.parametrize(("files", "expected"), REFUSED)
def test_what_cannot_be_read_is_named(tmp_path: Path, files: dict[str, object], expected: list[str]) -> None:
    (tmp_path / "secret.txt").write_text("not yours")
    (folder := tmp_path / "in").mkdir()
    (path,) = write(folder, **files).iterdir()
    found = refusals(read(path))
    assert len(found) == len(expected)
    for line, pattern in zip(found, expected, strict=True):
        assert line.startswith(str(path))
        assert re.search(pattern, line), line


def test_what_is_not_there_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    write(tmp_path, one_txt=TEXT)
    missing, draft = read(tmp_path / "none.txt", tmp_path / "one.txt")
    assert missing == Refused(str(tmp_path / "none.txt"), "There is no such file. Check its name.")
    assert isinstance(draft, Draft)
    assert refusals(read(manifest=tmp_path / "none.json")) != []


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    assert "holds no .txt" in refusals(read(tmp_path))[0]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_named(tmp_path: Path) -> None:
    path = write(tmp_path, one_txt=TEXT) / "one.txt"
    path.chmod(0)
    assert "cannot be read" in refusals(read(path))[0]

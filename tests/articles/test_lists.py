"""Lists and archives of any size: read row by row, alike however they are packed, and never further than is safe."""

import csv
import io
import json
import zipfile
from collections.abc import Mapping
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import lists
from articles.drafts import CaseTold, Draft, Item, Refused
from articles.encodings import UNKNOWN, codec_of, decode
from articles.errors import IngestError
from articles.files import File, file_at
from articles.reading import read_paths

ROWS = [{"id": f"g{n}", "text": f"The gull number {n} flew.", "published": "2016-06-10"} for n in range(30)]


def file_of(raw: bytes, name: str = "list.json") -> File:
    return File(name, name, len(raw), lambda: io.BytesIO(raw))


def drafts(*paths: Path) -> list[Draft]:
    return [item for item in read_paths(paths) if isinstance(item, Draft)]


def refusals(*paths: Path) -> list[str]:
    return [f"{item.where}: {item.why}" for item in read_paths(paths) if isinstance(item, Refused)]


def packed(path: Path, members: Mapping[str, Any], **options: Any) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_an_archive_is_read_as_a_folder_is(tmp_path: Path) -> None:
    manifest = {"case": {"title": "The ferry"}, "articles": [{"id": "1", "file": "texts/a.txt", "published": "2016"}]}
    members = {"in/articles.json": json.dumps(manifest), "in/texts/a.txt": "It sank.", "in/b.txt": "Not listed."}
    items: list[Item] = list(read_paths([packed(tmp_path / "all.zip", members)]))
    assert items[0] == CaseTold("The ferry")
    assert [(item.key, item.text) for item in items[1:] if isinstance(item, Draft)] == [("1", "It sank.")]


def test_an_archive_without_a_manifest_is_its_files(tmp_path: Path) -> None:
    rows = "\n".join(map(json.dumps, ROWS))
    members = {"b.txt": "Second.", "deep/a.txt": "First.", "rows.jsonl": rows, "__MACOSX/x.txt": "?", "p.png": b"\x89"}
    found = [draft.key for draft in drafts(packed(tmp_path / "all.zip", members))]
    assert found == ["b", "a", *(row["id"] for row in ROWS)]


@pytest.mark.parametrize(
    ("members", "why"),
    [
        ({"../up.txt": "x"}, "leads out of the archive. Pack the folder anew"),
        ({"/etc/up.txt": "x"}, "leads out of the archive"),
        ({"C:\\up.txt": "x"}, "leads out of the archive"),
        ({"inner.zip": b"PK"}, "archive within an archive is not read. Unpack it"),
        ({"picture.png": b"x"}, "holds no file that is read"),
        ({"bomb.txt": b" " * 60_000_000}, "Unpacked it would have 60,000,000 bytes"),
        ({"articles.json": '[{"id": "1", "file": "../../a.txt", "published": "2016-06-10"}]'}, "There is no file"),
    ],
)
def test_what_an_archive_may_not_hold(tmp_path: Path, members: Mapping[str, Any], why: str) -> None:
    (told,) = refusals(packed(tmp_path / "all.zip", members))
    assert why in told


def test_a_bomb_among_texts_is_refused_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("articles.files.HARMLESS", 100_000)
    noise = bytes(range(256)) * 40
    with zipfile.ZipFile(path := tmp_path / "all.zip", "w") as archive:
        archive.writestr("noise.bin", noise * 10)
        archive.writestr("a.txt", "The gull flew.")
        archive.writestr("bomb.txt", " " * 1_000_000, zipfile.ZIP_DEFLATED)
    assert [draft.key for draft in drafts(path)] == ["a"]
    assert "over 100 times its size" in refusals(path)[0]


def test_a_member_that_lies_about_its_size_is_read_no_further(tmp_path: Path) -> None:
    with zipfile.ZipFile(path := tmp_path / "all.zip", "w") as archive:
        archive.writestr("a.txt", "word " * 2_000_000)
    assert "at most 8,000,000 are read" in refusals(path)[0]


def test_a_damaged_archive_and_one_with_a_password(tmp_path: Path) -> None:
    (tmp_path / "no.zip").write_bytes(b"PK\x03\x04 and nothing")
    assert "It is no .zip archive" in refusals(tmp_path / "no.zip")[0]
    raw = bytearray(packed(tmp_path / "some.zip", {"a.txt": "The gull flew over the quay. " * 40}).read_bytes())
    raw[45:60] = b"\xff" * 15
    (tmp_path / "some.zip").write_bytes(raw)
    assert "It is damaged" in refusals(tmp_path / "some.zip")[0]
    raw = packed(tmp_path / "nameless.zip", {"a.txt": "x"}).read_bytes().replace(b"a.txt", b"\0.txt")
    (tmp_path / "nameless.zip").write_bytes(raw)
    assert "It holds a file without a name" in refusals(tmp_path / "nameless.zip")[0]
    raw = bytearray(packed(tmp_path / "locked.zip", {"a.txt": "x"}).read_bytes())
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "locked.zip").write_bytes(raw)
    assert "It has a password" in refusals(tmp_path / "locked.zip")[0]


@pytest.mark.parametrize("document", [ROWS, {"case": {"title": "Gulls"}, "articles": ROWS}])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_large_json_is_read_like_a_small_one(
    document: object, encoding: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path := tmp_path / "list.json").write_text(json.dumps(document), encoding=encoding)
    small = list(read_paths([path]))
    monkeypatch.setattr(lists, "SMALL", 100)
    assert list(read_paths([path])) == small
    assert len(small) >= len(ROWS)


@pytest.mark.parametrize("text", ['[{"id": "1"}', '{"articles": 7}', '{"articles": []}', '["' + "x" * 200 + '"'])
def test_a_large_json_that_is_none(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (path := tmp_path / "list.json").write_text(text + " " * 200)
    monkeypatch.setattr(lists, "SMALL", 100)
    assert "It is no JSON" in refusals(path)[-1] or "It lists no articles" in refusals(path)[-1]


def test_a_row_without_end_is_refused_and_the_next_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "LONGEST_ROW", 1000)
    long = json.dumps({**ROWS[0], "text": "x" * 5000})
    (path := tmp_path / "rows.jsonl").write_text(f"{long}\n{json.dumps(ROWS[1])}\n{'x' * 999}\n")
    assert [draft.key for draft in drafts(path)] == ["g1"]
    assert "line 1: It has more than 1,000 characters" in refusals(path)[0]
    (table := tmp_path / "rows.csv").write_text("id,text\n1,Short.\n2," + "x" * 5000)
    assert [draft.key for draft in drafts(table)] == ["1"]
    assert "row 2: From this row on it is no CSV" in refusals(table)[0]
    monkeypatch.setattr(lists, "SMALL", 100)
    (whole := tmp_path / "list.json").write_text(json.dumps([ROWS[0], {**ROWS[1], "text": "y" * 200_000}]))
    assert "It has more than 1,000 characters" in refusals(whole)[0]


@settings(max_examples=40)
@given(st.lists(st.fixed_dictionaries({"id": st.text(min_size=1), "text": st.text()}), max_size=5), st.booleans())
def test_lines_of_json_come_back_as_they_were(rows: list[dict[str, str]], is_ascii: bool) -> None:
    raw = "\n".join(json.dumps(row, ensure_ascii=is_ascii) for row in rows).encode(errors="surrogatepass")
    if b"\0" not in raw:
        with nullcontext() if is_ascii else suppress(IngestError):  # a lone surrogate, which no UTF-8 holds
            assert [row for _, row in lists.json_lines(file_of(raw))] == rows


@settings(max_examples=40)
@given(st.binary(max_size=400))
@pytest.mark.parametrize("ending", [".jsonl", ".csv", ".json"])
def test_any_bytes_are_rows_or_refused(ending: str, raw: bytes) -> None:
    file = file_of(raw, f"list{ending}")

    def rows() -> lists.Rows:
        if ending == ".json":
            yield from lists.json_document(file).rows
        else:
            yield from lists.json_lines(file) if ending == ".jsonl" else lists.csv_rows(file)

    with suppress(IngestError):
        numbers = [number for number, _ in rows()]
        assert numbers == sorted(set(numbers))


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0"), max_size=200), st.integers(1, 7))
def test_an_encoding_is_found_piece_by_piece(text: str, size: int) -> None:
    for encoding in ("utf-8", "utf-8-sig"):
        raw = text.encode(encoding)
        pieces = [raw[i : i + size] for i in range(0, len(raw), size)]
        codec = codec_of(pieces.copy)
        assert raw.decode(codec).removeprefix("\ufeff") == text.removeprefix("\ufeff")


def test_an_old_encoding_is_told_and_a_doubtful_one_is_not() -> None:
    raw = "“It’s the café,” she said. ".encode("windows-1252") * 3
    assert raw.decode(codec_of(lambda: [raw])) == decode(raw).text
    for other in ("“It’s the café,” she said.".encode("mac_roman"), "Паром затонул.".encode("koi8_r")):
        with pytest.raises(IngestError, match=UNKNOWN):
            codec_of([other].copy)


def test_a_table_is_read_as_it_was_written(tmp_path: Path) -> None:
    with (path := tmp_path / "rows.csv").open("w", newline="") as table:
        writer = csv.DictWriter(table, ["id", "published", "text"])
        writer.writeheader()
        writer.writerows([{"id": "1", "published": "2016-06-10", "text": 'Two lines:\n"one", two'}, ROWS[2]])
    assert [(d.key, d.text) for d in drafts(path)] == [("1", 'Two lines:\n"one", two'), ("g2", ROWS[2]["text"])]
    assert file_at(path).ending == ".csv"

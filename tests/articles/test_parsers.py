"""Whatever comes from outside is read, or refused with a sentence: nothing else is raised, and nothing is lost."""

import csv
import io
import json
import socket
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import urllib3
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from articles import fetch, lists
from articles.clean import Page, clean_html
from articles.days import publication_day, zone_of
from articles.documents import KINDS, kind_of, read_document
from articles.drafts import Draft, Refused
from articles.encodings import Decoded, decode
from articles.errors import IngestError
from articles.files import File
from articles.reading import read_paths
from articles.services import check_address, check_text, one_line
from tests.articles.files import archive, docx, pdf

SHARED_FOLDER = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]  # each example empties it
few = settings(max_examples=25, suppress_health_check=SHARED_FOLDER)
WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), max_size=60)
MARKUP = st.lists(
    WORDS
    | st.sampled_from(
        "<p> </p> <h1> <script> </script> <!-- --> <a href='x'> <table><tr><td> &amp; &#0; &#x110000;".split()
    )
    | st.sampled_from(['<meta property="og:title" content="', '<time datetime="', '">', "<![CDATA[", "<svg/onload=x>"]),
    max_size=12,
).map("".join)
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
ROWS = st.dictionaries(
    st.sampled_from(["id", "text", "file", "published", "title", "url", "source", "timezone", "uri", "note", "where"]),
    JSON | st.sampled_from(["a.txt", "../a.txt", "/etc/passwd", "2016-06-10", "https://example.org/a"]),
)


def file_of(raw: bytes, name: str) -> File:
    return File(name, name, len(raw), lambda: io.BytesIO(raw))


@few
@given(
    st.binary(max_size=200),
    st.sampled_from(["", "utf-8", "utf-16", "latin-1", "idna", "punycode", "zlib", "\0", "x" * 99]),
)
@example(b'<meta charset="rot13">\xff', "")
@example(b'<?xml encoding="unicode_escape"?>\xff\\N{x}', "")
@example(b"\xff\xfe\0\xd8", "")
def test_bytes_are_text_or_refused(raw: bytes, charset: str) -> None:
    with suppress(IngestError):
        decoded = decode(raw, charset)
        assert isinstance(decoded, Decoded)
        assert isinstance(decoded.text, str)
        assert decoded.text.encode("utf-8", "surrogatepass") is not None


@few
@given(st.text(max_size=200))
def test_what_is_written_as_utf8_comes_back(text: str) -> None:
    raw = text.encode("utf-8", "ignore")
    if b"\0" not in raw:
        assert decode(raw).text == raw.decode("utf-8-sig")


@settings(max_examples=8)
@given(MARKUP)
@example("<p>" * 3000 + "words in the deep")
@example('<html><body><p>A <b>gauge</b> was read.</p></body></html><time datetime="99999-99-99">')
@example("<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><html><body><p>The weir &b; broke.</p></body></html>")
def test_a_page_is_an_article_or_refused(markup: str) -> None:
    with suppress(IngestError):
        page = clean_html(markup)
        assert isinstance(page, Page)
        assert page.text.strip()
        assert page.url == "" or page.url.startswith(("http://", "https://"))


FILES = {"docx": docx("The ferry sank.", "Nobody was hurt."), "pdf": pdf([(50, 700, "The ferry sank.")])}


@settings(max_examples=30)
@given(
    st.sampled_from(sorted(FILES)),
    st.lists(st.tuples(st.integers(0, 2000), st.binary(min_size=1, max_size=4)), max_size=6),
)
def test_a_damaged_document_is_read_or_refused(kind: str, damage: list[tuple[int, bytes]]) -> None:
    raw = bytearray(FILES[kind])
    for place, stuff in damage:
        place %= len(raw)
        raw[place : place + len(stuff)] = stuff
    with suppress(IngestError):
        assert read_document(bytes(raw), kind).text


@few
@given(st.text(max_size=30))
@example("a.PDF\0.txt")
@example("../../a.docx")
def test_any_name_has_a_kind_or_is_refused(name: str) -> None:
    with suppress(IngestError):
        assert kind_of(name) in set(KINDS.values())


@few
@given(
    st.text(max_size=40),
    st.text(max_size=30) | st.sampled_from(["UTC", "Europe/Berlin", "../../etc/passwd", "localtime"]),
)
@example("0001-01-01T00:00:00-23:59", "Asia/Tokyo")
@example("9999-12-31T23:59:59+00:00", "Pacific/Kiritimati")
@example("2016-W01-1T25", "UTC")
def test_a_day_is_a_day_or_refused(raw: str, zone: str) -> None:
    with suppress(IngestError):
        zone_of(zone)
        assert publication_day(raw, zone).year > 0


@few
@given(st.text(max_size=80))
@example("a\0b")
@example("\ud800 lone")
@example("\ufeff\ufeffa")
def test_a_text_is_taken_or_refused(raw: str) -> None:
    with suppress(IngestError):
        text = check_text(raw)
        assert check_text(text.removeprefix("\ufeff")) == text.removeprefix("\ufeff")
        assert "\0" not in text
    assert "\n" not in one_line(raw)


ADDRESSES = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["http://", "https://", "HTTP:", "//", "ftp://", "http:\\\\", "javascript:", "http://a@", ""]),
    st.sampled_from(
        ["example.org", "[::1]", "[fe80::1%25eth0]", "127.1", "０ｘ7f.1", "a..b", "xn--a", "\u2025", "x" * 64, "[", ""]
    ),
    st.sampled_from(["", ":", ":0", ":65536", ":-1", ":８０", ":a", "/", "?", "#"]),
    st.text(max_size=20),
)


@pytest.fixture
def nobody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every host is there, and every port of it is closed: what is asked is put together, and goes nowhere."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    public = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 0))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: public)
    closed = urllib3.HTTPConnectionPool("127.0.0.1", port, retries=False, timeout=1)
    monkeypatch.setattr(fetch, "_pool", lambda target, address: closed)
    monkeypatch.setattr("urllib3.util.connection.create_connection", _refused)


def _refused(*args: Any, **kwargs: Any) -> socket.socket:
    raise ConnectionRefusedError


@few
@given(ADDRESSES | st.text(max_size=30))
@example("http://example.org/\r\nHost: elsewhere.example")
@example("http://example.org\r\nHost: elsewhere.example/")
@example("http://exa mple.org/ a?b c#d")
@example("http://example.org/\ud800")
def test_an_address_is_asked_or_refused(nobody_answers: None, url: str) -> None:
    with suppress(IngestError):
        check_address(url)
    for ask in (lambda: fetch.fetch(url), lambda: fetch.post(url, b"{}", {"X": "y"})):
        with pytest.raises(IngestError):
            ask()


@few
@given(st.lists(st.lists(WORDS, min_size=2, max_size=2), max_size=5), st.sampled_from(",;\t"))
def test_a_table_comes_back_as_it_was(rows: list[list[str]], delimiter: str) -> None:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([["id", "text"], *rows])
    found = [row for _, row in lists.csv_rows(file_of(written.getvalue().encode(), "a.csv"))]
    assert found == [dict(zip(("id", "text"), row, strict=True)) for row in rows]


@few
@given(st.lists(ROWS, max_size=4), st.booleans())
def test_a_large_document_has_the_rows_of_a_small_one(rows: list[Any], is_bare: bool) -> None:
    raw = (
        json.dumps(rows if is_bare else {"case": {"slug": "a"}, "articles": rows}, allow_nan=False, default=str)
        if _sane(rows)
        else "[]"
    )
    file = file_of(raw.encode(), "a.json")
    small = list(lists.json_document(file).rows)
    with suppress(IngestError):  # an empty one is refused
        large = list(lists._large_document(file).rows)
        assert large == small


def _sane(rows: Any) -> bool:
    """JSON has no NaN, and no lone surrogate survives UTF-8."""
    try:
        json.dumps(rows, allow_nan=False).encode()
    except ValueError:
        return False
    return "\\ud" not in json.dumps(rows) and not any(len(str(n)) > 15 for n in _numbers(rows))


def _numbers(told: Any) -> list[float]:
    if isinstance(told, (list, dict)):
        return [n for one in (told.values() if isinstance(told, dict) else told) for n in _numbers(one)]
    return [told] if isinstance(told, (int, float)) else []


@few
@given(st.lists(ROWS | JSON, min_size=1, max_size=5))
def test_each_row_is_a_draft_or_refused_by_its_number(tmp_path: Path, rows: list[Any]) -> None:
    manifest = tmp_path / "list.jsonl"
    manifest.write_text("".join(json.dumps(row) + "\n" for row in rows))
    (tmp_path / "a.txt").write_text("The ferry sank.")
    items = list(read_paths([manifest]))
    assert len(items) == len(rows)
    for number, item in enumerate(items, 1):
        assert isinstance(item, Draft | Refused)
        assert f"line {number}" in item.where
        assert "root:" not in getattr(item, "text", "")


NAMES = st.sampled_from(["a.txt", "b.html", "c.JSONL", "d.csv", "e.zip", "g/h.txt", "../i.txt", "/j.txt", "k.txt"])


@few
@given(st.dictionaries(NAMES, st.binary(max_size=60) | st.just(b"The ferry sank."), min_size=1, max_size=5))
def test_each_member_of_an_archive_is_read_or_named(tmp_path: Path, members: dict[str, bytes]) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for name, raw in members.items():
            packed.writestr(name, raw)
    told = [item.where for item in read_paths([path]) if isinstance(item, Draft | Refused)]
    for name, raw in members.items():
        is_list_without_rows = name in {"c.JSONL", "d.csv"} and not raw.decode("utf-8", "ignore").strip()
        assert is_list_without_rows or any(f"all.zip/{name}" in where for where in told) or _only_header(name, raw)


def _only_header(name: str, raw: bytes) -> bool:
    return name == "d.csv" and len(raw.decode("latin-1").splitlines()) <= 1


@few
@given(st.lists(st.tuples(st.integers(0, 400), st.binary(min_size=1, max_size=3)), max_size=5))
def test_a_damaged_archive_is_read_or_refused(tmp_path: Path, damage: list[tuple[int, bytes]]) -> None:
    raw = bytearray(archive({"a.txt": "The ferry sank.", "b.txt": "Nobody was hurt.", "list.csv": "id,text\n1,x\n"}))
    for place, stuff in damage:
        place %= len(raw)
        raw[place : place + len(stuff)] = stuff
    path = tmp_path / "all.zip"
    path.write_bytes(raw)
    assert list(read_paths([path]))

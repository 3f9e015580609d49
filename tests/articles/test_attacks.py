"""Files and servers that mean harm: each ends with a sentence, in little time and memory, and nothing else is read."""

import io
import json
import os
import resource
import socket
import stat
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from articles import lists
from articles.drafts import Draft, Refused
from articles.errors import IngestError
from articles.limited import post, read_upload
from articles.reading import read_paths
from tests.articles import web
from tests.articles.files import CONTENT_TYPES, RELATIONS, WORD, archive, docx

SECRET = "what the machine keeps to itself"
LOL = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BILLION = f'<!DOCTYPE x [<!ENTITY l0 "lol">{LOL}]>'


def word(document: str) -> bytes:
    parts = {"[Content_Types].xml": CONTENT_TYPES, "_rels/.rels": RELATIONS, "word/document.xml": document}
    return archive(parts)


def word_with(declared: str, said: str) -> bytes:
    return word(
        f'<?xml version="1.0"?>{declared}<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>{said}</w:t></w:r></w:p>'
        "</w:body></w:document>"
    )


def deep_word() -> bytes:
    depth = 200_000
    return word(f'<w:document xmlns:w="{WORD}">{"<w:p>" * depth}{"</w:p>" * depth}</w:document>')


HARMFUL: dict[str, Callable[[], bytes]] = {
    "entities of entities.docx": lambda: word_with(BILLION, "&l9;"),
    "a long entity often.docx": lambda: word_with(f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]>', "&a;" * 20_000),
    "deep.docx": deep_word,
    "a long tail.docx": lambda: docx("x") + b"\0" * 10_000_000,
    "entities of entities.html": lambda: f"{BILLION}<html><body>&l9;</body></html>".encode(),
    "deep.html": lambda: b"<div>" * 200_000,
    "comments.html": lambda: b"<!--" * 400_000,
    "attributes.html": lambda: b"<a " + b"x=" * 1_000_000,
    "a null.html": lambda: b"\0<p>The ferry sank.</p>",
    "brackets.pdf": lambda: b"%PDF-1.7\n" + b"[" * 1_000_000,
    "its own child.pdf": lambda: (
        b"%PDF-1.7\n1 0 obj\n<< /Type /Pages /Kids [1 0 R] >>\nendobj\ntrailer << /Root 1 0 R >>"
    ),
    "a picture.txt": lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40,
    "an archive.txt": lambda: b"PK\x03\x04" + bytes(2000),
    "half a letter.txt": lambda: "Zoë".encode("utf-16-le") + b"\xd8",
}


@pytest.mark.parametrize("name", HARMFUL)
def test_a_file_that_means_harm_ends_in_time(name: str) -> None:
    begun, raw = time.monotonic(), HARMFUL[name]()
    with suppress(IngestError):
        page = read_upload(name, raw, seconds=20)
        assert len(page.text) <= 4 * len(raw)
    assert time.monotonic() - begun < 20


def test_no_file_of_the_machine_is_read_into_an_article(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    outside = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
    for name, raw in (
        ("a.docx", word_with(outside, "The ferry &e; sank.")),
        ("a.html", f"{outside}<html><body><p>The ferry &e; sank.</p><iframe src='{secret.as_uri()}'>".encode()),
        ("a.html", f"<xi:include href='{secret.as_uri()}' parse='text'/><p>The ferry sank.</p>".encode()),
    ):
        with suppress(IngestError):
            assert SECRET not in read_upload(name, raw).text
    export = tmp_path / "export.xml"
    export.write_text(f'<?xml version="1.0"?>{outside}<rss><channel><title>&e;</title></channel></rss>')
    (told,) = read_paths([export])
    assert isinstance(told, Refused)
    assert "declares entities" in told.why


def test_a_link_in_an_archive_or_a_folder_leads_nowhere_else(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(SECRET)
    link = zipfile.ZipInfo("link.txt")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as packed:
        packed.writestr(link, "../secret.txt")
        packed.writestr("list.jsonl", json.dumps({"id": "1", "file": "link.txt", "published": "2016-06-10"}))
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    rows = [
        {"id": "1", "file": name, "published": "2016-06-10"} for name in ("link.txt", "../secret.txt", "/etc/hosts")
    ]
    (folder / "articles.json").write_text(json.dumps(rows))
    for item in read_paths([tmp_path / "all.zip", folder]):
        assert SECRET not in getattr(item, "text", "")
    assert [type(item) for item in read_paths([folder])] == [Refused] * 3


def test_an_archive_of_archives_is_opened_once(tmp_path: Path) -> None:
    raw = archive({"a.txt": "The ferry sank."})
    for depth in range(5):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
            for copy in range(5):
                out.writestr(f"{depth}-{copy}.zip", raw)
        raw = packed.getvalue()
    (tmp_path / "all.zip").write_bytes(raw)
    told = list(read_paths([tmp_path / "all.zip"]))
    assert len(told) == 5
    assert all(isinstance(item, Refused) and "archive within an archive" in item.why for item in told)


def test_members_that_share_their_bytes_are_refused_before_they_are_unpacked(tmp_path: Path) -> None:
    """Each entry of the table points at the same packed megabytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("0.txt", b" " * 40_000_000)
        first = out.infolist()[0]
        for number in range(1, 300):
            twin = zipfile.ZipInfo(f"{number}.txt")
            for name in ("compress_type", "compress_size", "file_size", "CRC", "header_offset", "flag_bits"):
                setattr(twin, name, getattr(first, name))
            out.filelist.append(twin)
            out.NameToInfo[twin.filename] = twin
    (tmp_path / "all.zip").write_bytes(packed.getvalue())
    (told,) = read_paths([tmp_path / "all.zip"])
    assert isinstance(told, Refused)
    assert "which no text has" in told.why


@pytest.mark.parametrize("ending", [".json", ".jsonl"])
@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"id": ['])
def test_brackets_without_end_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str, opening: str
) -> None:
    path = tmp_path / f"list{ending}"
    path.write_text(opening * 100_000)
    for small in (lists.SMALL, 0):
        monkeypatch.setattr(lists, "SMALL", small)
        (told,) = read_paths([path])
        assert isinstance(told, Refused)


def test_one_enormous_line_is_passed_over_in_little_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "LONGEST_ROW", 1_000_000)
    path = tmp_path / "list.jsonl"
    with path.open("w") as out:
        out.write('{"id": "1", "text": "')
        for _ in range(60):
            out.write("x" * 1_000_000)
        out.write('"}\n{"id": "2", "text": "It sank.", "published": "2016-06-10"}\n')
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    told = list(read_paths([path]))
    assert [type(item) for item in told] == [Refused, Draft]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 30_000  # KiB


# Receivers of webhooks


@contextmanager
def receiver(answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server that answers each request as told, byte by byte."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    wire, _ = listening.accept()
                    with wire, suppress(OSError):
                        wire.recv(65_536)
                        answer(wire)

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/hook"
        listening.shutdown(socket.SHUT_RDWR)


def endless_body(wire: socket.socket) -> None:
    wire.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        wire.sendall(b"x" * 65_536)


def endless_header(wire: socket.socket) -> None:
    wire.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        wire.sendall(b"X-Y: " + b"z" * 60_000 + b"\r\n")


def endless_interim(wire: socket.socket) -> None:
    while True:
        wire.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        time.sleep(0.01)


def nonsense(wire: socket.socket) -> None:
    wire.sendall(os.urandom(4096))


def silent(wire: socket.socket) -> None:
    time.sleep(5)


@pytest.mark.parametrize(
    "answer", [endless_body, endless_header, endless_interim, nonsense, silent], ids=lambda answer: answer.__name__
)
def test_no_answer_keeps_a_worker(answer: Callable[[socket.socket], None]) -> None:
    begun = time.monotonic()
    with receiver(answer) as address, suppress(IngestError):
        assert post(address, b"{}", {}, allowed=web.LOOPBACK, seconds=1) == 200
    assert time.monotonic() - begun < 4


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "localhost", "169.254.169.254"]
)
def test_nothing_is_posted_inside(host: str) -> None:
    with pytest.raises(IngestError, match="private network"):
        post(f"http://{host}:9/", b"{}", {}, seconds=5)


def test_a_receiver_that_sends_elsewhere_is_not_followed() -> None:
    def moved(wire: socket.socket) -> None:
        wire.sendall(b"HTTP/1.1 307 Moved\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n")

    with receiver(moved) as address:
        assert post(address, b"{}", {}, allowed=web.LOOPBACK, seconds=5) == 307

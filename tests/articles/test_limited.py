"""The child that reads what may be hostile: whatever happens to it, the site gets a page or a sentence."""

import threading
import time
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from articles.errors import IngestError
from articles.limited import LARGEST_UPLOAD, SECONDS, read_upload
from tests.articles.files import docx, pdf, zip_bomb

LEAD = "The ferry sank on Monday."


def flate_bomb() -> bytes:
    """A page whose content unpacks to 2 GB."""
    packer = zlib.compressobj(9)
    head = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b" " * 10_000_000) + packer.flush(zlib.Z_FULL_FLUSH)
    return pdf([(0, 0, "")], stream=head + block * 200)


def lying_bomb() -> bytes:
    """It says that it unpacks to a thousand bytes."""
    raw = bytearray(zip_bomb())
    place = raw.rfind(b"PK\x01\x02") + 24
    raw[place : place + 4] = (1000).to_bytes(4, "little")
    return bytes(raw)


def test_a_page_comes_back_whole() -> None:
    page = read_upload("a.docx", docx(LEAD, "Zoë “Reedy” Reed – 12 €"))
    assert page.text.split("\n") == [LEAD, "Zoë “Reedy” Reed – 12 €"]


@pytest.mark.parametrize(
    ("name", "make", "why"),
    [
        ("a.docx", zip_bomb, "Unpacked it would have"),
        ("a.docx", lying_bomb, "damaged"),
        ("a.pdf", flate_bomb, "more memory or time"),
        ("a.txt", lambda: b"x" * (LARGEST_UPLOAD + 1), "It has 20.0 MB; at most 20 MB are read"),
        ("a.txt", lambda: b"\xff\xfe\xfa", "marked as UTF-16 and is damaged"),
        ("a.exe", lambda: b"", "Files of the kind .exe are not read"),
    ],
)
def test_what_means_harm_ends_with_a_sentence(name: str, make: Callable[[], bytes], why: str) -> None:
    with pytest.raises(IngestError, match=why):
        read_upload(name, make())


def test_what_takes_too_long_is_ended() -> None:
    start = time.monotonic()
    with pytest.raises(IngestError, match=r"It was not read after 0.05 seconds"):
        read_upload("a.docx", docx(LEAD), seconds=0.05)
    assert time.monotonic() - start < SECONDS / 2
    assert threading.active_count() < 20


def test_several_at_once_do_not_meet() -> None:
    with ThreadPoolExecutor(4) as pool:
        pages = list(pool.map(lambda n: read_upload(f"{n}.txt", f"Ferry {n} sank.".encode()), range(8)))
    assert [page.text for page in pages] == [f"Ferry {n} sank." for n in range(8)]

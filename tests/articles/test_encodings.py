"""Bytes as text: what is sure, what is a guess and says so, what is refused."""

import pytest

from articles.encodings import decode
from articles.errors import IngestError

ENGLISH = "“It’s the council’s ferry — not mine,” the mayor said in the café."
CYRILLIC = "Паром будет ходить ещё год, решил совет города в понедельник после долгих споров."

SURE = [
    ("utf-8", ENGLISH),
    ("utf-8-sig", ENGLISH),
    ("utf-16", ENGLISH),
    ("utf-8", CYRILLIC),
    ("windows-1252", ENGLISH),
    ("windows-1252", "Señora Muñoz paid €3, and Herr Müller £2 for half a crossing…"),
    ("windows-1252", "Le château de l’Œuvre coûte trop cher, dit-on à Nîmes."),
    ("latin-1", "A crossing costs £2 at the café."),
    ("ascii", "Nothing special."),
]


@pytest.mark.parametrize(("encoding", "text"), SURE)
def test_sure(encoding: str, text: str) -> None:
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.guess) == (text, "")


@pytest.mark.parametrize("name", ["windows-1251", "koi8-r", "utf-8"])
def test_a_page_says_its_encoding(name: str) -> None:
    page = f'<html><head><meta charset="{name}"></head><body>{CYRILLIC}</body></html>'
    assert CYRILLIC in decode(page.encode(name)).text


@pytest.mark.parametrize(
    ("encoding", "text"), [("mac_roman", ENGLISH), ("cp1253", "Το πλοίο θα συνεχίσει να λειτουργεί για έναν χρόνο.")]
)
def test_a_guess_says_that_it_is_one(encoding: str, text: str) -> None:
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert decoded.guess


JUNK = {
    "zip": b"PK\x03\x04\x14\0\0\0\x08\0" + bytes(range(256)) * 8,
    "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(255, 0, -1)) * 8,
    "bytes without a zero": bytes(range(1, 256)) * 20,
    "high bytes": bytes(range(128, 256)) * 30,
    "a damaged mark": b"\xff\xfe" + b"\xd8\x00" * 3 + b"a",
}


@pytest.mark.parametrize("raw", JUNK.values(), ids=JUNK.keys())
def test_junk_is_refused(raw: bytes) -> None:
    with pytest.raises(IngestError, match=r"no text file|damaged"):
        decode(raw)

"""Bytes → text. UTF-8 first; for the rest, what can be told for sure, and a guess that says that it is one. Pure."""

import codecs
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from articles.errors import IngestError

DECLARED = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
DECLARED_WITHIN = 4096  # bytes; a page says its encoding before anything else
# What English or another western language does not write, and what another encoding looks like when it is read as
# Windows-1252: a capital with an accent within a word (Mac's quotation marks), signs that touch letters.
NOT_WESTERN = re.compile(r"[a-zß-ÿ][À-ÞŠŒŽŸ]|[^\W\d_][¤¦§¨¬¯²³´¶¸¹º¼½¾†‡ˆ‰ƒ˜]|[¨¬¯´¸ˆ˜][^\W\d_]")
MOSTLY_ASCII = 0.2  # share of characters beyond ASCII in a western text; Cyrillic or Greek has four times as many
UNREADABLE = 0.01  # share of control characters from which a "text" is none
NO_TEXT = "This is no text file. Save the article as .txt or .html first."
UNKNOWN = "Its encoding is unknown. Save it as UTF-8 text."


@dataclass(frozen=True, slots=True)
class Decoded:
    """`guess` names the encoding where it is no more than likely; empty: it is sure."""

    text: str
    guess: str = ""


def decode(raw: bytes, charset: str = "") -> Decoded:
    """Text by its byte order mark, as UTF-8, as `charset` or its page declares, as Windows-1252, else as the likeliest.

    Raises IngestError for what is no text.
    """
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Decoded(_strictly(raw, "utf-16"))
    if b"\0" in raw:
        raise IngestError(NO_TEXT)
    try:
        return Decoded(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return _decode_old(raw, charset)


def codec_of(chunks: Callable[[], Iterable[bytes]]) -> str:
    """The encoding of what is too large to be read at once, from all of it; `chunks` begins anew each time it is asked.

    By its byte order mark, as UTF-8 or as Windows-1252. Raises IngestError for what is no text, and for a guess.
    """
    first = next(iter(chunks()), b"")
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        decoder = codecs.getincrementaldecoder("utf-8")()
        for chunk in chunks():
            if b"\0" in chunk:
                raise IngestError(NO_TEXT)
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return _old_codec(chunks)
    return "utf-8-sig" if first.startswith(codecs.BOM_UTF8) else "utf-8"


def _old_codec(chunks: Callable[[], Iterable[bytes]]) -> str:
    size = beyond = 0
    try:
        for chunk in chunks():
            text = _legible(chunk.decode("windows-1252"))
            if NOT_WESTERN.search(text):
                raise IngestError(UNKNOWN)
            size, beyond = size + len(text), beyond + sum(c > "\x7f" for c in text)
    except UnicodeDecodeError as error:
        raise IngestError(UNKNOWN) from error
    if beyond > MOSTLY_ASCII * size:
        raise IngestError(UNKNOWN)
    return "windows-1252"


def _decode_old(raw: bytes, charset: str) -> Decoded:
    declared = DECLARED.search(raw[:DECLARED_WITHIN])
    for name in filter(None, (charset, declared and declared[1].decode("ascii", "replace"))):
        try:
            return Decoded(raw.decode(name))
        except (LookupError, UnicodeDecodeError, ValueError):
            pass  # pages err about themselves
    try:
        text = raw.decode("windows-1252")
        if sum(c > "\x7f" for c in text) <= MOSTLY_ASCII * len(text) and not NOT_WESTERN.search(text):
            return Decoded(_legible(text))
    except UnicodeDecodeError:
        pass
    from charset_normalizer import from_bytes  # slow to load, and seldom needed

    if (best := from_bytes(raw).best()) is None:
        raise IngestError(NO_TEXT)
    return Decoded(_legible(str(best)), best.encoding)


def _strictly(raw: bytes, encoding: str) -> str:
    try:
        return _legible(raw.decode(encoding))
    except UnicodeDecodeError as error:
        raise IngestError(f"It is marked as {encoding.upper()} and is damaged. Save it as UTF-8 text.") from error


def _legible(text: str) -> str:
    odd = sum(not (c.isprintable() or c.isspace()) for c in text)
    if odd > UNREADABLE * len(text):
        raise IngestError(NO_TEXT)
    return text

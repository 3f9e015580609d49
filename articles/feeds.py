"""A feed (RSS or Atom) → its entries; and which of them a case wants, by their words. Pure.

Feeds come from outside: the site reads them in a child process with limits (`articles.limited`), never here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import urljoin, urlsplit

from articles.errors import IngestError

MOST = 500  # entries of a feed; newspapers have a hundred at most
LONGEST = 2000  # characters of an entry's summary that rules look at
LONGEST_ADDRESS, LONGEST_TITLE = 1000, 500
TAG = re.compile(r"<[^>]*>")
PARTS = re.compile(r"[\n,;]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """`published` is an ISO date-time in UTC, or empty."""

    url: str
    title: str
    summary: str
    published: str


@dataclass(frozen=True, slots=True)
class FeedPage:
    """A feed as it was answered. `etag` and `modified` are what to ask with the next time; `is_new` is false where the
    server says that nothing has changed."""

    title: str = ""
    entries: tuple[Entry, ...] = ()
    etag: str = ""
    modified: str = ""
    is_new: bool = True


def read_feed(raw: bytes, *, url: str, charset: str = "") -> FeedPage:
    """The entries that have an address, in their order. Raises IngestError for what is no feed."""
    import feedparser

    kind = f"application/xml; charset={charset}" if charset else "application/xml"
    found = feedparser.parse(BytesIO(raw), response_headers={"content-type": kind, "content-location": url})
    if not found.get("version") and not found.entries:  # an empty answer has no version at all
        raise IngestError("It is no RSS or Atom feed. Look for the feed's own address on the site, or add its pages.")
    entries = [_entry(told, url) for told in found.entries[:MOST]]
    by_url = {entry.url: entry for entry in reversed(entries) if entry.url}
    return FeedPage(_plain(found.feed.get("title", ""))[:200], tuple(reversed(by_url.values())))


def _entry(told: dict[str, object], base: str) -> Entry:
    moment = told.get("published_parsed") or told.get("updated_parsed")
    published = ""
    if isinstance(moment, Sequence) and len(moment) >= 6:
        year, month, day, hour, minute, second = moment[:6]
        published = f"{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{min(second, 59):02d}+00:00"
    summary = _plain(str(told.get("summary") or ""))[:LONGEST]
    return Entry(_address(told, base), _plain(str(told.get("title") or ""))[:LONGEST_TITLE], summary, published)


def _address(told: dict[str, object], base: str) -> str:
    try:
        url = urljoin(base, str(told.get("link") or "").strip())
        parts = urlsplit(url)
    except ValueError:
        return ""
    is_usable = parts.scheme in {"http", "https"} and parts.hostname and len(url) <= LONGEST_ADDRESS
    return url if told.get("link") and is_usable else ""


def _plain(html: str) -> str:
    import html as entities

    return " ".join(entities.unescape(TAG.sub(" ", html)).replace("\0", " ").split())


@dataclass(frozen=True, slots=True)
class Rule:
    """Words and phrases, parted by commas or lines: all of `every`, one of `some`, none of `never`. Whole words, in
    either case; `flood*` stands for all words that begin so. An empty part asks for nothing."""

    every: str = ""
    some: str = ""
    never: str = ""

    def why_not(self, text: str) -> str:
        """Why a text is left out; empty where it is wanted."""
        for word in _words(self.never):
            if _stands(word, text):
                return f"It has “{word}”."
        for word in _words(self.every):
            if not _stands(word, text):
                return f"It lacks “{word}”."
        some = _words(self.some)
        if some and not any(_stands(word, text) for word in some):
            return "It has none of “" + "”, “".join(some[:5]) + ("”, …" if len(some) > 5 else "”") + "."
        return ""


def _words(told: str) -> list[str]:
    return [" ".join(part.split()) for part in PARTS.split(told) if part.strip(" *\t\r")]


def _stands(word: str, text: str) -> bool:
    stem, ending = (word.rstrip("*"), "") if word.endswith("*") else (word, r"(?!\w)")
    pattern = r"\s+".join(re.escape(part) for part in stem.casefold().split())
    return re.search(rf"(?<!\w){pattern}{ending}", text.casefold()) is not None

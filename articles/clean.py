"""From a web page to an article's parts. Pure: nothing is fetched."""

import re
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from articles.errors import IngestError
from articles.left_out import enclose, left_out

NOT_FREE = re.compile(
    r"""["']isAccessibleForFree["']\s*:\s*["']?(?:https?://schema\.org/)?(?:false|no)\b""", re.IGNORECASE
)
MISSING = "A list or table of this page was left out: “{}”. See whether the text is whole; if not, paste it instead."
FEW_WORDS = 150  # of a page that is not free to read: its lead, and an offer to subscribe

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from trafilatura.settings import Document


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server sent. `asked` is the address that was asked for, `url` the one that redirects led to, `status` like
    "200 OK"; the body is unpacked, whatever the headers say."""

    asked: str
    url: str
    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class Page:
    """What a page or file tells of itself; empty where it tells nothing. `published` is an ISO day or date-time.

    `notes` are sentences for the editor: what may be wrong with it, and what to do. `lacks` is one too, on what is
    missing from a text that is right otherwise. `fetched` is what it was read from, where that is to be kept.
    """

    text: str
    title: str = ""
    byline: str = ""
    published: str = ""
    source: str = ""
    url: str = ""
    notes: tuple[str, ...] = ()
    lacks: str = ""
    fetched: Fetched | None = None

    def noting(self, *notes: str) -> "Page":
        return replace(self, notes=(*self.notes, *notes))


def clean_html(html: str) -> Page:
    """The article of a page, one paragraph a line, without markup and scripts. Raises IngestError where there is none.

    The day is the one on which the page was first published; it keeps its time and offset, where the page tells them,
    since the day in the article's own zone may be another.
    """
    import htmldate  # these take a quarter of a second, which commands that read no page need not wait for
    import trafilatura

    page = _extract(html)
    text = (page.text or trafilatura.baseline(html)[1]).strip()  # pages of a line or two are too short for the first
    if not text:
        raise IngestError("No article was found in this page. Paste its text instead.")
    text, lacks = _with_lists(html, text)
    notes = _check_free(html, text)
    published = htmldate.find_date(
        html, original_date=True, extensive_search=False, outputformat="%Y-%m-%dT%H:%M:%S%z", max_date="2999-12-31"
    )
    return Page(
        title=page.title or "",
        byline=page.author or "",
        published=published or "",
        source=page.sitename or "",
        url=_address(page.url or ""),
        text=text,
        notes=notes,
        lacks=lacks,
    )


def _extract(page: "str | HtmlElement") -> "Document":
    import trafilatura
    from trafilatura.settings import Document

    found = trafilatura.bare_extraction(page, with_metadata=True, include_comments=False, include_tables=False)
    return found if isinstance(found, Document) else Document()


def _with_lists(html: str, text: str) -> tuple[str, str]:
    """The text with the lists among its paragraphs, where the first reading missed any; a note if one still lacks."""
    import trafilatura

    tree = trafilatura.load_html(html)
    around, missing = (None, ()) if tree is None else left_out(tree, text)
    if tree is None or around is None or not missing:
        return text, ""
    enclose(around)
    again = (_extract(deepcopy(tree)).text or "").strip()
    still = left_out(tree, again)[1]
    if len(again) > len(text) and len(still) < len(missing):
        text, missing = again, still
    return text, MISSING.format(missing[0]) if missing else ""


def _check_free(html: str, text: str) -> tuple[str, ...]:
    """A note where the page says (in schema.org's words) that it is not free; IngestError where most is missing."""
    if not NOT_FREE.search(html):
        return ()
    if (words := len(text.split())) < FEW_WORDS:
        raise IngestError(
            f"This page is behind a paywall: {words} words can be read without an account. "
            "Open it in your browser and paste its text."
        )
    return ("This page says that it is not free to read. See whether the text is whole; if not, paste it instead.",)


def _address(url: str) -> str:
    """The page's own address, if it is a whole one."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.hostname else ""

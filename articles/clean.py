"""From a web page to an article's parts. Pure: nothing is fetched."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from articles.errors import IngestError


@dataclass(frozen=True, slots=True)
class Page:
    """What a page tells of itself; empty where it tells nothing. `published` is an ISO day or date-time."""

    title: str
    byline: str
    published: str
    source: str
    url: str
    text: str


def clean_html(html: str) -> Page:
    """The article of a page, one paragraph a line, without markup and scripts. Raises IngestError where there is none.

    The day is the one on which the page was first published; it keeps its time and offset, where the page tells them,
    since the day in the article's own zone may be another.
    """
    import htmldate  # these take a quarter of a second, which commands that read no page need not wait for
    import trafilatura
    from trafilatura.settings import Document

    found = trafilatura.bare_extraction(html, with_metadata=True, include_comments=False, include_tables=False)
    page = found if isinstance(found, Document) else Document()
    text = (page.text or trafilatura.baseline(html)[1]).strip()  # pages of a line or two are too short for the first
    if not text:
        raise IngestError("No article was found in this page. Paste its text instead.")
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
    )


def _address(url: str) -> str:
    """The page's own address, if it is a whole one."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.hostname else ""

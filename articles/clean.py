"""From a web page to an article's parts. Pure: nothing is fetched."""

from dataclasses import dataclass

import htmldate
import trafilatura

from articles.errors import IngestError


@dataclass(frozen=True, slots=True)
class Page:
    """What a page tells of itself; empty where it tells nothing. `published` is an ISO day."""

    title: str
    byline: str
    published: str
    source: str
    url: str
    text: str


def clean_html(html: str) -> Page:
    """The article of a page, one paragraph a line. Raises IngestError where there is none."""
    found = trafilatura.bare_extraction(html, with_metadata=True, include_comments=False, include_tables=False)
    text = (found.text or "").strip() if found else ""
    if not text:
        raise IngestError("No article was found in this page. Paste its text instead.")
    published = htmldate.find_date(html, original_date=True, extensive_search=False) or ""
    return Page(
        title=found.title or "",
        byline=found.author or "",
        published=published,
        source=found.sitename or "",
        url=found.url or "",
        text=text,
    )

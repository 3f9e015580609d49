"""A timeline for paper: its sources numbered, and told once each at the end."""

from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from timeline.models import Citation
from timeline.presentation.evidence import SourceBlock, article_title, paragraph_url
from timeline.presentation.wording import day_words
from timeline.reader import Reader


@dataclass(frozen=True, slots=True)
class Footnote:
    """A version of an article. `address` is its page here, `original` the publisher's ("" where that is not known or
    holds a withheld name); `retrieved` the day on which its text came to us."""

    number: int
    outlet: str
    title: str
    published: str
    address: str
    original: str
    retrieved: str


class Footnotes:
    """The articles cited, numbered in the order in which the page first cites them."""

    def __init__(self, cited: Iterable[Citation], reader: Reader, *, site: str, zone: str) -> None:
        self._notes: dict[str, Footnote] = {}
        for citation in cited:
            if (page := _page_of(paragraph_url(citation))) not in self._notes:
                self._notes[page] = _footnote(len(self._notes) + 1, citation, reader, site + page, zone)

    def all(self) -> tuple[Footnote, ...]:
        return tuple(self._notes.values())

    def number(self, block: SourceBlock) -> int:
        """The number of the article that the block quotes."""
        return self._notes[_page_of(block.article_url)].number


def _page_of(url: str) -> str:
    return url.partition("#")[0]


def _footnote(number: int, citation: Citation, reader: Reader, address: str, zone: str) -> Footnote:
    version = citation.mention.paragraph.version
    article = version.article
    return Footnote(
        number=number,
        outlet=article.source.name,
        title=reader.names.text(article_title(version)),
        published=day_words(article.published),
        address=address,
        original=reader.names.url(article.url),
        retrieved=day_words(version.created_at.astimezone(ZoneInfo(zone)).date()),
    )

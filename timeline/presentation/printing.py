"""A timeline for paper: its sources numbered, and told once each at the end."""

from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from timeline.presentation.evidence import cited_page, cited_title
from timeline.presentation.wording import day_words
from timeline.queries import Evidence
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

    def __init__(self, cited: Iterable[Evidence], reader: Reader, *, site: str, zone: str) -> None:
        self._notes: dict[str, Footnote] = {}
        for report in cited:
            if (page := cited_page(report)) not in self._notes:
                self._notes[page] = _footnote(len(self._notes) + 1, report, reader, site + page, zone)

    def all(self) -> tuple[Footnote, ...]:
        return tuple(self._notes.values())

    def number(self, url: str) -> int:
        """The number of the article that this paragraph stands in."""
        return self._notes[url.partition("#")[0]].number


def _footnote(number: int, report: Evidence, reader: Reader, address: str, zone: str) -> Footnote:
    return Footnote(
        number=number,
        outlet=report.outlet,
        title=reader.names.text(cited_title(report)),
        published=day_words(report.published),
        address=address,
        original=reader.names.url(report.url),
        retrieved=day_words(report.came.astimezone(ZoneInfo(zone)).date()),
    )

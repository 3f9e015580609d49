"""What a search across all cases found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from articles.models import Case
from timeline.filters import Asked
from timeline.presentation.timeline import Card
from timeline.presentation.wording import count_words
from timeline.queries import COUNTED
from timeline.reader import Reader


@dataclass(frozen=True, slots=True)
class InCase:
    """A case with something found in it; `url` leads to the same search there."""

    title: str
    url: str
    count: str


@dataclass(frozen=True, slots=True)
class Result:
    """An event found, and the case that it belongs to."""

    card: Card
    case: str
    case_url: str


@dataclass(frozen=True, slots=True)
class Found:
    """`count` is capped; `named` are cases whose title or summary holds the words; `start` and `next` are addresses,
    empty where this is the first or the last page."""

    count: str
    results: tuple[Result, ...]
    in_cases: tuple[InCase, ...]
    named: tuple[InCase, ...]
    start: str
    next: str


def found(
    asked: Asked,
    cards: Sequence[tuple[Case, Card]],
    counts: Mapping[Case, int],
    named: Sequence[Case],
    readers: Mapping[int, Reader],
    *,
    more: tuple[bool, bool],
) -> Found:
    """`more` says whether there are more events than were counted, and more pages."""
    uncounted, goes_on = more
    return Found(
        count=f"More than {COUNTED:,} events" if uncounted else count_words(sum(counts.values()), "event"),
        results=tuple(Result(card, _title(case, readers), case.get_absolute_url()) for case, card in cards),
        in_cases=tuple(_in_case(case, f"{n:,}", readers, q=asked.q) for case, n in counts.items()),
        named=tuple(_in_case(case, "", readers) for case in named),
        start=asked.but(newest_first=False).query() if asked.after else "",
        next=asked.but(newest_first=False, after=cards[-1][1].id).query() if goes_on else "",
    )


def _in_case(case: Case, count: str, readers: Mapping[int, Reader], q: str = "") -> InCase:
    url = case.get_absolute_url()
    return InCase(_title(case, readers), f"{url}?{urlencode({'q': q})}" if q else url, count)


def _title(case: Case, readers: Mapping[int, Reader]) -> str:
    return readers[case.pk].names.text(case.title)

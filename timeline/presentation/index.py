"""The cases as a list: what each is about, how much it holds, and when that happened, as a sparkline."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page

from timeline.presentation.strip import core
from timeline.presentation.wording import count_words, moment_words, month_words, years_words
from timeline.queries import Listed
from timeline.reader import Reader

WIDTH, HEIGHT = 192, 40  # of a sparkline
MAX_BARS = 48
MAX_BAR = 12  # pixels between bars where there are few
SLENDER = 0.72  # of that, the bar


@dataclass(frozen=True, slots=True)
class Spark:
    """Bars as one path of upright strokes, `stroke` wide; `words` say the same."""

    path: str
    stroke: float
    words: str
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in the list of cases."""

    title: str
    url: str
    summary: str
    span: str
    events: str
    changed: str
    spark: Spark | None
    is_demonstration: bool
    is_public: bool


@dataclass(frozen=True, slots=True)
class Sort:
    text: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class IndexHead:
    """What stands around one page of the list: `place` is "Page 2 of 9", "" where there is one page; the addresses of
    the pages before and after are empty where there is none."""

    count: str
    q: str
    sort: str
    sorts: tuple[Sort, ...]
    place: str
    previous: str
    next: str


SORTS = {"changed": "Last change", "title": "Title", "events": "Number of events"}


def index_head(page: Page[Listed], q: str, sort: str) -> IndexHead:
    pages = page.paginator.num_pages
    return IndexHead(
        count=count_words(page.paginator.count, "case"),
        q=q,
        sort=sort,
        sorts=tuple(Sort(text, _query(q, name), name == sort) for name, text in SORTS.items()),
        place=f"Page {page.number:,} of {pages:,}" if pages > 1 else "",
        previous=_query(q, sort, page.number - 1) if page.has_previous() else "",
        next=_query(q, sort, page.number + 1) if page.has_next() else "",
    )


def _query(q: str, sort: str, page: int = 1) -> str:
    """The query string that asks for this page; what goes without saying is left out."""
    pairs: list[tuple[str, str | int]] = [("q", q)] if q else []
    pairs += [("sort", sort)] if sort != next(iter(SORTS)) else []
    pairs += [("page", page)] if page > 1 else []
    return "?" + urlencode(pairs)


def case_line(listed: Listed, months: Mapping[dt.date, int], reader: Reader) -> CaseLine:
    """With its share of `queries.months`."""
    case, totals = listed.case, listed.totals
    first, last = totals.first, totals.last
    return CaseLine(
        title=reader.names.text(case.title),
        url=case.get_absolute_url(),
        summary=reader.names.text(case.summary),
        span=years_words(first, last) if first and last and first <= last else "",
        events=count_words(totals.n, "event"),
        changed=moment_words(totals.changed, case.timezone) if totals.changed else "",
        spark=spark(months),
        is_demonstration=case.is_demonstration,
        is_public=case.is_public,
    )


def spark(months: Mapping[dt.date, int]) -> Spark | None:
    """From how many events begin in each month. A few of them a long way off are left out, lest they press all others
    into one bar; None where there are fewer than two bars to compare."""
    years: Counter[int] = Counter()
    for month, count in months.items():
        years[month.year] += count
    start, end = core(years)
    kept = {month: count for month, count in months.items() if start <= month <= end}
    if len(kept) < 2:
        return None
    first = _number(min(kept))
    in_bar = -(-(_number(max(kept)) - first + 1) // MAX_BARS)
    bars: Counter[int] = Counter()
    for month, count in kept.items():
        bars[(_number(month) - first) // in_bar] += count
    step = min(WIDTH / (max(bars) + 1), MAX_BAR)
    most = max(bars.values())
    strokes = [
        f"M{(at + 0.5) * step:.1f} {HEIGHT}V{HEIGHT - max(count / most * HEIGHT, 2):.1f}" for at, count in bars.items()
    ]
    top = max(kept, key=lambda month: kept[month])
    return Spark("".join(strokes), round(step * SLENDER, 2), _words(min(kept), max(kept), top, kept[top]))


def _number(month: dt.date) -> int:
    return month.year * 12 + month.month


def _words(first: dt.date, last: dt.date, top: dt.date, most: int) -> str:
    text = f"{month_words(first)} – {month_words(last)}"
    return f"{text}; the most, {most:,}, in {month_words(top)}" if most > 1 else text

"""The density strip above a timeline: how many events each stretch of time holds, as bars that lead to that time.

Horizontal places are percentages, so that the drawing fits any width and its letters keep their shape; heights are
pixels.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from timeline.filters import Asked
from timeline.presentation.periods import MONTHS, before, beside, floor, following, label, labelled
from timeline.presentation.wording import capital, count_words, span_words
from timeline.presentation.zoom import Level, Link, levels, zoom
from timeline.queries import Bucket, Extent

HEIGHT = 72  # pixels of the tallest bar
MIN_HEIGHT = 4  # of the lowest, which must still be seen
GAP = 0.2  # of a bar's place
WIDEST = 8.0  # percent: a bar that is all there is fills no page
MAX_LABELS = 7  # below the bars: as many as a phone has room for
OUTLIERS = 0.1  # of the events: more than these are no exception
TYPES = 3  # that are told apart in the bars; more patterns than these and one for the others nobody tells apart


@dataclass(frozen=True, slots=True)
class Unit:
    """A bar's stretch of time. `days` is its width (a wider date belongs to no one bar); `up_to` the longest period, in
    days, that is drawn in bars of it."""

    name: str
    days: int
    up_to: int


UNITS = (
    Unit("day", 1, 62),
    Unit("week", 7, 200),
    Unit("month", 31, 6 * 366),
    Unit("year", 366, 80 * 366),
    Unit("decade", 3653, 10_000 * 366),
)


Frame = tuple[dt.date, dt.date, Unit]


class Bar(NamedTuple):
    """Its place starts at `place`, the bar itself at `x` (percentages, as `width`). It reaches from `y` down by
    `height` pixels; the uppermost `ahead` of them are events that were ahead when they were reported."""

    x: float
    width: float
    place: float
    y: int
    height: int
    ahead: int
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    text: str


@dataclass(frozen=True, slots=True)
class Layer:
    """All bars' parts of one type, as the path of one drawing of 100 × HEIGHT; `name` is that of the type."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Strip:
    """`place` is the width of a bar's place in percent; `caption` says the same in words. `zoom` leads out of the
    period and into years, `earlier` and `later` beside it."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    place: float
    unit: str
    caption: str
    has_ahead: bool
    zoom: tuple[Link, ...]
    levels: tuple[Level, ...]
    layers: tuple[Layer, ...]
    earlier: str
    later: str


def frame(asked: Asked, extent: Extent, years: Mapping[int, int]) -> Frame | None:
    """The days that the strip covers and the unit of its bars; None where there is no time to draw.

    `years` says how many events begin in each year. Where no period is asked for, a few events a long way off are left
    out, lest they press all others into one bar.
    """
    start, end = core(years)
    first = asked.first or (extent.first and max(extent.first, start))
    last = asked.last or (extent.last and min(extent.last, end))
    if first is None or last is None or first > last:
        return None
    unit = next(u for u in UNITS if (last - first).days < u.up_to)
    return floor(first, unit.name), before(following(floor(last, unit.name), unit.name)), unit


def core(years: Mapping[int, int]) -> tuple[dt.date, dt.date]:
    """The time without its outliers: as long as the widest empty stretch of years is more than half of all, and what
    lies on one side of it no more than OUTLIERS of the events, that side is left out."""
    kept = sorted(years)
    while len(kept) > 1:
        gap, at = max((later - earlier, n) for n, (earlier, later) in enumerate(pairwise(kept), 1))
        side = min(kept[:at], kept[at:], key=lambda part: sum(years[year] for year in part))
        if gap * 2 <= kept[-1] - kept[0] or sum(years[y] for y in side) > OUTLIERS * sum(years.values()):
            break
        kept = [year for year in kept if year not in side]
    if len(kept) == len(years):
        return dt.date.min, dt.date.max
    return dt.date(kept[0], 1, 1), dt.date(kept[-1], 12, 31)


def strip(
    asked: Asked,
    extent: Extent,
    framed: Frame,
    buckets: Sequence[Bucket],
    years: Iterable[int],
    names: Mapping[str, str] | None = None,
    listed: Sequence[dt.date] = (),
) -> Strip:
    """`years` are those that have events, whatever the period: the links to zoom by. `names` are those of the types,
    `listed` the days of events that stand below: a link to a day leads to one of them, best in the tallest bar."""
    first, last, unit = framed
    folded = _fold(buckets, unit.name)
    places = _index(last, unit.name) - _index(first, unit.name) + 1
    bars = tuple(_bars(folded, asked.periods(), unit, first, places))
    drawn = sum(b.count for b in folded)
    busiest = max(folded, key=lambda b: b.count).start if folded else first
    day = next((day for day in listed if floor(day, unit.name) == busiest), next(iter(listed), busiest))
    earlier, later = (asked.but(first=p[0], last=p[1]).query() if p else "" for p in beside(asked.first, asked.last))
    return Strip(
        bars=bars,
        ticks=_ticks(first, places, unit.name),
        place=round(100 / places, 3),
        unit=unit.name,
        caption=_caption(extent, folded, unit, (first, last), drawn),
        has_ahead=any(b.ahead for b in folded),
        zoom=zoom(asked, list(years)),
        levels=levels(asked, busiest, unit.name, day),
        layers=_layers(folded, bars, names or {}),
        earlier=earlier,
        later=later,
    )


def _index(day: dt.date, unit: str) -> int:
    """Counts units from a common start, so that differences of it are numbers of bars."""
    if unit in {"day", "week"}:
        return day.toordinal() if unit == "day" else (day.toordinal() - 1) // 7
    if unit == "month":
        return day.year * 12 + day.month
    return day.year if unit == "year" else day.year // 10


def _fold(buckets: Sequence[Bucket], unit: str) -> list[Bucket]:
    """The database knows years but not our decades."""
    if unit != "decade":
        return list(buckets)
    sums: dict[dt.date, Bucket] = {}
    for bucket in buckets:
        start = floor(bucket.start, "decade")
        so_far = sums.get(start, Bucket(start, 0, 0))
        types = Counter(so_far.types) + Counter(bucket.types)
        sums[start] = Bucket(start, so_far.count + bucket.count, so_far.ahead + bucket.ahead, types)
    return [bucket for _, bucket in sorted(sums.items())]


def _layers(buckets: Sequence[Bucket], bars: Sequence[Bar], names: Mapping[str, str]) -> tuple[Layer, ...]:
    """The types with the most events, from the ground up, and all others above them."""
    totals: dict[str, int] = {}
    for bucket in buckets:
        for slug, count in bucket.types.items():
            totals[slug] = totals.get(slug, 0) + count
    ranked = sorted(totals, key=lambda slug: (-totals[slug], slug))
    top = ranked if len(ranked) == TYPES + 1 else ranked[:TYPES]
    paths: dict[str, list[str]] = {slug: [] for slug in (*top, "")}
    for bucket, bar in zip(buckets, bars, strict=True):
        counts = {slug: bucket.types.get(slug, 0) for slug in top}
        counts[""] = bucket.count - sum(counts.values())
        left, across = f"M{bar.x:g}", f"h{bar.width:g}"
        below, floor_y = 0, str(HEIGHT)
        for slug, count in counts.items():
            if count:
                below += count
                top_y = f"{HEIGHT - bar.height * below / bucket.count:.4g}"
                paths[slug].append(f"{left} {floor_y}V{top_y}{across}V{floor_y}z")
                floor_y = top_y
    layers = [Layer(names.get(slug, slug) or "Other types", "".join(path)) for slug, path in paths.items() if path]
    return tuple(layers)


def _bars(
    buckets: Sequence[Bucket], query: Callable[[dt.date, dt.date], str], unit: Unit, first: dt.date, places: int
) -> Iterator[Bar]:
    most = max((bucket.count for bucket in buckets), default=1)
    place, start = 100 / places, _index(first, unit.name)
    width = min(place * (1 - GAP), WIDEST)
    inset = (place - width) / 2
    for bucket in buckets:
        height = max(round(bucket.count / most * HEIGHT), MIN_HEIGHT)
        x = (_index(bucket.start, unit.name) - start) * place
        words = f"{capital(label(bucket.start, unit.name))}: {count_words(bucket.count, 'event')}"
        if bucket.ahead:
            words += f", {bucket.ahead} of them planned or open"
        yield Bar(
            x=round(x + inset, 3),
            width=round(width, 3),
            place=round(x, 3),
            y=HEIGHT - height,
            height=height,
            ahead=round(bucket.ahead / bucket.count * height),
            label=words,
            url=query(bucket.start, before(following(bucket.start, unit.name))),
        )


def _ticks(first: dt.date, places: int, unit: str) -> tuple[Tick, ...]:
    starts = [first]
    while len(starts) < places and starts[-1] < dt.date.max:
        starts.append(following(starts[-1], unit))
    chosen = labelled(starts, unit, MAX_LABELS)
    return tuple(Tick(round(i / places * 100, 3), _tick_words(starts[i], unit, places)) for i in chosen)


def _tick_words(start: dt.date, unit: str, places: int) -> str:
    if unit in {"day", "week"}:
        return f"{start.day} {start:%b}"
    if unit == "month" and places <= MONTHS:
        return f"{start:%b}"
    return label(start, "decade" if unit == "decade" else "year")


def _caption(extent: Extent, buckets: Sequence[Bucket], unit: Unit, days: tuple[dt.date, dt.date], drawn: int) -> str:
    if not buckets:
        return "No event has a date close enough to be drawn here."
    top = max(buckets, key=lambda b: b.count)
    text = f"{count_words(drawn, 'event')}, {span_words(*days)}, each bar one {unit.name}"
    if len(buckets) > 1 and top.count > 1:
        text += f"; the most, {top.count}, in {'the ' if unit.name in {'week', 'decade'} else ''}"
        text += label(top.start, unit.name)
    text += "."
    if drawn < extent.count:
        others = count_words(extent.count - drawn, "other event")
        text += f" {others}, further away or with a wider date, in the list only."
    return text

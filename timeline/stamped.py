"""The day that the head of a text bears itself ("Updated: 26 January 2015"), held against its day of publication."""

import datetime as dt
from collections.abc import Iterator

from articles.days import writes_day_first
from articles.kinds import TOP, is_stamp
from articles.segment import segment
from timeline.extraction import edtf
from timeline.extraction.timex import find_timexes

HEAD = 2000  # characters in which the first lines stand
NEAR = dt.timedelta(days=2)  # a page is put up the evening before, or brought up to date the day after


def doubt_of_day(text: str, published: dt.date, zone: str) -> str:
    """What to tell whoever adds a text that bears other days than that of its publication, from which every "Sunday" in
    it counts; "" where one of them fits, or where there is none."""
    lines = [line.strip() for line in text[:HEAD].split("\n") if line.strip()][:TOP]
    stamps = [(line, days) for line in filter(is_stamp, lines) if (days := set(_days(line, zone)))]
    if not stamps or any(abs(day - published) <= NEAR for _, days in stamps for day in days):
        return ""
    told = ", ".join(f"“{line}”" for line, _ in stamps)
    return (
        f"Its text is stamped {told}, and it was handed in as published on {edtf.describe(published.isoformat())}. "
        "Days like “Sunday” are counted from the day of publication: look which one is right."
    )


def _days(line: str, zone: str) -> Iterator[dt.date]:
    """Those that a stamp names in full, in each reading of "05/06/2016"."""
    blocks, day_first = segment(line), writes_day_first(zone)
    for timex in find_timexes(line, published=None, blocks=blocks, language="en", day_first=day_first):
        for value in timex.candidates or (timex.edtf or "",):
            earliest, latest = edtf.days(value) if value else (None, None)
            if earliest is not None and earliest == latest:
                yield earliest

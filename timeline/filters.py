"""What a reader asks of a timeline, as the query string says it: filters, period, order, open cards, place in the list.

Whatever a query string holds, `parse` answers with an `Asked` that the database can be asked with; what it could not
understand it leaves out and names in the notes.
"""

import calendar
import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache
from urllib.parse import quote_plus

from django.http import QueryDict

from timeline.models import Status

MAX_WORDS = 200  # code points of a search; nobody types more, and the text search stays cheap
MAX_CHOICES = 50  # values of one filter, or open cards
OPEN_ALL = "all"
CLOCKS = range(1970, 9999)  # years of a visit: the days before and after them can be told in any zone

KNOWN = frozenset("q type person outlet status differ from to order open after since choices".split())
WORDS = {"differ": ("", "0", "1"), "order": ("", "oldest", "newest"), "choices": ("", "all")}  # what these may say

PERIOD = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
NUMBER = re.compile(r"[0-9]{1,18}")  # fits a bigint column
SLUG = re.compile(r"[-\w]{1,80}")


@dataclass(frozen=True, slots=True)
class Asked:
    """`first` and `last` are inclusive days, None where open; `open` holds public ids, or "all"; `after` is the public
    id of the event after which the list goes on; `since` is the moment of the last visit, in the case's own time where
    it names no zone; `all_choices` draws every value that a filter can take, also where these are hundreds."""

    q: str = ""
    types: tuple[str, ...] = ()
    outlets: tuple[int, ...] = ()
    people: tuple[int, ...] = ()
    statuses: tuple[str, ...] = ()
    differ: bool = False
    first: dt.date | None = None
    last: dt.date | None = None
    newest_first: bool = False
    open: tuple[str, ...] = ()
    after: str = ""
    since: dt.datetime | None = None
    all_choices: bool = False

    @property
    def count(self) -> int:
        """How many filters are set; a period counts as one."""
        period = self.first is not None or self.last is not None
        chosen = (*self.types, *self.outlets, *self.people, *self.statuses)
        return len(chosen) + self.differ + bool(self.q) + period

    def but(self, **changes: object) -> "Asked":
        """The same with these changes, from the start of the list and with all cards closed, unless they are named."""
        return replace(self, **{"open": (), "after": "", **changes})  # type: ignore[arg-type]

    def to_keep(self) -> str:
        """The query string of the filters alone: what a saved view, a file or a frame asks."""
        return self.but(since=None, all_choices=False).query()

    def query(self, *, open_: Sequence[str] | None = None) -> str:
        """The query string that asks this (with other cards open, where these are named), always in the same order;
        "?" alone where nothing is asked."""
        # A page has a hundred of these addresses: what is not asked costs nothing, and what needs no quoting gets none.
        parts = [f"q={quote_plus(self.q)}"] if self.q else []
        parts += [f"type={quote_plus(slug)}" for slug in self.types]
        parts += [f"person={pk}" for pk in self.people]
        parts += [f"outlet={pk}" for pk in self.outlets]
        parts += [f"status={status}" for status in self.statuses]
        if self.differ:
            parts.append("differ=1")
        if self.first or self.last:
            ends = zip(("from", "to"), bounds(self.first, self.last), strict=True)
            parts += [f"{key}={text}" for key, text in ends if text]
        if self.newest_first:
            parts.append("order=newest")
        opened = self.open if open_ is None else open_
        parts += [f"open={one if one.isascii() else quote_plus(one)}" for one in opened]  # SLUG has let it in
        if self.after:
            parts.append(f"after={quote_plus(self.after)}")
        if self.since:
            parts.append(f"since={quote_plus(moment_text(self.since))}")
        if self.all_choices:
            parts.append("choices=all")
        return "?" + "&".join(parts)

    def periods(self) -> Callable[[dt.date, dt.date], str]:
        """What makes the query strings that ask the same of other periods: each bar of a strip has one."""
        all_time = self.but(first=dt.date.min, last=dt.date.max).query()
        before, _, after = all_time.partition("from=0001&to=9999")

        def query(first: dt.date, last: dt.date) -> str:
            return "{}from={}&to={}{}".format(before, *bounds(first, last), after)

        return query

    def is_open(self, public_id: str) -> bool:
        return public_id in self.open or OPEN_ALL in self.open

    def toggles(self) -> Callable[[str], str]:
        """What makes the query string that asks the same with the card of this public id opened, or closed."""
        if self.open:
            return self._toggle
        before, _, after = self.query(open_=["0"]).partition("open=0")
        return lambda public_id: f"{before}open={public_id}{after}"

    def _toggle(self, public_id: str) -> str:
        others = [i for i in self.open if i not in {public_id, OPEN_ALL}]
        return self.query(open_=others if self.is_open(public_id) else [*others, public_id])


def parse(params: QueryDict) -> tuple[Asked, list[str]]:
    """What is asked, and a note for each part that was not understood."""
    notes: list[str] = []
    first = _period(params, "from", notes)
    last = _period(params, "to", notes)
    if first and last and first[0] > last[1]:
        notes.append("The period ends before it begins; it was left out.")
        first = last = None
    asked = Asked(
        q=_clean(params.get("q", "") or "")[:MAX_WORDS],
        types=_choices(params, "type", notes, SLUG),
        outlets=tuple(int(n) for n in _choices(params, "outlet", notes, NUMBER)),
        people=tuple(int(n) for n in _choices(params, "person", notes, NUMBER)),
        statuses=_choices(params, "status", notes, re.compile("|".join(Status.values))),
        differ=params.get("differ") == "1",
        first=first[0] if first else None,
        last=last[1] if last else None,
        newest_first=params.get("order") == "newest",
        open=_choices(params, "open", [], SLUG),
        after=_clean(params.get("after", "") or "")[:MAX_WORDS],
        since=since(params, notes),
        all_choices=params.get("choices") == "all",
    )
    return asked, notes


def parse_page(params: QueryDict) -> tuple[Asked, list[str]]:
    """The same for a page that nothing else is asked of: what looks like a slip is noted as well. Whatever else others
    hang on to its address, to count their visitors, is no reader's business."""
    asked, notes = parse(params)
    for name, words in WORDS.items():
        if (value := params.get(name, "")) not in words:
            told = " or ".join(filter(None, words))
            notes.append(f"“{_clean(value)[:40]}” is nothing that “{name}” can be; write {told}.")
    for name in params:
        if name not in KNOWN and (near := get_close_matches(name[:40], KNOWN, 1, 0.75)):
            notes.append(f"This page cannot be asked for “{_clean(name)[:40]}”; “{near[0]}” may be meant.")
    return asked, notes


def since(params: QueryDict, notes: list[str]) -> dt.datetime | None:
    """The moment that "since" names: a day, or a day and time, with a zone or without."""
    text = _clean(params.get("since", "") or "")
    if not text:
        return None
    try:
        found = dt.datetime.fromisoformat(text.replace(" ", "+") if "T" in text else text)  # an unescaped plus
        if found.year not in CLOCKS:
            raise ValueError
    except ValueError:
        notes.append(f"“{text[:40]}” is no moment that we can read; write 2016-06-10 or 2016-06-10T18:00.")
        return None
    return found


def moment_text(moment: dt.datetime) -> str:
    """The shortest text that `since` reads back as this moment."""
    is_day = moment.tzinfo is None and moment.time() == dt.time.min
    return moment.date().isoformat() if is_day else moment.isoformat().replace("+00:00", "Z")


def period(text: str) -> tuple[dt.date, dt.date]:
    """The first and last day of "2016", "2016-06" or "2016-06-10". Raises ValueError."""
    match = PERIOD.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is no year, month or day")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None  # noqa: S101 -- the pattern has it
    if month is None:
        return dt.date(year, 1, 1), dt.date(year, 12, 31)
    if day is None:
        return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
    return dt.date(year, month, day), dt.date(year, month, day)


@lru_cache(maxsize=4096)
def bounds(first: dt.date | None, last: dt.date | None) -> tuple[str, str]:
    """The shortest texts of one kind that `period` reads back as these days: "2016" and "2017", or "2016-06" and
    "2017-01" where whole years would not do; "" for an open end."""
    length = max(_needed(first, 1, 1), _needed(last, 12, 31))
    start, end = (day.isoformat()[:length] if day else "" for day in (first, last))
    return start, end


def _needed(day: dt.date | None, month: int, last: int) -> int:
    """How much of the day's ISO text says it, where a year begins or ends on this day of this month."""
    if day is None or (day.month, day.day) == (month, last):
        return len("2016")
    ends = 1 if last == 1 else calendar.monthrange(day.year, day.month)[1]
    return len("2016-06") if day.day == ends else len("2016-06-10")


def _period(params: QueryDict, key: str, notes: list[str]) -> tuple[dt.date, dt.date] | None:
    text = _clean(params.get(key, "") or "")
    if not text:
        return None
    try:
        return period(text)
    except ValueError:
        notes.append(f"“{text[:40]}” is no date that we can read; write 2016, 2016-06 or 2016-06-10.")
        return None


def _choices(params: QueryDict, key: str, notes: list[str], pattern: re.Pattern[str]) -> tuple[str, ...]:
    chosen: Mapping[str, None] = dict.fromkeys(_clean(value) for value in params.getlist(key) if value.strip())
    good = [value for value in chosen if pattern.fullmatch(value)]
    if len(good) < len(chosen):
        notes.append(f"A value of “{key}” was not understood and left out.")
    return tuple(good[:MAX_CHOICES])


def _clean(text: str) -> str:
    """Without the control characters and lone surrogates that no database takes, and without space around it."""
    return "".join(c if c.isprintable() else " " for c in text).strip()

"""Reports as comparing reads them, and the groups that they form."""

import datetime as dt
from collections.abc import Hashable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Literal

from timeline.extraction import consensus, edtf, taxonomy
from timeline.extraction.case_statistics import Person, person
from timeline.extraction.reports import Report
from timeline.extraction.types import Status

Days = tuple[dt.date, dt.date]
Apart = Mapping[Hashable, AbstractSet[Hashable]]
NONE_APART: Apart = {}
Why = Literal["year", "custody", "appointment", "announcement", "wording"]  # one group is given to another
LAST: tuple[Why, ...] = ("custody", "appointment", "announcement", "wording")
SETTLED: dict[Why, str] = {
    "year": "The same kind of event on the same day of the year; no year is given.",
    "custody": "The arrest is news without date words; the same article dates the charge.",
    "appointment": "The date in court that was set for this day.",
    "announcement": "What the same person said on that day.",
    "wording": "The same day in much the same words.",
}
Key = int  # of what a group is found by: a day, a month, a word … of a family of types

JOINT = {"death": "violence"}  # a killing is told as a death as well
BRIEFINGS = frozenset({"conference", "briefing"})  # meetings at which somebody states something to the press
SHORT = 7  # days; what spans no more is found by its days
MONTHS = 36  # a date that spans more months meets only what falls into its first ones
MOST_COMPARED = 20  # reports of a group whose wording is compared; what is told more often is told in all ways by then
UNDATED = 10**6  # days; longer than any date, and paragraphs: longer than any text


@dataclass(slots=True)
class Profile:
    """A report with what comparing reads of it. `spans` are the days of each date that it allows."""

    report: Report
    family: str
    spans: tuple[Days, ...]
    people: tuple[Person, ...]
    lasting: bool
    status: Status

    def distance_to(self, group: "Group") -> int:
        """Paragraphs since the article told of the group last; very many where it did not before."""
        mine = self.report
        told = (p.report for p in group.profiles if p.report.article == mine.article and p.spans)
        since = (mine.mention.paragraph - r.mention.paragraph for r in told)
        return min((distance for distance in since if distance >= 0), default=UNDATED)

    @property
    def length(self) -> int:
        return max(((high - low).days for low, high in self.spans), default=UNDATED) + len(self.spans) - 1


@dataclass(slots=True, eq=False)
class Group:
    """Profiles of one event, with what they have between them. `spans` are the days that all sure ones allow."""

    spans: tuple[Days, ...]
    family: str
    lasting: bool
    profiles: list[Profile] = field(default_factory=list)
    articles: set[Hashable] = field(default_factory=set)
    people: set[Person] = field(default_factory=set)
    types: set[str] = field(default_factory=set)
    statuses: set[Status] = field(default_factory=set)
    reasons: dict[Hashable, str] = field(default_factory=dict)
    keys: set[Key] = field(default_factory=set)

    @property
    def is_only_death(self) -> bool:
        return self.types == {"death"}

    @property
    def day(self) -> dt.date | None:
        """The one day that its dates allow, if there is only one."""
        return self.spans[0][0] if self.spans and self.spans[0][0] == self.spans[-1][1] else None

    @property
    def weight(self) -> int:
        """The number of its articles, as the power of two below it: one more article mostly changes nothing."""
        return 1 << (len(self.articles).bit_length() - 1) if self.articles else 0

    def compared(self) -> Iterator[str]:
        """The sentences that others are compared with."""
        return (one.report.mention.sentence.text for one in self.profiles[:MOST_COMPARED])

    def face(self) -> tuple[object, ...]:
        """All that a report of an article which tells nothing of the group may read of it in a case of one story."""
        return (self.spans, self.people, self.types, self.statuses, self.weight, tuple(self.compared()))

    def outweighs(self, other: "Group") -> bool:
        return len(self.articles) > len(other.articles) and self.articles != other.articles

    def add(self, one: Profile, reason: str) -> None:
        self.profiles.append(one)
        self.articles.add(one.report.article)
        self.people.update(one.people)
        self.types.add(one.report.mention.type)
        self.statuses.add(one.status)
        self.reasons[one.report.key] = reason


def profile(report: Report) -> Profile:
    family = _family(report)
    spans = []
    for option in report.options:
        low, high = edtf.days(option)
        spans.append((low or dt.date.min, high or dt.date.max))
    lasting = len(spans) == 1 and edtf.granularity(report.options[0]) == "interval" and _length(spans[0]) > SHORT
    people = tuple(person(name) for name in report.mention.names)
    status = consensus.status_at_the_time(report, min((low for low, _ in spans), default=None))
    return Profile(report, family, tuple(spans), people, lasting, status)


def turn(one: Profile) -> tuple[bool, bool, int, bool]:
    """Sure before guessed, exact before vague, named before unnamed; ties stay in the order of the reports."""
    return (not one.spans, not one.report.mention.certain, one.length, not one.people)


def is_exact(one: Profile) -> bool:
    return one.length == 0 and one.report.mention.certain


def _family(report: Report) -> str:
    family = taxonomy.family(report.mention.type)
    if family == "meeting" and BRIEFINGS & set(report.mention.trigger.text.lower().split()):
        return "statement"
    return JOINT.get(family, family)


def common_days(first: Sequence[Days], second: Sequence[Days]) -> tuple[Days, ...] | None:
    """The days that both allow, for each pair of their readings that overlaps."""
    found = {(max(a, c), min(b, d)) for a, b in first for c, d in second if max(a, c) <= min(b, d)}
    return tuple(sorted(found)) or None


def _length(span: Days) -> int:
    return (span[1] - span[0]).days + 1


def in_order(group: Group) -> tuple[object, ...]:
    """Groups sorted by this stand by their dates, those without one last."""
    return (group.spans or ((dt.date.max, dt.date.max),), group.profiles[0].report.order)


def days_of(one: Profile) -> list[int]:
    """The ordinals of the days that the report's dates allow; for short dates only."""
    return sorted({day for low, high in one.spans for day in range(low.toordinal(), high.toordinal() + 1)})


def months_of(one: Profile) -> Iterator[int]:
    """The months that the report's dates touch, at most MONTHS of each reading."""
    for low, high in one.spans:
        first, last = month_number(low), month_number(high)
        yield from range(first, min(last, first + MONTHS) + 1) if low > dt.date.min else range(last - MONTHS, last + 1)


def month_number(day: dt.date) -> int:
    return day.year * 12 + day.month

"""The reports of one case, put together by the event that they report. Pure, and the same for any order of the reports.

Precision goes first: a report that could be of two events joins neither.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from timeline.extraction import consensus, edtf, resemblance, taxonomy
from timeline.extraction.types import Mention, Quantity, Status


@dataclass(frozen=True, slots=True)
class Report:
    """One mention with the article that it stands in. `key` and `article` are the caller's; `source` is the outlet."""

    key: Hashable
    article: Hashable
    published: dt.date
    source: str
    mention: Mention


@dataclass(frozen=True, slots=True)
class ClaimValue:
    """What one report (`key`) says of a field: date as EDTF, quantity as "nearly 1000000 signature", or status."""

    key: Hashable
    field: str
    value: str
    disputed: bool


@dataclass(frozen=True, slots=True)
class Cluster:
    """The reports of one event, and what they come to. The first report is the one that the headline is taken from."""

    reports: tuple[Report, ...]
    type: str
    status: Status
    edtf: str | None
    earliest: dt.date | None
    latest: dt.date | None
    headline: str
    explanation: str
    reasons: tuple[tuple[Hashable, str], ...]
    claims: tuple[ClaimValue, ...]


def reconcile(reports: Sequence[Report]) -> list[Cluster]:
    """Every report in exactly one cluster, the clusters by date. Time grows with the reports, not with their pairs."""
    ordered = sorted(reports, key=_place)
    context = resemblance.Context((report.article, report.mention) for report in ordered)
    dated = [report for report in ordered if report.mention.edtf]
    shelf = Shelf(context)
    for report in sorted(dated, key=_by_width):
        shelf.add(report)
    for report in ordered:
        if not report.mention.edtf:
            shelf.add_undated(report)
    clusters = [_cluster(group) for group in shelf.groups]
    return sorted(clusters, key=lambda c: (c.earliest or dt.date.max, c.latest or dt.date.max, _place(c.reports[0])))


def _place(report: Report) -> tuple[dt.date, str, int, int, str]:
    mention = report.mention
    return report.published, str(report.article), mention.paragraph, mention.trigger.start, str(report.key)


def _by_width(report: Report) -> tuple[int, int, tuple[dt.date, str, int, int, str]]:
    """Certain and narrow dates first, so that a vague report meets the days that it may mean."""
    return len(report.mention.candidates) > 1, consensus.width(report.mention.edtf or ""), _place(report)


@dataclass(slots=True)
class Group:
    """A cluster in the making. `allowed` is what its reports' dates have in common."""

    number: int
    family: str
    reports: list[Report]
    allowed: tuple[str, ...]
    people: set[str]
    words: set[str]
    articles: set[Hashable]
    reasons: list[tuple[Hashable, str]] = field(default_factory=list)


MOST_MONTHS = 36  # a report of a longer span joins nothing and is joined by nothing
ENOUGH = 2  # points of evidence across articles
PERSONAL = frozenset(
    {"arrest", "charge", "plea", "sentencing", "verdict", "release", "court", "dismissal", "appeal", "office"}
)
SPOKEN = frozenset({"statement", "meeting"})


class Shelf:
    """The groups found so far, by family and month."""

    def __init__(self, context: resemblance.Context) -> None:
        self.groups: list[Group] = []
        self._context = context
        self._by_month: dict[tuple[str, int], list[Group]] = defaultdict(list)
        self._by_article: dict[tuple[str, Hashable], list[Group]] = defaultdict(list)

    def add(self, report: Report) -> None:
        """Put a dated report to the one group that it fits, or start a new one."""
        family = taxonomy.family(report.mention.type)
        dates = consensus.readings(report.mention)
        months = _months(dates)
        people = resemblance.people_of(report.mention)
        best = self._best(report, people, dates, self._near(family, months))
        if best is None:
            group = self._start(report, family, dates, people)
            for month in months:
                self._by_month[family, month].append(group)
            return
        group, allowed, reason = best
        group.allowed = allowed
        self._join(group, report, people, reason)

    def add_undated(self, report: Report) -> None:
        """Put a report without date to the only group that it can mean."""
        family = taxonomy.family(report.mention.type)
        people = resemblance.people_of(report.mention)
        own = self._by_article[family, report.article]
        fitting = [g for g in own if _same_people(family, people, g.people)]
        if len(fitting) == 1:
            self._join(fitting[0], report, people, "the only such event that this article dates")
            return
        self._start(report, family, (), people)

    def _near(self, family: str, months: Iterable[int]) -> list[Group]:
        found = {g.number: g for month in months for g in self._by_month[family, month]}
        return [found[number] for number in sorted(found)]

    def _best(
        self, report: Report, people: set[str], dates: Sequence[str], groups: Sequence[Group]
    ) -> tuple[Group, tuple[str, ...], str] | None:
        scored = []
        for group in groups:
            allowed = consensus.intersection(group.allowed, dates)
            points, reason = self._evidence(report, people, group) if allowed else (0, "")
            if points >= ENOUGH and self._certain(dates, group):
                scored.append((points, group, allowed, reason))
        if not scored:
            return None
        scored.sort(key=lambda entry: (-entry[0], entry[1].number))
        if len(scored) > 1 and scored[0][0] == scored[1][0] and scored[0][1].allowed != scored[1][1].allowed:
            return None
        _, group, allowed, reason = scored[0]
        return group, allowed, reason

    def _certain(self, dates: Sequence[str], group: Group) -> bool:
        return True

    def _evidence(self, report: Report, people: set[str], group: Group) -> tuple[int, str]:
        """Points for "one event", and the reason in words."""
        family = group.family
        if not _same_people(family, people, group.people):
            return 0, ""
        shared_people = people & group.people
        if report.article in group.articles:
            return 3 + len(shared_people), "the same article, kind and date"
        words = self._context.words(report.article) & group.words
        rare, widespread = self._context.rare(words), self._context.widespread(words)
        points = 2 * len(shared_people & set(rare)) + len(rare) + (2 if widespread else 0) + len(shared_people)
        if family in SPOKEN and not shared_people:
            return 0, ""
        named = sorted(shared_people) or rare[:3] or widespread[:3]
        return points, f"the same kind and date, and both name {', '.join(word.title() for word in named)}"

    def _start(self, report: Report, family: str, dates: tuple[str, ...], people: set[str]) -> Group:
        words = set(self._context.words(report.article))
        group = Group(len(self.groups), family, [report], dates, set(people), words, {report.article})
        self.groups.append(group)
        self._by_article[family, report.article].append(group)
        return group

    def _join(self, group: Group, report: Report, people: set[str], reason: str) -> None:
        group.reports.append(report)
        group.people |= people
        group.words |= self._context.words(report.article)
        if report.article not in group.articles:
            self._by_article[group.family, report.article].append(group)
        group.articles.add(report.article)
        group.reasons.append((report.key, reason))


def _same_people(family: str, first: set[str], second: set[str]) -> bool:
    """Whether the people allow one event: what is done to a person needs one in common where both name any."""
    if family not in PERSONAL | SPOKEN:
        return True
    return not first or not second or bool(first & second)


def _months(dates: Sequence[str]) -> list[int]:
    """The months that the dates touch, counted from year 0; none for what spans too many."""
    months: set[int] = set()
    for value in dates:
        low, high = edtf.days(value)
        low, high = low or high, high or low
        if low and high:
            first, last = low.year * 12 + low.month, high.year * 12 + high.month
            if last - first <= MOST_MONTHS:
                months.update(range(first, last + 1))
    return sorted(months)


def _cluster(group: Group) -> Cluster:
    reports = sorted(group.reports, key=_place)
    mentions = [report.mention for report in reports]
    date, conflict, why = consensus.date(mentions)
    earliest, latest = edtf.days(date) if date else (None, None)
    kind = _kind(mentions)
    first = min(reports, key=lambda report: _fitness(report, kind))
    outlets = len({report.source for report in reports})
    together = f" {len(reports)} reports from {outlets} outlet{'s' * (outlets > 1)}." if len(reports) > 1 else ""
    return Cluster(
        reports=(first, *(report for report in reports if report is not first)),
        type=kind,
        status=consensus.status(mentions),
        edtf=date,
        earliest=earliest,
        latest=latest,
        headline=first.mention.headline,
        explanation=why + together,
        reasons=tuple(group.reasons),
        claims=tuple(_claims(reports, conflict)),
    )


def _kind(mentions: Sequence[Mention]) -> str:
    """The type that says most, of those that its family holds."""
    votes = Counter(mention.type for mention in mentions)
    return min(votes, key=lambda slug: (taxonomy.rank(slug), slug))


def _fitness(report: Report, kind: str) -> tuple[bool, bool, bool, int, tuple[dt.date, str, int, int, str]]:
    mention = report.mention
    return (
        mention.type != kind,
        mention.edtf is None,
        mention.status != "occurred",
        len(mention.headline),
        _place(report),
    )


def _claims(reports: Sequence[Report], conflict: bool) -> Iterable[ClaimValue]:
    for report in reports:
        if report.mention.edtf:
            for value in consensus.readings(report.mention):
                yield ClaimValue(report.key, "date", value, conflict)
        yield ClaimValue(report.key, "status", report.mention.status, False)
    counted = [(report, quantity) for report in reports for quantity in report.mention.quantities]
    seen = set()
    for report, quantity in counted:
        value = consensus.spoken(quantity)
        if (report.key, value) not in seen:
            seen.add((report.key, value))
            yield ClaimValue(report.key, "quantity", value, _is_disputed(report, quantity, counted))


def _is_disputed(report: Report, quantity: Quantity, counted: Sequence[tuple[Report, Quantity]]) -> bool:
    """Whether another article counts the same unit so that both cannot be right."""
    return any(
        other.article != report.article and q.unit == quantity.unit and consensus.exclude(quantity, q)
        for other, q in counted
    )

"""What each report says of an event's date, counts and status, and which of these claims exclude each other."""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from timeline.extraction.consensus import Agreement
from timeline.extraction.reports import ClaimValue, Report
from timeline.extraction.types import Quantity

ABOUT = Decimal("0.1")  # "about 20" allows 18 to 22
LENGTHS = frozenset({"year", "month", "week", "day", "hour", "minute"})
PEOPLE = frozenset(
    {"person", "man", "woman", "boy", "girl", "child", "teen", "teenager", "suspect", "victim", "officer"}
)
CROWD = 5
UNBOUNDED = Decimal("Infinity")
ABOVE = frozenset({"more than", "over", "at least"})
BELOW = frozenset({"less than", "fewer than", "nearly", "almost", "up to", "as many as", "at most", "under"})
NEARLY = frozenset({"nearly", "almost"})
ROUGH = frozenset({"about", "around", "roughly", "approximately", "an estimated", "some"})
OPEN = frozenset(
    {"more than", "over", "less than", "fewer than", "nearly", "almost", "under"}
)  # the number itself is out


@dataclass(frozen=True, slots=True)
class Range:
    """The numbers that a count allows; `open_low`, `open_high`: the bound itself is out."""

    low: Decimal
    high: Decimal
    open_low: bool = False
    open_high: bool = False

    def overlaps(self, other: "Range") -> bool:
        low, high = max(self.low, other.low), min(self.high, other.high)
        if low != high:
            return low < high
        out = (self.open_low and self.low == low) or (other.open_low and other.low == low)
        return not (out or (self.open_high and self.high == high) or (other.open_high and other.high == high))


def allowed(quantity: Quantity) -> Range:
    """ "nearly 100" allows 90 up to but not 100, "more than 100" all above it, "about 100" ten per cent around it."""
    value, qualifier = quantity.value, quantity.qualifier
    if qualifier in ABOVE:
        return Range(value, UNBOUNDED, open_low=qualifier in OPEN)
    if qualifier in BELOW:
        low = value * (1 - ABOUT) if qualifier in NEARLY else Decimal(0)
        return Range(low, value, open_high=qualifier in OPEN)
    if qualifier in ROUGH:
        return Range(value * (1 - ABOUT), value * (1 + ABOUT))
    return Range(value, value)


def collect(reports: Sequence[Report], agreement: Agreement, status_disputed: bool) -> tuple[ClaimValue, ...]:
    """The claims of all reports, each value once per report."""
    disputed = _disputed_counts(reports)
    claims: dict[ClaimValue, None] = {}
    for report in reports:
        mention = report.mention
        if mention.edtf and mention.certain:
            claims[ClaimValue(report.key, "date", mention.edtf, agreement.is_disputed)] = None
        claims[ClaimValue(report.key, "status", mention.status, status_disputed)] = None
        for quantity in mention.quantities:
            clash = (report.article, quantity.unit, allowed(quantity)) in disputed
            claims[ClaimValue(report.key, "quantity", words(quantity), clash)] = None
    return tuple(claims)


def words(quantity: Quantity) -> str:
    """ "nearly 1000000 signature": the qualifier, the plain number, the unit in the singular."""
    return f"{quantity.qualifier} {quantity.value.normalize():f} {quantity.unit}".strip()


def _disputed_counts(reports: Sequence[Report]) -> set[tuple[Hashable, str, Range]]:
    """The counts of each article that no count of another article agrees with, and those they stand against.

    An article may count two things by one unit (a term and its suspended part): articles differ only where not one pair
    of their counts agrees.
    """
    by_unit: dict[str, dict[Hashable, set[Range]]] = defaultdict(lambda: defaultdict(set))
    for report in reports:
        for quantity in report.mention.quantities:
            if _counts_the_event(report, quantity):
                by_unit[quantity.unit][report.article].add(allowed(quantity))
    disputed: set[tuple[Hashable, str, Range]] = set()
    for unit, said in by_unit.items():
        versions: dict[frozenset[Range], list[Hashable]] = defaultdict(list)
        for article, ranges in said.items():
            versions[frozenset(ranges)].append(article)
        for first in versions:
            if any(_exclude(first, second) for second in versions):
                disputed |= {(article, unit, r) for article in versions[first] for r in first}
    return disputed


def _counts_the_event(report: Report, quantity: Quantity) -> bool:
    """Whether a quantity of the report can be held against another's. A length measures the event only if it is that of
    a sentence, and stands alone; two people here and three there are mostly others (the wounded, the suspects)."""
    if quantity.unit in LENGTHS:
        lengths = [q for q in report.mention.quantities if q.unit in LENGTHS]
        return report.mention.type == "sentencing" and len(lengths) == 1
    return quantity.unit not in PEOPLE or quantity.value >= CROWD


def _exclude(first: frozenset[Range], second: frozenset[Range]) -> bool:
    return not any(a.overlaps(b) for a in first for b in second)

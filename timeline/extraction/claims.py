"""What each report says of an event's date, counts and status, and which of these claims exclude each other."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from timeline.extraction.consensus import Agreement
from timeline.extraction.quantities import VAGUE
from timeline.extraction.reports import ClaimValue, Report
from timeline.extraction.types import Mention, Quantity

ABOUT = Decimal("0.1")  # "about 20" allows 18 to 22
LENGTHS = frozenset({"year", "month", "week", "day", "hour", "minute"})
PEOPLE = frozenset(
    {"person", "man", "woman", "boy", "girl", "child", "teen", "teenager", "suspect", "victim", "officer"}
)
CROWD = 5
# Kinds of event whose own count is that of the people whom the trigger stands beside: "two people died", "killed two".
COUNTED = {
    "death": "dead", "killing": "dead", "homicide": "dead", "murder": "dead", "injury": "hurt", "arrest": "arrested",
    "charge": "charged",
}  # fmt: skip
GATHERED = frozenset({"protest", "rally", "vigil", "funeral", "clash", "strike"})
IN_A_CROWD = frozenset("person protester demonstrator marcher mourner supporter resident student worker".split())
BESIDE = re.compile(r"(?:[ ,]|\b(?:were|was|have|has|had|been|being|are|is|fatally|at least)\b)*")
# Such a sentence counts some of them: "two others died", "one was dead at the scene".
PARTLY = re.compile(
    r"\b(?:others?|another|more(?! than)|also|later|scene|hospital|of (?:the|them|those))\b", re.IGNORECASE
)
# What a vague number stays below, as a multiple of the least that it stands for; the others are open.
BELOW_TIMES = {"dozens of": 10, "scores of": 5, "hundreds of": 10, "thousands of": 20, "tens of thousands of": 20}
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


Disputed = set[tuple[Hashable, str, Range]]  # an article, what it counts, and the numbers that this allows


def allowed(quantity: Quantity) -> Range:
    """ "nearly 100" allows 90 up to but not 100, "more than 100" all above it, "about 100" ten per cent around it."""
    value, qualifier = quantity.value, quantity.qualifier
    if qualifier in VAGUE:
        return Range(value, value * BELOW_TIMES.get(qualifier, UNBOUNDED), open_high=True)
    if qualifier in ABOVE:
        return Range(value, UNBOUNDED, open_low=qualifier in OPEN)
    if qualifier in BELOW:
        low = value * (1 - ABOUT) if qualifier in NEARLY else Decimal(0)
        return Range(low, value, open_high=qualifier in OPEN)
    if qualifier in ROUGH:
        return Range(value * (1 - ABOUT), value * (1 + ABOUT))
    return Range(value, value)


def disputed_counts(reports: Sequence[Report]) -> Disputed:
    """The counts of each article that no count of another article agrees with, and those they stand against.

    An article may count two things by one unit (a term and its suspended part): articles differ only where not one pair
    of their counts agrees.
    """
    by_unit: dict[str, dict[Hashable, set[Range]]] = defaultdict(lambda: defaultdict(set))
    for report in reports:
        for quantity in report.mention.quantities:
            for measure in _measures(report.mention, quantity):
                by_unit[measure][report.article].add(allowed(quantity))
    disputed: Disputed = set()
    for unit, said in by_unit.items():
        versions: dict[frozenset[Range], list[Hashable]] = defaultdict(list)
        for article, ranges in said.items():
            versions[frozenset(ranges)].append(article)
        for first in versions:
            if any(_exclude(first, second) for second in versions):
                disputed |= {(article, unit, r) for article in versions[first] for r in first}
    return disputed


def collect(
    reports: Sequence[Report], agreement: Agreement, status_disputed: bool, disputed: Disputed
) -> tuple[ClaimValue, ...]:
    """The claims of all reports, each value once per report."""
    claims: dict[ClaimValue, None] = {}
    for report in reports:
        mention = report.mention
        if mention.edtf and mention.certain:
            claims[ClaimValue(report.key, "date", mention.edtf, agreement.is_disputed)] = None
        claims[ClaimValue(report.key, "status", mention.status, status_disputed)] = None
        for quantity in mention.quantities:
            measures = _disputed_measures(report, quantity, disputed)
            told = replace(quantity, unit="person") if set(measures) - {quantity.unit} else quantity
            claims[ClaimValue(report.key, "quantity", words(told), bool(measures))] = None
    return tuple(claims)


def in_headline(report: Report, disputed: Disputed) -> bool:
    """Whether the headline of this report tells a count that another article's excludes."""
    m = report.mention
    told = [m.sentence.text[q.start - m.sentence.start : q.end - m.sentence.start] for q in m.quantities]
    return any(
        " ".join(text.split()).lower() in m.headline.lower()
        for text, quantity in zip(told, m.quantities, strict=True)
        if text and _disputed_measures(report, quantity, disputed)
    )


def words(quantity: Quantity) -> str:
    """ "nearly 1000000 signature": the qualifier, the plain number, the unit in the singular; "hundreds of person"."""
    if quantity.qualifier in VAGUE:
        return f"{quantity.qualifier} {quantity.unit}"
    return f"{quantity.qualifier} {quantity.value.normalize():f} {quantity.unit}".strip()


def _disputed_measures(report: Report, quantity: Quantity, disputed: Disputed) -> list[str]:
    ranged = allowed(quantity)
    return [m for m in _measures(report.mention, quantity) if (report.article, m, ranged) in disputed]


def _measures(mention: Mention, quantity: Quantity) -> Iterator[str]:
    """What a quantity can be held against another's for. A length measures the event only if it is that of a sentence,
    and stands alone; two people here and three there are mostly others (the wounded, the suspects), unless the trigger
    stands beside them; all who gather are people, whatever a paper calls them."""
    unit, people = quantity.unit, quantity.unit in PEOPLE | IN_A_CROWD
    if unit in LENGTHS:
        lengths = [q for q in mention.quantities if q.unit in LENGTHS]
        if mention.type == "sentencing" and len(lengths) == 1:
            yield unit
    elif people and quantity.qualifier in VAGUE and mention.type not in GATHERED:
        pass  # hundreds may have been there where six were hurt
    elif unit not in PEOPLE or quantity.value >= CROWD:
        yield "person" if mention.type in GATHERED and unit in IN_A_CROWD else unit
    if people and mention.type in COUNTED and quantity.value > 1 and _is_beside(mention, quantity):
        yield f"person {COUNTED[mention.type]}"


def _is_beside(mention: Mention, quantity: Quantity) -> bool:
    """ "Two people were killed", "killed two people": all of them, and nothing between that is counted as well."""
    if PARTLY.search(mention.sentence.text):
        return False
    start = min(quantity.end, mention.trigger.end) - mention.sentence.start
    end = max(quantity.start, mention.trigger.start) - mention.sentence.start
    return start <= end and BESIDE.fullmatch(mention.sentence.text[start:end]) is not None


def _exclude(first: frozenset[Range], second: frozenset[Range]) -> bool:
    return not any(a.overlaps(b) for a in first for b in second)

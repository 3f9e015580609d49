"""Which of the claims that a visitor sees exclude each other. Reconciling marks disputes among all reports of an event;
of these, the public is told those that hold among the accepted ones. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from timeline.extraction import edtf
from timeline.extraction.claims import Range, allowed
from timeline.extraction.quantities import VAGUE
from timeline.extraction.types import Quantity
from timeline.models import Status

DENIED = frozenset({Status.OCCURRED, Status.PLANNED})


@dataclass(frozen=True, slots=True)
class Said:
    """A claim that reconciling marked as disputed, and the article that makes it."""

    article: int
    field: str
    value: str


def point_of(field: str, value: str) -> tuple[str, str]:
    """What claims can differ on: the field and, of counts, the unit."""
    return field, value.rpartition(" ")[2] if field == "quantity" else ""


def differing(said: Iterable[Said]) -> frozenset[Said]:
    """Those of the disputed claims on one event that all of another article's claims on the same point exclude."""
    points: dict[tuple[str, str], dict[int, set[Said]]] = defaultdict(lambda: defaultdict(set))
    for one in said:
        points[point_of(one.field, one.value)][one.article].add(one)
    found: set[Said] = set()
    for by_article in points.values():
        for article, claims in by_article.items():
            others = [theirs for other, theirs in by_article.items() if other != article]
            if any(not _agree(claims, theirs) for theirs in others):
                found |= claims
    return frozenset(found)


def _agree(ours: Iterable[Said], theirs: Iterable[Said]) -> bool:
    return any(_fits(a, b) for a in ours for b in theirs)


def _fits(one: Said, other: Said) -> bool:
    if one.field == "date":
        return edtf.intersect(one.value, other.value) is not None
    if one.field == "status":
        said = {one.value, other.value}
        return Status.NEGATED not in said or not said & DENIED
    first, second = _range(one.value), _range(other.value)
    return first is None or second is None or first.overlaps(second)


def _range(value: str) -> Range | None:
    """The numbers that "nearly 1000000 signature" allows; None for what names no number."""
    words, _, unit = value.rpartition(" ")
    if words in VAGUE:
        return allowed(Quantity(Decimal(VAGUE[words]), unit, words, 0, 0))
    qualifier, _, number = words.rpartition(" ")
    try:
        return allowed(Quantity(Decimal(number), unit, qualifier, 0, 0))
    except InvalidOperation:
        return None

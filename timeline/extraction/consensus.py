"""What the reports of one event agree on, and where they exclude each other: date, status and counts."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from timeline.extraction import edtf
from timeline.extraction.types import Mention, Quantity, Status

MOST_READINGS = 4  # of one report's date words
ABOVE, BELOW = (
    frozenset({"more than", "over", "at least"}),
    frozenset({"nearly", "almost", "under", "less than", "fewer than"}),
)


def readings(mention: Mention) -> tuple[str, ...]:
    """The dates that the report allows: its candidates where they are open, else its date."""
    if mention.candidates:
        return mention.candidates[:MOST_READINGS]
    return (mention.edtf,) if mention.edtf else ()


def intersection(first: Sequence[str], second: Sequence[str]) -> tuple[str, ...]:
    """What both allow, reading by reading; empty where they exclude each other."""
    common = (edtf.intersect(a, b) for a in first for b in second)
    return tuple(dict.fromkeys(date for date in common if date is not None))[:MOST_READINGS]


def date(mentions: Sequence[Mention]) -> tuple[str | None, bool, str]:
    """The date that fits all reports as (EDTF, whether they conflict, why in words).

    Where nothing fits all, the date with most reports behind it stands, and conflict is True.
    """
    dated = [mention for mention in mentions if mention.edtf]
    if not dated:
        return None, False, "No report gives a date."
    allowed = readings(dated[0])
    for mention in dated[1:]:
        allowed = intersection(allowed, readings(mention))
        if not allowed:
            best = _best_attested(dated)
            return best, True, f"The reports give dates that exclude each other; most say {edtf.describe(best)}."
    chosen = _finest(allowed, dated)
    if len({mention.edtf for mention in dated}) == 1:
        return chosen, False, f"Every dated report says {edtf.describe(chosen)}."
    return chosen, False, f"{edtf.describe(chosen).capitalize()} is what all the reports allow."


def _finest(allowed: Sequence[str], dated: Sequence[Mention]) -> str:
    """Of several readings that all reports allow, the one that most of them give first."""
    votes = Counter(mention.edtf for mention in dated)
    return min(allowed, key=lambda value: (-votes[value], allowed.index(value)))


def _best_attested(dated: Sequence[Mention]) -> str:
    """The date that most reports allow, the narrower among equals."""
    dates = sorted({mention.edtf for mention in dated if mention.edtf})

    def support(value: str) -> tuple[int, int, str]:
        allowing = sum(bool(intersection((value,), readings(mention))) for mention in dated)
        return -allowing, width(value), value

    return min(dates, key=support)


def width(value: str) -> int:
    """How many days an EDTF spans; open ends count as very wide."""
    low, high = edtf.days(value)
    return (high - low).days + 1 if low and high else 10**6


def status(mentions: Sequence[Mention]) -> Status:
    """What came of it, of reports from the oldest to the newest: a report that it happened outweighs the plans for it."""
    said = [mention.status for mention in mentions]
    if "occurred" in said:
        last = next(s for s in reversed(said) if s in {"occurred", "negated"})
        return last if last == "negated" and said.count("negated") > said.count("occurred") else "occurred"
    for kind in ("negated", "planned", "alleged"):
        if kind in said:
            return kind  # type: ignore[return-value]
    return said[-1]


def spoken(quantity: Quantity) -> str:
    """ "nearly 1000000 signature": qualifier, plain number, unit."""
    return f"{quantity.qualifier} {quantity.value.normalize():f} {quantity.unit}".strip()


def exclude(first: Quantity, second: Quantity) -> bool:
    """Whether two counts of the same unit cannot both be right."""
    (low_a, high_a), (low_b, high_b) = _bounds(first), _bounds(second)
    return low_a >= high_b or low_b >= high_a


def _bounds(quantity: Quantity) -> tuple[Decimal, Decimal]:
    """The open interval that the words allow. "Nearly" reaches a tenth down, "about" a tenth both ways."""
    value, tenth = quantity.value, quantity.value / 10
    tiny = Decimal("0.0001")
    if quantity.qualifier in ABOVE:
        low = value - tiny if quantity.qualifier == "at least" else value
        return low, Decimal("Infinity")
    if quantity.qualifier in BELOW:
        return (value - tenth if quantity.qualifier in {"nearly", "almost"} else Decimal(-1)), value
    if quantity.qualifier in {"about", "around", "roughly", "approximately", "an estimated", "some"}:
        return value - tenth, value + tenth
    if quantity.qualifier == "up to":
        return Decimal(-1), value + tiny
    return value - tiny, value + tiny

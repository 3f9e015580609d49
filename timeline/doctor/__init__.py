"""Whether the database holds what the program promises: a table of checks, each with what to do where one is broken.

Nothing is written, save where `mend` is asked to write what is derived anew.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from timeline.doctor import accounts, decisions, events, evidence, files, machinery, names, read_side, texts
from timeline.doctor.base import Broken, Check

CHECKS: tuple[Check, ...] = (
    *machinery.CHECKS,
    *texts.CHECKS,
    *evidence.CHECKS,
    *events.CHECKS,
    *decisions.CHECKS,
    *read_side.CHECKS,
    *names.CHECKS,
    *files.CHECKS,
    *accounts.CHECKS,
)
NAMED = 10  # of what is broken; the rest is counted
AT_ONCE = 500  # rows that are mended in one transaction

__all__ = ["CHECKS", "Check", "Finding", "examine", "mend"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A promise that is broken: how often, and the first that break it."""

    check: Check
    count: int
    first: tuple[Broken, ...]


def examine(checks: Iterable[Check] = CHECKS) -> Iterator[Finding]:
    """One after the other, those that are broken. Memory does not grow with what is found."""
    for check in checks:
        broken = check.find()
        first = tuple(islice(broken, NAMED))
        if first:
            yield Finding(check, len(first) + sum(1 for _ in broken), first)


def mend(checks: Iterable[Check] = CHECKS) -> int:
    """Write anew what is derived and does not agree. Returns how many rows or cases were."""
    number = 0
    for check in checks:
        if check.mend is not None:
            broken = check.find()
            while some := tuple(islice(broken, AT_ONCE)):
                check.mend(sorted({key for key, _ in some}))
                number += len(some)
    return number

"""What has changed for readers, as far as this process has heard."""

from collections.abc import Iterable
from time import monotonic

from casetracker.pagecache.position import Position

EVERYTHING = ""
# A connection that is silent for so long may be dead without our knowing: from then on nothing kept is shown.
# Several times the listener's beat, so that a busy moment does not send every visitor to the database.
PATIENCE_SECONDS = 4.0


class Changes:
    """A clock that ticks with each change. One thread writes, all others read.

    A change belongs to a case (its key as the database writes it), or to EVERYTHING.
    """

    def __init__(self) -> None:
        self._now = 0
        self._everything = 0
        self._cases: dict[str, int] = {}
        self._heard_at = float("-inf")
        self.primary = Position()

    def now(self) -> int | None:
        """The tick that what is read from the database from here on is no older than; None while changes may pass
        unheard."""
        return self._now if monotonic() - self._heard_at < PATIENCE_SECONDS else None

    def is_current(self, tick: int, cases: Iterable[str] | None) -> bool:
        """Whether what was read at that tick still stands. `cases` are those that it tells of; None: it may tell of
        all of them."""
        if cases is None:
            return tick == self._now
        return tick >= self._everything and all(tick >= self._cases.get(case, 0) for case in cases)

    def note(self, case: str) -> None:
        self.primary.told = None  # first: nobody takes the new tick for one that replicas have come to
        tick = self._now + 1
        if case == EVERYTHING:
            self._everything = tick
        else:
            self._cases[case] = tick
        self._now = tick  # last: whoever reads meanwhile takes its answer for older than it is

    def begin(self) -> None:
        """Changes are heard from now on; what was missed before may be anything."""
        self.note(EVERYTHING)
        self.heard()

    def heard(self) -> None:
        """The database has answered: nothing was missed until now."""
        self._heard_at = monotonic()

    def lost(self) -> None:
        self._heard_at = float("-inf")

"""How far the primary has written its log (WAL), as the thread that listens to it has heard."""

from collections import deque
from time import monotonic

POSITION_AS_NUMBER = "({} - '0/0')::bigint"
# A commit is in the log before it is told of, and perhaps not on the disk yet: the first is never too early. Replicas
# get what is on the disk: to the second they can come.
WRITTEN = (
    f"SELECT {POSITION_AS_NUMBER.format('pg_current_wal_insert_lsn()')},"
    f" {POSITION_AS_NUMBER.format('pg_current_wal_flush_lsn()')}"
)
MARKS = 600  # about ten minutes of a busy database


class Position:
    """One thread writes, all others read. Positions are bytes since the cluster was made.

    `told` is one by which every change that was told of stands in the log; None while that is not known.
    """

    def __init__(self) -> None:
        self.told: int | None = None
        self._marks: deque[tuple[float, int]] = deque(maxlen=MARKS)

    def move(self, written: int, on_disk: int) -> None:
        if not self._marks or on_disk > self._marks[-1][1]:
            self._marks.append((monotonic(), on_disk))
        self.told = self.told or written

    def age_of(self, replayed: int) -> float:
        """Seconds for which the primary has been further than that, as far as is known; by one clock, ours."""
        further = next((at for at, written in tuple(self._marks) if written > replayed), None)
        return 0.0 if further is None else monotonic() - further

"""Which replica may be asked now. Each web process finds out for itself, by one query before it draws a page."""

import logging
import random
from time import monotonic

from django.conf import settings
from django.db import Error, connections

from casetracker.pagecache.changes import Changes
from casetracker.pagecache.position import POSITION_AS_NUMBER

MEASURE = f"SELECT pg_is_in_recovery(), {POSITION_AS_NUMBER.format('pg_last_wal_replay_lsn()')}"
# Between attempts to ask a replica that failed us; one request pays for each, the others do not wait.
SHORTEST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 1.0, 30.0

logger = logging.getLogger(__name__)


class Replica:
    """One replica, as this process has found it. `trouble` says why its reads go to the primary; empty: they do not."""

    def __init__(self, alias: str) -> None:
        self.alias = alias
        self.trouble = ""
        self._pause = SHORTEST_PAUSE_SECONDS
        self._asked_again_at = float("-inf")

    def has_replayed(self, changes: Changes) -> bool:
        """Whether it is up, keeps up, and shows every change that this process was told of."""
        needed = changes.primary.told
        if needed is None or monotonic() < self._asked_again_at:
            return False
        if self.trouble:
            self._asked_again_at = monotonic() + self._pause
        try:
            is_replica, replayed = self._measure()
        except Error as error:
            self.fail("does not answer", error)
            return False
        if not is_replica:
            self.fail("is no replica any more")
        elif (behind := changes.primary.age_of(replayed)) > settings.DATABASE_REPLICA_LAG:
            self.fail("is too far behind", f"{behind:.0f} s")
        else:
            self._recover()
        return not self.trouble and replayed >= needed

    def answers(self) -> bool:
        """Asked however long it has been away: there may be nobody else."""
        try:
            self._measure()
        except Error as error:
            self.fail("does not answer", error)
            return False
        return True

    def fail(self, trouble: str, reason: object = "") -> None:
        """Its reads go to the primary for a while."""
        if trouble != self.trouble:
            logger.warning("%s %s, its reads go to the primary: %s", self.alias, trouble, reason)
        self._pause = min(2 * self._pause, LONGEST_PAUSE_SECONDS) if self.trouble else SHORTEST_PAUSE_SECONDS
        self._asked_again_at = monotonic() + self._pause
        self.trouble = trouble

    def _recover(self) -> None:
        if self.trouble:
            logger.warning("%s answers and keeps up again", self.alias)
        self.trouble, self._asked_again_at = "", float("-inf")

    def _measure(self) -> tuple[bool, int]:
        connection = connections[self.alias]
        was_open = connection.connection is not None
        try:
            with connection.cursor() as cursor:
                cursor.execute(MEASURE)
                is_replica, replayed = cursor.fetchone()
        except Error:
            connection.close()
            if was_open:  # before the replica was started anew, perhaps: another may do
                return self._measure()
            raise
        return is_replica, replayed or 0


replicas = [Replica(alias) for alias in settings.REPLICAS]


def fresh(changes: Changes) -> Replica | None:
    """One that shows all that this process was told of; None while it hears nothing."""
    if changes.now() is None:
        return None
    return next((found for found in _shuffled() if found.has_replayed(changes)), None)


def answering() -> Replica | None:
    """One that answers at all, for when the primary does not."""
    return next((found for found in _shuffled() if found.answers()), None)


def troubles(changes: Changes) -> list[str]:
    """What is wrong, a line for each replica; found out now."""
    for replica in replicas:
        if changes.now() is not None:
            replica.has_replayed(changes)
        else:
            replica.answers()
    return [
        f"{replica.alias} {replica.trouble}: its reads go to the primary" for replica in replicas if replica.trouble
    ]


def _shuffled() -> list[Replica]:
    return random.sample(replicas, len(replicas))

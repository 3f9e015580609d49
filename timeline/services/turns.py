"""Who writes what searches find, and who changes what they may find, take turns.

Else a decision that is under way while a name comes to be withheld would index the name: each of the two reads the
database as it was before the other. Both hold their turn until their transaction ends.
"""

from django.db import connection

WORDS = 20_160_608  # the number of this lock among the advisory locks of the database; any that no other has


def take_part() -> None:
    """Before words are indexed. Many may do that at once."""
    _wait("pg_advisory_xact_lock_shared")


def take_alone() -> None:
    """Before a name, or an outlet's words, come to be withheld or open, and once the case is locked: whoever indexes
    holds it already. Waits for all that index now, and makes those that follow wait."""
    _wait("pg_advisory_xact_lock")


def _wait(lock: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {lock}(%s)", [WORDS])

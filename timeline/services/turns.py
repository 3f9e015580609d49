"""Who changes a case, who writes what searches find, and who changes what they may find, take turns.

Else a decision that is under way while a name comes to be withheld would index the name: each of the two reads the
database as it was before the other. All hold their turn until their transaction ends.
"""

from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection
from django.db.models import QuerySet
from psycopg.errors import LockNotAvailable

from articles.models import Case

PATIENCE = "2s"  # that a person waits for a case; a step of a large import holds it for a tenth of that
BUSY = (
    "New articles of this case are being put together just now, so nothing was decided. What you typed is still here:"
    " decide again in a minute."
)
# The numbers of these locks among the advisory locks of the database; any that no other has. That of a case comes with
# its key.
CASES = 20_160_609
WORDS = 20_160_608


def take_cases(keys: Collection[int] | QuerySet[Any, Any], *, by: User | None) -> None:
    """Before these cases are changed. Whoever asks first has it first, so that between two steps of the program's a
    person comes in: a row's own lock goes to whoever is quickest.

    The program, and who must not be refused (`by` is None), wait as long as it takes; for a person, raises
    ValidationError where others hold one for longer than `PATIENCE`.
    """
    cases = Case.objects.filter(pk__in=keys).order_by("pk")
    with connection.cursor() as cursor:
        if by is not None:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
        try:
            for key in list(cases.values_list("pk", flat=True)):
                cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [CASES, key])
            list(cases.select_for_update(no_key=True))
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable):
                raise
            raise ValidationError(BUSY) from error
        if by is not None:
            cursor.execute("SET LOCAL lock_timeout TO DEFAULT")


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

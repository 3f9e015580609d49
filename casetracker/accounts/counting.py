"""How often somebody did something, counted for all processes of all machines: in the database."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import F
from django.utils import timezone as clock
from django.utils.crypto import salted_hmac

from casetracker.accounts.models import Count

COUNT = """
INSERT INTO accounts_count AS known (key, used, until)
VALUES (%s, 1, now() + %s * interval '1 second')
ON CONFLICT (key) DO UPDATE SET
    used = CASE WHEN known.until <= now() THEN 1 ELSE least(known.used + 1, 1000000) END,
    until = CASE WHEN known.until <= now() THEN excluded.until ELSE known.until END
RETURNING used, ceil(extract(epoch FROM until - now()))::integer
"""


class TooOften(Exception):
    """`seconds`: until it may be tried again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"again in {seconds} s")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many in so many seconds, beginning with the first. Windows end by themselves: nobody is shut out for
    longer than one of them, however often it is tried meanwhile."""

    of: str
    most: int
    seconds: int

    def take(self, *who: str) -> None:
        """Count one more, allowed or not. Raises TooOften."""
        with connection.cursor() as cursor:
            cursor.execute(COUNT, [self._key(who), self.seconds])
            used, left = cursor.fetchone()
        if used > self.most:
            raise TooOften(max(left, 1))

    def forgive(self, *who: str) -> None:
        Count.objects.filter(key=self._key(who)).delete()

    def give_back(self, *who: str) -> None:
        """Count the last one no more."""
        Count.objects.filter(key=self._key(who), used__gt=0).update(used=F("used") - 1)

    def _key(self, who: tuple[str, ...]) -> str:
        return salted_hmac("accounts.count", "\n".join((self.of, *who))).hexdigest()[:32]


def forget_old_counts() -> None:
    Count.objects.filter(until__lt=clock.now()).delete()

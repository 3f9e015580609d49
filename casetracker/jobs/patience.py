"""How long what fails is tried again, and how soon a dead worker is missed. Times in seconds."""

from django.db import InterfaceError, OperationalError
from procrastinate import RetryStrategy

AWAY = [OSError, OperationalError, InterfaceError]  # the network, a server, or the database itself: all come back

# A mail server that is away comes back: it is asked again after 5 minutes, then 10 later, and so on for 13 hours.
FOR_MAIL = RetryStrategy(max_attempts=18, wait=300, linear_wait=300, retry_exceptions=AWAY)

# A page that does not answer is asked again after 8, 64, 512 and 4,096 seconds: an hour and a quarter in all.
FOR_THE_WEB = RetryStrategy(max_attempts=4, exponential_wait=8, retry_exceptions=AWAY)

# A database that went down under a job is back in seconds, or is being mended.
FOR_THE_DATABASE = RetryStrategy(max_attempts=10, wait=2, linear_wait=10, retry_exceptions=AWAY)

BROKEN_CONNECTION = (0.1, 1.0, 5.0)  # pauses before a worker's own statement is sent again

HEARTBEAT = 10.0  # of each worker
SILENCE = 30.0  # of a worker, after which it counts as dead: three heartbeats
FORGOTTEN = 7 * 24 * 3600.0  # a worker whose row is gone can take no job again: one that slept may well wake up
LOOK = 15.0  # from one look for dead workers to the next; with the two above, 55 seconds at most, of 90 promised
DEATHS = 3  # of workers with the same job in hand, after which it is the job that kills them
KEPT_HOURS = 30 * 24  # dead letters that nobody decided on

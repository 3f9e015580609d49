"""The thread of each web process that hears from the database what has changed for readers."""

import logging
import threading
import time

import psycopg
from django.conf import settings
from django.db import DatabaseError, connection

from casetracker.pagecache.changes import Changes
from casetracker.pagecache.position import WRITTEN

CHANNEL = "casetracker_changes"  # the migrations of timeline name it, too
BEAT_SECONDS = 1.0
SHORTEST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.1, 5.0  # between attempts to connect again

logger = logging.getLogger(__name__)


class Listener:
    """Starts with the first request of a process, since threads do not outlive a fork; never unless `wanted`, which
    the server's entry point sets: commands and tests keep no pages."""

    def __init__(self, changes: Changes) -> None:
        self.wanted = False
        self.changes = changes
        self._thread: threading.Thread | None = None
        self._pause = SHORTEST_PAUSE_SECONDS
        self._starting = threading.Lock()

    def ensure(self) -> None:
        if not self.wanted or self._lives():
            return
        with self._starting:
            if not self._lives():
                self._thread = threading.Thread(target=self._run, name="changes", daemon=True)
                self._thread.start()

    def _lives(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def _run(self) -> None:
        while True:
            try:
                self._listen()
            except (DatabaseError, psycopg.Error) as error:
                logger.warning("pages are not kept until the database tells of changes again: %s", error)
            finally:
                self.changes.lost()
                connection.close()
            time.sleep(self._pause)
            self._pause = min(2 * self._pause, LONGEST_PAUSE_SECONDS)

    def _listen(self) -> None:
        """Until the connection fails. It is this thread's own, as Django gives each thread one."""
        connection.ensure_connection()
        wire = connection.connection
        wire.execute("SET application_name = 'changes'")  # for whoever looks at pg_stat_activity
        wire.execute(f"LISTEN {CHANNEL}")
        self.changes.begin()
        self._pause = SHORTEST_PAUSE_SECONDS
        while True:
            if settings.REPLICAS:
                self.changes.primary.move(*wire.execute(WRITTEN).fetchone())
            for notice in wire.notifies(timeout=BEAT_SECONDS, stop_after=1 if settings.REPLICAS else None):
                self.changes.note(notice.payload)
            # A pooler that hands out another session with each transaction lets LISTEN pass and then stays silent.
            if not wire.execute("SELECT pg_listening_channels()").fetchall():
                raise psycopg.OperationalError("this connection does not listen; a pooler must keep sessions")
            self.changes.heard()

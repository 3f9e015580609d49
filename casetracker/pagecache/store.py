"""Answers in memory: bounded by bytes, so that addresses that nobody asks for again push out none that many ask for."""

import hashlib
import threading
from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import cached_property
from time import monotonic

from cachetools import LRUCache
from django.urls import ResolverMatch
from isal import igzip

LARGEST = 1024 * 1024  # bytes of a body that is kept
# Pages may tell the time of day. So old they grow at most; a change that the database could not tell of (a backup
# restored below a running site, say) shows by then, too.
LONGEST_SECONDS = 60.0
NEW_SHARE = 0.2  # of the room, for what has been asked for once
PACKING = 2  # of a case page of 50 kB: 11.2 kB in 0.07 ms; Python's own gzip at level 3: 11.0 in 0.42
HEAD_BYTES = 2000  # about what an answer takes besides its body


@dataclass(eq=False)
class Kept:
    """An answer as it goes out, the tick of `Changes` that it is no older than, the cases that it tells of, and the
    address that it answers."""

    status: int
    headers: dict[str, str]
    body: bytes
    is_packable: bool
    tick: int
    cases: tuple[str, ...] | None
    match: ResolverMatch | None = None
    born: float = field(default_factory=monotonic)

    @cached_property
    def etag(self) -> str:
        """Of the body alone: it outlives restarts, and changes that left the page as it was. Weak, since the compressed
        body has it, too."""
        return f'W/"{hashlib.blake2b(self.body, digest_size=12).hexdigest()}"'

    @cached_property
    def gzipped(self) -> bytes:
        return bytes(igzip.compress(self.body, PACKING, mtime=0))

    @property
    def age(self) -> int:
        """Full seconds."""
        return int(monotonic() - self.born)

    @property
    def is_old(self) -> bool:
        return monotonic() - self.born > LONGEST_SECONDS

    @property
    def size(self) -> int:
        return HEAD_BYTES + len(self.body) * 3 // 2  # the compressed body comes later


class Store:
    """Two lists, each least recently used out first: what came once, and what was asked for again."""

    def __init__(self, room: int) -> None:
        """`room` in bytes."""
        self._lock = threading.Lock()
        self._new: LRUCache[Hashable, Kept] = LRUCache(NEW_SHARE * room, getsizeof=_size)
        self._known: LRUCache[Hashable, Kept] = LRUCache((1 - NEW_SHARE) * room, getsizeof=_size)

    def get(self, key: Hashable) -> Kept | None:
        with self._lock:
            if kept := self._known.get(key):
                return kept
            if kept := self._new.pop(key, None):
                self._known[key] = kept
            return kept

    def put(self, key: Hashable, kept: Kept) -> None:
        with self._lock:
            among = self._known if key in self._known else self._new
            if kept.size <= among.maxsize:
                among[key] = kept

    def __len__(self) -> int:
        return len(self._new) + len(self._known)


def _size(kept: Kept) -> int:
    return kept.size

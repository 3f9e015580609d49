"""Which text came under which id, for as many articles as there are: kept on disk once it is more than a little."""

import hashlib
import sqlite3


class Seen:
    """Asked and told in one: an id belongs to the text that it came with first."""

    def __init__(self) -> None:
        self._rows = sqlite3.connect("")  # a file without a name, gone with the process
        self._rows.execute("PRAGMA journal_mode = OFF")
        self._rows.execute("PRAGMA cache_size = -2000")  # KiB
        self._rows.execute("CREATE TABLE seen (key TEXT PRIMARY KEY, digest BLOB) WITHOUT ROWID")

    def is_another(self, key: str, text: str) -> bool:
        """Whether the id came with another text before."""
        name = key.encode(errors="backslashreplace").decode()
        digest = hashlib.blake2b(text.encode(errors="backslashreplace"), digest_size=16).digest()
        self._rows.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", [name, digest])
        ((first,),) = self._rows.execute("SELECT digest FROM seen WHERE key = ?", [name])
        return bool(first != digest)

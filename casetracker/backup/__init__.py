"""One file that holds all of an installation, and an installation made from one (docs/decisions/0024).

The file is a tar of the database (pg_dump's custom format), the folders of the state folder, and a manifest: what the
program was, how many rows each table has and what they come to, and a checksum of each part.
"""

from casetracker.backup.errors import BackupError
from casetracker.backup.restoring import Restored, restore
from casetracker.backup.writing import back_up, drop_old, name_in

__all__ = ["BackupError", "Restored", "back_up", "drop_old", "name_in", "restore"]

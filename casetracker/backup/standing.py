"""How the last backups went. A file of the state folder tells it, since a backup may fail for want of a database."""

import datetime as dt
import json
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from casetracker.formats import moment
from casetracker.state import state_dir

NAME = "backup.json"
LONGEST = 300  # characters of a reason


def note_made(at: dt.datetime) -> None:
    _write({"made": at.isoformat()})


def note_failed(at: dt.datetime, why: str) -> None:
    """As far as that can be written: the disk may be full, which is what failed."""
    with suppress(OSError):
        _write({**_read(), "failed": at.isoformat(), "why": why[:LONGEST]})


def problem(now: dt.datetime) -> str:
    """What those who look after the site must know, in a sentence; "" where backups are made as they should be, or by
    other means (CASETRACKER_BACKUP_DAYS=0)."""
    if not settings.BACKUP_DAYS:
        return ""
    told = _read()
    if "failed" in told:
        return f"The last backup failed, {_words(told['failed'])}: {told['why']}"
    if "made" not in told:
        return "No backup has been made of this site."
    if now - dt.datetime.fromisoformat(told["made"]) > dt.timedelta(days=settings.BACKUP_DAYS):
        return f"The newest backup is of {_words(told['made'])}."
    return ""


def _words(text: str) -> str:
    return moment(dt.datetime.fromisoformat(text))


def _path() -> Path:
    return state_dir() / NAME


def _read() -> dict[str, str]:
    try:
        told: dict[str, str] = json.loads(_path().read_text())
    except (OSError, ValueError):
        return {}
    return told


def _write(told: dict[str, str]) -> None:
    """Whole or not at all: the site reads it meanwhile."""
    handle, name = tempfile.mkstemp(dir=state_dir(), prefix=f".{NAME}.")
    with os.fdopen(handle, "w") as file:
        os.fchmod(handle, 0o644)  # the site may run as somebody else than the one who makes backups
        json.dump(told, file)
    Path(name).replace(_path())

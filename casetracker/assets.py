"""Static files, put where they are served from: compressed, and under names with a hash of what they hold."""

import hashlib
import json
import os
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

STAMP, MANIFEST = ".collected", "staticfiles.json"
PACKED = (".gz", ".br")


def are_collected() -> bool:
    """Whether what is there is of the sources as they are."""
    stamp = Path(settings.STATIC_ROOT, STAMP)
    return stamp.exists() and stamp.read_text() == fingerprint()


def collect() -> None:
    """Seconds of work. What the last version served stays, for it may still be at work, and its pages be read; what is
    older goes."""
    root, sources = Path(settings.STATIC_ROOT), fingerprint()
    last = _names(root)
    for path in filter(Path.is_file, (root / name for name in last)):
        os.utime(path, (0, 0))  # an older file may take its place, which is copied over older ones only
    call_command("collectstatic", interactive=False, verbosity=0)
    _drop_all_but({*last, *_names(root), MANIFEST, STAMP}, root)
    (root / STAMP).write_text(sources)


def fingerprint() -> str:
    """Changes whenever a static file is added, removed or edited, or is to be stored in another way."""
    seen = hashlib.sha256(repr(settings.STORAGES).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            seen.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def _names(root: Path) -> set[str]:
    """Of the files that were collected last, with and without their hashes."""
    try:
        told: dict[str, str] = json.loads((root / MANIFEST).read_text())["paths"]
    except FileNotFoundError:
        return set()
    return {*told, *told.values()}


def _drop_all_but(names: set[str], root: Path) -> None:
    for path in filter(Path.is_file, root.rglob("*")):
        unpacked = path.with_suffix("") if path.suffix in PACKED else path
        if not {str(path.relative_to(root)), str(unpacked.relative_to(root))} & names:
            path.unlink()

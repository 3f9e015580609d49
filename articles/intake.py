"""What an editor hands in (a text, files, addresses) → drafts, side by side and each by itself: what fails stops no
other."""

import datetime as dt
import re
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from articles.clean import Page
from articles.days import publication_day
from articles.drafts import Draft, Refused
from articles.errors import IngestError
from articles.limited import read_address, read_upload
from articles.snapshots import keep

MOST = 20  # articles handed in at once; more is what `import_articles` is for
AT_ONCE = 4  # child processes
# A text that begins with a tag and closes one like it is a page's source, whatever it was pasted as.
MARKUP = re.compile(r"\s*<(?:!doctype\s+html|!--|(html|head|body|main|article|section|div|p|h[1-6])\b)", re.IGNORECASE)
CLOSED = re.compile(r"</(?:html|body|main|article|section|div|p|h[1-6])\s*>", re.IGNORECASE)
PATIENCE = 40.0  # seconds after which nothing more is begun: browsers and proxies wait a minute or two

WAS_MARKUP = "This was the source of a web page; below is the article in it."


def read_all(files: Sequence[UploadedFile], addresses: Sequence[str], zone: str) -> list[Draft | Refused]:
    """A draft of each, in order, or why there is none. `zone` is where days with a time are counted."""
    tasks: list[tuple[str, Callable[[], Page]]] = [(str(file.name), partial(_read_file, file)) for file in files]
    fetched = partial(read_address, allowed=settings.FETCH_NETWORKS, keep=settings.SNAPSHOTS)
    tasks += [(address, partial(fetched, address)) for address in addresses]
    end = time.monotonic() + PATIENCE
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda task: _read(task[0], task[1], zone, end), tasks))


def read_pasted(text: str, title: str, url: str, zone: str) -> Draft | Refused:
    """The draft of a text that was pasted; the source of a page is read as the page."""
    where = "The text that you pasted"
    if not (MARKUP.match(text) and CLOSED.search(text)):
        return Draft(where=where, text=text, title=title, url=url)
    page = partial(read_upload, "pasted.html", text.encode(errors="replace"))
    read = _read(where, page, zone, time.monotonic() + PATIENCE)
    if isinstance(read, Refused):
        return read
    note = f"{WAS_MARKUP} {read.note}".strip()
    return replace(read, note=note, title=title or read.title, url=url or read.url)


def _read_file(file: UploadedFile) -> Page:
    return read_upload(str(file.name), file.read())


def _read(where: str, read: Callable[[], Page], zone: str, end: float) -> Draft | Refused:
    if time.monotonic() > end:
        return Refused(where, "Others took so long that it was not read. Hand it in again.")
    try:
        page = read()
        snapshot = keep(page.fetched).signed() if page.fetched else ""
    except IngestError as error:
        return Refused(where, str(error))
    return Draft(
        where=where,
        text=page.text,
        source=page.source,
        published=_day(page.published, zone),
        url=page.url,
        title=page.title,
        note=" ".join(filter(None, (*page.notes, page.lacks))),
        snapshot=snapshot,
    )


def _day(told: str, zone: str) -> str:
    """The day that a page tells, in the zone; what it tells otherwise is for the editor to read."""
    try:
        day: dt.date = publication_day(told, zone)
        return day.isoformat()
    except IngestError:
        return told

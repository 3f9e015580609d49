"""Reading what may be hostile, in a child process with limits: a bomb or a trap ends the child, and not the site.

The child gets neither the site's environment nor its database; it may use so much memory and time, and write no file.
"""

import json
import logging
import os
import subprocess
import sys
import threading
from base64 import b64decode
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from articles.clean import Fetched, Page
from articles.documents import kind_of
from articles.errors import KINDS, AwayError, IngestError
from articles.feeds import Entry, FeedPage

logger = logging.getLogger(__name__)
ROOT = Path(__file__).resolve().parent.parent
CHILDREN = threading.BoundedSemaphore(4)  # at a time, of this process
PASSED_ON = {"PATH", "LD_LIBRARY_PATH", "SSL_CERT_FILE", "SSL_CERT_DIR"}  # to find its libraries, and whom to trust
SECONDS = 30  # for all of it; a PDF of 100 pages takes 8, a page of the web seldom 3
LATE = {
    "feed": "The feed was not there, whole,",
    "url": "The page was not there, whole,",
    "post": "It has not answered",
    "look": "The site has not answered",
}
LARGEST_UPLOAD = 20_000_000  # bytes; a PDF with pictures has as much, its text a hundredth of it


def read_upload(name: str, raw: bytes, *, seconds: float = SECONDS) -> Page:
    """The article in a file that somebody handed in. Raises IngestError: what is wrong, and what to do."""
    kind = kind_of(name)
    if len(raw) > LARGEST_UPLOAD:
        raise IngestError(too_large(len(raw)))
    return _page(_in_child({"kind": kind}, raw, seconds))


def read_address(url: str, *, allowed: Sequence[str] = (), keep: bool = False, seconds: float = SECONDS) -> Page:
    """The article at that address; `keep`: with what the server sent. Raises IngestError: what is wrong, what to do.

    `allowed` are networks of our own ("10.2.0.0/16") that may be asked although they are not public.
    """
    return _page(_in_child({"url": url, "allowed": list(allowed), "keep": keep, "seconds": seconds}, b"", seconds))


def read_feed(
    url: str, *, etag: str = "", modified: str = "", allowed: Sequence[str] = (), seconds: float = SECONDS
) -> FeedPage:
    """The feed at that address, unless it is as it was when it gave that `etag` or `modified`. Raises IngestError."""
    task = {"feed": url, "etag": etag, "modified": modified, "allowed": list(allowed), "seconds": seconds}
    answer = _in_child(task, b"", seconds)
    return FeedPage(**{**answer, "entries": tuple(Entry(**entry) for entry in answer["entries"])})


def look(url: str, *, allowed: Sequence[str] = (), seconds: float = SECONDS) -> None:
    """Nothing, where a page stands at that address. Raises IngestError: what else was found (`articles.errors`)."""
    _in_child({"look": url, "allowed": list(allowed)}, b"", seconds)


def post(
    url: str, body: bytes, headers: Mapping[str, str], *, allowed: Sequence[str] = (), seconds: float = SECONDS
) -> int:
    """The status that this address answers when it is handed the body. Raises IngestError."""
    task = {"post": url, "headers": dict(headers), "allowed": list(allowed)}
    return int(_in_child(task, body, seconds)["status"])


def too_large(size: int) -> str:
    return (
        f"It has {size / 1e6:,.1f} MB; at most {LARGEST_UPLOAD / 1e6:,.0f} MB are read. "
        "Save it without pictures, or paste its text."
    )


def _in_child(task: dict[str, Any], raw: bytes, seconds: float) -> dict[str, Any]:
    try:
        with CHILDREN:
            child = subprocess.run(
                [sys.executable, "-B", "-X", "utf8", "-m", "articles.child"],
                input=json.dumps(task).encode() + b"\n" + raw,
                capture_output=True,
                timeout=seconds,
                cwd=ROOT,
                env={name: os.environ[name] for name in PASSED_ON & os.environ.keys()},
                check=False,
            )
    except subprocess.TimeoutExpired as error:
        what = next((said for name, said in LATE.items() if name in task), "It was not read")
        raise AwayError(f"{what} after {seconds:g} seconds. Try again later, or paste its text.") from error
    if child.returncode:
        logger.warning("a child ended with %s: %s", child.returncode, child.stderr.decode(errors="replace")[-500:])
        raise IngestError("Reading it took more memory or time than one article may. Paste its text instead.")
    answer: dict[str, Any] = json.loads(child.stdout)
    if "refused" in answer:
        raise KINDS[answer["as"]](answer["refused"])
    return answer


def _page(answer: dict[str, Any]) -> Page:
    fetched: Fetched | None = None
    if came := answer["fetched"]:
        headers = tuple((name, value) for name, value in came["headers"])
        fetched = Fetched(**{**came, "headers": headers, "body": b64decode(came["body"])})
    return Page(**{**answer, "notes": tuple(answer["notes"]), "fetched": fetched})

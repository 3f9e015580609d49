"""What `articles.limited` runs: a file or an address read within limits. Task in, page or refusal out."""

import contextlib
import json
import resource
import sys
from base64 import b64encode
from dataclasses import asdict, replace
from typing import Any
from urllib.parse import urlsplit

from articles.documents import read_document
from articles.errors import IngestError
from articles.feeds import FeedPage, read_feed

MEMORY = 1_000_000_000  # bytes of address space; a PDF of 20 MB takes a third of it
CPU_SECONDS = 30
LONGEST_TAG = 200  # characters of what a server wants to hear the next time
FEW_WORDS = 60  # on a page of the web: a paywall, or one that scripts fill


def main() -> None:
    _limit()
    task = json.loads(sys.stdin.buffer.readline())
    try:
        with contextlib.redirect_stdout(sys.stderr):  # a library that prints must not spoil the answer
            answer = _answer(task)
    except IngestError as error:
        answer = {"refused": str(error), "as": type(error).__name__}
    json.dump(answer, sys.stdout)


def _limit() -> None:
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(OSError, ValueError):  # macOS knows no limit of address space
            resource.setrlimit(what, (most, most))


def _answer(task: dict[str, Any]) -> dict[str, Any]:
    if "post" in task:
        from articles.fetch import post

        body = sys.stdin.buffer.read()
        return {"status": post(task["post"], body, task["headers"], allowed=task["allowed"])}
    if "look" in task:
        from articles.fetch import look

        look(task["look"], allowed=task["allowed"])
        return {}
    if "feed" in task:
        return asdict(_read_feed(task))
    if "url" in task:
        return _read_address(task)
    return asdict(read_document(sys.stdin.buffer.read(), task["kind"]))


def _read_feed(task: dict[str, Any]) -> FeedPage:
    from articles.fetch import FEEDS, READING_FEEDS, fetch

    known = {"If-None-Match": task["etag"], "If-Modified-Since": task["modified"]}
    headers = {**READING_FEEDS, **{name: value for name, value in known.items() if value}}
    answer = fetch(task["feed"], allowed=task["allowed"], seconds=task["seconds"], kinds=FEEDS, headers=headers)
    if not answer.is_new:
        return FeedPage(etag=task["etag"], modified=task["modified"], is_new=False)
    page = read_feed(answer.body, url=answer.url, charset=answer.charset)
    return replace(page, etag=answer.etag[:LONGEST_TAG], modified=answer.modified[:LONGEST_TAG])


def _read_address(task: dict[str, Any]) -> dict[str, Any]:
    from articles.fetch import fetch

    answer = fetch(task["url"], allowed=task["allowed"], seconds=task["seconds"])
    page = read_document(answer.body, answer.kind, answer.charset)
    if urlsplit(page.url).hostname != urlsplit(answer.url).hostname:  # a page may name itself, and no other site's
        page = replace(page, url=answer.url)
    if (words := len(page.text.split())) < FEW_WORDS:
        page = page.noting(f"Only {words} words were found: a paywall, or a page that scripts fill. Paste the rest.")
    read = asdict(page)
    if task["keep"]:
        names = ("url", "status", "headers")
        read["fetched"] = {"asked": task["url"], **{name: getattr(answer, name) for name in names}}
        read["fetched"]["body"] = b64encode(answer.body).decode()
    return read


if __name__ == "__main__":
    main()

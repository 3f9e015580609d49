"""What is read of a file, a row or a page, before anything is decided about it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as a file tells it; `where` names the file (and row) for messages. Empty strings: not told.
    `snapshot` is the signed `snapshots.Waiting` of the page that it was read from, where that is kept."""

    where: str
    text: str
    key: str = ""
    source: str = ""
    published: str = ""
    timezone: str = ""
    url: str = ""
    title: str = ""
    archived_url: str = ""
    archived_at: str = ""
    note: str = ""
    snapshot: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    where: str
    why: str


@dataclass(frozen=True, slots=True)
class CaseTold:
    """What a manifest says of the case itself."""

    title: str = ""
    summary: str = ""
    timezone: str = ""


Item = Draft | Refused | CaseTold

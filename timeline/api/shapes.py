"""What the API answers, beside the records that exports hold as well, and what it takes."""

from datetime import datetime
from typing import Literal

from ninja import Field, Schema

from timeline.exports.records import CaseRecord, EventRecord
from timeline.filters import MAX_WORDS

MOST, USUAL = 200, 50  # events, or cases, of a page


class Error(Schema):
    parameter: str
    detail: str


class Problem(Schema):
    """RFC 9457. `errors` names parameters; `reason` is a class of reasons."""

    type: str
    status: int
    title: str
    detail: str
    errors: list[Error] = []
    reason: str = ""


PROBLEMS = {400: Problem, 404: Problem}


class Paging(Schema):
    cursor: str = Field("", description="As `next` has it: where the page before ended.", pattern=r"^[-\w]{0,80}$")
    limit: int = Field(USUAL, ge=1, le=MOST)


class Filters(Paging):
    """Those of the case page. Whole words are checked by the view, which says what to write instead."""

    q: str = Field("", description="Words to search for; quotation marks, or and - work.", max_length=MAX_WORDS)
    type: list[str] = Field([], description="Slugs of types of event: any of these.")
    person: list[str] = Field([], description="Numbers of people: any of these.")
    outlet: list[str] = Field([], description="Numbers of outlets: any of these.")
    status: list[str] = Field([], description="occurred, planned, alleged, negated or hypothetical: any of these.")
    differ: Literal["", "0", "1"] = Field("", description="1: only where the sources differ.")
    since: str = Field("", alias="from", description="2016, 2016-06 or 2016-06-10.")
    until: str = Field("", alias="to", description="The same; the last day of it counts.")
    order: Literal["", "oldest", "newest"] = ""


class Search(Paging):
    q: str = Field(description="Words to search for; quotation marks, or and - work.", max_length=MAX_WORDS)


class Root(Schema):
    cases: str
    search: str
    openapi: str


class Links(Schema):
    events: str
    feed: str
    calendar: str


class CaseOut(Schema):
    case: CaseRecord
    links: Links


class CaseDetail(CaseOut):
    events: int
    articles: int
    outlets: int
    updated: datetime | None


class CasePage(Schema):
    cases: list[CaseOut]
    next: str | None


class EventPage(Schema):
    events: list[EventRecord]
    next: str | None


class CorrectionOut(Schema):
    day: str
    said: list[str]


class EventDetail(Schema):
    """`people` are those whose names the public reads and who are named in what is shown of the event; `history` is
    what the editors changed since it was published, the newest first."""

    event: EventRecord
    case: CaseRecord
    people: list[str]
    history: list[CorrectionOut]


class ParagraphOut(Schema):
    """`text` is as the public reads it, `events` the addresses of those that it reports."""

    number: int
    kind: str
    text: str
    events: list[str]


class ArticleOut(Schema):
    """Of the paragraphs, those that the outlet's rights let us show; `withheld` says of the others why not."""

    id: int
    url: str
    title: str
    outlet: str
    published: str
    language: str
    original: str
    archived: str
    dead_since: str | None
    paragraphs: list[ParagraphOut]
    withheld: str
    events: list[str]

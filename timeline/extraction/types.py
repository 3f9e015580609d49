"""The shapes that extraction speaks in: frozen values, no behaviour.

Offsets are half-open `[start, end)` in code points of the text as given. Dates are EDTF; `earliest` and `latest` are
the inclusive days that it allows, None where open.
"""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, Protocol, get_args

TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
Status = Literal["occurred", "planned", "alleged", "negated", "hypothetical"]


def as_status(name: str) -> Status:
    """The status of that name; ValueError for another word."""
    for status in get_args(Status):
        if status == name:
            return status  # type: ignore[no-any-return]
    raise ValueError(f"{name!r} is no status: one of {', '.join(get_args(Status))}.")


class Block(Protocol):
    """A numbered paragraph of the text, as `articles.segment` makes them; `kind` is one of its kinds."""

    @property
    def number(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Span:
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Timex:
    """A temporal expression with its TIMEX3 type and value.

    `edtf` is None for what names no days (durations, sets, references to no certain day) and for relative expressions
    that could not be resolved; `candidates` are the readings of one that stays ambiguous (then `edtf` is the first of
    them). `rule` names the rule that found it, `explanation` says for a person how the value came about.
    """

    start: int
    end: int
    text: str
    type: TimexType
    value: str
    edtf: str | None
    earliest: dt.date | None
    latest: dt.date | None
    rule: str
    explanation: str = ""
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quantity:
    """A count with its unit in the singular ("signature", "month", "person") and qualifier ("nearly", "" for none)."""

    value: Decimal
    unit: str
    qualifier: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """One place that reports an event. `timex` indexes the extraction's timexes; `paragraph` is the block's number.

    `certain` is False where the date comes from the context (a lead sentence without date words) and not from words
    of the clause.
    """

    type: str
    status: Status
    edtf: str | None
    earliest: dt.date | None
    latest: dt.date | None
    sentence: Span
    trigger: Span
    timex: int | None
    paragraph: int
    headline: str
    rule: str
    explanation: str
    quantities: tuple[Quantity, ...] = ()
    names: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Hint:
    """A name that perhaps nobody should read, and the sentence that says so: of a "minor", of somebody "abused", or of
    the "victim" of another crime. An empty span at 0 stands for the title."""

    name: str
    why: str
    sentence: Span


@dataclass(frozen=True, slots=True)
class Extraction:
    timexes: tuple[Timex, ...] = field(default=())
    mentions: tuple[Mention, ...] = field(default=())
    marks: tuple[str, ...] = field(default=())
    hints: tuple[Hint, ...] = field(default=())

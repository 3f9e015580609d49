"""What goes into coreference, and what comes out: reports of one case, and the clusters that they form."""

import datetime as dt
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Literal

from timeline.extraction.types import Mention, Status

Field = Literal["date", "quantity", "status"]


@dataclass(frozen=True, slots=True)
class Report:
    """A mention with where and when it was published. `key` is whatever the caller knows it by."""

    key: Hashable
    article: Hashable
    published: dt.date
    source: str
    mention: Mention

    @property
    def order(self) -> tuple[dt.date, str, str, int, int, str, str]:
        """Sorts reports by what they say and not by who imported them first."""
        m = self.mention
        return (self.published, self.source, m.sentence.text, m.paragraph, m.trigger.start, m.type, str(self.key))

    @property
    def options(self) -> tuple[str, ...]:
        """The dates that the report allows as EDTF: several where its words stay ambiguous, none without date words."""
        m = self.mention
        return m.candidates or ((m.edtf,) if m.edtf else ())


@dataclass(frozen=True, slots=True)
class ClaimValue:
    """What one report says of one field: an EDTF, a status, or a count as "qualifier value unit" with the unit in the
    singular ("nearly 1000000 signature", "20 juror"). Disputed where another report of the event excludes it."""

    key: Hashable
    field: Field
    value: str
    disputed: bool


@dataclass(frozen=True, slots=True)
class Cluster:
    """The reports of one event; the first is the one whose headline it bears. `reasons` says for each report, by its
    key, why it is here. `edtf` is None where no report is dated."""

    reports: tuple[Report, ...]
    type: str
    status: Status
    edtf: str | None
    earliest: dt.date | None
    latest: dt.date | None
    headline: str
    explanation: str
    reasons: tuple[tuple[Hashable, str], ...]
    claims: tuple[ClaimValue, ...]

"""What goes into coreference, and what comes out: reports of one case, and the clusters that they form."""

import datetime as dt
import re
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Literal

from timeline.extraction.types import Mention, Status

YEARS = (-1, -2, 1)
DAY_OR_MONTH = re.compile(r"\d{4}-(0\d|1[0-2])(-\d\d)?")
Field = Literal["date", "quantity", "status"]


@dataclass(frozen=True, slots=True)
class Report:
    """A mention with where and when it was published. `key` is whatever the caller knows it by; `digest` is one of its
    article's text, which is the same for whoever imported it, and whenever; `marks` are those of the whole article."""

    key: Hashable
    article: Hashable
    published: dt.date
    source: str
    mention: Mention
    digest: str = ""
    marks: tuple[str, ...] = ()

    @property
    def order(self) -> tuple[dt.date, str, str, int, int, str, str, str]:
        """Sorts reports by what they say and not by who imported them first."""
        m = self.mention
        return (
            self.published,
            self.source,
            m.sentence.text,
            m.paragraph,
            m.trigger.start,
            m.type,
            self.digest,
            str(self.key),
        )

    @property
    def options(self) -> tuple[str, ...]:
        """The dates that the report allows as EDTF: several where its words stay ambiguous, none without date words."""
        m = self.mention
        return m.candidates or ((m.edtf,) if m.edtf else ())

    @property
    def other_years(self) -> tuple[str, ...]:
        """The same day or month in the years around, where the sentence does not name the year: "June 24" was read from
        the day of publication, and may be of an earlier year, in an account of a trial for instance."""
        m = self.mention
        return () if m.earliest is None or str(m.earliest.year) in m.sentence.text else self.years_around

    @property
    def years_around(self) -> tuple[str, ...]:
        """The same day or month in the years around; for an exact day and a whole month only."""
        (date, *others) = self.options or ("",)
        if others or not DAY_OR_MONTH.fullmatch(date) or date.endswith("02-29"):
            return ()
        return tuple(f"{int(date[:4]) + n:04d}{date[4:]}" for n in YEARS if 1 <= int(date[:4]) + n <= 9999)


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
    key, why it is here. `edtf` is None where no report is dated. `certainty` is in percent."""

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
    certainty: int

"""What an expression may count from, as a text is read from its start."""

import datetime as dt
from dataclasses import dataclass

from timeline.extraction.cues import NONE, Cue
from timeline.extraction.periods import Period

UPDATED_WITHIN = dt.timedelta(days=6)  # a longer time would hold some weekday twice


@dataclass(slots=True)
class Context:
    """The day of publication, the cue of the sentence, the nearest date before (`focus`, with its words and
    offset), and the quarter that the text reports on. `ended` is true right after "ended" and before what nobody plans,
    `after` is the day of a weekday that this one follows ("Monday to Friday"), `ends` the last of "the quarter ended
    July 31",
    `names_event` where the date stands before a noun ("the Nov. 22 shooting"), `attributive`
    for a month that does so without "in" or its like ("that terrible January night"), `entry` for the date of a line of
    a chronology ("Jan. 4 - Police raid the bank"), `day_first` where people write
    5 June as 05/06."""

    published: dt.date | None
    updated: dt.date | None = None  # by a stamp of the text, within UPDATED_WITHIN of publication
    cue: Cue = NONE
    ended: bool = False
    after: dt.date | None = None
    ends: dt.date | None = None
    names_event: bool = False
    attributive: bool = False
    entry: bool = False
    day_first: bool = False
    focus: Period | None = None
    focus_text: str = ""
    focus_at: int = -1
    quarter: Period | None = None

    def stamp(self, day: dt.date, *, updates: bool) -> None:
        """A stamp tells when the text was changed after its day of publication. It gives no such day where nobody does:
        which of a page's stamps that would be is a person's to say."""
        if self.published and updates and dt.timedelta(0) < day - self.published <= UPDATED_WITHIN:
            self.updated = day

    def remember(self, period: Period, text: str, at: int, *, compares: bool) -> None:
        """Count later expressions from this one. A comparison ("a year ago") leaves the reported quarter as it is."""
        if compares:
            return
        self.focus, self.focus_text, self.focus_at = period, text, at
        if period.unit == "quarter":
            self.quarter = period

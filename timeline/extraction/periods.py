"""Calendar periods: a unit and a day within it, printed as a TIMEX3 value and as EDTF."""

import datetime as dt
from typing import NamedTuple

from timeline.extraction import edtf

SEASONS = {"SP": 1, "SU": 2, "FA": 3, "WI": 4}  # TIMEX3 code → EDTF code less 20
YEARS = {"year": 1, "decade": 10, "century": 100}
MONTHS = {"month": 1, "quarter": 3, "season": 3, "half": 6}
DAYS = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}


class Period(NamedTuple):
    """A period of one unit that holds `day`; for a season the code says which one, its year is that of its start."""

    unit: str
    day: dt.date

    def shift(self, number: int) -> "Period | None":
        """The period `number` units later (earlier for a negative one), None outside years 1 to 9999."""
        moved = shift_day(self.day, self.unit, number)
        return Period(self.unit, moved) if moved else None

    def to(self, unit: str) -> "Period":
        """The period of another unit that holds this one's day."""
        return Period(unit, self.day)

    @property
    def value(self) -> str:
        """The TIMEX3 value by the TimeML guidelines."""
        iso, year, month = self.day.isoformat(), self.day.year, self.day.month
        match self.unit:
            case "day":
                return iso
            case "week":
                return edtf.week_of(self.day)
            case "weekend":
                return edtf.week_of(self.day) + "-WE"
            case "month":
                return iso[:7]
            case "quarter":
                return f"{iso[:4]}-Q{(month + 2) // 3}"
            case "half":
                return f"{iso[:4]}-H{1 if month < 7 else 2}"
            case "season":
                return f"{season_year(self.day):04d}-{season_of(self.day)}"
            case "decade":
                return f"{year // 10:03d}"
            case "century":
                return f"{year // 100:02d}"
        return iso[:4]

    @property
    def edtf(self) -> str:
        """The same as EDTF; units that level 1 lacks become intervals."""
        match self.unit:
            case "weekend":
                saturday = self.day + dt.timedelta(days=5 - self.day.weekday())
                return edtf.from_days(saturday, saturday + dt.timedelta(days=1))
            case "quarter" | "half":
                size = MONTHS[self.unit]
                start = (self.day.month - 1) // size * size + 1
                return f"{self.day.year:04d}-{start:02d}/{self.day.year:04d}-{start + size - 1:02d}"
            case "season":
                return f"{season_year(self.day):04d}-{20 + SEASONS[season_of(self.day)]}"
            case "decade":
                return self.value + "X"
            case "century":
                return self.value + "XX"
        return self.value


def season_of(day: dt.date) -> str:
    """The season by whole months, northern half: SP from March, SU from June, FA from September, WI from December."""
    return ("WI", "SP", "SU", "FA")[day.month % 12 // 3]


def season_year(day: dt.date) -> int:
    """A winter carries the year of its December."""
    return day.year - 1 if day.month < 3 and day.year > 1 else day.year


def season(code: str, year: int) -> Period:
    """The season of that code that starts in that year. ValueError outside years 1 to 9999."""
    return Period("season", dt.date(year, 3 * SEASONS[code], 1))


def shift_day(day: dt.date, unit: str, number: int) -> dt.date | None:
    """The day `number` units later; a day that the month lacks becomes its last. None outside years 1 to 9999."""
    try:
        if unit in DAYS:
            return day + dt.timedelta(days=DAYS[unit] * number)
        months = MONTHS[unit] * number if unit in MONTHS else 12 * YEARS[unit] * number
        year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
        first = dt.date(year, month + 1, 1)
        return first.replace(day=min(day.day, days_in_month(first)))
    except (OverflowError, ValueError):
        return None


def days_in_month(day: dt.date) -> int:
    latest = edtf.days(day.isoformat()[:7])[1]
    return latest.day if latest else 31

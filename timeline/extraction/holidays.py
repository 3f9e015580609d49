"""The days of the holidays that news texts date by, as they lie in the United States."""

import datetime as dt

from dateutil.easter import easter  # type: ignore[import-untyped]

FIXED = {
    "christmas": (12, 25),
    "christmas day": (12, 25),
    "christmas eve": (12, 24),
    "new year's day": (1, 1),
    "new year's eve": (12, 31),
    "halloween": (10, 31),
    "independence day": (7, 4),
    "valentine's day": (2, 14),
    "veterans day": (11, 11),
    "boxing day": (12, 26),
    "st stephen's day": (12, 26),
    "st patrick's day": (3, 17),
    "anzac day": (4, 25),
    "australia day": (1, 26),
    "canada day": (7, 1),
    "bastille day": (7, 14),
    "juneteenth": (6, 19),
    "may day": (5, 1),
    "remembrance day": (11, 11),
    "all saints day": (11, 1),
}
# month, weekday (0 Monday), which one of the month (-1 the last)
FLOATING = {
    "thanksgiving": (11, 3, 4),
    "labor day": (9, 0, 1),
    "memorial day": (5, 0, -1),
    "columbus day": (10, 0, 2),
    "presidents' day": (2, 0, 3),
    "martin luther king": (1, 0, 3),
    "mother's day": (5, 6, 2),
    "father's day": (6, 6, 3),
}
FROM_EASTER = {
    "easter": 0,
    "easter sunday": 0,
    "easter monday": 1,
    "good friday": -2,
    "palm sunday": -7,
    "ash wednesday": -46,
}
# Kept elsewhere on days of their own, or under the same name for something else.
AMERICAN = frozenset(
    ["independence day", "thanksgiving", "thanksgiving day", "labor day", "memorial day", "mother's day"]
)
AFTER_THANKSGIVING = {"black friday": 1, "cyber monday": 4}


def day_of(name: str, year: int) -> dt.date | None:
    """The day of a holiday by its name in lower case; None for one that we do not know or a year that has none."""
    if name in FIXED:
        return dt.date(year, *FIXED[name]) if 1 <= year <= 9999 else None
    if name in FROM_EASTER:
        return easter(year) + dt.timedelta(days=FROM_EASTER[name]) if 1583 <= year <= 4099 else None
    if not 1583 <= year <= 9998:
        return None
    if name in AFTER_THANKSGIVING:
        return _nth(year, 11, 3, 4) + dt.timedelta(days=AFTER_THANKSGIVING[name])
    if name == "election day":  # the Tuesday after the first Monday of November
        return _nth(year, 11, 0, 1) + dt.timedelta(days=1)
    for start, (month, weekday, which) in FLOATING.items():
        if name.startswith(start):
            return _nth(year, month, weekday, which)
    return None


def _nth(year: int, month: int, weekday: int, which: int) -> dt.date:
    if which < 0:
        last = dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
        return last - dt.timedelta(days=(last.weekday() - weekday) % 7)
    first = dt.date(year, month, 1)
    return first + dt.timedelta(days=(weekday - first.weekday()) % 7 + 7 * (which - 1))

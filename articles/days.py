"""The day of publication: what anchors every "Friday" in an article, so it is never guessed."""

import datetime as dt
from zoneinfo import ZoneInfo

from articles.errors import IngestError

ASK = "Write the day of publication like 2016-06-10, or with a time like 2016-06-10T09:30:00-07:00."

# Where figures name the month before the day; the zones of Canada, where both are written, among them.
MONTH_FIRST = frozenset(
    "America/Adak America/Anchorage America/Boise America/Chicago America/Denver America/Detroit America/Edmonton "
    "America/Halifax America/Juneau America/Los_Angeles America/Menominee America/Metlakatla America/New_York "
    "America/Nome America/Phoenix America/Puerto_Rico America/Regina America/Sitka America/St_Johns America/Toronto "
    "America/Vancouver America/Winnipeg America/Yakutat Asia/Manila Pacific/Guam Pacific/Honolulu".split()
)
MONTH_FIRST_IN = ("America/Indiana/", "America/Kentucky/", "America/North_Dakota/", "US/")
NOWHERE = ("Etc/", "UTC", "GMT")  # zones of no country


def writes_day_first(zone: str) -> bool:
    """Whether "05/06/2016" in an article of this zone is likelier 5 June; not where the zone tells no country."""
    return zone != "" and zone not in MONTH_FIRST and not zone.startswith((*MONTH_FIRST_IN, *NOWHERE))


def zone_of(name: str) -> ZoneInfo:
    """The time zone of that name. Raises IngestError."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise IngestError(f"{name!r} is no time zone. Write one like America/Los_Angeles or UTC.") from error


def publication_day(raw: str | dt.date | None, zone: str) -> dt.date:
    """The day, in the article's own zone, that an ISO day or date-time names. Raises IngestError for anything else.

    A time without an offset is local already. "03/04/2016" is refused: it is two days, depending on who reads it.
    """
    local = zone_of(zone)
    if isinstance(raw, dt.datetime):
        return raw.astimezone(local).date() if raw.tzinfo else raw.date()
    if isinstance(raw, dt.date):
        return raw
    text = (raw or "").strip()
    if not text:
        raise IngestError(f"It has no day of publication. {ASK}")
    try:
        moment = dt.datetime.fromisoformat(text)
        return moment.astimezone(local).date() if moment.tzinfo else moment.date()
    except (ValueError, OverflowError) as error:
        raise IngestError(f"{text[:40]!r} is no day of publication. {ASK}") from error


def refuse_future(day: dt.date, zone: str, now: dt.datetime) -> None:
    """Raise IngestError for a day that has not come yet in that zone."""
    today = now.astimezone(zone_of(zone)).date()
    if day > today:
        raise IngestError(f"It is dated {day}, which is still to come (today is {today} in {zone}). Correct the day.")

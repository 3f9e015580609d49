"""Pages of events, and how one leads to the next."""

from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest

from timeline import queries
from timeline.api.house import PUBLIC
from timeline.api.shapes import Paging
from timeline.exports.records import event_records
from timeline.filters import Asked
from timeline.models import Event
from timeline.reader import readers_of
from timeline.strictly import Misasked

PAGING = ("cursor", "limit")


def page_of(
    request: HttpRequest, events: QuerySet[Event], asked: Asked, paging: Paging, *, of_case: bool = True
) -> dict[str, object]:
    """The page of these events (of `timeline_of`, or across cases) that follows the cursor. Raises Misasked."""
    page = queries.page(events, asked, _last(paging.cursor), paging.limit, face="face_" if of_case else "")
    again = asked if of_case else asked.but(newest_first=False)  # across cases there is one order
    readers = readers_of(PUBLIC, {event.case for event in page.events})
    return {
        "events": event_records(page.events, PUBLIC, readers),
        "next": next_url(request, again, page.events[-1].public_id, paging.limit) if page.more else None,
    }


def next_url(request: HttpRequest, asked: Asked, cursor: str, limit: int) -> str:
    query = asked.query().removeprefix("?")
    paging = urlencode({"cursor": cursor, "limit": limit})
    return f"{settings.SITE_URL}{request.path}?{'&'.join(filter(None, [query, paging]))}"


def _last(cursor: str) -> Event | None:
    """The event that the page before ended with, though it may have left the timeline since."""
    if not cursor:
        return None
    last = Event.objects.filter(public_id=cursor, first_public_at__isnull=False, case__is_public=True).first()
    if last is None:
        raise Misasked({"cursor": "It leads nowhere. Begin without it, and follow next."})
    return last

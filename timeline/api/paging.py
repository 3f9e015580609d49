"""Pages of events, and how one leads to the next."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest

from timeline import queries
from timeline.api.house import PUBLIC
from timeline.exports.records import event_records
from timeline.filters import Asked
from timeline.models import Event
from timeline.reader import Reader
from timeline.strictly import Misasked

PAGING = ("cursor", "limit")


def answer(
    request: HttpRequest, page: queries.Page, again: Asked, limit: int, readers: Mapping[int, Reader]
) -> dict[str, object]:
    """A page, and where the next one is: at the same address, which asks for the same `again`. `readers` are by
    case."""
    return {
        "events": event_records(page.events, PUBLIC, readers),
        "next": next_url(request, again, page.events[-1].public_id, limit) if page.more else None,
    }


def next_url(request: HttpRequest, asked: Asked, cursor: str, limit: int) -> str:
    query = asked.query().removeprefix("?")
    paging = urlencode({"cursor": cursor, "limit": limit})
    return f"{settings.SITE_URL}{request.path}?{'&'.join(filter(None, [query, paging]))}"


def last_of(cursor: str) -> Event | None:
    """The event that the page before ended with, though it may have left the timeline since. Raises Misasked."""
    if not cursor:
        return None
    last = Event.objects.filter(public_id=cursor, first_public_at__isnull=False, case__is_public=True).first()
    if last is None:
        raise Misasked({"cursor": "It leads nowhere. Begin without it, and follow next."})
    return last

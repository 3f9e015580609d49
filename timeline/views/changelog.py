"""What changed in a case, the newest first."""

import datetime as dt

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from timeline import filters, queries
from timeline.caching import of_cases
from timeline.presentation import pages
from timeline.presentation.changes import Known, days, in_zone, since_words
from timeline.queries import Place
from timeline.reader import reader_of

A_PAGE = 50  # entries
PUBLIC = AnonymousUser()


@require_safe
def changes(request: HttpRequest, slug: str) -> HttpResponse:
    """What readers learned, whoever asks: added, corrected, merged, withdrawn; `since` draws a line where it was."""
    shown = get_object_or_404(queries.cases(request.user), slug=slug)
    notes: list[str] = []
    asked = filters.since(request.GET, notes)
    after = _place(request.GET, notes)
    opened = queries.opening(shown)
    entries, more = queries.changes(shown, opened, after, A_PAGE)
    events = [entry.event for entry in entries]
    heirs = queries.heirs(events)
    queries.tell_differing([*events, *heirs.values()], PUBLIC)
    reader = reader_of(PUBLIC, [shown])
    histories = queries.public_histories(events)
    since = in_zone(asked, shown) if asked else None
    context = {
        "case": pages.case_link(shown, reader),
        "days": days(shown, entries, None if more else opened, Known(histories, heirs, reader), since),
        "since": since_words(asked, shown) if asked else "",
        "notes": notes,
        "is_first": after is None,
        "start": _query(asked),
        "next": _query(asked, entries[-1].place) if more else "",
    }
    return of_cases(render(request, "case/changes.html", context), [shown])


def _place(params: QueryDict, notes: list[str]) -> Place | None:
    """Where the page before ended: "moment,kind,key"."""
    text = params.get("after", "") or ""
    if not text:
        return None
    try:
        at, kind, key = text.split(",")
        place = Place(dt.datetime.fromisoformat(at), int(kind), int(key))
        if place.at.tzinfo is None or place.at.year not in filters.CLOCKS or abs(place.key) >= 2**63:
            raise ValueError
    except ValueError:
        notes.append("Where this list would go on was not understood; this is its beginning.")
        return None
    return place


def _query(since: dt.datetime | None, after: Place | None = None) -> str:
    pairs = [("since", filters.moment_text(since))] if since else []
    pairs += [("after", f"{filters.moment_text(after.at)},{after.kind},{after.key}")] if after else []
    return "?" + urlencode(pairs)

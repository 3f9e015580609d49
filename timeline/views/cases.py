"""A case's timeline: a whole page, or the part of it that htmx asks for."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from django.contrib.messages import get_messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe
from django_htmx.middleware import HtmxDetails

from articles.days import zone_of
from articles.models import Case
from timeline import filters, queries
from timeline.caching import of_cases
from timeline.exports import jsonld
from timeline.filters import Asked
from timeline.models import ID_ALPHABET, Event
from timeline.presentation import pages, wording
from timeline.presentation.changes import FOR_EVER, News, in_zone, news_since
from timeline.presentation.facets import facets, readable
from timeline.presentation.saved_views import views
from timeline.presentation.sharing import case_sharing
from timeline.presentation.strip import Strip, frame, strip
from timeline.presentation.timeline import Known, card, stretches
from timeline.reader import Reader, reader_of

# The parts of the case page that htmx asks for by the id of the element that it will replace.
TIMELINE, MORE, NEWS, CARD = "timeline", "more", "news", "e-"

FEWEST_REPORTED = 3  # key events that no editor chose; fewer are no summary

PARTS = re.compile(f"{TIMELINE}|{MORE}|{NEWS}|{CARD}[{ID_ALPHABET}]+")


class HtmxRequest(HttpRequest):
    htmx: HtmxDetails


@require_safe
def case(request: HtmxRequest, slug: str) -> HttpResponse:
    """The timeline: a whole page, or the part of it that htmx wants; the same address asks for both."""
    shown = queries.find_case(slug, request.user)
    if shown is None:
        raise Http404
    asked, notes = filters.parse_page(request.GET)
    part = _part(request)
    if part.startswith(CARD):
        response = _card(request, shown, asked, part.removeprefix(CARD))
    elif part == NEWS:
        told = _news(shown, asked, request.user, reader_of(request.user, [shown]))
        response = render(request, "case/_news.html", {"news": told, "is_visit": True})
    elif part == MORE:
        response = render(request, "case/_entries.html", _more(request, shown, asked, notes))
    elif part == TIMELINE:
        response = render(request, "case/_timeline.html", _timeline(request, shown, asked, notes))
    else:
        response = render(request, "case/page.html", _page(request, shown, asked, notes))
    if part == TIMELINE or part.startswith(CARD):
        response["HX-Push-Url"] = request.path + asked.query().removesuffix("?")
    patch_vary_headers(response, ["HX-Request", "HX-Target", "HX-History-Restore-Request"])
    return of_cases(response, [shown])


def _part(request: HtmxRequest) -> str:
    """The id of the element that htmx wants anew; "" for the whole page, as the Back button does."""
    if not request.htmx or request.htmx.history_restore_request:
        return ""
    target = request.htmx.target or ""
    return target if PARTS.fullmatch(target) else ""


def _page(request: HtmxRequest, shown: Case, asked: Asked, notes: list[str]) -> dict[str, Any]:
    """Everything that the case page shows: the timeline, and what stands above it."""
    context = _timeline(request, shown, asked, notes)
    reader = context["reader"]
    key_events, is_chosen = queries.key_events(shown, request.user)
    if not is_chosen and len(key_events) < FEWEST_REPORTED:
        key_events = []
    totals = context["counts"].totals
    return {
        **context,
        "key_events": [pages.event_link(event, reader) for event in key_events],
        "is_chosen": is_chosen,
        "reads_more": reader.reads_more,
        "head": pages.case_head(shown, totals),
        "changed": filters.moment_text(totals.told) if totals.told else "",
        "today": wording.day_words(timezone.now().astimezone(zone_of(shown.timezone))),
        "sharing": case_sharing(shown, context["filters"].removesuffix("?"), reader),
        "jsonld": jsonld.of_timeline(context["case"], context["stretches"]),
    }


def _timeline(request: HtmxRequest, shown: Case, asked: Asked, notes: list[str]) -> dict[str, Any]:
    """What changes with the filters."""
    user = request.user
    counts = queries.counts(shown, asked, user)
    count = wording.count_words(counts.extent.count, "event")
    entries = _entries(request, shown, asked, notes)
    reader = entries["reader"]
    choices = (counts.types, counts.outlets, counts.statuses, counts.differ, readable(counts.people, reader))
    return {
        **entries,
        "spanning": [pages.event_link(event, reader) for event in queries.spanning(shown, asked, user)],
        "counts": counts,
        "count": count,
        "announcement": f"{count}, {wording.count_words(asked.count, 'filter')}" if asked.count else count,
        "part": _part(request),
        "is_visit": False,
        "facets": facets(asked, *choices),
        "strip": _strip(shown, counts, asked, user, entries["days"]),
        "notes": notes,
        "order": asked.but(newest_first=not asked.newest_first).query(),
        "start": asked.but().query(),
        **(_views(request, shown, asked) if entries["staff"] else {}),
        "filters": asked.to_keep(),
        "open_all": asked.but(open=() if filters.OPEN_ALL in asked.open else (filters.OPEN_ALL,)).query(),
    }


def _views(request: HttpRequest, shown: Case, asked: Asked) -> dict[str, Any]:
    """The filters that the staff keep under a name, and what was said of the last one that was saved."""
    return {
        "views": views(queries.saved_views(shown, request.user), request.user, asked.to_keep()),
        "may_save": request.user.has_perm("timeline.add_savedview"),
        "said": [str(message) for message in get_messages(request)],
    }


def _entries(request: HttpRequest, shown: Case, asked: Asked, notes: list[str]) -> dict[str, Any]:
    """One page of the list."""
    user = request.user
    after = queries.last_of(shown, asked.after, user) if asked.after else None
    is_lost = bool(asked.after and after is None)
    if is_lost:
        notes.append("The event after which this list would go on is no longer here; this is the beginning.")
    page = queries.case_page(shown, asked, user, after)
    reader = reader_of(user, [shown])
    news = _news(shown, asked, request.user, reader)
    known = _known(page.events, asked, user, reader, news)
    opened = (filters.OPEN_ALL,) if filters.OPEN_ALL in asked.open else ()
    return {
        "case": pages.case_link(shown, reader),
        "asked": asked,
        "news": news,
        "reader": reader,
        "staff": reader.is_staff,
        "after": after,
        "stretches": stretches(page.events, asked, known, after),
        "next": asked.but(after=page.events[-1].public_id, open=opened).query() if page.more else "",
        "opened": bool(opened),
        "is_lost": is_lost,
        "begin": "",
        "days": [event.earliest for event in page.events if event.earliest and event.earliest == event.latest],
    }


def _more(request: HttpRequest, shown: Case, asked: Asked, notes: list[str]) -> dict[str, Any]:
    """What is put below a list that is there already: nothing, where it cannot be told how that goes on."""
    entries = _entries(request, shown, asked, notes)
    return {**entries, "stretches": [], "next": "", "begin": asked.but().query()} if entries["is_lost"] else entries


def _news(shown: Case, asked: Asked, user: Any, reader: Reader) -> News | None:
    if asked.since is None:
        return None
    since = in_zone(asked.since, shown)
    opened = queries.opening(shown, after=since)
    touched = queries.touched(shown, opened.at if opened else since, FOR_EVER)
    queries.tell_differing(touched, user)
    return news_since(shown, opened, touched, since, reader, asked.since)


def _known(events: list[Event], asked: Asked, user: Any, reader: Reader, news: News | None) -> Known:
    opened = [event for event in events if asked.is_open(event.public_id)]
    marked = [reader.names.text(event.headline) for event in events]
    marked = queries.highlighted(marked, asked.q, whole=True) if asked.q else marked
    return Known(
        headlines={event.pk: headline for event, headline in zip(events, marked, strict=True)},
        counts={event.pk: getattr(event, "sources", 0) for event in events},
        now=timezone.now(),
        evidence=queries.evidence(opened, user) if opened else {},
        found=queries.found_quotes(events, asked.q, user, {e.case_id: reader.names for e in events}) if asked.q else {},
        reader=reader,
        news=news.kinds if news else {},
        beside=queries.beside(events, user),
    )


def _card(request: HttpRequest, shown: Case, asked: Asked, public_id: str) -> HttpResponse:
    found = queries.listed(shown, public_id, request.user)
    if found is None:
        raise Http404
    reader = reader_of(request.user, [shown])
    known = _known([found], asked, request.user, reader, _news(shown, asked, request.user, reader))
    return render(request, "case/_card.html", {"card": card(found, asked, known)})


def _strip(shown: Case, counts: queries.Counts, asked: Asked, user: Any, listed: Sequence[dt.date]) -> Strip | None:
    framed = frame(asked, counts.extent, counts.years)
    if framed is None:
        return None
    first, last, unit = framed
    name = "year" if unit.name == "decade" else unit.name
    buckets = queries.histogram(shown, asked, user, first, last, name, unit.days)
    names = {choice.value: choice.label for choice in counts.types}
    return strip(asked, counts.extent, framed, buckets, counts.years, names, listed)

"""The pages above the cases: their index, and the search across all of them."""

from typing import Any, get_args

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from timeline import filters, queries
from timeline.filters import Asked
from timeline.models import Event
from timeline.presentation import across, index
from timeline.presentation import styleguide as guide
from timeline.presentation.timeline import Card, Known, card
from timeline.queries import Sort
from timeline.reader import Reader, readers_of

SORTS: tuple[Sort, ...] = get_args(Sort)
CASES_A_PAGE = 24
EVENTS_A_PAGE = 25
NAMED = 8  # cases named above the events; who looks for cases filters the index


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The cases, a page of them at a time."""
    asked, _ = filters.parse(request.GET)
    sort = next((name for name in SORTS if name == request.GET.get("sort")), SORTS[0])
    listed = queries.case_index(request.user, asked.q, sort)
    page = Paginator(listed, CASES_A_PAGE).get_page(request.GET.get("page"))
    cases = [one.case for one in page]
    readers, months = readers_of(request.user, cases), queries.months(cases, request.user)
    lines = [index.case_line(one, months[one.case.pk], readers[one.case.pk]) for one in page]
    context = {"cases": lines, "head": index.index_head(page, asked.q, sort), "reads_more": _read_more(readers)}
    return render(request, "home.html", context)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Events and cases that hold the words; the newest events first, a page of them at a time."""
    asked, _ = filters.parse(request.GET)
    context: dict[str, Any] = {"q": asked.q, "found": None, "reads_more": False}
    if asked.q:
        context |= _found(request.user, Asked(q=asked.q, after=asked.after, newest_first=True))
    return render(request, "search.html", context)


@require_safe
@csp_update({"frame-src": [SELF]})
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for whoever changes one."""
    return render(request, "styleguide.html", guide.examples())


@require_safe
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})  # type: ignore[arg-type]  # its types know of no arguments
def example_frame(request: HttpRequest, kind: str) -> HttpResponse:
    """What other sites show of ours, for the style guide to frame."""
    examples = guide.frames()
    if kind not in examples:
        raise Http404
    return render(request, f"embed/{kind}.html", examples[kind])


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for it on pages that name no icon of their own."""
    return redirect(static("icon.svg"))


def _read_more(readers: dict[int, Reader]) -> bool:
    return any(reader.reads_more for reader in readers.values())


def _found(user: Any, asked: Asked) -> dict[str, Any]:
    after = queries.find_event(asked.after, user) if asked.after else None
    page = queries.page_across(asked.q, user, after, EVENTS_A_PAGE)
    counts, uncounted = queries.counts_by_case(asked.q, user)
    named = queries.cases(user).in_bulk(queries.cases_named(user, asked.q)[:NAMED])
    readers = readers_of(user, {*counts, *named.values(), *(event.case for event in page.events)})
    cards = [
        (event.case, shown) for event, shown in zip(page.events, _cards(page.events, asked, user, readers), strict=True)
    ]
    more = (uncounted, page.more)
    found = across.found(asked, cards, counts, list(named.values()), readers, more=more)
    return {"found": found, "reads_more": _read_more(readers)}


def _cards(events: list[Event], asked: Asked, user: Any, readers: dict[int, Reader]) -> list[Card]:
    names = {pk: reader.names for pk, reader in readers.items()}
    marked = queries.highlighted([names[e.case_id].text(e.headline) for e in events], asked.q, whole=True)
    headlines = {event.pk: headline for event, headline in zip(events, marked, strict=True)}
    counts = {event.pk: getattr(event, "sources", 0) for event in events}
    found = queries.found_quotes(events, asked.q, user, names)
    now = timezone.now()
    return [card(e, asked, Known(readers[e.case_id], headlines, counts, now, found=found)) for e in events]

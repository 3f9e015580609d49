"""A case in pictures, under the filters of its timeline."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.models import Case
from timeline import filters, queries
from timeline.caching import of_cases
from timeline.filters import Asked
from timeline.models import Event
from timeline.presentation import pages
from timeline.presentation import pictures as drawing
from timeline.presentation.facets import facets, readable
from timeline.presentation.strip import frame, strip
from timeline.presentation.wording import count_words
from timeline.queries import Frame
from timeline.reader import Reader, reader_of

MOST = 200_000  # events whose reports are counted by outlet; above that, a period must be chosen


@require_safe
def pictures(request: HttpRequest, slug: str, lanes: str = "types") -> HttpResponse:
    """`lanes` are "types" or "people"."""
    user = request.user
    shown = get_object_or_404(queries.cases(user), slug=slug)
    asked, notes = filters.parse_page(request.GET)
    asked = asked.but()
    kept = queries.narrowed(shown, asked, user)
    counts = queries.counts(shown, asked, user)
    extent = counts.extent
    framed = frame(asked, extent, counts.years)
    reader = reader_of(user, [shown])
    context: dict[str, Any] = {
        "case": pages.case_link(shown, reader),
        "reads_more": reader.reads_more,
        "count": count_words(extent.count, "event"),
        "facets": facets(asked, counts.types, counts.outlets, people=readable(counts.people, reader)),
        "asked": asked,
        "notes": notes,
        "by": lanes,
        **dict.fromkeys(("strip", "lanes", "matrix", "outlets")),
    }
    if framed:
        first, last, unit = framed
        drawn = Frame(first, last, "year" if unit.name == "decade" else unit.name, unit.days)
        context["strip"] = strip(asked, extent, framed, (), counts.years)
        context["lanes"] = _lanes(shown, kept, drawn, asked, reader, lanes)
        context |= _reports(shown, kept, drawn, asked, extent.count, user, reader)
    return of_cases(render(request, "pictures.html", context), [shown])


def _lanes(case: Case, kept: QuerySet[Event], drawn: Frame, asked: Asked, reader: Reader, by: str) -> drawing.Lanes:
    if by == "people":
        found = drawing.readable(queries.by_person(kept, drawn, case), reader)
        return drawing.lanes(found, drawn, lambda lane: asked.but(people=(int(lane.value),)), "person")
    return drawing.lanes(queries.by_type(kept, drawn), drawn, lambda lane: asked.but(types=(lane.value,)), "type")


def _reports(
    case: Case, kept: QuerySet[Event], drawn: Frame, asked: Asked, count: int, user: Any, reader: Reader
) -> dict[str, drawing.Matrix | drawing.Lanes | None]:
    """Event by event where they are few; else by stretches of time; None where they are too many to count."""

    def of_outlet(pk: str) -> Asked:
        return asked.but(outlets=(int(pk),))

    if count <= drawing.MAX_DOTS:
        events = queries.case_page(case, asked.but(newest_first=False), user, None, drawing.MAX_DOTS).events
        return {"matrix": drawing.matrix(events, queries.first_reports(events, user), of_outlet, reader)}
    if count > MOST:
        return {"outlets": None}
    found = queries.by_outlet(kept, drawn)
    return {"outlets": drawing.lanes(found, drawn, lambda lane: of_outlet(lane.value), "outlet")}

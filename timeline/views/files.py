"""The page that leads to a case's files, feeds and frames, under the filters of its timeline."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from casetracker.addresses import address
from timeline import filters, queries
from timeline.caching import of_cases
from timeline.presentation import pages
from timeline.presentation.facets import facets, readable
from timeline.presentation.sharing import case_sharing
from timeline.presentation.wording import count_words
from timeline.reader import reader_of
from timeline.views.embeds import ANYBODY

# Each way to have the events: what it is called, what it is for, and the view.
WAYS = (
    ("CSV", "a row an event, with its sources, for spreadsheets", "events-csv"),
    ("JSON", "everything, each event with the words of its sources", "events-json"),
    ("JSON Lines", "the same with an event a line, for large cases", "events-jsonl"),
    ("JSON-LD", "in the words of schema.org, for search engines", "events-jsonld"),
    ("TimelineJS", "for the timeline of that name, at most 2,000 events", "timelinejs"),
    ("iCalendar", "what lies ahead, to subscribe to in a calendar", "calendar"),
    ("Atom", "what is new, changed or gone, for feed readers", "feed"),
    ("API", "page by page, for programs", "api:list_events"),
)


@require_safe
def files(request: HttpRequest, slug: str) -> HttpResponse:
    """Whoever asks, it counts what the files hold: what the public sees."""
    case = get_object_or_404(queries.cases(request.user), slug=slug)
    asked, notes = filters.parse_page(request.GET)
    query = asked.to_keep().removesuffix("?")
    counts, reader = queries.counts(case, asked, ANYBODY), reader_of(request.user, [case])
    context = {
        "case": pages.case_link(case, reader),
        "count": count_words(counts.extent.count, "event"),
        "chips": facets(asked, counts.types, counts.outlets, people=readable(counts.people, reader)).chips,
        "query": query,
        "notes": notes,
        "ways": [(name, use, address(view, case.slug) + query) for name, use, view in WAYS],
        "sharing": case_sharing(case, query, reader),
    }
    return of_cases(render(request, "files.html", context), [case])

"""A timeline for paper: everything in the current filter, every source told."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from timeline import filters, queries
from timeline.filters import OPEN_ALL
from timeline.presentation import pages, wording
from timeline.presentation.facets import facets, readable
from timeline.presentation.printing import Footnotes
from timeline.presentation.timeline import Known, stretches
from timeline.reader import reader_of

MOST = 500  # events; about 120 pages of paper


@never_cache  # it tells the minute of its printing
@require_safe
def printed(request: HttpRequest, slug: str) -> HttpResponse:
    user = request.user
    shown = get_object_or_404(queries.cases(user), slug=slug)
    asked, notes = filters.parse_page(request.GET)
    asked = asked.but(open=(OPEN_ALL,))
    page = queries.case_page(shown, asked, user, None, MOST)
    reader = reader_of(user, [shown])
    evidence = queries.evidence(page.events, user)
    headlines = {event.pk: reader.names.text(event.headline) for event in page.events}
    sources = {event.pk: getattr(event, "sources", 0) for event in page.events}
    now = timezone.now()
    parts = stretches(page.events, asked, Known(reader, headlines, sources, now, evidence))
    order = {event.public_id: event.pk for event in page.events}
    cited = [c for part in parts for card in part.cards for c in evidence.get(order[card.id], ())]
    counts = queries.counts(shown, asked, user)
    context = {
        "reads_more": reader.reads_more,
        "case": pages.case_link(shown, reader),
        "count": wording.count_words(len(page.events), "event"),
        "left_out": wording.count_words(counts.extent.count, "event") if page.more else "",
        "chips": facets(asked, counts.types, counts.outlets, people=readable(counts.people, reader)).chips,
        "newest_first": asked.newest_first,
        "asked": asked.but().query().removesuffix("?"),
        "notes": notes,
        "now": wording.moment_words(now, shown.timezone),
        "stretches": parts,
        "footnotes": Footnotes(cited, reader, site=settings.SITE_URL, zone=shown.timezone),
    }
    return render(request, "printed.html", context)

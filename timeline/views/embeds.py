"""What other people's pages show of ours in a frame: an event, or a timeline.

Whoever is signed in, a frame shows what the public sees: it stands on a page that is not ours.
"""

from csp.decorators import csp_replace
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from timeline import filters, queries
from timeline.caching import of_cases
from timeline.models import Event
from timeline.presentation import embeds, pages
from timeline.presentation.evidence import is_disputed
from timeline.presentation.sharing import case_sharing, sharing
from timeline.reader import Reader, reader_of
from timeline.views.events import moved_or_gone

ANYBODY = AnonymousUser()
EVENTS_A_FRAME = 50


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})  # type: ignore[arg-type]  # its types know of no arguments
def embedded_event(request: HttpRequest, public_id: str) -> HttpResponse:
    request.user = ANYBODY
    address = queries.resolve(public_id, ANYBODY)
    found = address.event
    if found is None:
        return moved_or_gone(request, address, _frame_of, "embed/gone.html")
    reader = reader_of(ANYBODY, [found.case])
    reports = queries.evidence([found], ANYBODY).get(found.pk, [])
    context = {
        "event": embeds.framed_event(found, reports, reader),
        "case": pages.case_link(found.case, reader),
        "sharing": sharing(found, reader, timezone.now(), differ=is_disputed(reports)),
    }
    return of_cases(render(request, "embed/event.html", context), [found.case])


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})  # type: ignore[arg-type]  # its types know of no arguments
def embedded_case(request: HttpRequest, slug: str) -> HttpResponse:
    """The first events that pass the filters of the query string, which are those of the case's own page."""
    request.user = ANYBODY
    shown = get_object_or_404(queries.cases(ANYBODY), slug=slug)
    asked = filters.parse(request.GET)[0].but()
    page = queries.case_page(shown, asked, ANYBODY, None, EVENTS_A_FRAME)
    reader = reader_of(ANYBODY, [shown])
    context = {
        "case": pages.case_link(shown, reader),
        "events": embeds.framed_list(page.events, reader),
        "more": page.more,
        "sharing": case_sharing(shown, asked.query().removesuffix("?"), reader),
    }
    return of_cases(render(request, "embed/case.html", context), [shown])


def _frame_of(reader: Reader, event: Event) -> str:
    return reverse("embed-event", args=[event.public_id])

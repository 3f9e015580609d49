"""The pictures that messengers and networks show of a link (https://ogp.me)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from timeline import queries
from timeline.caching import of_cases
from timeline.models import Event
from timeline.presentation import preview
from timeline.reader import Reader, reader_of
from timeline.views.embeds import ANYBODY
from timeline.views.events import moved_or_gone


@require_safe
def event_picture(request: HttpRequest, public_id: str) -> HttpResponse:
    request.user = ANYBODY  # what staff pass on must hold no more than the public reads
    address = queries.resolve(public_id, ANYBODY)
    found = address.event
    if found is None:
        return moved_or_gone(request, address, _picture_of, "embed/gone.html")
    count = queries.source_counts([found], ANYBODY).get(found.pk, 0)
    queries.tell_differing([found], ANYBODY)
    picture = preview.of_event(found, count, reader_of(ANYBODY, [found.case]))
    return of_cases(HttpResponse(picture, content_type="image/png"), [found.case])


@require_safe
def case_picture(request: HttpRequest, slug: str) -> HttpResponse:
    request.user = ANYBODY
    case = get_object_or_404(queries.cases(ANYBODY), slug=slug)
    picture = preview.of_case(case, queries.totals_for(case, public=True), reader_of(ANYBODY, [case]))
    return of_cases(HttpResponse(picture, content_type="image/png"), [case])


def _picture_of(reader: Reader, event: Event) -> str:
    return reverse("event-picture", args=[event.public_id])

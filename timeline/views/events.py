"""The permalink of an event, and where it leads once the event has moved or gone."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from timeline import queries
from timeline.caching import of_cases
from timeline.models import sees_all
from timeline.presentation import history, pages
from timeline.reader import reader_of


@require_safe
def event(request: HttpRequest, public_id: str, slug: str = "") -> HttpResponse:
    found = queries.find_event(public_id, request.user)
    if found is None:
        return _moved_or_gone(request, public_id)
    reader = reader_of(request.user, [found.case])
    if request.path != (address := reader.address(found)):
        return of_cases(redirect(address), [found.case])  # for now: the headline, and the slug with it, may change back
    page = pages.event_page(
        found,
        queries.evidence([found], request.user).get(found.pk, []),
        queries.neighbours(found, request.user),
        reader,
        site=settings.SITE_URL,
    )
    context = {
        "event": page,
        "case": pages.case_link(found.case, reader),
        "corrections": history.corrections(found, queries.public_history(found)),
    }
    return of_cases(render(request, "event.html", context), [found.case])


def _moved_or_gone(request: HttpRequest, public_id: str) -> HttpResponse:
    """308 to the event that a merge left, 410 for one that is no longer public, 404 for what never was."""
    heir = queries.where_to(public_id)
    if heir and queries.find_event(heir.public_id, request.user):
        address = reader_of(request.user, [heir.case]).address(heir)
        return HttpResponsePermanentRedirect(address, preserve_request=True)
    left = queries.gone(heir.public_id if heir else public_id, request.user)
    if left is None:
        raise Http404
    page = history.gone_page(left, queries.why_gone(left), staff=sees_all(request.user))
    return render(request, "410.html", {"gone": page}, status=410)

"""The permalink of an event, and where it leads once the event has moved or gone."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from timeline import queries
from timeline.caching import of_cases
from timeline.exports import jsonld
from timeline.exports.icalendar import in_calendar
from timeline.exports.records import statement
from timeline.models import Event, sees_all
from timeline.presentation import history, pages
from timeline.presentation.event_page import event_page
from timeline.presentation.rooms import desk_of
from timeline.queries import Address
from timeline.reader import Reader, reader_of


@require_safe
def event(request: HttpRequest, public_id: str, slug: str = "") -> HttpResponse:
    address = queries.resolve(public_id, request.user)
    found = address.event
    if found is None:
        return moved_or_gone(request, address, Reader.address, "410.html")
    reader = reader_of(request.user, [found.case])
    if request.path != (path := reader.address(found)):
        return of_cases(redirect(path), [found.case])  # for now: the headline, and the slug with it, may change back
    past = queries.past(found)
    reports = queries.evidence([found], request.user).get(found.pk, [])
    page = event_page(
        found,
        reports,
        queries.neighbours(found, request.user),
        reader,
        merged=past.led_here,
        changed=history.last_told(found, past.decisions),
        dated_by_editor=queries.dated_by_editor(found),
        now=timezone.now(),
    )
    told = statement(found, reports, reader)
    context = {
        "event": page,
        "reads_more": reader.reads_more,
        "jsonld": jsonld.of_event(told),
        "in_calendar": in_calendar(told),
        "sharing": page.sharing,
        "desk": desk_of(found) if reader.is_staff else "",
        "case": pages.case_link(found.case, reader),
        "corrections": history.corrections(found, past.decisions),
    }
    return of_cases(render(request, "event.html", context), [found.case])


def moved_or_gone(
    request: HttpRequest, address: Address, path_of: Callable[[Reader, Event], str], template: str
) -> HttpResponse:
    """308 to the event that a merge left, 410 for one that is no longer public, 404 for what never was. `path_of` makes
    the address of that event, `template` draws what there is to say of one that is gone."""
    if heir := address.moved_to:
        path = path_of(reader_of(request.user, [heir.case]), heir)
        return HttpResponsePermanentRedirect(path, preserve_request=True)
    left = address.gone
    if left is None:
        raise Http404
    page = history.gone_page(left, queries.why_gone(left), staff=sees_all(request.user))
    return render(request, template, {"gone": page}, status=410)

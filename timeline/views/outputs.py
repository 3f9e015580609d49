"""A case and its events as files that other programs read, and as feeds.

They show what the public sees, whoever asks: a file is passed on, and a reader's program brings no password.
"""

from itertools import chain, islice

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.days import zone_of
from articles.models import Case
from timeline import queries
from timeline.caching import of_cases
from timeline.exports import FORMATS, atom, written
from timeline.exports.icalendar import in_calendar
from timeline.exports.records import case_record, event_records
from timeline.filters import Asked
from timeline.presentation import history
from timeline.problems import misasked, missing, moved_or_gone, problem
from timeline.reader import reader_of
from timeline.strictly import Misasked, asked_strictly

PUBLIC = AnonymousUser()
WHOLE = 2000  # pieces of text that are sent as one answer, which is kept and compressed; more are sent as they are read
NEWEST = 50  # entries of a feed, and as many tombstones


@require_safe
def case_file(request: HttpRequest, slug: str, format: str) -> HttpResponseBase:
    """The events that pass the filters, in one of FORMATS. A calendar starts today, unless `from` says otherwise."""
    case = queries.cases(PUBLIC).filter(slug=slug).first()
    if case is None:
        return missing("case")
    try:
        asked = asked_strictly(request.GET)
    except Misasked as error:
        return misasked(error.errors)
    if format == "ics" and asked.first is None:
        asked = _from_today(case, asked)
    most = FORMATS[format].most
    if most is not None and (count := queries.count(case, asked, PUBLIC)) > most:
        return _too_many(count, most)
    return of_cases(_sent(case, asked, format), [case])


@require_safe
def feed(request: HttpRequest, slug: str) -> HttpResponse:
    """What is new, changed, corrected or gone among the events that pass the filters."""
    case = queries.cases(PUBLIC).filter(slug=slug).first()
    if case is None:
        return missing("case")
    try:
        asked = asked_strictly(request.GET)
    except Misasked as error:
        return misasked(error.errors)
    reader = reader_of(PUBLIC, [case])
    events = queries.newest_changes(case, asked, PUBLIC, NEWEST)
    decided = queries.public_histories(events)
    told = [
        atom.Told(record, history.corrections(event, decided[event.pk]))
        for event, record in zip(events, event_records(events, PUBLIC, {case.pk: reader}), strict=True)
    ]
    address = settings.SITE_URL + request.path + asked.query().removesuffix("?")
    text = atom.write(case_record(case, reader), told, queries.newly_gone(case, NEWEST), address=address)
    return of_cases(HttpResponse(text, content_type="application/atom+xml; charset=utf-8"), [case])


@require_safe
def event_file(request: HttpRequest, public_id: str, format: str) -> HttpResponse:
    """One event as "json" or "ics"."""
    found = queries.resolve(public_id, PUBLIC)
    if (event := found.event) is None:
        return moved_or_gone(found, lambda heir: reverse(f"event-{format}", args=[heir.public_id]))
    reader = reader_of(PUBLIC, [event.case])
    (record,) = event_records([event], PUBLIC, {event.case_id: reader})
    if format == "ics" and not in_calendar(record):
        return missing("calendar entry, since the event has no certain beginning or end, or did not take place,")
    text = "".join(FORMATS[format].write(case_record(event.case, reader), [record]))
    return of_cases(HttpResponse(text, content_type=FORMATS[format].media_type), [event.case])


def no_such_output(request: HttpRequest, rest: str) -> HttpResponse:
    """For programs that ask for an address that there is not."""
    return missing("answer")


def _from_today(case: Case, asked: Asked) -> Asked:
    today = timezone.now().astimezone(zone_of(case.timezone)).date()
    return asked.but(first=today) if asked.last is None or asked.last >= today else asked


def _sent(case: Case, asked: Asked, format: str) -> HttpResponseBase:
    pieces = written(case, asked, format)
    first = list(islice(pieces, WHOLE))
    more = next(pieces, None)
    media_type = FORMATS[format].media_type
    response: HttpResponseBase
    if more is None:
        response = HttpResponse("".join(first), content_type=media_type)
    else:
        response = StreamingHttpResponse(chain(first, [more], pieces), content_type=media_type)
    if format in {"csv", "jsonl"}:
        response["Content-Disposition"] = f'attachment; filename="{case.slug}.{format}"'
    return response


def _too_many(count: int, most: int) -> HttpResponse:
    advice = f"{count:,} events pass these filters, and this format takes {most:,}: narrow them, by from and to, say."
    return problem(400, "Too many events", advice, count=count, most=most)

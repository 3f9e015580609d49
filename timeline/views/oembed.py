"""oEmbed (https://oembed.com): what publishing systems ask for a frame with, given the address of a page."""

from collections.abc import Mapping
from functools import partial
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.characters import for_xml
from timeline import filters, queries
from timeline.caching import of_cases
from timeline.models import Event
from timeline.presentation.sharing import CASE_FRAME, EVENT_FRAME, PICTURE, Sharing, case_sharing, iframe, sharing
from timeline.reader import Reader, reader_of
from timeline.views.embeds import ANYBODY
from timeline.views.events import moved_or_gone

LONGEST = 4000  # characters of an address; ours with all their filters are shorter
Answer = Mapping[str, str | int]
Room = tuple[int | None, int | None]


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """501 for a format that the standard does not know; 404 for an address that is not ours or not public (401 would
    tell that there is something); of an event that has moved or gone 308 and 410, as its own address says."""
    request.user = ANYBODY
    form = request.GET.get("format") or "json"
    if form not in {"json", "xml"}:
        return HttpResponse("The format is json or xml.\n", status=501, content_type="text/plain; charset=utf-8")
    url = request.GET.get("url", "")[:LONGEST]
    match = _route_of(url)
    room = (_pixels(request.GET.get("maxwidth")), _pixels(request.GET.get("maxheight")))
    if match.view_name == "case":
        response = _case(match, QueryDict(urlsplit(url).query), form, room)
    elif "public_id" in match.kwargs:
        response = _event(request, match, form, room)
    else:
        raise Http404
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _case(match: ResolverMatch, query: QueryDict, form: str, room: Room) -> HttpResponse:
    case = get_object_or_404(queries.cases(ANYBODY), slug=match.kwargs["slug"])
    asked = filters.parse(query)[0].but()
    told = case_sharing(case, asked.query().removesuffix("?"), reader_of(ANYBODY, [case]))
    return of_cases(_written(_answer(told, CASE_FRAME, room), form), [case])


def _event(request: HttpRequest, match: ResolverMatch, form: str, room: Room) -> HttpResponse:
    address = queries.resolve(match.kwargs["public_id"], ANYBODY)
    found = address.event
    if found is None:
        return moved_or_gone(request, address, partial(_asked_of, request.GET), "embed/gone.html")
    told = sharing(found, reader_of(ANYBODY, [found.case]), timezone.now(), differ=False)
    return of_cases(_written(_answer(told, EVENT_FRAME, room), form), [found.case])


def _asked_of(asked: QueryDict, reader: Reader, event: Event) -> str:
    """The address that asks the same of this event."""
    query = asked.copy()
    query["url"] = settings.SITE_URL + reader.address(event)
    return f"{reverse('oembed')}?{query.urlencode()}"


def _route_of(url: str) -> ResolverMatch:
    """Raises Http404 for what is no address of ours."""
    home = urlsplit(settings.SITE_URL)
    try:
        asked = urlsplit(url)
        if asked.scheme not in {"http", "https"} or asked.netloc != home.netloc:
            raise Http404
        return resolve(unquote(asked.path).removeprefix(home.path))
    except (ValueError, Resolver404) as error:
        raise Http404 from error


def _answer(told: Sharing, size: tuple[int, int], room: Room) -> Answer:
    width, height = (min(own, most or own) for own, most in zip(size, room, strict=True))
    answer: dict[str, str | int] = {
        "version": "1.0",
        "type": "rich",
        "title": told.title,
        "provider_name": "Casetracker",
        "provider_url": settings.SITE_URL + "/",
        "html": iframe(told.embed_url, told.title, width, height),
        "width": width,
        "height": height,
    }
    if all(most is None or own <= most for own, most in zip(PICTURE, room, strict=True)):
        answer["thumbnail_url"] = told.picture_url
        answer["thumbnail_width"], answer["thumbnail_height"] = PICTURE
    return answer


def _written(answer: Answer, form: str) -> HttpResponse:
    if form == "json":
        return JsonResponse(answer)
    root = ElementTree.Element("oembed")
    for name, value in answer.items():
        ElementTree.SubElement(root, name).text = for_xml(str(value))
    body = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(body, content_type="text/xml; charset=utf-8")


def _pixels(text: str | None) -> int | None:
    """None where nothing was asked that makes sense."""
    return int(text) if text and text.isascii() and text.isdigit() and 0 < len(text) < 6 and int(text) else None

"""Cases, and the events of one."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Query

from articles.models import Case
from timeline import queries
from timeline.api.house import PUBLIC, reads
from timeline.api.paging import PAGING, answer, last_of, next_url
from timeline.api.shapes import PROBLEMS, CaseDetail, CasePage, EventPage, Filters, Paging, Root
from timeline.caching import of_cases
from timeline.exports.records import case_record
from timeline.filters import Asked
from timeline.problems import missing
from timeline.reader import Reader, reader_of, readers_of
from timeline.strictly import asked_strictly


@reads("/", response=Root)
def root(request: HttpRequest) -> dict[str, str]:
    """Where to begin."""
    names = {"cases": "list_cases", "search": "search", "openapi": "openapi-json"}
    return {key: _address(name) for key, name in names.items()}


@reads("/cases", response={200: CasePage, **PROBLEMS}, url_name="list_cases")
def list_cases(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """The cases, by slug."""
    asked_strictly(request.GET, only=PAGING)
    found = list(queries.cases(PUBLIC).filter(slug__gt=paging.cursor).order_by("slug")[: paging.limit + 1])
    page, readers = found[: paging.limit], readers_of(PUBLIC, found)
    more = len(found) > len(page)
    return {
        "cases": [_case(case, readers[case.pk]) for case in page],
        "next": next_url(request, Asked(), page[-1].slug, paging.limit) if more else None,
    }


@reads("/cases/{slug}", response={200: CaseDetail, **PROBLEMS}, url_name="get_case")
def get_case(request: HttpRequest, slug: str, response: HttpResponse) -> Any:
    """A case with its totals, whatever the filters."""
    asked_strictly(request.GET, only=())
    case = queries.cases(PUBLIC).filter(slug=slug).first()
    if case is None:
        return missing("case")
    of_cases(response, [case])
    totals = queries.totals_for(case, public=True)
    about = {"events": totals.tally.count, "articles": totals.articles, "outlets": len(totals.tally.outlets)}
    return {**_case(case, reader_of(PUBLIC, [case])), **about, "updated": totals.updated}


@reads("/cases/{slug}/events", response={200: EventPage, **PROBLEMS}, url_name="list_events")
def list_events(request: HttpRequest, slug: str, filters: Query[Filters], response: HttpResponse) -> Any:
    """The events of a case that pass the filters, in the order of the timeline."""
    asked = asked_strictly(request.GET, besides=PAGING)
    case = queries.cases(PUBLIC).filter(slug=slug).first()
    if case is None:
        return missing("case")
    of_cases(response, [case])
    page = queries.case_page(case, asked, PUBLIC, last_of(filters.cursor), filters.limit)
    return answer(request, page, asked, filters.limit, {case.pk: reader_of(PUBLIC, [case])})


def _case(case: Case, reader: Reader) -> dict[str, Any]:
    links = {
        "events": _address("list_events", case.slug),
        "feed": settings.SITE_URL + reverse("feed", args=[case.slug]),
        "calendar": settings.SITE_URL + reverse("calendar", args=[case.slug]),
    }
    return {"case": case_record(case, reader), "links": links}


def _address(name: str, *args: str) -> str:
    return settings.SITE_URL + reverse(f"api:{name}", args=args)

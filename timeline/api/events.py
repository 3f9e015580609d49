"""One event, and the search across all cases."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Query

from timeline import queries
from timeline.api.house import PUBLIC, reads
from timeline.api.paging import PAGING, answer, last_of
from timeline.api.shapes import PROBLEMS, EventDetail, EventPage, Problem, Search
from timeline.caching import of_cases
from timeline.exports.records import EventRecord, case_record, event_records
from timeline.filters import Asked
from timeline.models import Policy
from timeline.presentation.history import corrections
from timeline.presentation.people import named_in
from timeline.problems import moved_or_gone
from timeline.reader import reader_of, readers_of
from timeline.strictly import Misasked, asked_strictly


@reads("/events/{public_id}", response={200: EventDetail, 410: Problem, **PROBLEMS}, url_name="get_event")
def get_event(request: HttpRequest, public_id: str, response: HttpResponse) -> Any:
    """One event. 308 leads to the event that took its reports over; 410: remove your copy."""
    asked_strictly(request.GET, only=())
    found = queries.resolve(public_id, PUBLIC)
    if (event := found.event) is None:
        return moved_or_gone(found, lambda heir: reverse("api:get_event", args=[heir.public_id]))
    of_cases(response, [event.case])
    reader = reader_of(PUBLIC, [event.case])
    (record,) = event_records([event], PUBLIC, {event.case_id: reader})
    told = corrections(event, queries.past(event).decisions)
    return {
        "event": record,
        "case": case_record(event.case, reader),
        "people": [one.name for one in named_in(_texts(record), reader.public.people) if one.policy == Policy.NAME],
        "history": [{"day": each.iso, "said": list(each.said)} for each in told],
    }


@reads("/search", response={200: EventPage, **PROBLEMS}, url_name="search")
def search(request: HttpRequest, asked: Query[Search]) -> Any:
    """The events of all cases that hold the words, the newest first."""
    words = asked_strictly(request.GET, only=("q", *PAGING)).q
    if not words:
        raise Misasked({"q": "Write words to search for."})
    page = queries.page_across(words, PUBLIC, last_of(asked.cursor), asked.limit)
    readers = readers_of(PUBLIC, {event.case for event in page.events})
    return answer(request, page, Asked(q=words), asked.limit, readers)  # there is one order


def _texts(record: EventRecord) -> list[str]:
    return [record["headline"], *(source["quote"] for source in record["sources"])]

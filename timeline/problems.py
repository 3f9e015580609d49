"""What programs read where something is wrong, or elsewhere: RFC 9457."""

import json
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, HttpResponsePermanentRedirect

from timeline import queries
from timeline.models import Event, Review
from timeline.presentation.history import gone_page
from timeline.queries import Address

MEDIA_TYPE = "application/problem+json"


def problem(status: int, title: str, detail: str, **members: Any) -> HttpResponse:
    """`title` names the kind, `detail` says what to do; `members` are more that a program can use."""
    body = {"type": "about:blank", "status": status, "title": title, "detail": detail, **members}
    return HttpResponse(json.dumps(body, ensure_ascii=False), content_type=MEDIA_TYPE, status=status)


def misasked(errors: dict[str, str]) -> HttpResponse:
    """400, with each parameter that was not understood."""
    listed = [{"parameter": name, "detail": why} for name, why in errors.items()]
    return problem(400, "Not understood", "Change or leave out the parameters named in errors.", errors=listed)


def missing(what: str) -> HttpResponse:
    return problem(404, "Not found", f"There is no {what} at this address. Addresses are listed under /api/v1/.")


def moved_or_gone(found: Address, address: Callable[[Event], str]) -> HttpResponse:
    """For an id that leads to no event: 308 to the one that a merge left, 410 with the class of reasons for one that is
    off the timeline, 404 for what never was."""
    if found.moved_to:
        return HttpResponsePermanentRedirect(address(found.moved_to), preserve_request=True)
    if found.gone is None:
        return missing("event")
    why = queries.why_gone(found.gone)
    page = gone_page(found.gone, why, staff=False)
    reason = why.grounds if why and found.gone.review == Review.WITHDRAWN and why.grounds else "under-review"
    return problem(410, "Withdrawn", f"Remove your copy. On {page.day}: {page.why}.", reason=reason)

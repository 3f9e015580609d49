"""Who did what since yesterday; and the remarks and assignments that colleagues leave on events."""

import datetime as dt
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from articles.models import Case
from timeline.activity import deeds
from timeline.models import Event
from timeline.services import assign_event, comment_on
from timeline.services.permissions import COMMENT

DAY = dt.timedelta(days=1)


@require_safe
def of_case(request: HttpRequest, slug: str) -> HttpResponse:
    """`?since=2016-06-10`; yesterday where no day is given."""
    if not request.user.has_perm("timeline.view_event"):
        raise PermissionDenied
    case = get_object_or_404(Case, slug=slug)
    since = _day(request.GET.get("since", "")) or timezone.localdate() - DAY
    context = {
        **admin.site.each_context(request),
        "title": f"Activity in “{case.title}”",
        "case": case,
        "since": since,
        "deeds": deeds(case, since),
        "earlier": [since - n * DAY for n in (1, 7, 30)],
    }
    return render(request, "admin/activity/case.html", context)


@require_POST
def comment(request: HttpRequest, public_id: str) -> HttpResponse:
    event = get_object_or_404(Event, public_id=public_id)
    return _done(request, event, lambda by: comment_on(event=event, by=by, text=request.POST.get("text", "")))


@require_POST
def assign(request: HttpRequest, public_id: str) -> HttpResponse:
    """To the user of this name; to nobody where it is empty."""
    event = get_object_or_404(Event, public_id=public_id)
    name = request.POST.get("to", "")
    to = get_object_or_404(User, username=name) if name else None
    return _done(request, event, lambda by: assign_event(event=event, to=to, by=by))


def talk(event: Event, user: Any) -> dict[str, Any]:
    """What the part "comments" of a page on an event shows: admin/activity/talk.html. Three queries."""
    return {
        "event": event,
        "comments": event.comments.select_related("by").order_by("id"),
        "colleagues": User.objects.filter(is_staff=True, is_active=True).order_by("username"),
        "may_comment": user.has_perm(COMMENT),
    }


def _done(request: HttpRequest, event: Event, act: Any) -> HttpResponse:
    """Back to where the form stood; what was wrong is said there."""
    try:
        act(request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = reverse("admin:timeline_event_change", args=[event.pk])
    return HttpResponseRedirect(back)


def _day(text: str) -> dt.date | None:
    """None for what is no day, or lies so far back that no other lies before it."""
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and day.year > dt.MINYEAR else None

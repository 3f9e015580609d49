"""Following a case by mail: asking, confirming, stopping.

No cookie gives anybody a right here, so that there is no form for another site to abuse: these views take no CSRF
token, which programs that unsubscribe by one click (RFC 8058) could not send.
"""

from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from articles.models import Case
from casetracker.visitors import address_of
from timeline import services
from timeline.caching import of_cases
from timeline.models import Frequency
from timeline.models.following import LONGEST_ADDRESS
from timeline.presentation import pages
from timeline.reader import Reader, withheld_in

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


class FollowForm(forms.Form):
    address = forms.EmailField(
        max_length=LONGEST_ADDRESS,
        error_messages={
            "required": "Write the address that the mails shall go to.",
            "invalid": "This is no e-mail address. One looks like name@example.org.",
        },
    )
    frequency = forms.ChoiceField(choices=Frequency.choices, initial=Frequency.DAILY)


@csrf_exempt
@get_or_post
def follow(request: HttpRequest, slug: str) -> HttpResponse:
    """The ways to follow a case. What a form is answered does not depend on who follows already."""
    shown = get_object_or_404(Case.objects.public(), slug=slug)
    form = FollowForm(request.POST or None)
    told = {**_case(shown), "form": form, "by_mail": settings.SENDS_MAIL, "sent": False, "asked_too_often": False}
    status = 200
    if request.method == "POST" and not settings.SENDS_MAIL:
        raise Http404
    if request.method == "POST" and form.is_valid():
        try:
            services.ask_to_follow(case=shown, **form.cleaned_data, client=address_of(request))
            told["sent"] = True
        except services.AskedTooOften:
            told["asked_too_often"], status = True, 429
    elif request.method == "POST":
        status = 400
    return of_cases(render(request, "follow/page.html", told, status=status), [shown])


@csrf_exempt
@never_cache
@get_or_post
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A button, and what it does: programs that open links before people do press none."""
    found = services.find_request(token)
    if found is None:
        return render(request, "follow/over.html", status=410)
    if request.method == "POST":
        services.confirm_following(request=found)
    told = {**_case(found.case), "frequency": found.frequency, "done": services.is_confirmed(request=found)}
    return render(request, "follow/confirm.html", told)


@csrf_exempt
@never_cache
@get_or_post
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """The same for unsubscribing; a mail program posts here without the page (RFC 8058)."""
    follower_id = services.who_stops(token)
    if follower_id is None:
        raise Http404
    if request.method == "POST":
        services.stop_following(follower_id=follower_id)
    return render(request, "follow/stop.html", {"done": request.method == "POST"})


def _case(case: Case) -> dict[str, Any]:
    return {"case": pages.case_link(case, Reader(is_staff=False, public=withheld_in([case.pk])))}

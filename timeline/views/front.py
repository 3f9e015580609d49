"""The front page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from timeline import queries
from timeline.presentation import pages
from timeline.reader import readers_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    listed = list(queries.cases_with_totals(request.user))
    readers = readers_of(request.user, listed)
    cases = [pages.case_line(case, readers[case.pk]) for case in listed]
    return render(request, "home.html", {"cases": cases})


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for it on pages that name no icon of their own."""
    return redirect(static("icon.svg"))

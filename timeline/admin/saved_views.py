"""What the form beside the list of a case asks: keep these filters under a name, rename them, delete them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from articles.models import Case
from timeline.admin.numbers import whole_number
from timeline.models import SavedView
from timeline.services import change_view, delete_view, save_view


@require_POST
def of_case(request: HttpRequest, slug: str) -> HttpResponse:
    """`do` is "save", "change" or "delete", the latter two of the visitor's own `view`. Leads back to the timeline."""
    case = get_object_or_404(Case, slug=slug)
    do, told = request.POST.get("do", "save"), request.POST
    by: Any = request.user
    named: dict[str, Any] = {"name": told.get("name", ""), "is_shared": told.get("shared") == "1"}
    query = told.get("query", "")
    try:
        if do == "save":
            view = save_view(case=case, by=by, query=query, **named)
            query = view.query
            messages.success(request, f"Saved as “{view.name}”.")
        elif do == "change":
            view = change_view(view=_view(case, told.get("view", "")), by=by, **named)
            messages.success(request, f"“{view.name}” is {'shared with the newsroom' if view.is_shared else 'yours'}.")
        elif do == "delete":
            view = _view(case, told.get("view", ""))
            delete_view(view=view, by=by)
            messages.success(request, f"Deleted: “{view.name}”.")
        else:
            return HttpResponseBadRequest("There is no such thing to do with a view.")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return HttpResponseRedirect(case.get_absolute_url() + ("?" + query.lstrip("?") if query.lstrip("?") else ""))


def _view(case: Case, key: str) -> SavedView:
    return get_object_or_404(SavedView, case=case, pk=whole_number(key))

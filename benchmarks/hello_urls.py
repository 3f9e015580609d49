"""The product's addresses and /hello, which passes all of its middleware and is never kept."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.cache import never_cache

from casetracker.urls import urlpatterns as ours


@never_cache
def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Hello, world!\n", content_type="text/plain")


urlpatterns = [*ours, path("hello", hello)]

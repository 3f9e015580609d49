"""The API itself: how it describes its answers, and what it says where something is wrong."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.openapi.schema import OpenAPISchema

from timeline.problems import MEDIA_TYPE, misasked
from timeline.strictly import Misasked

PUBLIC = AnonymousUser()  # whoever asks: no answer depends on a cookie
View = TypeVar("View", bound=Callable[..., Any])


class Api(NinjaAPI):
    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> OpenAPISchema:
        """The library knows one media type for all answers; problems have one of their own."""
        schema = super().get_openapi_schema(*args, **kwargs)
        for path in schema["paths"].values():
            for operation in path.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= 400:
                        answer["content"] = {MEDIA_TYPE: answer["content"]["application/json"]}
        return schema


api = Api(
    title="Casetracker",
    version="1",
    description=(
        "Cases, their events and the articles that report them, as the public reads them. Dates are EDTF (ISO 8601-2)."
        " Lists come in pages: follow `next` while it is there. Ask again with If-None-Match to learn whether anything"
        " has changed."
    ),
    urls_namespace="api",
    docs_url=None,  # its page would load programs from elsewhere
    openapi_extra={"info": {"license": {"name": "AGPL-3.0-or-later (the program)"}}},
)


def reads(path: str, **options: Any) -> Callable[[View], View]:
    """A view for GET and HEAD at this path."""

    def register(view: View) -> View:
        api.api_operation(["HEAD"], path, include_in_schema=False, response=options["response"])(view)
        return api.get(path, **options)(view)

    return register


@api.exception_handler(Misasked)
def _misasked(request: HttpRequest, error: Misasked) -> HttpResponse:
    return misasked(error.errors)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return misasked({str(each["loc"][-1]): str(each["msg"]) for each in error.errors})

"""Headers that every answer carries, also those that no view has made: static files, refusals, pages of errors."""

from collections.abc import Callable
from http import HTTPStatus

from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

POLICY = "Content-Security-Policy"
# What no page of ours asks a browser for, no page may, whatever is put into it.
UNUSED = (
    "accelerometer autoplay browsing-topics camera display-capture encrypted-media fullscreen gamepad "
    "geolocation gyroscope hid idle-detection local-fonts magnetometer microphone midi payment picture-in-picture "
    "publickey-credentials-create publickey-credentials-get screen-wake-lock serial storage-access usb "
    "window-management xr-spatial-tracking"
).split()
PERMISSIONS = ", ".join(f"{name}=()" for name in UNUSED)


class HeadersMiddleware:
    """Adds what is missing: a view that says otherwise, as of frames, is heard."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.policy = build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        # Django's own page of an error is drawn with inline style. What 304 says of a page replaces what the page said.
        if not settings.DEBUG and response.status_code != HTTPStatus.NOT_MODIFIED:
            response.headers.setdefault(POLICY, self.policy)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", resource_policy(request, response))
        response.headers.setdefault("X-Permitted-Cross-Domain-Policies", "none")
        return response


class PolicyMiddleware(CSPMiddleware):
    """Puts a policy together where a view says otherwise, and nowhere else: it took a sixth of a short answer."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        says_otherwise = settings.DEBUG or any(name.startswith("_csp") for name in vars(response))
        return super().process_response(request, response) if says_otherwise else response


def resource_policy(request: HttpRequest, response: HttpResponseBase) -> str:
    """Whether pages of others may load it: what is made for them, and what these load in turn; nobody's own pages."""
    if "no-store" in response.headers.get("Cache-Control", ""):
        return "same-origin"
    is_theirs = request.path_info.startswith((settings.STATIC_URL, "/embed/", "/oembed"))
    is_picture = response.headers.get("Content-Type", "").startswith("image/")
    return "cross-origin" if is_theirs or is_picture or "Access-Control-Allow-Origin" in response else "same-origin"

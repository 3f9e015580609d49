"""A crawl of every public address, and of the staff's, with an eye on what each answer tells the browser."""

import base64
import hashlib
import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.factories import PASSWORD
from tests.timeline.test_gate import Told, addresses, told  # noqa: F401 -- a fixture
from tests.timeline.test_roles_of_pages import PLACES, story

pytestmark = pytest.mark.django_db
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*type=\"(?:application/(?:ld\+)?json|text/plain)\")|\sstyle=|\son[a-z]+=", re.I
)
ELSEWHERE = re.compile(r"<(?:script|img|iframe|link[^>]+rel=\"stylesheet\")[^>]+(?:src|href)=\"(?:https?:)?//", re.I)


def check(path: str, response) -> None:
    headers = response.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy, path
    assert "unsafe" not in policy, path
    assert "frame-ancestors *" not in policy or path.startswith("/embed/"), path
    assert headers["X-Content-Type-Options"] == "nosniff", path
    assert headers["Referrer-Policy"] == "same-origin", path
    assert "geolocation=()" in headers["Permissions-Policy"], path
    assert headers["Cross-Origin-Resource-Policy"] in {"same-origin", "cross-origin"}, path
    assert "Server" not in headers, path
    assert "X-Powered-By" not in headers, path
    if headers.get("Content-Type", "").startswith("text/html"):
        body = response.content.decode()
        assert not ELSEWHERE.search(body), path
        assert not INLINE.search(body), f"{path}: {INLINE.search(body)}"
        for style in re.findall(r"<style[^>]*>(.*?)</style>", body, re.S):
            digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy, f"{path}: {style[:80]}"


def test_every_public_answer(client: Client, told: Told) -> None:  # noqa: F811
    for paths in addresses(told).values():
        for path in paths:
            response = client.get(path)
            check(path, response)
            assert not response.cookies, f"{path} sets a cookie"


def test_every_page_of_the_staff(client: Client, told: Told) -> None:  # noqa: F811
    client.force_login(User.objects.create_superuser("root", password=PASSWORD))
    rows = story(told.events["draft"])
    for place in PLACES:
        path = place.format(**rows)
        response = client.get(path)
        check(path, response)
        assert "no-store" in response["Cache-Control"], path
        assert response["Cross-Origin-Resource-Policy"] == "same-origin", path

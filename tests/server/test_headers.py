"""What a browser is told about every answer, whoever made it, and what an installation behind HTTPS is told."""

import os
import subprocess
import sys

import pytest
from django.test import Client, override_settings

from tests.server.conftest import ROOT

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}
# Each sort of answer, with who may frame it and who may load it.
ANSWERS = {
    "/": ("DENY", "same-origin"),
    "/search/?q=bridge": ("DENY", "same-origin"),
    "/admin/login/": ("DENY", "same-origin"),
    "/admin/": ("DENY", "same-origin"),
    "/nothing-here": ("DENY", "same-origin"),
    "/api/v1/openapi.json": ("DENY", "cross-origin"),
    "/api/v1/nothing": ("DENY", "cross-origin"),
    "/embed/cases/footbridge/": (None, "cross-origin"),
    "/healthz": ("DENY", "same-origin"),
    "/favicon.ico": ("DENY", "same-origin"),
}


@pytest.fixture
def case():
    from tests import factories as make

    return make.make_case()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ANSWERS)
def test_every_answer_says_what_a_page_may_do(client: Client, case, path: str) -> None:
    framed, loaded = ANSWERS[path]
    response = client.get(path, headers={"origin": "https://elsewhere.example"})
    assert {name: response[name] for name in ALWAYS} == ALWAYS
    assert response.get("X-Frame-Options") == framed
    assert response["Cross-Origin-Resource-Policy"] == loaded
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert f"frame-ancestors {chr(39)}none{chr(39)}" in policy or framed is None
    assert "camera=()" in response["Permissions-Policy"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/cases/footbridge/", "/embed/cases/footbridge/"])
def test_a_page_that_has_not_changed_keeps_its_policy(client: Client, case, path: str) -> None:
    page = client.get(path)
    same = client.get(path, headers={"if-none-match": page["ETag"]})
    assert same.status_code == 304
    assert "Content-Security-Policy" not in same
    assert "X-Frame-Options" not in same


def test_a_refusal_before_any_view_carries_them_too(client: Client) -> None:
    response = client.get("/", headers={"host": "elsewhere.example"})
    assert response.status_code == 400
    assert "default-src 'none'" in response["Content-Security-Policy"]


@pytest.mark.django_db
def test_cookies_are_for_the_server_alone(client: Client) -> None:
    (cookie,) = client.get("/admin/login/").cookies.values()
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_supervisors_are_not_sent_to_https(client: Client, path: str) -> None:
    with override_settings(SECURE_SSL_REDIRECT=True):
        assert client.get(path).status_code in {200, 503}
        assert Client().get("/").status_code == 301


# As docs/operations.md tells to set it up.
DOCUMENTED = {
    "CASETRACKER_HTTPS": "1",
    "CASETRACKER_ALLOWED_HOSTS": "cases.example.org",
    "CASETRACKER_SITE_URL": "https://cases.example.org",
    "DATABASE_URL": "postgres://casetracker@localhost/none",
    "CASETRACKER_SECRET_KEY": "b7#wq0" * 9,
}
TELL = """
import django
from django.conf import settings
print(settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE_SECURE)
"""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CASETRACKER_")}
    environment |= {**DOCUMENTED, "DJANGO_SETTINGS_MODULE": "casetracker.settings"}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)


def test_the_documented_configuration_passes_djangos_own_check() -> None:
    result = run("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert (result.returncode, "no issues" in result.stdout) == (0, True), result.stderr


def test_behind_https_cookies_are_of_this_host_alone() -> None:
    assert run("-c", TELL).stdout.split() == ["__Host-sessionid", "__Host-csrftoken", "True"]

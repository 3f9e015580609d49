"""What nobody may read in a log or on a page of an error."""

import logging
import secrets
from collections.abc import Iterator

import pytest
from django.core import signing
from django.test import Client, RequestFactory
from django.views.debug import technical_500_response

from casetracker.accounts import views
from casetracker.telemetry.jsonlines import JsonLines
from casetracker.telemetry.logs import RequestFilter
from tests import factories as make
from tests.factories import PASSWORD
from timeline.services.following import CONFIRM, STOP

pytestmark = pytest.mark.django_db


class Kept(logging.Handler):
    """Lines as they go to standard error, and as a collector gets them."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.addFilter(RequestFilter())
        self.plain, self.json = logging.Formatter("%(message)s"), JsonLines()

    def emit(self, record: logging.LogRecord) -> None:
        self.lines += [self.plain.format(record), self.json.format(record)]


@pytest.fixture
def log() -> Iterator[Kept]:
    kept, root = Kept(), logging.getLogger()
    level = root.level
    root.addHandler(kept)
    root.setLevel("INFO")
    yield kept
    root.removeHandler(kept)
    root.setLevel(level)


def test_no_line_of_the_log_holds_a_secret(client: Client, log: Kept, monkeypatch) -> None:
    make.make_staff()
    tokens = [signing.dumps(1, salt=salt) for salt in (CONFIRM, STOP)]
    client.post("/admin/login/", {"username": "editor", "password": "a wrong umbrella"})
    client.post("/admin/login/", {"username": "editor", "password": PASSWORD})
    key = client.cookies["sessionid"].value
    for kind, token in zip(("confirm", "stop"), tokens, strict=True):
        client.get(f"/follow/{kind}/{token}/")
        client.get(f"/follow/{kind}/{token}/nowhere")
    client.get("/admin/nowhere/?code=123456")
    monkeypatch.setattr(views, "_account", lambda *given: 1 / 0)
    client.raise_request_exception = False
    page = client.post("/admin/account/change/", {"do": "remove", "password": "another wrong umbrella"})
    assert page.status_code == 500
    told = "\n".join([*log.lines, page.content.decode()])
    assert "ZeroDivisionError" in told, "the log was listened to"
    for secret in ("umbrella", key, *tokens):
        assert secret not in told


def test_a_report_of_an_error_hides_what_was_typed() -> None:
    typed = secrets.token_hex(12)  # the page shows the lines of this file, too
    request = RequestFactory().post("/admin/login/", {"username": "editor", "password": typed})
    with pytest.raises(AttributeError) as broken:
        views.sign_in(request)  # it has no session
    trace = broken.tb.tb_next  # without this function, which knows what was typed
    page = technical_500_response(request, broken.type, broken.value, trace).content.decode()
    assert typed not in page
    assert "AttributeError" in page

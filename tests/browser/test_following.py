"""A reader follows a case by mail, with and without scripts, by keyboard alone."""

import re
from collections.abc import Iterator

import pytest
from django.core import mail
from playwright.sync_api import expect
from pytest_django import DjangoDbBlocker

from articles.models import Case
from tests import factories as make
from tests.browser.conftest import OpenPage
from timeline import tasks
from timeline.models import Follower, FollowRequest

LINK = re.compile(r"http://127.0.0.1:8000(/follow/confirm/\S+)")


@pytest.fixture(scope="module")
def case(site: str, django_db_blocker: DjangoDbBlocker) -> Iterator[Case]:
    """With all who follow it, gone after these tests: the others of this folder share one story."""
    with django_db_blocker.unblock():
        case = make.make_case("weir", title="The weir")
        yield case
        case.delete()


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_reader_follows_by_keyboard(open_page: OpenPage, case: Case, scripts: bool, width: int) -> None:
    page = open_page(
        f"{case.get_absolute_url()}follow/",
        java_script_enabled=scripts,
        viewport={"width": width, "height": 800},
    )
    address = f"reader{width}{scripts}@example.org".lower()
    page.get_by_label("Your e-mail address").focus()
    page.keyboard.type(address)
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Look into your mailbox.")).to_be_visible()
    asked = FollowRequest.objects.get(address=address)
    assert asked.frequency == "weekly"

    tasks.send_confirmation(request_id=asked.pk)
    found = LINK.search(mail.outbox[-1].body)
    assert found
    page.goto(found[1])
    page.get_by_role("button", name="Yes, send me these mails").press("Enter")
    expect(page.get_by_role("heading", name="You follow this case")).to_be_visible()
    assert Follower.objects.get(address=address).frequency == "weekly"

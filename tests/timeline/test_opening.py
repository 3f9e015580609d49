"""A case that is shown with all its events at once: none of them is news, since nobody read anything before."""

import datetime as dt
import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from articles.models import Case
from tests import factories as make
from tests.timeline.test_pages import body
from timeline import services
from timeline.models import Event
from timeline.views import changelog as view

pytestmark = pytest.mark.django_db
CASE, CHANGES = "/cases/ferry/", "/cases/ferry/changes/"
OPENED = "Opened The timeline was opened with 3 events"
BEFORE = (timezone.now() - dt.timedelta(days=7)).date().isoformat()


@pytest.fixture
def chief() -> User:
    return make.make_chief()


@pytest.fixture
def events(chief: User) -> list[Event]:
    case = make.make_case("ferry", title="The ferry", is_public=False)
    events = [make.make_day_event(case, dt.date(2016, 6, n), headline=f"Ferry {n} sailed") for n in (1, 2, 3)]
    services.publish_case(case=case, by=chief)
    return events


def test_the_list_says_it_in_one_line_below_what_came_since(client: Client, events: list[Event], chief: User) -> None:
    services.edit_event(event=events[1], by=chief, reason="A slip.", headline="The second ferry sailed")
    make.make_day_event(events[0].case, dt.date(2016, 7, 1), headline="A fourth ferry sailed")
    text = body(client.get(CHANGES))
    assert text.index("New A fourth ferry sailed") < text.index("Corrected The second ferry sailed")
    assert text.index("Corrected The second ferry sailed") < text.index(OPENED)
    assert text.count("ferry sailed") == 2
    assert "Ferry 1 sailed" not in text


def test_it_stands_on_the_last_page_alone(client: Client, events: list[Event], monkeypatch: pytest.MonkeyPatch) -> None:
    for n in (4, 5):
        make.make_day_event(events[0].case, dt.date(2016, 6, n))
    monkeypatch.setattr(view, "A_PAGE", 1)
    first = client.get(CHANGES)
    assert "Opened" not in body(first)
    further = re.search(r'class="more"><a href="([^"]+)"', first.content.decode())
    assert further
    assert OPENED in body(client.get(CHANGES + further[1].replace("&amp;", "&")))


def test_who_was_here_before_is_told_so_and_finds_no_card_called_new(
    client: Client, events: list[Event], chief: User
) -> None:
    services.edit_event(event=events[1], by=chief, reason="A slip.", headline="The second ferry sailed")
    page = client.get(CASE, {"since": BEFORE})
    assert ": opened with 3 events, 1 corrected" in body(page)
    assert OPENED in body(page)
    cards = page.content.decode().partition('<ol class="cards">')[2]
    assert cards.count("b-new") == 0
    assert cards.count("b-corrected") == 1


def test_whom_a_single_event_came_to_first_is_told_of_each(client: Client, chief: User) -> None:
    case = make.make_case("ferry", title="The ferry")
    for n in (1, 2):
        make.make_day_event(case, dt.date(2016, 6, n), headline=f"Ferry {n} sailed")
    text = body(client.get(CHANGES))
    assert "New Ferry 2 sailed" in text
    assert "New Ferry 1 sailed" in text
    assert "Opened" not in text


def test_what_comes_with_a_case_that_is_shown_again_is_news(client: Client, events: list[Event], chief: User) -> None:
    case = Case.objects.get()
    services.unpublish_case(case=case, by=chief)
    make.make_day_event(Case.objects.get(), dt.date(2016, 7, 1), headline="A fourth ferry sailed")
    services.publish_case(case=case, by=chief)
    text = body(client.get(CHANGES))
    assert "New A fourth ferry sailed" in text
    assert OPENED in text

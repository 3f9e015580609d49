"""The cast of the page stories: staff, a case, and an event that two outlets report."""

import datetime as dt

import pytest
from django.test import Client

from articles.models import Case
from tests import factories as make
from timeline.models import Event

D = dt.date


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(make.make_staff())
    return client


@pytest.fixture
def case() -> Case:
    return make.make_case(is_demonstration=True)


@pytest.fixture
def petition(case: Case) -> Event:
    """An event that two outlets report, with different counts."""
    courier = make.make_article(
        case,
        "On Wednesday the keepers delivered nearly a million gull feathers.",
        source=make.make_source("The Example Courier"),
        title="Feathers by the box",
        url="https://example.org/feathers",
        language="en-GB",
    )
    sample = make.make_article(
        case,
        "Nothing stirred.\nNo wind.\nMore than a million feathers were handed over on 8 June.\nRain fell.\nNight.",
        source=make.make_source("Bay Sample News"),
        title="Feathers arrive",
        published=D(2016, 6, 9),
    )
    first = make.make_mention(
        courier,
        sentence="On Wednesday the keepers delivered nearly a million gull feathers.",
        trigger="delivered",
        type="delivery",
        headline="Keepers delivered the feathers",
    )
    second = make.make_mention(
        sample,
        sentence="More than a million feathers were handed over on 8 June.",
        trigger="handed over",
        timex="8 June",
        type="delivery",
        headline="Feathers handed over",
    )
    event = make.make_event(case, [first, second])
    make.claim(event, first, "quantity", "nearly 1000000 feather")
    make.claim(event, second, "quantity", "more than 1000000 feather")
    return event

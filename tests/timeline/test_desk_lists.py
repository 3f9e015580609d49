"""What the lists of the review desk tell of each event."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.models import Case
from tests import factories as make
from tests.timeline.test_desk import DESK, suggested

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann(client: Client) -> User:
    user = make.make_chief("Ann")
    client.force_login(user)
    return user


def test_the_lists_say_what_has_not_occurred_or_not_for_certain(client: Client, ann: User, case: Case) -> None:
    early = suggested(case, dt.date(2016, 6, 1), "Boards were bought")
    far = dt.date(2100, 1, 1)
    told = {"planned": "Planned", "alleged": "Alleged", "negated": "Did not happen", "hypothetical": "Hypothetical"}
    for status in told:
        suggested(case, far, f"Planks {status}", status=status, certainty=99)
    suggested(case, dt.date(2016, 6, 3), "Planks overdue", status="planned", certainty=99)
    lines = client.get(DESK).context["lines"]
    badges = {line.event.headline: line.badge.word if line.badge else "" for line in lines}
    assert badges == {
        early.headline: "",
        **{f"Planks {status}": word for status, word in told.items()},
        "Planks overdue": "Planned, now past",
    }
    assert '<span class="badge b-alleged">Alleged</span>' in client.get(DESK).content.decode()
    for panel in ("find=Planks", "do=certain&least=1", f"do=merge&event={early.public_id}&q=Planks"):
        page = client.get(f"{DESK}?{panel}").content.decode()
        assert page.count("<strong>Alleged</strong>") == 1, panel

"""What the public is told rests on what the public can see: accepted evidence, published cases, words that may be read."""

import json

import pytest
from django.test import Client

from articles.models import Case, Rights
from tests import factories as make
from tests.timeline.test_pages import HTMX, body
from timeline import services
from timeline.exports import export_case
from timeline.models import Citation, Event, Redirect, Review
from timeline.services.searching import refresh_search

pytestmark = pytest.mark.django_db
LINES = "The keeper painted the weir on Wednesday.\nGulls watched."
OUTLETS = ("The Linden Post", "Bank Street News", "The Weir Letter")


@pytest.fixture
def case() -> Case:
    return make.make_case()


def reports(case: Case, count: int, **fields: str) -> list[make.Mention]:
    """One report each by so many outlets."""
    versions = [make.make_article(case, LINES, source=make.make_source(name), **fields) for name in OUTLETS[:count]]
    return [make.make_mention(v, sentence=v.text.split("\n")[0], trigger="painted", headline="P") for v in versions]


def hide(mention: make.Mention) -> None:
    Citation.objects.filter(mention=mention).update(accepted=False)


# What no browser sends


@pytest.mark.parametrize("target", ["e-%00", "e-%ED%A0%80", "e-", "e-%F0%9F%90%A6", "e-aeiou", "e-" + "b" * 400])
def test_a_target_that_is_no_card_breaks_nothing(client: Client, case: Case, target: str) -> None:
    headers = {**HTMX, "HX-Target": target, "HX-Target-URI-AutoEncoded": "true"}
    assert client.get("/cases/footbridge/", headers=headers).status_code in {200, 404}


def test_a_headline_that_changes_back_sends_nobody_in_circles(client: Client, case: Case) -> None:
    event = make.make_event(case, reports(case, 1))
    response = client.get(f"/events/{event.public_id}/old-words/")
    assert (response.status_code, response["Location"]) == (302, event.get_absolute_url())

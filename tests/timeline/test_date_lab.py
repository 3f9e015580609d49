"""The date lab: what is pasted is marked, explained and forgotten."""

import datetime as dt

import pytest
from django.test import Client

from articles.models import Article
from tests import factories as make

pytestmark = pytest.mark.django_db
URL = "/admin/date-lab/"


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(make.make_staff())
    return client


def found(staff: Client, **told: str) -> str:
    return staff.post(URL, {"language": "en", **told}).content.decode()


def test_each_expression_is_marked_with_its_day_and_the_reason(staff: Client) -> None:
    text = "On Friday the <b>ferry</b> sank.\nIt had sailed since 1998, three years in a row."
    html = found(staff, text=text, published="2016-06-10")
    assert "3 expressions of time" in html
    assert '<mark id="t-1"><a href="#r-1">Friday<sup>1</sup></a></mark>' in html
    assert "10 June 2016" in html
    assert "1998" in html
    assert "how long, not when" in html
    assert "&lt;b&gt;ferry&lt;/b&gt;" in html
    assert not Article.objects.exists()


def test_without_a_day_relative_expressions_stay_open(staff: Client) -> None:
    html = found(staff, text="On Friday, not on 4 May 1998.")
    assert "No day of publication" in html
    assert "stays open" in html
    assert "4 May 1998" in html


def test_a_time_of_day_counts_in_the_zone_of_the_text(staff: Client) -> None:
    told = {"published": "2016-06-10T02:00:00+00:00", "timezone": "America/Los_Angeles"}
    assert "9 June 2016" in found(staff, text="It sank today.", **told)


def test_what_may_be_two_days_is_shown_as_two(staff: Client) -> None:
    html = found(staff, text="It happened last January.", published="2016-06-10")
    assert "It may also be January 2015." in html


@pytest.mark.parametrize("language", ["fr", ""])
def test_other_languages_are_read_or_found_out(staff: Client, language: str) -> None:
    text = "Le bateau a coulé le 4 mai 1998, et les secours sont arrivés le lendemain matin dans le port."
    assert "4 May 1998" in found(staff, text=text, published="2016-06-10", language=language)


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"text": ""}, "required"),
        ({"text": "x" * 200_001}, "200,000 characters at most; this text has 200,001"),
        ({"text": "Friday", "published": "10/06/2016"}, "no day of publication"),
        ({"text": "Friday", "published": "9" * 5000}, "no day of publication"),
        ({"text": "Friday", "published": "2016-06-10", "timezone": "Linden"}, "no time zone"),
        ({"text": "Friday", "language": "tlh"}, "valid choice"),
    ],
)
def test_what_cannot_be_read_is_said(staff: Client, told: dict[str, str], reason: str) -> None:
    html = found(staff, **told)
    assert reason in html
    assert "expressions of time</h2>" not in html


def test_a_text_without_dates_says_so(staff: Client) -> None:
    assert "No expression of time was found" in found(staff, text="Nothing stirred.")


def test_an_article_opens_in_the_lab(staff: Client) -> None:
    version = make.make_article(make.make_case(), "It sank on Friday.", published=dt.date(2016, 6, 10))
    html = staff.get(URL, {"article": version.article_id}).content.decode()
    assert "10 June 2016" in html
    assert staff.get(URL, {"article": 9_999_999}).status_code == 404
    assert staff.get(URL, {"article": "9" * 40}).status_code == 200


def test_visitors_are_sent_to_sign_in(client: Client) -> None:
    assert client.get(URL).status_code == 302

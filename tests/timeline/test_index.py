"""The list of cases and the search across them."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client

from articles.models import Case, Rights
from tests import factories as make
from tests.factories import permalink
from tests.timeline.statements import caught, plan_of
from tests.timeline.test_pages import body
from timeline import queries, services
from timeline.models import Event, Policy, Review
from timeline.presentation.index import HEIGHT, MAX_BARS, spark

pytestmark = pytest.mark.django_db
D = dt.date


def titles(html: str) -> list[str]:
    return [part.split("<")[0] for part in html.split('dir="auto">')[1:] if part.split("<")[1].startswith("/a")]


def some_cases() -> None:
    """Three cases whose order differs by title, by number of events and by last change."""
    for slug, title, events in (("a", "Zebra crossing", 2), ("b", "Anchor", 1), ("c", "Mill", 3)):
        case = make.make_case(slug, title=title, summary=f"About the {slug}-road.")
        for n in range(events):
            make.make_day_event(case, D(2015, 1 + n, 1))


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("", ["Mill", "Anchor", "Zebra crossing"]),
        ("?sort=title", ["Anchor", "Mill", "Zebra crossing"]),
        ("?sort=events", ["Mill", "Zebra crossing", "Anchor"]),
        ("?sort=nonsense&page=-3", ["Mill", "Anchor", "Zebra crossing"]),
        ("?q=ROAD+mill", ["Mill"]),
        ("?q=nothing", []),
        ("?q=%00%25&page=99999999999999999999", []),
    ],
)
def test_cases_in_order_and_narrowed(client: Client, query: str, order: list[str]) -> None:
    some_cases()
    assert titles(client.get(f"/{query}").content.decode()) == order


@pytest.mark.parametrize("words", ["Straße", "straße FLUSS", "İstanbul"])
def test_a_case_is_found_by_letters_that_fold_to_two(client: Client, words: str) -> None:
    make.make_case("street", title="Die Straße am Fluss nach İstanbul")
    assert len(titles(client.get("/", {"q": words}).content.decode())) == 1


def test_a_thousand_cases_come_in_pages(client: Client, django_assert_num_queries) -> None:
    for n in range(30):
        make.make_case(f"case-{n}", title=f"Case {n:02}")
    with django_assert_num_queries(4):
        html = client.get("/?sort=title").content.decode()
    assert titles(html) == [f"Case {n:02}" for n in range(24)]
    assert "Page 1 of 2" in body(client.get("/"))
    assert 'rel="next" href="?sort=title&amp;page=2"' in html
    assert titles(client.get("/?sort=title&page=2").content.decode()) == [f"Case {n:02}" for n in range(24, 30)]


def test_a_filter_without_a_find_leads_on(client: Client) -> None:
    some_cases()
    response = client.get("/?q=teapot")
    assert "No case has “teapot” in its title or summary." in body(response)
    assert "/search/?q=teapot" in response.content.decode()


def test_a_sparkline_says_in_words_what_it_draws(client: Client) -> None:
    case = make.make_case()
    for day in (D(2015, 3, 1), D(2016, 6, 1), D(2016, 6, 9)):
        make.make_day_event(case, day)
    make.make_day_event(case, D(2016, 7, 1), review=Review.SUGGESTED)
    assert "March 2015 – June 2016; the most, 2, in June 2016" in body(client.get("/"))


def test_the_ends_of_the_calendar_have_a_place(client: Client) -> None:
    case = make.make_case()
    for day in (D(1, 1, 1), D(9998, 12, 31)):
        make.make_day_event(case, day)
    assert "1 – 9998" in body(client.get("/"))


def test_sparklines_of_any_length() -> None:
    assert spark({}) is None
    assert spark({D(2016, 6, 1): 4}) is None
    drawn = spark({D(y, m, 1): 1 + (y == 2016) for y in range(1990, 2017) for m in range(1, 13)})
    assert drawn
    assert drawn.path.count("M") <= MAX_BARS
    assert f"V{HEIGHT - HEIGHT}.0" in drawn.path  # the tallest one fills the height
    far = spark({D(1850, 1, 1): 1, **{D(2018, m, 1): 3 for m in range(1, 13)}})
    assert far
    assert far.words.startswith("January 2018 – December 2018")


# The search across cases


def test_events_of_all_cases_are_found_and_labelled(client: Client, petition: Event) -> None:
    other = make.make_case("weir", title="The weir")
    late = make.make_day_event(other, D(2018, 5, 1), headline="Feathers clogged the weir")
    make.make_day_event(other, D(2017, 5, 1), headline="Weir painted")
    response = client.get("/search/?q=feathers")
    html, text = response.content.decode(), body(response)
    assert "2 events with “feathers”" in text
    assert html.index(permalink(late)) < html.index(permalink(petition))
    assert '<mark class="found">Feathers</mark> clogged the weir' in html
    assert "/cases/weir/?q=feathers" in html
    assert "Weir painted" not in text


def test_cases_are_found_by_their_names(client: Client, petition: Event) -> None:
    assert "Cases of that name The Linden footbridge" in body(client.get("/search/?q=linden+footbridge"))


def test_found_events_come_in_pages(client: Client) -> None:
    case = make.make_case()
    events = [make.make_day_event(case, D(2015, 1, 1) + dt.timedelta(days=n)) for n in range(30)]
    first = client.get("/search/?q=gauge").content.decode()
    assert [permalink(each) in first for each in events] == [False] * 5 + [True] * 25
    after = f"?q=gauge&amp;after={events[5].public_id}"
    assert f'rel="next" href="{after}"' in first
    rest = client.get(f"/search/{after}".replace("&amp;", "&")).content.decode()
    assert [permalink(each) in rest for each in events] == [True] * 5 + [False] * 25


@pytest.mark.parametrize("count", [2, 20, 40])
def test_a_search_asks_a_fixed_number_of_questions(client: Client, django_assert_num_queries, count: int) -> None:
    for n in range(count):
        make.make_day_event(make.make_case(f"case-{n}"), D(2015, 1, 1) + dt.timedelta(days=n))
    with django_assert_num_queries(10):
        client.get("/search/?q=gauge")


@pytest.mark.parametrize(
    "query", ["", "?q=", "?q=%00", "?q=" + "x" * 10_000, "?q=the&after=nonsense", "?q=%27%3A%2A%26"]
)
def test_whatever_is_asked_gets_an_answer(client: Client, petition: Event, query: str) -> None:
    assert client.get(f"/search/{query}").status_code == 200
    assert client.get(f"/{query}").status_code == 200


def test_a_withheld_name_finds_neither_case_nor_event(client: Client, staff: Client) -> None:
    case = make.make_case(title="What Dora Wintergreen read", summary="The gauge was read.")
    source = make.make_source("The Linden Post", rights=Rights.FULL)
    sentence = "On Wednesday the gauge was read by Dora Wintergreen."
    mention = make.make_mention(make.make_article(case, sentence, source=source), sentence=sentence, trigger="read")
    event = make.make_event(case, [mention], headline="Dora Wintergreen read the gauge")
    services.save_person(case=case, by=None, name="Dora Wintergreen", policy=Policy.WITHHELD)
    for query in ("/search/?q=wintergreen", "/?q=wintergreen", "/?q=what+dora"):
        html = Client().get(query).content.decode()
        assert event.public_id not in html
        assert case.get_absolute_url() not in html
    text = body(Client().get("/search/?q=gauge"))
    assert "read the gauge" in text
    assert "Dora" not in text
    assert "What Dora Wintergreen read" in body(staff.get("/?q=wintergreen"))


def test_frequent_words_are_read_along_the_index(case: Case) -> None:
    """With 300,000 events that hold the word: 10 ms along the index, 690 without it."""
    make.make_day_event(case, D(2015, 1, 1))
    with connection.cursor() as cursor, caught() as statements:
        cursor.execute("SET LOCAL enable_sort = off")
        assert len(queries.page_across("gauge", AnonymousUser(), None, 25).events) == 1
        assert "face_across_cases" in plan_of(statements[1], "COSTS OFF")

"""What the public is told rests on what it can see: accepted evidence, published cases, words that may be read."""

import json

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.test import Client

from articles.models import Case, Rights
from tests import factories as make
from tests.factories import permalink
from tests.timeline.test_pages import HTMX, body
from timeline import queries, services
from timeline.exports import export_case
from timeline.models import Citation, Event, Grounds, Review
from timeline.reader import FOUND_WITH
from timeline.services.facing import refresh_faces
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


# Who may see what


@pytest.mark.parametrize("visitor", ["anyone", "signed in", "staff", "staff who left"])
def test_what_is_looked_up_by_its_address_is_what_the_gate_lets_through(visitor: str) -> None:
    """Both say it: the gate for the ORM, and the statements that pages send."""
    user = AnonymousUser() if visitor == "anyone" else make.make_staff()
    if visitor != "anyone":
        User.objects.update(is_staff=visitor != "signed in", is_active=visitor != "staff who left")
        user.refresh_from_db()
    for is_public in (True, False):
        case = make.make_case(f"weir-{is_public}".lower(), is_public=is_public)
        allowed = queries.cases(user).filter(slug=case.slug).first()
        found = queries.find_case(case.slug, user)
        assert found == allowed
        if found and allowed:
            assert vars(found).keys() - vars(allowed).keys() <= {FOUND_WITH}
        for review in Review.values:
            made = make.make_event(case, [], review=review)
            seen = Event.objects.visible_to(user).filter(pk=made.pk).select_related("type", "case").first()
            event = queries.find_event(made.public_id, user)
            assert event == seen, (is_public, review)
            if event and seen:
                fields = [field.attname for field in Event._meta.concrete_fields]
                assert [getattr(event, name) for name in fields] == [getattr(seen, name) for name in fields]
                assert (event.case, event.type.icon) == (seen.case, seen.type.icon)


def test_staff_are_told_where_they_read_more_than_the_public(client: Client, case: Case) -> None:
    (report,) = reports(case, 1)
    event = make.make_event(case, [report], headline="Dora Wintergreen painted the weir")
    article = report.paragraph.version.article.get_absolute_url()
    of_case = [f"{case.get_absolute_url()}{page}" for page in ("", "print/", "pictures/")]
    pages = [*of_case, article, permalink(event), "/", "/search/?q=weir"]
    told = ("For staff only: names stand here", "The public reads: [name withheld] painted the weir")
    staff = make.make_staff()
    for is_withheld in (False, True):
        if is_withheld:
            services.save_person(case=case, by=None, name="Dora Wintergreen", policy="withheld")
        for page in pages:
            client.force_login(staff)
            assert any(words in body(client.get(page, follow=True)) for words in told) is is_withheld, page
            client.logout()
            assert not any(words in body(client.get(page, follow=True)) for words in told), page


# Finding words that may not be read


def test_exports_withhold_the_words_of_an_outlet_that_only_lends_links(case: Case) -> None:
    mentions = reports(case, 2)
    type(make.make_source()).objects.filter(name=OUTLETS[1]).update(rights=Rights.LINK)
    make.make_event(case, mentions)
    (event,) = json.loads(export_case(case, format="json"))["events"]
    assert [source["quote"] for source in event["sources"]] == [mentions[0].quote, ""]
    assert export_case(case, format="timelinejs").count("<blockquote>") == 1
    (event,) = json.loads(export_case(case, format="json", include_unpublished=True))["events"]
    assert [source["quote"] for source in event["sources"]] == [mentions[0].quote, mentions[1].quote]


@pytest.mark.parametrize(("rights", "found"), [(Rights.EXCERPTS, True), (Rights.LINK, False)])
def test_no_search_finds_an_event_by_withheld_words(client: Client, case: Case, rights: str, found: bool) -> None:
    mentions = reports(case, 1)
    type(make.make_source()).objects.filter(name=OUTLETS[0]).update(rights=rights)
    make.make_event(case, mentions, headline="Fresh colours")
    refresh_search(events=Event.objects.all())
    assert ("Fresh colours" in body(client.get("/cases/footbridge/?q=keeper"))) is found


# Whether the sources differ


def differing(client: Client, event: Event) -> dict[str, bool]:
    """Whether they do, by each place that says so."""
    url = f"/cases/{event.case.slug}/"
    (exported,) = json.loads(export_case(event.case, format="json"))["events"]
    return {
        "badge": "Sources differ" in body(client.get(url)).partition(event.headline)[0][-60:],
        "facet": 'name="differ"' in client.get(url).content.decode(),
        "filter": permalink(event) in client.get(url + "?differ=1").content.decode(),
        "card": "Sources differ on" in body(client.get(url + "?open=all")),
        "page": "Sources differ" in body(client.get(permalink(event))),
        "export": bool(exported["conflicts"]),
    }


@pytest.mark.parametrize(
    ("field", "claims", "differ"),
    [
        ("quantity", ["40000 visitor", "39000 visitor"], True),
        ("quantity", ["about 40000 visitor", "39000 visitor"], False),
        ("quantity", ["20 juror", "1000000 signature"], False),
        ("quantity", ["nearly 1000000 signature", "more than 1000000 signature"], True),
        ("date", ["2016-06-08", "2016-06-09"], True),
        ("date", ["2016-06", "2016-06-08"], False),
        ("status", ["occurred", "negated"], True),
        ("status", ["occurred", "alleged"], False),
    ],
)
def test_everything_says_the_same_of_accepted_claims(
    client: Client, case: Case, field: str, claims: list[str], differ: bool
) -> None:
    """A third report, which nobody accepted, disputes them all."""
    mentions = reports(case, 3)
    event = make.make_event(case, mentions, headline="Weir painted")
    third = {"date": "1999", "status": "negated", "quantity": "7 gull"}[field]
    for mention, value in zip(mentions, [*claims, third], strict=True):
        make.claim(event, mention, field, value)
    hide(mentions[2])
    refresh_faces(events=Event.objects.all())
    assert set(differing(client, event).values()) == {differ}


def test_no_article_differs_from_itself(client: Client, case: Case) -> None:
    mentions = reports(case, 2)
    event = make.make_event(case, mentions, headline="Weir painted")
    for value in ("20 juror", "30 juror", "1000000 signature"):
        make.claim(event, mentions[0], "quantity", value)
    make.claim(event, mentions[1], "quantity", "7 gull")
    assert set(differing(client, event).values()) == {False}


# Before anything is approved, and after it is withdrawn


def test_a_case_without_events_counts_no_articles(client: Client, case: Case) -> None:
    (mention,) = reports(case, 1)
    make.make_event(case, [mention], review=Review.SUGGESTED)
    text = body(client.get("/cases/footbridge/"))
    assert "0 events 0 articles 0 outlets" in text


def test_an_article_names_the_cases_that_cite_it_in_public(client: Client, case: Case) -> None:
    (mention,) = reports(case, 1)
    make.make_event(case, [mention])
    other = make.make_case("other", title="Another weir")
    article = mention.paragraph.version.article
    article.case_articles.create(case=other, key="1")
    make.make_event(other, [mention], review=Review.SUGGESTED)
    text = body(client.get(article.get_absolute_url()))
    assert "Cited in The Linden footbridge" in text
    assert "Another weir" not in text


def withdraw() -> None:
    services.withdraw_events(events=Event.objects.all(), by=None, reason="No such bridge.", grounds=Grounds.ERROR)


@pytest.mark.parametrize(("is_public", "status"), [(True, 410), (False, 404)])
def test_only_what_was_public_is_gone(client: Client, is_public: bool, status: int) -> None:
    case = make.make_case(is_public=is_public)
    event = make.make_event(case, reports(case, 1))
    withdraw()
    assert client.get(permalink(event)).status_code == status


def test_what_is_gone_is_unknown_once_its_case_is_not_public(client: Client, case: Case) -> None:
    event = make.make_event(case, reports(case, 1))
    withdraw()
    services.unpublish_case(case=case, by=None)
    assert client.get(permalink(event)).status_code == 404


# How a date is explained


def test_an_editor_s_date_is_not_explained_by_the_program(client: Client, case: Case) -> None:
    event = make.make_event(case, reports(case, 1), explanation="Both reports allow this day.")
    assert "Both reports allow this day." in body(client.get(permalink(event)))
    assert "An editor set this date" not in body(client.get(permalink(event)))
    services.edit_event(event=event, by=None, reason="Plainer.", headline="The weir was painted")
    assert "An editor set this date" not in body(client.get(permalink(event)))
    dated = services.edit_event(event=event, by=None, reason="She was there.", edtf="2016-06-09")
    event.refresh_from_db()
    text = body(client.get(permalink(event)))
    assert "An editor set this date: 9 June 2016." in text
    assert "Both reports allow this day." not in text
    assert "a Friday (The Linden Post): 8 June 2016" in text
    undone = services.undo_decision(decision=dated, by=None, reason="She was not.")
    assert "An editor set this date" not in body(client.get(permalink(event)))
    services.undo_decision(decision=undone, by=None, reason="She was.")
    assert "An editor set this date: 9 June 2016." in body(client.get(permalink(event)))


def test_a_merge_sets_no_date(client: Client, case: Case) -> None:
    stays, goes = (make.make_event(case, [report]) for report in reports(case, 2))
    services.merge_events(survivor=stays, others=Event.objects.filter(pk=goes.pk), by=None, reason="The same day.")
    assert "An editor set this date" not in body(client.get(permalink(stays)))


# Texts that were corrected, and texts without a title


def test_a_quote_from_an_earlier_version_says_so(client: Client, case: Case) -> None:
    (mention,) = reports(case, 1)
    event = make.make_event(case, [mention])
    article = mention.paragraph.version.article
    page, text = permalink(event), f"{article.get_absolute_url()}?version=1"
    assert "earlier version" not in body(client.get(page))
    assert "superseded" not in body(client.get(text))
    make.make_version(article, "The keeper painted the gate.")
    assert "From an earlier version of the article" in body(client.get(page))
    assert "Version 1, superseded by version 2" in body(client.get(text))
    assert "superseded" not in body(client.get(article.get_absolute_url()))


def test_an_article_without_a_title_has_a_name_to_click_on(client: Client, case: Case) -> None:
    mentions = reports(case, 1, title="")
    event = make.make_event(case, mentions)
    html = client.get(permalink(event)).content.decode()
    assert '#p-1">The Linden Post, 10 June 2016</a>' in html
    assert "The Linden Post, 10 June 2016" in body(client.get(mentions[0].paragraph.version.article.get_absolute_url()))
    assert '"headline": ""' not in export_case(case, format="jsonld")


# What no browser sends


@pytest.mark.parametrize("target", ["e-%00", "e-%ED%A0%80", "e-", "e-%F0%9F%90%A6", "e-aeiou", "e-" + "b" * 400])
def test_a_target_that_is_no_card_breaks_nothing(client: Client, case: Case, target: str) -> None:
    headers = {**HTMX, "HX-Target": target, "HX-Target-URI-AutoEncoded": "true"}
    assert client.get("/cases/footbridge/", headers=headers).status_code in {200, 404}


def test_a_headline_that_changes_back_sends_nobody_in_circles(client: Client, case: Case) -> None:
    event = make.make_event(case, reports(case, 1))
    response = client.get(f"/events/{event.public_id}/old-words/")
    assert (response.status_code, response["Location"]) == (302, permalink(event))

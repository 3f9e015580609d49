"""A name that is withheld is gone everywhere at once: from pages, addresses, exports, and from what a search finds."""

import datetime as dt
import json
import re

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client

from articles.models import Article, Case, Rights
from tests import factories as make
from tests.factories import permalink
from timeline import services
from timeline.exports import FORMATS, export_case
from timeline.models import Event, EventFace, Person, Policy, PublicFace

pytestmark = pytest.mark.django_db
SENTENCE = "On Wednesday Dora Quill was struck by a falling plank on the footbridge."
SECRET = re.compile("quill", re.IGNORECASE)
LINK = re.compile(r'(?:href|hx-get|content|action)="([^"]*)"')


@pytest.fixture
def case() -> Case:
    return make.make_case(title="The footbridge and Dora Quill", summary="Quill was hurt. An inquiry followed.")


@pytest.fixture
def event(case: Case) -> Event:
    source = make.make_source("The Linden Post", rights=Rights.FULL)
    version = make.make_article(
        case,
        f"{SENTENCE}\nMs. Quill, 31, was taken to hospital, Dora’s brother said.\nThe bridge is closed.",
        source=source,
        title="Dora Quill hurt",
        url="https://example.org/2016/dora-quill-hurt",
    )
    headline = "Dora Quill was struck by a falling plank"
    mention = make.make_mention(version, sentence=SENTENCE, trigger="struck", type="injury", headline=headline)
    return make.make_event(case, [mention])


def withhold(case: Case, **told: object) -> Person:
    return services.save_person(case=case, by=None, name="Dora Quill", **{"policy": Policy.WITHHELD, **told})


def crawl(client: Client, *start: str) -> dict[str, str]:
    """Everything that the public reaches from these addresses by following links, in this house."""
    seen: dict[str, str] = {}
    todo = list(start)
    while todo and len(seen) < 200:
        url = todo.pop().split("#")[0]
        if url in seen or not url.startswith("/") or url.startswith(("/static/", "/admin/")):
            continue
        response = client.get(url, follow=True)
        seen[url] = (b"" if response.streaming else response.content).decode()
        todo += [link.replace("&amp;", "&") for link in LINK.findall(seen[url])]
    return seen


def test_the_name_is_there_before(client: Client, event: Event) -> None:
    assert "dora-quill" in permalink(event)
    assert SECRET.search(client.get(permalink(event)).content.decode())


@pytest.mark.parametrize(
    ("told", "stands_for_it"),
    [
        ({}, "[name withheld] was struck"),
        ({"policy": Policy.INITIALS}, "D.Q. was struck"),
        ({"policy": Policy.ROLE, "role": "the walker"}, "The walker was struck"),
    ],
)
def test_a_withheld_name_is_nowhere(
    client: Client, case: Case, event: Event, told: dict[str, object], stands_for_it: str
) -> None:
    withhold(case, **told)
    stale = permalink(event)
    pages = crawl(client, "/", case.get_absolute_url(), stale, f"{case.get_absolute_url()}?open=all", "/no-such-page")
    article = Article.objects.get().get_absolute_url()
    assert article in {url.split("?")[0] for url in pages}
    for url, text in pages.items():
        if url != stale:
            assert not SECRET.search(url), url
        assert not SECRET.search(text), url
    assert any(stands_for_it in text for text in pages.values())
    for name in FORMATS:
        assert not SECRET.search(export_case(case, format=name)), name


def test_neither_an_id_nor_a_length_in_an_export_tells_the_name(case: Case, event: Event) -> None:
    case.case_articles.update(key="dora-quill.txt", other_keys=["plank.txt"])

    def cited() -> dict[str, object]:
        (source,) = json.loads(export_case(case, format="json"))["events"][0]["sources"][-1:]
        return {name: source[name] for name in ("article", "start", "end")}

    assert cited() == {"article": "plank.txt", "start": 0, "end": len(SENTENCE)}
    withhold(case)
    assert cited() == {"article": "plank.txt", "start": None, "end": None}
    case.case_articles.update(other_keys=[])
    assert cited()["article"] == f"article-{Article.objects.get().pk}"
    assert not SECRET.search(export_case(case, format="csv"))


def test_an_old_address_leads_to_one_without_the_name(client: Client, case: Case, event: Event) -> None:
    old = permalink(event)
    withhold(case)
    response = client.get(old)
    assert response.status_code == 302
    assert response["Location"] == f"/events/{event.public_id}/name-withheld-was-struck-by-a-falling-plank/"


@pytest.mark.parametrize("words", ["quill", "Dora", '"dora quill"', "quill plank"])
def test_a_withheld_name_finds_nothing(client: Client, case: Case, event: Event, words: str) -> None:
    services.approve_events(events=Event.objects.all(), by=None)
    url = case.get_absolute_url()
    found = {"q": words}
    assert "No event" not in client.get(url, found).content.decode()
    withhold(case)
    text = client.get(url, found).content.decode()
    assert event.public_id not in text
    assert event.public_id in client.get(url, {"q": "plank"}).content.decode()


def test_a_hit_beside_the_name_is_not_told_by_its_mark(client: Client, case: Case, event: Event) -> None:
    withhold(case)
    text = client.get(case.get_absolute_url(), {"q": "plank or quill"}).content.decode()
    assert '<mark class="found">plank</mark>' in text
    assert not re.search(r"<mark[^>]*>\s*\[name", text)


def pages_differ(client: Client, case: Case, words: str, *names: str) -> bool:
    """Whether the public can tell the searches for these names from each other by anything but what was typed."""
    typed = re.compile("|".join(names))
    return len({typed.sub("…", search(client, case, words.format(name))) for name in names}) > 1


def search(client: Client, case: Case, words: str) -> str:
    return client.get(case.get_absolute_url(), {"q": words}).content.decode()


@pytest.mark.parametrize("phrase", ["{}", '"{} was"', '"wednesday {}"', "-{}", "struck -{}", '"dora {}"'])
def test_a_search_cannot_ask_whether_a_quote_names_somebody(
    client: Client, case: Case, event: Event, phrase: str
) -> None:
    sentence = "A clerk wrote on Wednesday that a plank fell."
    other = make.make_mention(make.make_article(case, sentence), sentence=sentence, trigger="fell", type="injury")
    event.citations.create(case=case, mention=other, accepted=True)
    withhold(case)
    words = f"clerk or {phrase}"
    assert "<mark" in search(client, case, words.format("quill"))
    assert not pages_differ(client, case, words, "quill", "wimble")


def test_a_search_cannot_ask_what_an_outlet_of_links_only_wrote(client: Client, case: Case) -> None:
    cited = []
    for name, rights, word in (("Linked", Rights.LINK, "zambrel"), ("Open", Rights.FULL, "clerk")):
        sentence = f"On Wednesday the {word} fell."
        version = make.make_article(case, sentence, source=make.make_source(name, rights))
        cited.append(make.make_mention(version, sentence=sentence, trigger="fell", headline="It fell"))
    make.make_event(case, cited)
    services.reconcile_case(case=case)
    assert "<mark" in search(client, case, "clerk or zambrel")
    assert not pages_differ(client, case, "clerk or {}", "zambrel", "wimble")


def test_staff_read_the_name_and_what_the_public_reads(client: Client, case: Case, event: Event) -> None:
    withhold(case)
    client.force_login(make.make_staff())
    text = client.get(permalink(event), follow=True).content.decode()
    assert "Dora Quill was struck" in text
    assert "[name withheld] was struck" in text
    assert '<s class="withheld-name"' in text
    assert not any(SECRET.search(url) for url in LINK.findall(text) if "/events/" in url)  # staff pass those on


def test_another_case_with_the_same_article_keeps_the_name_too(client: Client, case: Case, event: Event) -> None:
    other = make.make_case("other", title="Bridges of the county")
    version = event.citations.get().mention.paragraph.version
    version.article.case_articles.create(case=other, key="1")
    mention = event.citations.get().mention
    make.make_event(other, [mention])
    services.approve_events(events=Event.objects.all(), by=None)
    withhold(case)
    assert not any(SECRET.search(text) for text in crawl(client, other.get_absolute_url()).values())
    assert not SECRET.search(export_case(other, format="json"))
    text = client.get(other.get_absolute_url(), {"q": "quill"}).content.decode()
    assert all(e.public_id not in text for e in other.events.all())


def test_a_case_that_comes_to_share_an_article_keeps_the_name_from_then_on(client: Client, case: Case) -> None:
    """In its search as well, and where the home page tells of it."""
    told = {"source": "The Linden Post", "timezone": "UTC", "published": dt.date(2016, 6, 10), "by": None}
    text = "Police arrested Dora Quill on Tuesday near the harbour."
    services.add_article(case=case, title="Quill arrested", text=text, **told)
    services.approve_events(events=Event.objects.all(), by=None)
    other = make.make_case("other", title="Harbours", summary="None yet.")
    services.save_person(case=other, by=None, name="Dora Quill", policy=Policy.WITHHELD)
    assert Event.objects.get().public_id in search(client, case, "quill")
    services.add_article(case=other, title="Quill arrested", text=text, **told)
    assert Event.objects.filter(case=case).get().public_id not in search(client, case, "quill")
    home = client.get("/").content.decode()
    assert "The footbridge" in home
    assert not SECRET.search(home)


def test_a_name_is_read_again_once_it_may_be(client: Client, case: Case, event: Event) -> None:
    person = withhold(case)
    services.save_person(case=case, by=None, person=person, policy=Policy.NAME)
    assert "Dora Quill was struck" in client.get(permalink(event), follow=True).content.decode()
    services.remove_person(person=person, by=None)
    assert not Person.objects.exists()


def test_a_person_needs_a_name_and_a_role_where_only_the_role_shows(case: Case) -> None:
    with pytest.raises(ValidationError) as raised:
        services.save_person(case=case, by=None, name="  ")
    assert "name" in raised.value.message_dict
    with pytest.raises(ValidationError):
        withhold(case, policy=Policy.ROLE)
    person = withhold(case, aliases=[" D.  Quill ", "", "Dora Quill"])
    assert person.aliases == ["D. Quill"]
    with pytest.raises(ValidationError):
        withhold(case)
    assert Person.objects.count() == 1


@pytest.mark.parametrize("role", ["Quill’s neighbour", "the brother of D. Quill", "a friend of Ida Sedge"])
def test_a_role_that_holds_a_withheld_name_is_refused(case: Case, role: str) -> None:
    services.save_person(case=case, by=None, name="Ida Sedge", policy=Policy.INITIALS)
    with pytest.raises(ValidationError) as raised:
        withhold(case, policy=Policy.ROLE, role=role)
    assert "role" in raised.value.message_dict
    assert withhold(case, policy=Policy.ROLE, role="a walker").role == "a walker"


def test_an_editor_sees_on_the_cases_own_text_what_the_public_reads(client: Client, case: Case, event: Event) -> None:
    client.force_login(User.objects.create_superuser("chief", password=make.PASSWORD))
    told = {"case": case.pk, "name": "Dora Quill", "aliases": "D. Quill", "role": "", "policy": "withheld"}
    response = client.post("/admin/timeline/person/add/", {**told, "_continue": "1"}, follow=True)
    text = response.content.decode()
    assert "[name withheld] was struck by a falling plank" in text
    assert "From now on this stands in place of the name" in text
    told["policy"] = "role"
    text = client.post("/admin/timeline/person/add/", told, follow=True).content.decode()
    assert "Say what the public reads in place of the name" in text
    for place in ("add", f"{Person.objects.get().pk}/change"):
        told |= {"role": "Quill’s neighbour"}
        text = client.post(f"/admin/timeline/person/{place}/", told, follow=True).content.decode()
        assert "it holds a name that is withheld" in text


def test_the_page_of_a_person_warns_of_an_address_that_holds_the_name(client: Client) -> None:
    case = make.make_case("dora-quill", title="Plank")
    client.force_login(User.objects.create_superuser("chief", password=make.PASSWORD))
    text = client.get(f"/admin/timeline/person/{withhold(case).pk}/change/").content.decode()
    assert "/cases/dora-quill/, holds the name" in text


def test_the_page_of_a_person_warns_of_an_outlet_that_is_called_so(client: Client, case: Case, event: Event) -> None:
    make.make_article(case, source=make.make_source("The Quill & Ink"))
    client.force_login(make.make_chief("chief"))
    text = client.get(f"/admin/timeline/person/{withhold(case).pk}/change/").content.decode()
    assert "The name of the outlet “The Quill &amp; Ink” holds it" in text
    assert "The Linden Post" not in text


def test_dates_of_the_event_stay(case: Case, event: Event) -> None:
    withhold(case)
    assert Event.objects.get().earliest == dt.date(2016, 6, 8)


# Who is named: one rule for pages, filters and the API


@pytest.mark.parametrize(
    ("headline", "words", "named"),
    [
        ("The bridge was opened by Bo Lind", "The keeper watched.", ["Bo Lind"]),
        ("The bridge was opened", "Lind watched from the bank.", ["Bo Lind"]),
        ("BO-LIND opens the bridge", "The keeper watched.", ["Bo Lind"]),
        ("Boats were blown away", "The lind tree fell.", []),
        ("A ferry sank in the river", "King tides came.", []),
        ("Kay spoke", "Nobody listened.", []),
        ("A man was seen", "Old Ben Kay was tired.", ["Benjamin Kay"]),
    ],
)
def test_pages_filters_and_the_api_name_the_same_people(
    client: Client, headline: str, words: str, named: list[str]
) -> None:
    case = make.make_case("ferry")
    for name, aliases in (("Bo Lind", ["Bo", "river king"]), ("Ida Kay", []), ("Benjamin Kay", ["Old Ben Kay"])):
        services.save_person(case=case, by=None, name=name, aliases=aliases, policy=Policy.NAME)
    version = make.make_article(case, words)
    event = make.make_event(case, [make.make_mention(version, sentence=words, trigger=words.split()[1], timex="")])
    Event.objects.filter(pk=event.pk).update(headline=headline)
    event.refresh_from_db()
    assert _people(client, event) == (named, named, named)


def test_words_that_an_outlet_keeps_name_nobody_for_the_public(client: Client, admin_client: Client) -> None:
    case = make.make_case("ferry")
    services.save_person(case=case, by=None, name="Bo Lind", policy=Policy.NAME)
    words = "The bridge was opened by Bo Lind."
    version = make.make_article(case, words)
    mention = make.make_mention(version, sentence=words, trigger="opened", timex="", headline="It opened")
    event = make.make_event(case, [mention])
    assert _people(client, event)[1:] == (["Bo Lind"], ["Bo Lind"])
    services.set_rights(source=version.article.source, rights=Rights.LINK, by=None)
    assert _people(client, event) == ([], [], [])
    assert "1 event" in admin_client.get(f"{case.get_absolute_url()}?person={Person.objects.get().pk}").content.decode()


def _people(client: Client, event: Event) -> tuple[list[str], list[str], list[str]]:
    """Of the event's own page, of its face, and of the API."""
    page = client.get(permalink(event)).content.decode()
    told = re.search(r'<p class="people">(.*?)</p>', page, re.DOTALL)
    on_page = re.findall(r"<span>([^<]+)</span>", told[1]) if told else []
    keys = PublicFace.objects.get(event=event).people
    faced = list(Person.objects.filter(pk__in=keys).order_by("pk").values_list("name", flat=True))
    return on_page, faced, client.get(f"/api/v1/events/{event.public_id}").json()["people"]


def test_whoever_comes_or_goes_has_the_faces_drawn_anew_that_name_them(case: Case) -> None:
    told = [
        "Anna Hale opened the mill.",
        "Hale was thanked.",
        "Ben Hale sang.",
        "Cleo Marsh came late.",
        "Nobody came.",
    ]
    for day, words in enumerate(told, 1):
        make.make_day_event(case, dt.date(2016, 6, day), headline=words)
    anna = services.save_person(case=case, by=None, name="Anna Hale", policy="name")
    steps = [
        lambda: services.save_person(case=case, by=None, name="Ben Hale", policy="withheld"),
        lambda: services.save_person(case=case, by=None, name="C. March", aliases=["Cleo Marsh"], policy="name"),
        lambda: services.save_person(case=case, by=None, person=anna, name="Anna Hall"),
        lambda: services.save_person(case=case, by=None, person=anna, name="Anna Hale", policy="withheld"),
        lambda: services.remove_person(person=Person.objects.get(name="Ben Hale"), by=None),
        lambda: services.remove_person(person=anna, by=None),
    ]
    seen = []
    for step in steps:
        step()
        seen.append(named(case))
        with connection.cursor() as cursor:
            cursor.execute("SELECT timeline_draw_faces(array_agg(id)) FROM timeline_event")
        assert named(case) == seen[-1]
    assert len(set(map(str, seen))) == len(steps)


def named(case: Case) -> list[tuple[str, bool, list[int]]]:
    faces = EventFace.objects.filter(case=case).order_by("event", "public")
    return list(faces.values_list("event__headline", "public", "people"))

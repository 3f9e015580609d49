"""No public page becomes another without the database telling of it: a kept page would show what is no longer so."""

from collections.abc import Callable, Iterator

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import QuerySet, Value
from django.test import Client

from articles.models import Article, Case, Paragraph, Rights, Source
from casetracker.pagecache.changes import Changes
from casetracker.pagecache.listener import CHANNEL
from tests import factories as make
from tests.timeline.test_gate import Told, addresses, tell
from timeline import services
from timeline.models import (
    Citation,
    Claim,
    Decision,
    Event,
    EventSearch,
    EventType,
    Mention,
    Person,
    Policy,
    Redirect,
    Review,
)

pytestmark = pytest.mark.django_db(transaction=True)  # the database tells of what is committed


@pytest.fixture
def told() -> Told:
    """Committed."""
    return tell()


# Tables of which no public page shows anything.
UNSEEN = {
    "articles_sketch",
    "articles_snapshot",
    "articles_link",  # what readers are told of it is in the article
    "articles_kindcorrection",  # what it says is in the paragraph, too
    "timeline_extractionrun",
    "timeline_namehint",
    "timeline_readname",
    "timeline_comment",
    "timeline_comment_to",
    "timeline_follower",
    "timeline_webhook",
    "timeline_savedview",
    "timeline_feed",
    "timeline_address",
    "timeline_delivery",
    "timeline_followrequest",  # the page that asks for a confirmation is kept by nobody
    "timeline_distinct",
    "timeline_waiting",
    "timeline_ranked",
    "timeline_grouping",
    "timeline_likeness",
    "timeline_place",
    "timeline_rereading",
    "timeline_chunk",
    "timeline_eventhistory",
    "timeline_citationhistory",
    "timeline_eventface",  # drawn by triggers from what is watched
    "timeline_publicface",  # views of the former
    "timeline_staffface",
    "timeline_casecount",  # kept in step with the faces by triggers
    "timeline_casemonth",
}


def test_every_table_is_watched_or_known_to_be_unseen() -> None:
    models = [m for label in ("articles", "timeline") for m in apps.get_app_config(label).get_models(True)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'told_when_changed'")
        watched = {table for (table,) in cursor.fetchall()}
    assert {model._meta.db_table for model in models} == watched | UNSEEN
    assert not watched & UNSEEN


# Routes that show nothing of what editors write, or what another shows too.
UNCHANGING = {
    "healthz",
    "readyz",
    "metrics",
    "favicon.ico",
    "styleguide/",
    "styleguide/frames/<slug:kind>/",
    "events/<slug:public_id>/<str:slug>/",
}


class Hearing:
    """A connection of its own that listens."""

    def __init__(self) -> None:
        self.changes = Changes()
        self._connection = connection.copy()
        self._connection.ensure_connection()
        self._wire = self._connection.connection
        self._wire.execute(f"LISTEN {CHANNEL}")
        self.changes.begin()

    def catch_up(self) -> int:
        self._wire.execute("SELECT")
        notices = list(self._wire.notifies(timeout=0))
        for notice in notices:
            self.changes.note(notice.payload)
        self.changes.heard()
        return len(notices)

    def close(self) -> None:
        self._connection.close()


@pytest.fixture
def hearing() -> Iterator[Hearing]:
    heard = Hearing()
    yield heard
    heard.close()


Page = tuple[int, str, bytes]


def look(client: Client, urls: list[str]) -> dict[str, tuple[Page, tuple[str, ...] | None]]:
    """Each page with the cases that it says it tells of; what an address leads to under that address and an arrow."""
    answers = {url: client.get(url) for url in urls}
    led = {url: answer["Location"] for url, answer in answers.items() if answer.get("Location", "").startswith("/ev")}
    answers |= {f"{url} →": client.get(to) for url, to in led.items()}
    return {
        url: ((answer.status_code, answer.get("Location", ""), b"".join(answer)), getattr(answer, "cases", None))
        for url, answer in answers.items()
    }


def writes(told: Told) -> Iterator[tuple[str, Callable[[], object]]]:
    """Each changes a public page; in bulk, past the services, as shells do, save where only services can."""
    elsewhere = make.make_case("elsewhere", is_public=False)
    elsewhere.people.create(name="Linden gauge", policy=Policy.WITHHELD)
    shown, case = told.events["open"], Case.objects.filter(pk=told.case.pk)
    event = Event.objects.filter(pk=shown.pk)
    cited = Citation.objects.filter(event=shown, accepted=True).order_by("pk")
    mention = Mention.objects.filter(citations__in=cited[:1])
    article = Article.objects.filter(versions__paragraphs__mentions__in=mention)
    yield "a headline", lambda: event.update(headline="The gauge was read anew")
    yield "a type's name", lambda: EventType.objects.filter(events=shown).update(name="Measuring")
    yield "a withheld name read again", lambda: Person.objects.update(policy=Policy.NAME)
    yield "an alias", lambda: Person.objects.update(policy=Policy.WITHHELD, aliases=["plain"])
    yield "an outlet's name", lambda: Source.objects.filter(articles__in=article).update(name="The Lime Post")
    yield "its rights", lambda: Source.objects.filter(articles__in=article).update(rights=Rights.LINK)
    yield "its rights once more", lambda: Source.objects.filter(articles__in=article).update(rights=Rights.FULL)
    yield "where an article is", lambda: article.update(url="https://example.org/river")
    yield "a quote", lambda: mention.update(quote=Value("On Wednesday the gauge told of rain."))
    yield "claims that differ", lambda: claim_differently(cited)
    yield "one in other words", lambda: Claim.objects.filter(citation=cited[0]).update(value="400 metre")
    yield "no claim", lambda: Claim.objects.all().delete()
    yield "a report not accepted", lambda: Citation.objects.filter(pk=cited.last().pk).update(accepted=False)
    yield "a paragraph of another kind", lambda: Paragraph.objects.update(kind="heading")
    yield "a newer version", lambda: make.make_version(article.get(), "Nothing was read.")
    yield "words to be found by", lambda: EventSearch.objects.filter(event=shown).delete()
    yield "a new event", lambda: make.make_day_event(told.case, make.FRIDAY)
    yield "an event no more", lambda: Event.objects.exclude(pk=shown.pk).filter(review=Review.APPROVED).delete()
    yield "a draft approved", lambda: services.approve_events(events=Event.objects.filter(pk=draft(told)), by=None)
    yield "where an address leads", lambda: Redirect.objects.update(event=draft(told))
    yield "a correction", lambda: services.edit_event(event=event.get(), by=None, reason="so", headline="Read")
    yield "it is forgotten", lambda: Decision.objects.filter(events=shown).delete()
    yield "a case's title", lambda: case.update(title="The Linden gauge")
    yield "a name that another case withholds", lambda: elsewhere.case_articles.create(article=article.get(), key="1")
    yield "a case taken offline", lambda: services.unpublish_case(case=case.get(), by=None)


def claim_differently(cited: QuerySet[Citation]) -> None:
    measured = [
        Claim(citation=each, field="quantity", value=f"{n} metre", disputed=True) for n, each in enumerate(cited)
    ]
    Claim.objects.bulk_create(measured)


def shown(told: Told) -> Iterator[str]:
    """The addresses of the gate, those that only filter left out; all with their sources open."""
    for route, urls in addresses(told).items():
        if route not in UNCHANGING:
            yield from (url for url in urls if "?" not in url or url.endswith("?open=all"))
    yield f"/cases/{told.case.slug}/?q=read"


def draft(told: Told) -> int:
    return told.events["draft"].pk


def test_no_page_becomes_another_unheard(client: Client, told: Told, hearing: Hearing) -> None:
    before = look(client, [url for url in shown(told) if client.get(url).status_code != 404])  # of 404 nothing is kept
    urls = [url for url in before if not url.endswith("→")]
    for what, write in writes(told):
        hearing.catch_up()
        tick = hearing.changes.now()
        assert tick is not None
        write()
        assert hearing.catch_up(), f"{what}: nothing was told"
        after = look(client, urls)
        different = [url for url in before.keys() & after.keys() if before[url][0] != after[url][0]]
        assert different, f"{what} shows on no page: it proves nothing"
        for url in different:
            assert not hearing.changes.is_current(tick, before[url][1]), f"{what} changed {url} unheard"
        before = after


def test_what_no_reader_sees_is_not_told(told: Told, hearing: Hearing) -> None:
    hearing.catch_up()
    case = told.case
    mention = make.make_mention(
        make.make_article(None, "A gauge was read."), sentence="A gauge was read.", trigger="read", timex=""
    )
    make.make_event(case, [mention], review=Review.SUGGESTED)
    services.comment_on(event=told.events["open"], by=make.make_chief("second"), text="Which gauge?")
    assert hearing.catch_up() == 0


def test_a_change_leaves_the_pages_of_other_cases(told: Told, hearing: Hearing) -> None:
    hearing.catch_up()
    tick = hearing.changes.now()
    Event.objects.filter(pk=told.events["open"].pk).update(headline="Other words")
    hearing.catch_up()
    assert tick is not None
    assert hearing.changes.is_current(tick, [str(told.draft_case.pk)])
    assert not hearing.changes.is_current(tick, [str(told.case.pk)])
    assert not hearing.changes.is_current(tick, None)


def test_a_change_that_is_rolled_back_is_not_told(told: Told, hearing: Hearing) -> None:
    hearing.catch_up()
    with transaction.atomic():
        Person.objects.update(policy=Policy.NAME)
        transaction.set_rollback(True)
    assert hearing.catch_up() == 0

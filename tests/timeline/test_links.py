"""Whether the addresses of articles still answer: what is asked and how often, and what readers are told of it."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from articles import fetch
from articles.archiving import keep_archived
from articles.errors import AwayError, GoneError, IngestError, NoSiteError
from articles.limited import look
from articles.models import Answers, Article, Case, Link
from tests import factories as make
from tests.articles import web
from tests.factories import permalink
from timeline import services, tasks
from timeline.models import Event
from timeline.services import linking

pytestmark = pytest.mark.django_db
START = dt.datetime(2026, 3, 3, 12, tzinfo=dt.UTC)
MISSING, AWAY = GoneError("It answers 404."), AwayError("No answer. Try later.")
REFUSED = IngestError("It answers 403.")


class Clock:
    def __init__(self) -> None:
        self.moment = START

    def now(self) -> dt.datetime:
        return self.moment


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(linking, "clock", made)
    return made


@pytest.fixture
def site(settings: Any) -> Iterator[str]:
    settings.FETCH_NETWORKS = list(web.LOOPBACK)
    with web.site() as address:
        yield address


@pytest.fixture
def case() -> Case:
    return make.make_case("ferry")


def article_at(case: Case, url: str) -> Article:
    return make.make_article(case, f"A ferry sank at {url.rpartition('/')[2]}.", url=url).article


def note(article: Article, *troubles: IngestError | None, clock: Clock) -> Link:
    """Each at the hour at which the one before made the address due."""
    services.look_now(articles=Article.objects.filter(pk=article.pk), by=None)
    for trouble in troubles:
        link = services.note_look(article=article, url=article.url, trouble=trouble)
        assert link
        clock.moment = link.due_at
    article.refresh_from_db()
    return Link.objects.get(article=article)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/story", None),
        ("/moved", None),
        ("/get-only", None),
        ("/head-breaks-off", None),
        ("/missing", GoneError),
        ("/gone", GoneError),
        ("/broken", AwayError),
        ("/busy", AwayError),
        ("/nonsense", AwayError),
        ("/forbidden", IngestError),
        ("/loop", IngestError),
        ("/to-front", IngestError),
        ("/to-router", IngestError),
    ],
)
def test_what_an_address_answers(
    site: str, monkeypatch: pytest.MonkeyPatch, path: str, found: type[IngestError] | None
) -> None:
    story = web.answer(web.PAGE)

    def get_only(request: Any) -> None:
        (story if request.command == "GET" else web.answer("", status=405))(request)

    def head_breaks_off(request: Any) -> None:
        if request.command == "GET":
            story(request)

    more = {"/": story, "/get-only": get_only, "/head-breaks-off": head_breaks_off}
    more |= {"/gone": web.answer("", status=410), "/to-front": web.moved("/")}
    for name, answer in more.items():
        monkeypatch.setitem(web.ANSWERS, name, answer)
    if found is None:
        fetch.look(site + path, allowed=web.LOOPBACK)
        return
    with pytest.raises(IngestError) as raised:
        fetch.look(site + path, allowed=web.LOOPBACK)
    assert raised.type is found


def test_a_name_that_leads_nowhere_and_a_server_that_drags() -> None:
    with pytest.raises(NoSiteError, match=r"There is no site ferry\.invalid"):
        look("https://ferry.invalid/sunk")
    with web.site() as address, pytest.raises(AwayError, match="has not answered"):
        look(f"{address}/half-a-header", allowed=web.LOOPBACK, seconds=1.5)


def test_looks_are_queued_and_done(site: str, case: Case) -> None:
    for path in ("story", "missing", "forbidden"):
        article_at(case, f"{site}/{path}")
    make.make_article(case, "It has no address.")
    article_at(make.make_case("demo", is_demonstration=True), "https://example.org/made-up")
    tasks.look_at_links(timestamp=0)
    jobs = list(ProcrastinateJob.objects.order_by("pk"))
    assert [(job.lock, job.priority) for job in jobs] == [("host-127.0.0.1", linking.LAST)] * 3
    first, second, third = (job.scheduled_at for job in jobs)
    assert first is None
    assert second
    assert third
    assert round((third - second).total_seconds()) == linking.PAUSE
    for job in jobs:
        tasks.look_at_link(**job.args)
    found = {link.article.url.rpartition("/")[2]: (link.answers, link.failures) for link in Link.objects.all()}
    assert found == {"story": ("alive", 0), "missing": ("failing", 1), "forbidden": ("unclear", 0)}
    assert not Article.objects.exclude(link_dead_since=None).exists(), "one look tells nothing"
    assert services.queue_looks() == 0


def test_one_site_is_asked_little_and_the_others_are_not_kept_waiting(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(linking, "OF_ONE_HOST", 3)
    monkeypatch.setattr(linking, "LOOKS", 4)
    for n in range(5):
        article_at(case, f"https://large.example/{n}")
    article_at(case, "https://small.example/1")
    services.queue_looks()
    hosts = ProcrastinateJob.objects.order_by("lock").values_list("lock", flat=True)
    assert list(hosts) == ["host-large.example"] * 3 + ["host-small.example"]
    assert services.queue_looks() == 2, "the others, the next hour"


def test_an_editor_asks_with_pauses_and_nothing_twice(case: Case) -> None:
    for n in range(3):
        article_at(case, f"https://large.example/{n}")
    asked = Article.objects.all()
    assert services.look_now(articles=asked, by=None) == 3
    first, second, third = (job.scheduled_at for job in ProcrastinateJob.objects.order_by("pk"))
    assert first is None
    assert round((third - second).total_seconds()) == linking.PAUSE
    assert services.look_now(articles=asked, by=None) == 0


def test_an_installation_may_look_at_none(case: Case, settings: Any) -> None:
    settings.LINK_CHECKS = False
    article_at(case, "https://post.example/1")
    tasks.look_at_links(timestamp=0)
    assert not ProcrastinateJob.objects.exists()


@pytest.mark.parametrize(
    ("troubles", "answers", "dead_since"),
    [
        ([None], Answers.ALIVE, None),
        ([MISSING] * 2, Answers.FAILING, None),
        ([MISSING] * 3, Answers.DEAD, START.date()),
        ([AWAY] * 5, Answers.FAILING, None),
        ([AWAY] * 6, Answers.DEAD, START.date()),
        ([AWAY, AWAY, None, AWAY], Answers.FAILING, None),
        ([AWAY] * 3 + [MISSING], Answers.DEAD, START.date()),
        ([REFUSED] * 20, Answers.UNCLEAR, None),
        ([MISSING] * 3 + [REFUSED], Answers.DEAD, START.date()),
        ([MISSING] * 3 + [AWAY], Answers.DEAD, START.date()),
        ([MISSING] * 3 + [None], Answers.ALIVE, None),
    ],
)
def test_when_an_address_counts_as_dead(
    case: Case, clock: Clock, troubles: list[IngestError | None], answers: str, dead_since: dt.date | None
) -> None:
    article = article_at(case, "https://post.example/ferry")
    link = note(article, *troubles, clock=clock)
    assert (link.answers, article.link_dead_since) == (answers, dead_since)
    assert link.said == ("" if troubles[-1] is None else str(troubles[-1]).partition(". ")[0].rstrip(".") + ".")


def test_failures_of_one_day_count_once(case: Case, clock: Clock) -> None:
    article = article_at(case, "https://post.example/ferry")
    note(article, MISSING, clock=clock)
    for hours in range(1, 9):  # an editor who looks again and again, a job that is repeated
        clock.moment = START + dt.timedelta(hours=hours)
        services.note_look(article=article, url=article.url, trouble=MISSING)
    assert Link.objects.get().failures == 1


def test_another_address_begins_anew(case: Case, clock: Clock) -> None:
    article = article_at(case, "https://post.example/ferry")
    note(article, *[MISSING] * 3, clock=clock)
    told: dict[str, Any] = {"source": "", "title": article.title, "published": article.published, "timezone": "UTC"}
    text = article.versions.get().text
    key = article.case_articles.get().key
    services.add_article(case=case, text=text, key=key, url="https://post.example/ferry-2", by=None, **told)
    article.refresh_from_db()
    assert (article.url[-2:], article.link_dead_since, Link.objects.exists()) == ("-2", None, False)
    assert services.note_look(article=article, url="https://post.example/ferry", trouble=MISSING) is None


def test_an_article_without_an_address_has_no_dead_one(case: Case) -> None:
    article = make.make_article(case).article
    with pytest.raises(IntegrityError, match="article_dead_link_is_a_link"), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(link_dead_since=START)
    linked = article_at(case, "https://post.example/1")
    services.look_now(articles=Article.objects.filter(pk=linked.pk), by=None)
    for name, wrong in (
        ("link_answers_known", {"answers": "perhaps"}),
        ("link_failures_have_a_first", {"failures": 2}),
        ("link_dead_after_failures", {"answers": "dead"}),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Link.objects.update(**wrong)


def words_of(client: Client, url: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(url).content.decode()).split())


def test_readers_are_led_to_the_archived_copy(client: Client, petition: Event, clock: Clock) -> None:
    article = Article.objects.get(url="https://example.org/feathers")
    pages = [permalink(petition), article.get_absolute_url()]
    note(article, *[MISSING] * 3, clock=clock)
    for page in pages:
        assert "The original was not reachable when last checked, and has not been since 3 March 2026." in words_of(
            client, page
        )
    keep_archived(article=article, url="https://archive.example/feathers", at=dt.date(2016, 6, 11))
    for page in pages:
        words = words_of(client, page)
        assert "The original no longer answers, since 3 March 2026; the archived copy is what is left" in words
        assert words.index("Archived copy of 11 June 2016") < words.index("Original")
    sources = client.get(f"/api/v1/events/{petition.public_id}").json()["event"]["sources"]
    (source,) = (source for source in sources if source["original"] == article.url)
    for told in (source, client.get(f"/api/v1/articles/{article.pk}").json()):
        assert (told["archived"], told["dead_since"]) == ("https://archive.example/feathers", "2026-03-03")
    exported = client.get(f"{petition.case.get_absolute_url()}events.jsonld").content.decode()
    assert '"archivedAt": "https://archive.example/feathers"' in exported
    note(article, None, clock=clock)
    for page in pages:
        words = words_of(client, page)
        assert "3 March 2026" not in words
        assert words.index("Original") < words.index("Archived copy")


def test_editors_see_which_are_dead_and_ask_again(admin_client: Client, case: Case, clock: Clock) -> None:
    dead, other = article_at(case, "https://post.example/dead"), article_at(case, "https://post.example/other")
    note(dead, *[MISSING] * 3, clock=clock)
    listed = admin_client.get("/admin/articles/article/?link__answers__exact=dead").content.decode()
    assert "No longer answers (since 2026-03-03); checked 2026-03-06. It answers 404." in listed
    assert f"/admin/articles/article/{other.pk}/" not in listed
    assert "It answers 404." in admin_client.get(f"/admin/articles/article/{dead.pk}/change/").content.decode()
    chosen = {"action": "look_now", "_selected_action": [other.pk]}
    page = admin_client.post("/admin/articles/article/", chosen, follow=True).content.decode()
    assert "1 queued: this list shows what is found in a while." in page
    assert ProcrastinateJob.objects.filter(args={"article_id": other.pk}).count() == 1

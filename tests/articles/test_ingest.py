"""Ingesting: what makes an article the same one, what corrects it, and that it is whole or absent."""

import datetime as dt
import hashlib
import threading
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from articles.errors import IngestError
from articles.models import MAX_TEXT, Article, ArticleVersion, Case, CaseArticle, Paragraph, Source
from articles.services import Ingested, ingest_article
from tests import factories as make

pytestmark = pytest.mark.django_db

TEXT = (
    "The ferry sank on Monday.\r\n\r\n  <script>alert(1)</script> Nobody was hurt.  \r\nRELATED: Ferries of the north\n"
)
KEPT = TEXT.replace("\r\n", "\n")
FRIDAY = dt.date(2016, 6, 10)
URL = "https://lindenpost.example/ferry"


def ingest(case: Case, **changes: Any) -> Ingested:
    told: dict[str, Any] = {
        "source": "The Linden Post",
        "title": "Sunk",
        "text": TEXT,
        "published": FRIDAY,
        "timezone": "Europe/Berlin",
    }
    return ingest_article(case=case, **{**told, **changes})


@pytest.fixture
def case() -> Case:
    return make.make_case("ferry", is_public=False)


def test_an_article_is_kept_whole(case: Case) -> None:
    added = ingest(case, key="001", url=URL)
    assert added.outcome == "added"
    version = ArticleVersion.objects.get()
    assert (version.number, version.text) == (1, KEPT)
    assert version.sha256 == hashlib.sha256(KEPT.encode()).hexdigest()
    assert [(p.number, p.kind, p.text) for p in version.paragraphs.all()] == [
        (1, "body", "The ferry sank on Monday."),
        (2, "body", "<script>alert(1)</script> Nobody was hurt."),
        (3, "teaser", "RELATED: Ferries of the north"),
    ]
    assert all(KEPT[p.start : p.end] == p.text for p in version.paragraphs.all())
    assert CaseArticle.objects.get().key == "001"


SAME = [
    {"key": "001"},
    {"key": "001", "source": "", "title": "", "url": ""},  # not told, so not taken back
    {"key": "002"},  # under another id, by its address
    {"url": ""},  # by its words
    {"key": "001", "text": KEPT},
    {"key": "001", "timezone": "Europe/Paris"},  # the same day there
]


@pytest.mark.parametrize("again", SAME)
def test_the_same_again_changes_nothing(case: Case, again: dict[str, Any]) -> None:
    first = ingest(case, key="001", url=URL)
    second = ingest(case, **{"url": URL, **again})
    assert second == Ingested(first.article, first.version, "unchanged", "001")
    assert (Article.objects.count(), ArticleVersion.objects.count(), CaseArticle.objects.count()) == (1, 1, 1)
    article = Article.objects.get()
    assert (article.source.name, article.title, article.url) == ("The Linden Post", "Sunk", URL)
    assert article.timezone == "Europe/Berlin"


CORRECTED = [
    {"key": "001", "text": "The ferry sank on Tuesday."},
    {"url": URL, "text": "The ferry sank on Tuesday."},
    {"key": "001", "published": dt.date(2016, 6, 11)},  # "Monday" is counted from it
    {"key": "001", "title": "Afloat"},
]


@pytest.mark.parametrize("change", CORRECTED)
def test_what_changes_what_is_found_makes_the_next_version(case: Case, change: dict[str, Any]) -> None:
    first = ingest(case, key="001", url=URL)
    second = ingest(case, **change)
    assert (second.outcome, second.article, second.version.number) == ("corrected", first.article, 2)
    assert ArticleVersion.objects.get(number=1).text == KEPT
    assert second.version.paragraphs.exists()
    assert ingest(case, **change).outcome == "unchanged"
    for name, value in change.items():
        if name in {"published", "title"}:
            assert getattr(Article.objects.get(), name) == value


def test_another_source_or_address_corrects_the_article_and_not_its_text(case: Case) -> None:
    ingest(case, key="001")
    assert ingest(case, key="001", source="The Linden Herald", url=URL).outcome == "corrected"
    article = Article.objects.get()
    assert (article.source.name, article.url, article.versions.count()) == ("The Linden Herald", URL, 1)


def test_an_old_version_handed_in_without_an_id_is_known(case: Case) -> None:
    ingest(case, key="001")
    ingest(case, key="001", text="The ferry sank on Tuesday.")
    again = ingest(case)
    assert (again.outcome, again.version.number) == ("unchanged", 2)


@pytest.mark.parametrize("other", [{"title": "Afloat"}, {"url": f"{URL}-2"}, {"source": "Linden Radio"}])
def test_the_same_words_elsewhere_are_another_article(case: Case, other: dict[str, Any]) -> None:
    ingest(case, key="001", url=URL)
    assert ingest(case, key="002", **other).outcome == "added"
    assert ArticleVersion.objects.values("sha256").distinct().count() == 1
    assert Article.objects.count() == 2


def test_an_id_of_its_own_for_the_same_words_is_kept_until_it_has_words_of_its_own(case: Case) -> None:
    ingest(case, key="001")
    assert ingest(case, key="002").outcome == "unchanged"
    assert ingest(case, key="002").key == "001"
    assert CaseArticle.objects.get().other_keys == ["002"]
    assert ingest(case, key="002", text="The ferry sank on Tuesday.").outcome == "added"
    assert [(a.key, a.other_keys) for a in CaseArticle.objects.order_by("key")] == [("001", []), ("002", [])]


def test_in_a_second_case_it_is_the_same_article(case: Case) -> None:
    other = make.make_case("bridge")
    first = ingest(case, key="001", url=URL)
    second = ingest(other, key="77", url=URL)
    assert (second.outcome, second.article, second.version) == ("added", first.article, first.version)
    assert list(other.case_articles.values_list("key", flat=True)) == ["77"]
    assert ArticleVersion.objects.count() == 1


def test_without_an_id_it_has_its_own_number_and_meets_no_other(case: Case) -> None:
    first = ingest(case).article
    assert CaseArticle.objects.get().key == str(first.pk)
    ingest(case, key=str(first.pk + 1), text="Another story.")
    CaseArticle.objects.filter(article__gt=first).update(key=str(first.pk + 2))
    third = ingest(case, text="A third story.").article
    assert third.case_articles.get().key == f"article-{third.pk}"


def test_two_articles_of_one_address_are_refused(case: Case) -> None:
    ingest(case, key="001", url=URL)
    with pytest.raises(IngestError, match="address is that of the article '001'"):
        ingest(case, key="002", url=URL, text="Another story.")
    ingest(case, key="002", text="Another story.")
    with pytest.raises(IngestError, match="address of another article"):
        ingest(case, key="002", url=URL, text="Another story.")
    assert ArticleVersion.objects.count() == 2


REFUSED = [
    ({"text": ""}, "It is empty. Paste"),
    ({"text": " \n\ufeff\u200b\n"}, "It is empty"),
    ({"text": "word " * (MAX_TEXT // 5 + 1)}, "an article may have 2,000,000. Split it"),
    ({"text": "x" * 10_000_000}, "It has 10,000,000 characters"),
    ({"text": "a\n" * 20_001}, "lines; an article may have 20,000"),
    ({"text": "before\0after"}, r"Character 7 is U\+0000"),
    ({"text": "half \ud83d"}, r"U\+D83D"),
    ({"published": dt.date(2999, 1, 1)}, "2999-01-01, which is still to come"),
    ({"timezone": "Mars/Olympus"}, "no time zone"),
    ({"url": "javascript:alert(1)"}, "no web address"),
    ({"url": "https://x.example/" + "a" * 2000}, "at most 1,000"),
    ({"source": "S" * 201}, "source has 201 characters"),
    ({"key": "K" * 201}, "id has 201 characters"),
]


@pytest.mark.parametrize(("change", "why"), REFUSED)
def test_refused_with_the_remedy_and_nothing_kept(case: Case, change: dict[str, Any], why: str) -> None:
    with pytest.raises(IngestError, match=why):
        ingest(case, **change)
    assert not Article.objects.exists()
    assert not Source.objects.exists()


def test_a_name_with_control_characters_is_one_line(case: Case) -> None:
    article = ingest(case, source=" The\0 Linden\nPost ", title="Su\tnk\ud83d").article
    assert (article.source.name, article.title) == ("The Linden Post", "Su nk")


def test_an_article_that_fails_half_way_leaves_nothing(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the light went out")

    monkeypatch.setattr(Paragraph.objects, "bulk_create", fail)
    with pytest.raises(RuntimeError):
        ingest(case, key="001")
    assert (Article.objects.count(), ArticleVersion.objects.count(), CaseArticle.objects.count()) == (0, 0, 0)


def test_the_database_refuses_a_hash_of_other_words(case: Case) -> None:
    article = ingest(case).article
    with pytest.raises(IntegrityError, match="version_sha256_fits_text"), transaction.atomic():
        ArticleVersion.objects.create(article=article, number=2, text="Other words.", sha256="0" * 64)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("told", [{}, {"key": "001"}, {"url": URL}], ids=["by words", "by id", "by address"])
def test_many_imports_at_once_end_with_one_article(told: dict[str, Any]) -> None:
    case = make.make_case("ferry")
    start = threading.Barrier(6)
    outcomes: list[str] = []

    def run() -> None:
        try:
            start.wait()
            outcomes.append(ingest(case, **told).outcome)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["added"] + ["unchanged"] * 5
    assert (Article.objects.count(), ArticleVersion.objects.count(), CaseArticle.objects.count()) == (1, 1, 1)

"""What looks like an article that we have, and that looking it up reads no text."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from articles.duplicates import MOST, find_alike
from articles.errors import IngestError
from articles.models import Article, Case, KindCorrection, Sketch
from articles.services import correct_kinds, ingest_article
from tests import factories as make
from tests.articles.test_sketches import TEXT

pytestmark = pytest.mark.django_db
STORY = ".\n".join(TEXT) + "."
URL = "https://post.example/ferry?id=3"


def ingest(case: Case, text: str = STORY, **changes):
    told = {"source": "The Linden Post", "title": "", "published": dt.date(2016, 6, 10), "timezone": "UTC"}
    return ingest_article(case=case, text=text, **{**told, **changes})


@pytest.fixture
def case() -> Case:
    return make.make_case("ferry", is_public=False)


@pytest.fixture
def article(case: Case) -> Article:
    return ingest(case, url=URL).article


def test_the_same_words_are_found_however_they_are_set(article: Article, case: Case) -> None:
    (alike,) = find_alike(text=STORY.upper().replace(".\n", " –\n\n"))
    assert (alike.article, alike.why, alike.percent, alike.cases) == (article, "words", 100, (case,))


def test_a_copy_with_changes_is_found(article: Article) -> None:
    (alike,) = find_alike(text="LINDEN (Wire)\n" + "\n".join(STORY.split("\n")[:-1]) + "\nThe council did not answer.")
    assert (alike.article, alike.why) == (article, "alike")
    assert 50 <= alike.percent < 100


def test_another_link_to_its_page_is_found(article: Article) -> None:
    (alike,) = find_alike(text="Other words.", url="http://www.post.example/ferry/?id=3&utm_medium=mail")
    assert (alike.article, alike.why) == (article, "address")


def test_a_corrected_address_is_found_by(article: Article, case: Case) -> None:
    key = article.case_articles.get().key
    ingest(case, key=key, url="https://post.example/ferry-sinks")
    assert not find_alike(text="Other words.", url=URL)
    assert find_alike(text="Other words.", url="https://post.example/ferry-sinks/")


def test_nothing_is_like_another_story_nor_like_itself(article: Article) -> None:
    assert find_alike(text="A petition against the new bridge was handed over in eleven orange boxes.") == []
    assert find_alike(text=STORY, url=URL, besides=article) == []


def test_what_stands_under_every_article_makes_none_alike(case: Case) -> None:
    furniture = (
        "\nRELATED: Ten bridges worth a detour, by our own reporters\n© 2016 The Linden Post. All rights reserved."
    )
    ingest(case, "The ferry sank on Monday." + furniture)
    assert find_alike(text="A petition was handed over." + furniture) == []


def test_no_more_than_a_few_are_shown_and_no_text_is_read(case: Case) -> None:
    for n in range(MOST + 3):
        ingest(case, f"{STORY}\nVariant number {n}.", key=str(n))
    with CaptureQueriesContext(connection) as asked:
        assert len(find_alike(text=STORY, url=URL)) == MOST
    assert len(asked) == 6
    assert not any('"articleversion"."text"' in query["sql"] or "articles_paragraph" in query["sql"] for query in asked)


def test_an_index_answers(case: Case) -> None:
    ingest(case)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = Sketch.objects.filter(bands__overlap=[1, 2]).explain()
    assert "sketch_by_bands" in plan


def test_who_corrected_what_is_kept_and_holds_for_the_next_version(case: Case) -> None:
    editor = make.make_staff()
    first = ingest(case, "The ferry sank.\nMore from the harbour.\nMore from the harbour.", key="1").version
    assert correct_kinds(version=first, kinds={1: "teaser", 2: "body", 3: "boilerplate"}, by=editor) == 2
    assert list(first.paragraphs.values_list("kind", "repeats")) == [
        ("teaser", None),
        ("body", None),
        ("boilerplate", None),
    ]
    assert list(KindCorrection.objects.values_list("paragraph__number", "was", "kind", "by__username")) == [
        (1, "body", "teaser", "editor"),
        (3, "repeat", "boilerplate", "editor"),
    ]
    second = ingest(case, "The ferry sank.\nIt was raised.", key="1").version
    assert [p.kind for p in second.paragraphs.all()] == ["teaser", "body"]
    assert correct_kinds(version=second, kinds={1: "teaser"}, by=editor) == 0


@pytest.mark.parametrize(
    ("kind", "constraint"), [("poem", "kind_correction_known"), ("body", "kind_correction_changes_it")]
)
def test_the_database_refuses_corrections_that_are_none(article: Article, kind: str, constraint: str) -> None:
    paragraph = article.versions.get().paragraphs.first()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        KindCorrection.objects.create(paragraph=paragraph, was="body", kind=kind)


def test_there_is_no_other_kind(article: Article) -> None:
    with pytest.raises(IngestError, match="'poem' is no kind of paragraph"):
        correct_kinds(version=article.versions.get(), kinds={1: "poem"}, by=None)

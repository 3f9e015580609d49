"""What leads from an event or a paragraph to the publisher's page, and to its copy in an archive."""

import datetime as dt
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import IntegrityError
from django.test import Client

from articles.archiving import archive_day, keep_archived
from articles.errors import IngestError
from articles.models import Article, Rights
from tests import factories as make
from tests.factories import permalink
from timeline import services
from timeline.models import Event, Policy
from timeline.presentation.evidence import text_fragment

pytestmark = pytest.mark.django_db
COPY = "https://archive.example/20160611/https://example.org/feathers"
DAY = dt.date(2016, 6, 11)


@pytest.fixture
def archived(petition: Event) -> Article:
    article = Article.objects.get(url="https://example.org/feathers")
    keep_archived(article=article, url=COPY, at=DAY)
    return article


def test_pages_lead_to_the_archived_copy_as_robust_links_say(
    client: Client, petition: Event, archived: Article
) -> None:
    for url in (permalink(petition), archived.get_absolute_url()):
        html = client.get(url).content.decode()
        assert f'data-versionurl="{COPY}" data-versiondate="2016-06-11"' in html
        assert (
            f'<a href="{COPY}" rel="noreferrer" data-originalurl="https://example.org/feathers"'
            f' data-versiondate="2016-06-11">Archived copy of 11 June 2016</a>'
        ) in html


def test_an_archive_of_an_address_that_holds_a_name_is_not_told(
    client: Client, petition: Event, archived: Article
) -> None:
    services.save_person(case=petition.case, by=None, name="Ann Feathers", policy=Policy.WITHHELD)
    assert "archive.example" not in client.get(permalink(petition)).content.decode()
    assert "archive.example" not in client.get(archived.get_absolute_url()).content.decode()


def test_a_manifest_may_say_where_the_copy_is(tmp_path: Path) -> None:
    row = {"id": "1", "file": "a.txt", "published": "2016-06-10", "url": "https://example.org/a"}
    (tmp_path / "a.txt").write_text("The ferry sank on Monday.")
    for copy, day in ((COPY, DAY), (COPY + "/2", None)):
        told = {"archived_url": copy, "archived_at": f"{day}T10:00:00Z" if day else None}
        (tmp_path / "articles.json").write_text(json.dumps([{**row, **told}]))
        call_command("import_articles", "ferry", str(tmp_path), verbosity=0)
        article = Article.objects.get()
        assert (article.archived_url, article.archived_at) == (copy, day)
    (tmp_path / "articles.json").write_text(json.dumps([row]))
    call_command("import_articles", "ferry", str(tmp_path), verbosity=0)
    assert Article.objects.get().archived_url == COPY + "/2", "what is not told changes nothing"


@pytest.mark.parametrize(
    ("url", "at", "why"),
    [("ftp://x", None, "no web address"), ("", DAY, "not where"), (COPY, dt.date(2016, 6, 1), "before")],
)
def test_what_is_no_archived_copy(archived: Article, url: str, at: dt.date | None, why: str) -> None:
    with pytest.raises(IngestError, match=why):
        keep_archived(article=archived, url=url, at=at)
    with pytest.raises(IngestError, match="no day"):
        archive_day("soon")


def test_a_day_without_a_copy_is_refused_by_the_database(archived: Article) -> None:
    with pytest.raises(IntegrityError, match="article_archived_day_has_a_copy"):
        Article.objects.filter(pk=archived.pk).update(archived_url="")


def test_editors_say_where_it_is(client: Client, archived: Article) -> None:
    client.force_login(make.make_chief("chief"))
    page = f"/admin/articles/article/{archived.pk}/change/"
    assert f'value="{COPY}"' in client.get(page).content.decode()
    answer = client.post(
        f"/admin/articles/article/{archived.pk}/archived/", {"archived_url": "x", "archived_at": ""}, follow=True
    )
    assert "is no web address" in answer.content.decode()
    client.post(f"/admin/articles/article/{archived.pk}/archived/", {"archived_url": "", "archived_at": ""})
    archived.refresh_from_db()
    assert (archived.archived_url, archived.archived_at) == ("", None)


def test_only_editors_say_so(staff: Client, archived: Article) -> None:
    for method in (staff.get, staff.post):
        assert method(f"/admin/articles/article/{archived.pk}/archived/").status_code == 403


@pytest.mark.parametrize(
    ("url", "words", "expected"),
    [
        ("https://e.org/a", "one two", "https://e.org/a#:~:text=one%20two"),
        ("https://e.org/a#top", "one", "https://e.org/a#top:~:text=one"),
        ("https://e.org/a", "re-run, & more", "https://e.org/a#:~:text=re%2Drun%2C%20%26%20more"),
        ("https://e.org/a", "1 2 3 4 5 6 7 8 9 10 11 12 13", "https://e.org/a#:~:text=1%202%203%204%205%206,8%209%2010%2011%2012%2013"),
        ("https://e.org/a", "שלום 🎉", "https://e.org/a#:~:text=%D7%A9%D7%9C%D7%95%D7%9D%20%F0%9F%8E%89"),
        ("https://e.org/a", "", "https://e.org/a"),
        ("", "one", ""),
    ],
)  # fmt: skip
def test_text_fragments(url: str, words: str, expected: str) -> None:
    assert text_fragment(url, words) == expected


def test_a_cited_paragraph_leads_to_its_words_at_the_publisher(client: Client, archived: Article) -> None:
    html = client.get(archived.get_absolute_url()).content.decode()
    assert "https://example.org/feathers#:~:text=On%20Wednesday%20the" in html
    archived.source.rights = Rights.LINK
    archived.source.save()
    assert "text=On" not in client.get(archived.get_absolute_url()).content.decode()


def test_the_newest_version_leads_to_the_older_ones(client: Client, petition: Event, archived: Article) -> None:
    newer = make.make_version(archived, "On Wednesday the keepers delivered feathers, we have learned.")
    mention = make.make_mention(newer, sentence=newer.text, trigger="delivered", type="delivery")
    petition.citations.create(case=petition.case, mention=mention, accepted=True)
    html = client.get(archived.get_absolute_url()).content.decode()
    assert f'<a href="{archived.get_absolute_url()}?version=1">Version 1</a>' in html
    html = client.get(archived.get_absolute_url() + "?version=1").content.decode()
    assert "superseded by version 2" in html
    assert "?version=2" not in html

"""The only writer of articles. An article is taken whole or not at all."""

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from typing import Literal

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import IntegrityError, transaction
from django.utils import timezone as clock

from articles.days import refuse_future
from articles.errors import IngestError
from articles.models import MAX_TEXT, Article, ArticleVersion, Case, CaseArticle, Paragraph, Source
from articles.segment import segment

Outcome = Literal["added", "unchanged", "corrected"]
UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Ingested:
    article: Article
    version: ArticleVersion
    outcome: Outcome


def ingest_article(
    *,
    case: Case,
    source: str,
    title: str,
    text: str,
    published: dt.date,
    timezone: str,
    key: str | None = None,
    url: str = "",
    language: str = "en",
    by: User | None = None,
) -> Ingested:
    """Keep an article's text and put it into the case. One transaction. Raises IngestError with the remedy.

    It is an article that we have where the case knows its key, else where its address is known, else where the same
    source printed the same words on the same day. A text that has changed becomes the next version, a changed day of
    publication corrects the old one; the same text in a second case is the same article there.
    """
    text = check_text(text)
    check_address(url)
    refuse_future(published, timezone, clock.now())
    if not source.strip():
        raise IngestError("It has no source. Say who published it.")
    fields = {"title": title.strip()[:500], "url": url, "language": language}
    for _ in range(2):  # the second time round finds what another import has written meanwhile
        try:
            return _ingest(case, key, source.strip(), text, published, timezone, fields)
        except IntegrityError as error:
            lost_race = error
    raise IngestError(f"It could not be stored: {lost_race}") from lost_race


def check_text(text: str) -> str:
    """The text with plain line ends. Raises IngestError where it is empty, too long or holds control characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    if not text.strip():
        raise IngestError("It is empty. Paste or point to the text of an article.")
    if len(text) > MAX_TEXT:
        raise IngestError(
            f"It has {len(text):,} characters; an article may have {MAX_TEXT:,}. Split it, or take out what is no text."
        )
    if found := UNPRINTABLE.search(text):
        raise IngestError(
            f"Character {found.start() + 1} is U+{ord(found[0]):04X}, which no plain text holds. Save it as UTF-8 text."
        )
    return text


def check_address(url: str) -> None:
    """Raise IngestError for what is no http(s) address; an empty one is none."""
    if url:
        try:
            URLValidator(schemes=["http", "https"])(url)
        except ValidationError as error:
            raise IngestError(f"{url[:80]!r} is no web address. It starts with https://, or leave it out.") from error


@transaction.atomic
def _ingest(
    case: Case, key: str | None, source: str, text: str, published: dt.date, timezone: str, fields: dict[str, str]
) -> Ingested:
    outlet, _ = Source.objects.get_or_create(name=source)
    digest = hashlib.sha256(text.encode()).hexdigest()
    article = _known(case, key, fields["url"], outlet, published, digest)
    if article is None:
        article = Article.objects.create(source=outlet, published=published, timezone=timezone, **fields)
    article = Article.objects.select_for_update().get(pk=article.pk)
    _link(case, article, key)
    redated = (article.published, article.timezone) != (published, timezone)
    if redated:
        article.published, article.timezone = published, timezone
        article.save(update_fields=["published", "timezone"])
    newest = article.versions.order_by("number").last()
    if newest and newest.sha256 == digest:
        return Ingested(article, newest, "corrected" if redated else "unchanged")
    number = newest.number + 1 if newest else 1
    version = _write_version(article, number, fields["title"], text, digest)
    return Ingested(article, version, "corrected" if newest else "added")


def _known(case: Case, key: str | None, url: str, source: Source, published: dt.date, digest: str) -> Article | None:
    articles = Article.objects.order_by("pk")
    if key and (found := articles.filter(case_articles__case=case, case_articles__key=key).first()):
        return found
    if url and (found := articles.filter(url=url).first()):
        return found
    return articles.filter(source=source, published=published, versions__sha256=digest).first()


def _link(case: Case, article: Article, key: str | None) -> None:
    """Put the article into the case, under its key (else its own number), unless it is there under any key."""
    CaseArticle.objects.get_or_create(case=case, article=article, defaults={"key": key or str(article.pk)})


def _write_version(article: Article, number: int, title: str, text: str, digest: str) -> ArticleVersion:
    version = ArticleVersion.objects.create(article=article, number=number, title=title, text=text, sha256=digest)
    Paragraph.objects.bulk_create(
        [
            Paragraph(
                version=version,
                number=s.number,
                kind=s.kind,
                repeats=s.repeats,
                start=s.start,
                end=s.end,
                text=text[s.start : s.end],
            )
            for s in segment(text)
        ],
        batch_size=1000,
    )
    if title and title != article.title:
        article.title = title
        article.save(update_fields=["title"])
    return version

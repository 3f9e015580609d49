"""Many articles at once, by COPY. What would have to be decided (a known address, a corrected text) goes the way of a
single article, `services.ingest_told`; what is plainly new or plainly there takes a few statements for all."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone as clock

from articles.errors import IngestError
from articles.models import Article, ArticleVersion, Case, CaseArticle
from articles.parts import Parts, parts_of
from articles.services import (
    UNNAMED_SOURCE,
    Outcome,
    Told,
    check_text,
    ingest_told,
    outlet,
    take_alone,
    text_hash,
)
from articles.sketches import address_key

COLUMNS = {
    "articles_article": "id source_id title url address_key archived_url language published timezone created_at",
    "articles_casearticle": "case_id article_id key other_keys",
    "articles_articleversion": "id article_id number title text sha256 added_by_id created_at",
    "articles_sketch": "version_id words minima bands",
    "articles_paragraph": "version_id number kind repeats start end text",
}


@dataclass(frozen=True, slots=True)
class Taken:
    """As `services.Ingested`, by the article's id."""

    article_id: int
    outcome: Outcome
    key: str


@dataclass(frozen=True, slots=True)
class _Place:
    """An article of the case as it stands."""

    article_id: int
    source: str
    title: str
    url: str
    published: Any
    sha256: str

    def says_all_of(self, told: Told) -> bool:
        """Whether ingesting would change nothing."""
        same = (self.sha256, self.published) == (told.sha256, told.published)
        own = ((told.source, self.source), (told.title, self.title), (told.url, self.url))
        return same and all(said in ("", kept) for said, kept in own)


@transaction.atomic
def ingest_many(*, case: Case, told: Sequence[Told], parts: Mapping[str, Parts] | None = None) -> list[Any]:
    """What became of each, in order: `Taken`, or the IngestError that refuses it and leaves the others alone.

    Each must have a key. `parts` are those that were found already, by the hash of the text. A fixed number of queries
    for what is new and what is unchanged. Nobody else ingests until the transaction ends.
    """
    take_alone()
    places = _places(case, told)
    single = _to_be_decided(case, told, places)
    new = [i for i, one in enumerate(told) if one.key not in places and i not in single]
    taken: dict[int, Any] = {}
    try:
        with transaction.atomic():
            taken = dict(zip(new, _copy_in(case, [told[i] for i in new], parts or {}), strict=True))
    except IntegrityError:  # an id that the case gave to another article by itself, or the like: one by one, then
        taken = {}
    for i, one in enumerate(told):
        place = places.get(one.key)
        if i not in taken and place and i not in single and place.says_all_of(one):
            taken[i] = Taken(place.article_id, "unchanged", one.key)
        elif i not in taken:
            taken[i] = _one(case, one)
    return [taken[i] for i in range(len(told))]


def unknown_texts(texts: Iterable[str]) -> dict[str, str]:
    """Those that no article has, by their hashes, with plain line ends; what is no text of an article is left out."""
    checked: dict[str, str] = {}
    for text in texts:
        with suppress(IngestError):
            checked |= {text_hash(plain): plain for plain in [check_text(text)]}
    known = ArticleVersion.objects.filter(sha256__in=checked).values_list("sha256", flat=True)
    return {sha256: checked[sha256] for sha256 in checked.keys() - set(known)}


def _one(case: Case, told: Told) -> Taken | IngestError:
    try:
        ingested = ingest_told(case=case, told=told)
    except IngestError as error:
        return error
    return Taken(ingested.article.pk, ingested.outcome, ingested.key)


def _places(case: Case, told: Sequence[Told]) -> dict[str, _Place]:
    """The articles that the case has under these keys."""
    there = CaseArticle.objects.filter(case=case, key__in=[one.key for one in told])
    columns = ("source__name", "title", "url", "published")
    rows = list(there.values_list("key", "article_id", *(f"article__{name}" for name in columns)))
    versions = ArticleVersion.objects.filter(article__in=[row[1] for row in rows]).order_by("article_id", "-number")
    newest = dict(versions.distinct("article_id").values_list("article_id", "sha256"))
    return {
        key: _Place(pk, source, title, url, published, newest.get(pk, ""))
        for key, pk, source, title, url, published in rows
    }


def _to_be_decided(case: Case, told: Sequence[Told], places: Mapping[str, _Place]) -> set[int]:
    """Those that the case does not have under their key, but perhaps under another; and what comes twice here."""
    other = [one for one in told if one.key not in places]
    known = set(Article.objects.filter(url__in=[one.url for one in other if one.url]).values_list("url", flat=True))
    texts = ArticleVersion.objects.filter(sha256__in=[one.sha256 for one in other])
    known |= set(texts.values_list("sha256", flat=True))
    if other:
        aliases = CaseArticle.objects.filter(case=case).exclude(other_keys=[]).values_list("other_keys", flat=True)
        known |= {key for keys in aliases for key in keys}
    values = [[value for value in (one.key, one.url, one.sha256) if value] for one in told]
    often = {value for value, n in Counter(chain.from_iterable(values)).items() if n > 1}
    return {
        i
        for i, one in enumerate(told)
        if not one.key or not often.isdisjoint(values[i]) or (one.key not in places and not known.isdisjoint(values[i]))
    }


def _copy_in(case: Case, told: Sequence[Told], parts: Mapping[str, Parts]) -> list[Taken]:
    if not told:
        return []
    outlets = {name: outlet(name).pk for name in sorted({one.source or UNNAMED_SOURCE for one in told})}
    articles, versions = _new_ids("articles_article", len(told)), _new_ids("articles_articleversion", len(told))
    now = clock.now()
    rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in COLUMNS}
    for one, article, version in zip(told, articles, versions, strict=True):
        found = parts.get(one.sha256) or parts_of(one.text)
        source, by = outlets[one.source or UNNAMED_SOURCE], one.by.pk if one.by else None
        address = (one.url, address_key(one.url), "")
        rows["articles_article"].append(
            (article, source, one.title, *address, one.language, one.published, one.timezone, now)
        )
        rows["articles_casearticle"].append((case.pk, article, one.key, []))
        rows["articles_articleversion"].append((version, article, 1, one.title, one.text, one.sha256, by, now))
        drawn = found.sketch
        rows["articles_sketch"].append((version, drawn.words, drawn.minima, drawn.bands))
        rows["articles_paragraph"] += [
            (version, line.number, line.kind, line.repeats, line.start, line.end, one.text[line.start : line.end])
            for line in found.lines
        ]
    for table, columns in COLUMNS.items():
        _copy(table, columns.split(), rows[table])
    return [Taken(article, "added", one.key) for one, article in zip(told, articles, strict=True)]


def _new_ids(table: str, number: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, number])
        return [pk for (pk,) in cursor.fetchall()]


def _copy(table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    named = ", ".join(connection.ops.quote_name(column) for column in columns)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({named}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)

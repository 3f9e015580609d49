"""Many articles at once, by COPY. What would have to be decided (a known address, a corrected text) goes the way of a
single article, `services.ingest_told`; what is plainly new or plainly there takes a few statements for all."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
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
class _Known:
    """An article as it stands."""

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

    def is_in_words(self, told: Told) -> bool:
        """Whether an article with these words, and an id of its own, means this one: as `services._by_words` has it."""
        same = (self.published, self.source) == (told.published, told.source or UNNAMED_SOURCE)
        return same and (not told.title or self.title in ("", told.title)) and not (told.url and self.url)


@transaction.atomic
def ingest_many(*, case: Case, told: Sequence[Told], parts: Mapping[str, Parts] | None = None) -> list[Any]:
    """What became of each, in order: `Taken`, or the IngestError that refuses it and leaves the others alone.

    Each must have a key. `parts` are those that were found already, by the hash of the text. A fixed number of queries
    for what is new and what is unchanged. Nobody else ingests until the transaction ends.
    """
    take_alone()
    places = _places(case, told)
    known, doubtful = _sorted(case, told, places)
    shared = _of_other_cases(case, {i: told[i] for i in known})
    single = doubtful | (known - shared.keys())
    new = [i for i, one in enumerate(told) if one.key not in places and i not in single and i not in shared]
    taken: dict[int, Any] = {}
    try:
        with transaction.atomic():
            taken = dict(zip(new, _copy_in(case, [told[i] for i in new], parts or {}), strict=True))
            taken |= {i: Taken(article, "added", told[i].key) for i, article in shared.items()}
            _copy_places(case, [taken[i] for i in (*new, *shared)])
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


def _places(case: Case, told: Sequence[Told]) -> dict[str, _Known]:
    """The articles that the case has under these keys."""
    there = CaseArticle.objects.filter(case=case, key__in=[one.key for one in told])
    keys = dict(there.values_list("key", "article_id"))
    articles = _known(keys.values())
    return {key: articles[article] for key, article in keys.items()}


def _known(articles: Collection[int]) -> dict[int, _Known]:
    versions = ArticleVersion.objects.filter(article__in=articles).order_by("article_id", "-number")
    newest = dict(versions.distinct("article_id").values_list("article_id", "sha256"))
    rows = Article.objects.filter(pk__in=articles).order_by()
    columns = rows.values_list("pk", "source__name", "title", "url", "published")
    return {row[0]: _Known(*row, newest.get(row[0], "")) for row in columns}


def _of_other_cases(case: Case, told: Mapping[int, Told]) -> dict[int, int]:
    """Of these, which are articles that other cases have and this one has not, with nothing told anew: these only
    come into this case as well. It is the article that a single one would be."""
    if not told:
        return {}
    addresses = dict(Article.objects.filter(url__in=[t.url for t in told.values() if t.url]).values_list("url", "pk"))
    versions = ArticleVersion.objects.filter(sha256__in=[one.sha256 for one in told.values()])
    bearers: dict[str, set[int]] = defaultdict(set)
    for sha256, article in versions.values_list("sha256", "article_id"):
        bearers[sha256].add(article)
    articles = _known({*addresses.values(), *chain.from_iterable(bearers.values())})
    here = set(CaseArticle.objects.filter(case=case, article__in=articles).values_list("article_id", flat=True))
    found = {}
    for i, one in told.items():
        alike = (pk for pk in bearers[one.sha256] if articles[pk].is_in_words(one))
        pk = addresses.get(one.url) or min(alike, default=None)
        if pk and pk not in here and articles[pk].says_all_of(one):
            found[i] = pk
    return found


def _sorted(case: Case, told: Sequence[Told], places: Mapping[str, _Known]) -> tuple[set[int], set[int]]:
    """Those that the case does not have under their key, but perhaps it or another case under another one; and those
    that have no key, come twice here, or bear an id under which the case has the words of another."""
    other = [one for one in told if one.key not in places]
    known = set(Article.objects.filter(url__in=[one.url for one in other if one.url]).values_list("url", flat=True))
    texts = ArticleVersion.objects.filter(sha256__in=[one.sha256 for one in other])
    known |= set(texts.values_list("sha256", flat=True))
    aliases = set[str]()
    if other:
        lists = CaseArticle.objects.filter(case=case).exclude(other_keys=[]).values_list("other_keys", flat=True)
        aliases = {key for keys in lists for key in keys}
    values = [[value for value in (one.key, one.url, one.sha256) if value] for one in told]
    often = {value for value, n in Counter(chain.from_iterable(values)).items() if n > 1}
    doubtful = {
        i
        for i, one in enumerate(told)
        if not one.key or not often.isdisjoint(values[i]) or (one.key not in places and one.key in aliases)
    }
    there = {i for i, one in enumerate(told) if one.key not in places and not known.isdisjoint(values[i])}
    return there - doubtful, doubtful


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


def _copy_places(case: Case, taken: Iterable[Taken]) -> None:
    columns = ("case_id", "article_id", "key", "other_keys")
    _copy("articles_casearticle", columns, [(case.pk, one.article_id, one.key, []) for one in taken])


def _new_ids(table: str, number: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, number])
        return [pk for (pk,) in cursor.fetchall()]


def _copy(table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    named = ", ".join(connection.ops.quote_name(column) for column in columns)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({named}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)

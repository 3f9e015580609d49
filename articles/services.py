"""The only writer of articles. An article is taken whole or not at all."""

import datetime as dt
import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NotRequired, TypedDict, Unpack

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import IntegrityError, connection, transaction
from django.utils import timezone as clock

from articles.characters import one_line
from articles.days import refuse_future
from articles.errors import IngestError
from articles.models import (
    MAX_TEXT,
    Article,
    ArticleVersion,
    Case,
    CaseArticle,
    KindCorrection,
    Link,
    Paragraph,
    ParagraphKind,
    Sketch,
    Source,
)
from articles.segment import segment
from articles.sketches import address_key, sketch, story

Outcome = Literal["added", "unchanged", "corrected"]
MAX_LINES = 20_000  # blank ones included; what is longer is a list and no article, and takes minutes to read
UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
PRINTABLE_BYTES = bytes(byte for byte in range(256) if byte >= 0x80 or not UNPRINTABLE.match(chr(byte)))
MANY = 20_261_121  # the number of the lock of who ingests many at once; any that no other advisory lock has
IS_ADDRESS = URLValidator(schemes=["http", "https"])
UNNAMED_SOURCE = "Unnamed source"
LONGEST_TITLE, LONGEST_NAME, LONGEST_ADDRESS = 500, 200, 1000  # characters, as the columns have them


@dataclass(frozen=True, slots=True)
class Ingested:
    """`key` is the article's id in the case, which is another than the one told where the case has it already."""

    article: Article
    version: ArticleVersion
    outcome: Outcome
    key: str


class Given(TypedDict):
    """An article as whoever adds it hands it in. `key` is its id in the case; without one it is given one."""

    source: str
    title: str
    text: str
    published: dt.date
    timezone: str
    key: NotRequired[str | None]
    url: NotRequired[str]
    language: NotRequired[str]
    by: NotRequired[User | None]


@dataclass(frozen=True, slots=True)
class Told:
    """What was handed in, checked (`check_article`). Empty strings: not told."""

    key: str
    source: str
    title: str
    url: str
    language: str
    published: dt.date
    timezone: str
    text: str
    sha256: str
    by: User | None


def ingest_article(*, case: Case, **given: Unpack[Given]) -> Ingested:
    """Keep an article's text and put it into the case. One transaction. Raises IngestError with the remedy.

    It is an article that we have where the case knows its key, else where its address is known, else where the same
    source printed the same words on the same day. A changed text, title or day of publication makes its next version,
    since each changes what is found in it. "added" means new in this case. An empty source changes nothing.
    """
    return ingest_told(case=case, told=check_article(**given))


def check_article(
    *,
    source: str,
    title: str,
    text: str,
    published: dt.date,
    timezone: str,
    key: str | None = None,
    url: str = "",
    language: str = "en",
    by: User | None = None,
) -> Told:
    """What may be ingested as it stands. Raises IngestError with the remedy for what may not."""
    text = check_text(text)
    check_address(url)
    refuse_future(published, timezone, clock.now())
    return Told(
        key=_line(key or "", "id", LONGEST_NAME),
        source=_line(source, "source", LONGEST_NAME),
        title=_line(title, "title", None)[:LONGEST_TITLE],
        url=url,
        language=language,
        published=published,
        timezone=timezone,
        text=text,
        sha256=text_hash(text),
        by=by,
    )


def ingest_told(*, case: Case, told: Told) -> Ingested:
    """`ingest_article` of what was checked already."""
    for _ in range(2):  # the second time round finds what another import has written meanwhile
        try:
            return _ingest(case, told.key, told)
        except IntegrityError as error:
            lost_race = error
    raise IngestError(f"It could not be stored: {lost_race}") from lost_race


@transaction.atomic
def correct_kinds(*, version: ArticleVersion, kinds: Mapping[int, str], by: User | None) -> int:
    """Say what paragraphs are, by their numbers. Returns how many were something else. Raises IngestError."""
    if unknown := set(kinds.values()) - set(ParagraphKind.values):
        raise IngestError(f"{unknown.pop()!r} is no kind of paragraph: one of {', '.join(ParagraphKind.values)}.")
    paragraphs = version.paragraphs.select_for_update().filter(number__in=kinds)
    changed = [p for p in paragraphs if p.kind != kinds[p.number]]
    KindCorrection.objects.bulk_create(
        [KindCorrection(paragraph=p, was=p.kind, kind=kinds[p.number], by=by) for p in changed]
    )
    for paragraph in changed:
        paragraph.kind, paragraph.repeats = kinds[paragraph.number], None
    Paragraph.objects.bulk_update(changed, ["kind", "repeats"])
    return len(changed)


def check_text(text: str) -> str:
    """The text with plain line ends. Raises IngestError where it is empty, too long or holds control characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    if not re.search(r"\w", text):
        raise IngestError("It is empty. Paste or point to the text of an article.")
    if len(text) > MAX_TEXT:
        raise IngestError(
            f"It has {len(text):,} characters; an article may have {MAX_TEXT:,}. Split it, or take out what is no text."
        )
    if (lines := text.count("\n") + 1) > MAX_LINES:
        raise IngestError(f"It has {lines:,} lines; an article may have {MAX_LINES:,}. Split it, or join broken lines.")
    if found := _unprintable(text):
        raise IngestError(
            f"Character {found.start() + 1} is U+{ord(found[0]):04X}, which no plain text holds. Save it as UTF-8 text."
        )
    return text


def _unprintable(text: str) -> re.Match[str] | None:
    """The first character that is; in UTF-8 those are bytes of their own, which is a tenth of the time to look for."""
    try:
        is_plain = not text.encode().translate(None, PRINTABLE_BYTES)
    except UnicodeEncodeError:  # half a character
        is_plain = False
    return None if is_plain else UNPRINTABLE.search(text)


def text_hash(text: str) -> str:
    """The SHA-256 of its UTF-8 bytes, in hex, as versions have it."""
    return hashlib.sha256(text.encode()).hexdigest()


def check_address(url: str) -> None:
    """Raise IngestError for what is no http(s) address; an empty one is none."""
    if len(url) > LONGEST_ADDRESS:
        raise IngestError(
            f"Its address has {len(url):,} characters; at most {LONGEST_ADDRESS:,} are kept. Leave it out."
        )
    if url:
        try:
            IS_ADDRESS(url)
        except ValidationError as error:
            raise IngestError(f"{url[:80]!r} is no web address. It starts with https://, or leave it out.") from error


def _line(value: str, name: str, longest: int | None) -> str:
    """The same. Raises IngestError where it is too long."""
    line = one_line(value)
    if longest is not None and len(line) > longest:
        raise IngestError(f"Its {name} has {len(line):,} characters; write at most {longest}.")
    return line


@transaction.atomic
def _ingest(case: Case, key: str, told: Told) -> Ingested:
    _wait_for_twins(told.sha256)
    article = _by_key(case, key) or _by_address(case, key, told)
    if article is None and (twin := _by_words(key, told)):
        is_new_here, key = _link(case, twin, key)
        return Ingested(twin, _newest(twin), "added" if is_new_here else "unchanged", key)
    if article is None:
        address = {"url": told.url, "address_key": address_key(told.url)}
        fields = {"title": told.title, "language": told.language, **address}
        day = {"published": told.published, "timezone": told.timezone}
        article = Article.objects.create(source=outlet(told.source or UNNAMED_SOURCE), **fields, **day)
        _, key = _link(case, article, key)
        return Ingested(article, _write_version(article, 1, told), "added", key)
    article = Article.objects.select_for_update().get(pk=article.pk)
    is_new_here, key = _link(case, article, key)
    changes = _correct(article, told)
    newest = _newest(article)
    if newest.sha256 != told.sha256 or {"title", "published"} & changes:
        newest = _write_version(article, newest.number + 1, told)
        changes.add("text")
    return Ingested(article, newest, "added" if is_new_here else "corrected" if changes else "unchanged", key)


def _wait_for_twins(sha256: str) -> None:
    """Until the end of this transaction nobody else ingests the same words: both would find nothing, and add them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [MANY])
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(sha256[:15], 16)])


def take_alone() -> None:
    """Until the end of this transaction nobody else ingests anything: before many articles are looked up at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [MANY])


def _by_key(case: Case, key: str) -> Article | None:
    return Article.objects.filter(case_articles__case=case, case_articles__key=key).first() if key else None


def _by_address(case: Case, key: str, told: Told) -> Article | None:
    """The article of that address. Raises IngestError where the case has it under another id and with other words:
    one of the two addresses is wrong, and which, only a person can tell."""
    article = Article.objects.filter(url=told.url).first() if told.url else None
    place = CaseArticle.objects.filter(case=case, article=article).first() if article and key else None
    if place and place.key != key and _newest(place.article).sha256 != told.sha256:
        raise IngestError(
            f"Its address is that of the article {place.key!r} of this case, which has other words. "
            "Correct the address, or give it that id."
        )
    return article


def _by_words(key: str, told: Told) -> Article | None:
    same = Article.objects.filter(published=told.published, versions__sha256=told.sha256)
    if key and told.title:  # who gives it an id of its own, and another title, means another article: agency copy
        same = same.filter(title__in=["", told.title])
    if key and told.url:
        same = same.filter(url="")
    return same.filter(source__name=told.source or UNNAMED_SOURCE).order_by("pk").first()


def outlet(name: str) -> Source:
    """The outlet of that name, made where there is none."""
    return Source.objects.get_or_create(name=name)[0]


def _link(case: Case, article: Article, key: str) -> tuple[bool, str]:
    """Put the article into the case, under its key (else its own number), unless it is there under any key.

    Returns whether it is new there, and its key.
    """
    if place := CaseArticle.objects.filter(case=case, article=article).first():
        _know_as(place, key)
        return False, place.key
    _forget(case, key)
    own = str(article.pk)
    if not key:
        key = own if not CaseArticle.objects.filter(case=case, key=own).exists() else f"article-{own}"
    CaseArticle.objects.create(case=case, article=article, key=key)
    return True, key


def _know_as(place: CaseArticle, key: str) -> None:
    """Keep a further id under which the same words came."""
    if key and key != place.key and key not in place.other_keys:
        place.other_keys.append(key)
        place.save(update_fields=["other_keys"])


def _forget(case: Case, key: str) -> None:
    """An id that stood for a copy of another text now stands for a text of its own."""
    for place in CaseArticle.objects.filter(case=case, other_keys__contains=[key]) if key else ():
        place.other_keys.remove(key)
        place.save(update_fields=["other_keys"])


def _correct(article: Article, told: Told) -> set[str]:
    """Bring the article to what is told of it. Returns the fields that changed. Raises IngestError."""
    if told.url and Article.objects.filter(url=told.url).exclude(pk=article.pk).exists():
        raise IngestError(f"{told.url[:80]!r} is the address of another article. Correct it, or leave it out.")
    values: dict[str, object] = {name: getattr(told, name) for name in ("title", "url") if getattr(told, name)}
    if told.source:
        values["source"] = outlet(told.source)
    if article.published != told.published:  # another zone alone moves no day, so that it is kept as it was
        values |= {"published": told.published, "timezone": told.timezone}
    changes = {name for name, value in values.items() if getattr(article, name) != value}
    for name in changes:
        setattr(article, name, values[name])
    if "url" in changes:
        article.address_key, article.link_dead_since = address_key(article.url), None
        Link.objects.filter(article=article).delete()  # what was seen at the former address
    if changes:
        article.save(update_fields=[*changes, "address_key", "link_dead_since"])
    return changes


def _newest(article: Article) -> ArticleVersion:
    return article.versions.order_by("-number")[0]


def _write_version(article: Article, number: int, told: Told) -> ArticleVersion:
    text = told.text
    version = ArticleVersion.objects.create(
        article=article, number=number, title=article.title, text=text, sha256=told.sha256, added_by=told.by
    )
    paragraphs = paragraphs_of(text)
    lines, corrected = Counter(p.text for p in paragraphs), _corrected(article)
    for paragraph in paragraphs:
        paragraph.version = version
        if lines[paragraph.text] == 1 and paragraph.text in corrected:
            paragraph.kind, paragraph.repeats = corrected[paragraph.text], None
    Paragraph.objects.bulk_create(paragraphs, batch_size=1000)
    drawn = sketch(story((p.kind, p.text) for p in paragraphs))
    Sketch.objects.create(version=version, words=drawn.words, minima=drawn.minima, bands=drawn.bands)
    return version


def _corrected(article: Article) -> dict[str, str]:
    """What editors said of the kind of paragraphs, by the words, which may stand in the next version as well."""
    corrections = KindCorrection.objects.filter(paragraph__version__article=article).order_by("id")
    return dict(corrections.values_list("paragraph__text", "kind"))


def paragraphs_of(text: str) -> list[Paragraph]:
    """The paragraphs of a text, not stored: of no version yet."""
    return [
        Paragraph(number=s.number, kind=s.kind, repeats=s.repeats, start=s.start, end=s.end, text=text[s.start : s.end])
        for s in segment(text)
    ]

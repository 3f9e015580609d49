"""Plain functions that put a neutral story into the database: a footbridge, two papers, one ribbon.

Each takes what a test cares about and invents the rest. Offsets are found from the words themselves, so that a test
writes `sentence="…"` and `trigger="opened"` and never counts letters.
"""

import datetime as dt
import hashlib
import itertools
from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import Group, User
from django.contrib.postgres.search import SearchVector
from django.db.models import Value
from django.utils import timezone

from articles.models import Article, ArticleVersion, Case, CaseArticle, Paragraph, Rights, Source
from timeline.models import (
    Citation,
    Claim,
    Event,
    EventSearch,
    EventType,
    ExtractionRun,
    Mention,
    Quantity,
    Review,
    Status,
)
from timeline.reader import Reader
from timeline.services.facing import refresh_faces

_serial = itertools.count(1)

# What `make_article` holds when a test does not say: three paragraphs, two of which report dated events.
BRIDGE_TEXT = (
    "The new footbridge over the Linden was opened on Wednesday by the harbour master.\n"
    "Some forty people crossed it in the first hour, most of them with umbrellas.\n"
    "The council had approved the plans in March 2015 after a long evening of speeches."
)
BRIDGE_SENTENCE = "The new footbridge over the Linden was opened on Wednesday by the harbour master."
PASSWORD = "forty umbrellas"  # of every account made here
WEDNESDAY = dt.date(2016, 6, 8)
FRIDAY = dt.date(2016, 6, 10)


def make_staff(username: str = "editor") -> User:
    return User.objects.create_user(username, password=PASSWORD, is_staff=True)


def make_chief(username: str = "editor") -> User:
    """Staff who may decide everything that there is to decide."""
    user = make_staff(username)
    user.groups.add(Group.objects.get(name="Chief editor"))
    return user


def make_case(slug: str = "footbridge", *, is_public: bool = True, **fields: Any) -> Case:
    defaults = {"title": "The Linden footbridge", "summary": "How a town got its bridge.", "timezone": "Europe/Berlin"}
    return Case.objects.create(slug=slug, is_public=is_public, **{**defaults, **fields})


def today(case: Case) -> str:
    """As pages of the case write it."""
    return f"{timezone.localtime(timezone=ZoneInfo(case.timezone)):%-d %B %Y}"


def make_source(name: str = "The Linden Post", rights: str = Rights.EXCERPTS) -> Source:
    return Source.objects.get_or_create(name=name, defaults={"rights": rights})[0]


def make_article(
    case: Case | None = None,
    text: str = BRIDGE_TEXT,
    *,
    source: Source | None = None,
    title: str = "Footbridge opens to umbrellas",
    published: dt.date = FRIDAY,
    kinds: dict[int, str] | None = None,
    **fields: Any,
) -> ArticleVersion:
    """The first version of a new article of the case; `kinds` names the kind of paragraphs that are no body."""
    article = Article.objects.create(source=source or make_source(), title=title, published=published, **fields)
    if case is not None:
        CaseArticle.objects.create(case=case, article=article, key=f"{next(_serial):03}")
    return make_version(article, text, kinds=kinds)


def make_version(article: Article, text: str, *, kinds: dict[int, str] | None = None) -> ArticleVersion:
    """The article's next version, a paragraph for each non-blank line."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    number = article.versions.count() + 1
    version = ArticleVersion.objects.create(
        article=article, number=number, title=article.title, text=text, sha256=digest
    )
    paragraphs: list[Paragraph] = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            n = len(paragraphs) + 1
            kind = (kinds or {}).get(n, "body")
            spot = {"start": start, "end": start + len(line), "text": line}
            paragraphs.append(Paragraph(version=version, number=n, kind=kind, **spot))
        start += len(line) + 1
    Paragraph.objects.bulk_create(paragraphs)
    return version


def make_type(slug: str = "opening", name: str = "", icon: str = "dot") -> EventType:
    name = name or slug.replace("-", " ").capitalize()
    return EventType.objects.get_or_create(slug=slug, defaults={"name": name, "icon": icon})[0]


def make_mention(
    version: ArticleVersion | None = None,
    *,
    sentence: str = BRIDGE_SENTENCE,
    trigger: str = "opened",
    timex: str = "Wednesday",
    type: str = "opening",
    status: str = Status.OCCURRED,
    edtf: str = "2016-06-08",
    earliest: dt.date | None = WEDNESDAY,
    latest: dt.date | None = WEDNESDAY,
    headline: str = "Footbridge over the Linden opened",
    quantities: Iterable[tuple[str, str, str, str]] = (),
    **fields: Any,
) -> Mention:
    """The mention that `sentence` makes, which must stand in the version's text and hold `trigger` and `timex`.

    `quantities` are (words, qualifier, value, unit). An empty `timex` makes a mention without date words; an empty
    `edtf` one that no words could date.
    """
    version = version or make_article()
    start = version.text.index(sentence)
    if not edtf:
        earliest = latest = None
    mark = f"{type}:{sentence.index(trigger)}:{start}:{sentence}:{headline}"
    values = {
        **_place(version, start, sentence),
        **_span("trigger", start, sentence, trigger),
        **(_span("timex", start, sentence, timex) if timex else {}),
        "type": make_type(type),
        "rule": "test",
        "explanation": "the Wednesday before the day of publication",
        "fingerprint": hashlib.sha256(mark.encode()).hexdigest(),
    }
    told = {"status": status, "edtf": edtf, "earliest": earliest, "latest": latest, "headline": headline}
    mention = Mention.objects.create(**{**values, **told, **fields})
    for words, qualifier, value, unit in quantities:
        spot = {"start": (at := version.text.index(words, start)), "end": at + len(words)}
        Quantity.objects.create(mention=mention, value=Decimal(value), unit=unit, qualifier=qualifier, **spot)
    return mention


def _place(version: ArticleVersion, start: int, sentence: str) -> dict[str, Any]:
    published = version.article.published
    run, _ = ExtractionRun.objects.get_or_create(version=version, extractor="test", published=published)
    paragraph = version.paragraphs.get(start__lte=start, end__gt=start)
    spot = {"sentence_start": start, "sentence_end": start + len(sentence), "quote": sentence}
    return {"run": run, "paragraph": paragraph, **spot}


def _span(name: str, start: int, sentence: str, words: str) -> dict[str, Any]:
    at = start + sentence.index(words)
    return {name: words, f"{name}_start": at, f"{name}_end": at + len(words)}


def make_event(
    case: Case | None = None,
    mentions: Iterable[Mention] | None = None,
    *,
    review: str = Review.APPROVED,
    accepted: bool | None = None,
    **fields: Any,
) -> Event:
    """An event that cites the mentions (one of its own where none are given) and takes its fields from the first.

    Citations are accepted where the event is approved, unless `accepted` says otherwise.
    """
    case = case or make_case()
    cited = list(mentions) if mentions is not None else [make_mention(make_article(case))]
    values: dict[str, Any] = {"type": cited[0].type} if cited else {"type": make_type(), "headline": "A bridge opened"}
    for name in ("status", "edtf", "earliest", "latest", "headline") if cited else ():
        values[name] = getattr(cited[0], name)
    if review != Review.SUGGESTED:
        values["reviewed_at"] = timezone.now()
    event = Event.objects.create(case=case, review=review, **{"status": Status.OCCURRED, **values, **fields})
    agreed = review == Review.APPROVED if accepted is None else accepted
    for mention in cited:
        Citation.objects.create(event=event, mention=mention, case=case, accepted=agreed)
    index_words(event)
    return event


def make_dated_event(case: Case, edtf: str, earliest: dt.date | None, latest: dt.date | None, **fields: Any) -> Event:
    """An approved event of this date, with one report of its own in an article of its own."""
    number = next(_serial)
    sentence = f"A gauge numbered {number} was read at the footbridge."
    version = make_article(case, sentence, title=f"Gauge {number}")
    headline = fields.pop("headline", f"Gauge {number} read")
    when: dict[str, Any] = {"edtf": edtf, "earliest": earliest, "latest": latest}
    kind = fields.pop("type", "reading")
    mention = make_mention(version, sentence=sentence, trigger="read", timex="", type=kind, headline=headline, **when)
    return make_event(case, [mention], **fields)


def make_day_event(case: Case, day: dt.date, **fields: Any) -> Event:
    return make_dated_event(case, day.isoformat(), day, day, **fields)


def claim(event: Event, mention: Mention, field: str, value: str, *, disputed: bool = True) -> Claim:
    citation = event.citations.get(mention=mention)
    made = Claim.objects.create(citation=citation, field=field, value=value, disputed=disputed)
    refresh_faces(events=Event.objects.filter(pk=event.pk))
    return made


def index_words(event: Event) -> None:
    """Fill EventSearch as the services do: the headline and what accepted citations quote."""
    quotes = event.citations.filter(accepted=True).values_list("mention__quote", flat=True)
    words = " ".join([event.headline, *quotes])
    vector = SearchVector(Value(words), config="english")
    EventSearch.objects.update_or_create(event=event, defaults={"words": vector})


def permalink(event: Event) -> str:
    """The address of an event as the public knows it."""
    return Reader(is_staff=False).address(event)

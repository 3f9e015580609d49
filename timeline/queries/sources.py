"""The reports that events rest on, and the articles they stand in."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import (
    Count,
    Exists,
    OuterRef,
    QuerySet,
    Subquery,
)

from articles.models import Article, ArticleVersion, Case, Rights
from casetracker.replicas.router import array, reading, rows_of
from timeline.models import SEARCH_CONFIG, Citation, Event, EventFace, sees_all
from timeline.queries.evidence import CITED
from timeline.queries.gate import cases, citations
from timeline.withholding import Withholding

# ts_headline puts these around the words it finds: characters that no stored text holds.
FOUND, FOUND_END = "\x02", "\x03"

SOURCE = "mention__paragraph__version__article__source"


# What a visitor may read of them, the oldest citation first.
QUOTES = f"""
    SELECT c.event_id, c.case_id, m.quote, s.name
    {CITED}
    WHERE c.event_id = ANY(%(keys)s) AND (%(staff)s OR c.accepted AND s.rights <> %(link)s)
    ORDER BY c.id
"""


def source_counts(events: Iterable[Event], user: Any) -> dict[int, int]:
    """By event: how many articles report it. One query."""
    rows = citations(user).filter(event__in=[event.pk for event in events]).order_by().values_list("event_id")
    return dict(rows.annotate(Count("mention__paragraph__version__article", distinct=True)))


def tell_differing(events: Collection[Event], user: Any) -> None:
    """Say of each, as `differ`, whether its sources do, as this visitor sees them. One query."""
    faces = EventFace.objects.filter(event__in={event.pk for event in events}, public=not sees_all(user), differ=True)
    differ = set(faces.values_list("event_id", flat=True)) if events else set()
    for event in events:
        event.differ = event.pk in differ  # type: ignore[attr-defined]


def found_quotes(
    events: Iterable[Event], words: str, user: Any, names: Mapping[int, Withholding]
) -> dict[int, tuple[str, str]]:
    """By event: the outlet of the first quote that holds the words searched for, as this visitor may read it, and an
    excerpt of it with those words set between FOUND and FOUND_END. `names` are what is withheld, by case. Two queries.

    The words are looked for in what is shown: where a withheld name alone holds them, or an outlet that gives a link
    only, choosing that quote would tell so.
    """
    keys = array(event.pk for event in events)
    quoted = rows_of(QUOTES, {"keys": keys, "staff": sees_all(user), "link": Rights.LINK})
    excerpts = highlighted([names[case_id].text(quote) for _, case_id, quote, _ in quoted], words, whole=False)
    first: dict[int, tuple[str, str]] = {}
    for (event_id, _, _, outlet), excerpt in zip(quoted, excerpts, strict=True):
        if FOUND in excerpt:
            first.setdefault(event_id, (outlet, excerpt))
    return first


def highlighted(texts: Sequence[str], words: str, *, whole: bool) -> list[str]:
    """The texts, or excerpts of them, with the words searched for between FOUND and FOUND_END. One query."""
    extent = "HighlightAll=true" if whole else "MinWords=12, MaxWords=30"
    with reading().cursor() as cursor:
        cursor.execute(
            "SELECT ts_headline(%s::regconfig, text, websearch_to_tsquery(%s::regconfig, %s), %s)"
            " FROM unnest(%s::text[]) WITH ORDINALITY AS told(text, number) ORDER BY number",
            [SEARCH_CONFIG, SEARCH_CONFIG, words, f"StartSel='{FOUND}', StopSel='{FOUND_END}', {extent}", list(texts)],
        )
        return [text for (text,) in cursor.fetchall()]


def cases_citing(article: Article, user: Any) -> QuerySet[Case]:
    """The cases with an event that cites the article."""
    cited = citations(user).filter(mention__paragraph__version__article=article)
    cited = cited.filter(event__in=Event.objects.visible_to(user))
    return cases(user).filter(Exists(cited.filter(case=OuterRef("pk"))))


def version_of(article: Article, number: str) -> ArticleVersion | None:
    """The version of this number; the newest one where there is none. `newest` is the number of that one."""
    versions = (
        article.versions.select_related("article__source").annotate(newest=_newest("article")).order_by("-number")
    )
    if number.isascii() and number.isdigit() and len(number) < 10 and (found := versions.filter(number=number).first()):
        return found
    return versions.first()


def cited_in(version: ArticleVersion, user: Any) -> QuerySet[Citation]:
    """The citations of this version's mentions, in the order of the text, with their events."""
    cited = citations(user).filter(mention__paragraph__version=version, event__in=Event.objects.visible_to(user))
    return cited.select_related("mention__paragraph", "event__type", "event__case").order_by("mention__trigger_start")


def _newest(article: str) -> Subquery:
    """The number of the newest version of the article that this path leads to."""
    return Subquery(ArticleVersion.objects.filter(article=OuterRef(article)).order_by("-number").values("number")[:1])

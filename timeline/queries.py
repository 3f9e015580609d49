"""Every question that the pages ask the database. All of them start behind the gate, and none asks once per row.

The public sees approved events of published cases and accepted citations; signed-in staff see suggestions as well.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery
from django.db.models import (
    BooleanField,
    Count,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce, ExtractYear, Trunc

from articles.models import Article, ArticleVersion, Case, Rights
from timeline.disputes import Said, differing
from timeline.filters import Asked
from timeline.models import SEARCH_CONFIG, Citation, Claim, Decision, Event, Redirect, Review, Status, Verb, sees_all
from timeline.order import dated, undated

PAGE_SIZE = 100  # events; the page's budget of 100 KB holds that many closed cards
AHEAD = (Status.PLANNED, Status.HYPOTHETICAL)
# ts_headline puts these around the words it finds: characters that no stored text holds.
FOUND, FOUND_END = "\x02", "\x03"
SOURCE = "mention__paragraph__version__article__source"


@dataclass(frozen=True, slots=True)
class Page:
    """Some events in the order of the timeline, and whether others follow."""

    events: list[Event]
    more: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that a filter can take, and how many events it would leave, all other filters kept."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Extent:
    """How many events, and the first and last day that they can be of (None where none is dated)."""

    count: int
    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True, slots=True)
class Bucket:
    """How many events lie in the unit that starts on this day, and how many of those are ahead of their report."""

    start: dt.date
    count: int
    ahead: int


def shows_text(article: Article, *, staff: bool) -> bool:
    """Whether this visitor may read the outlet's words. services.searching keeps the others out of the index."""
    return staff or article.source.rights != Rights.LINK


def cases(user: Any) -> QuerySet[Case]:
    return Case.objects.all() if sees_all(user) else Case.objects.public()


def cases_with_totals(user: Any) -> QuerySet[Case]:
    """The cases with `n_events`, `first`, `last` (days) and `changed` of the events that this user may see."""
    seen = Q(events__in=Event.objects.visible_to(user))
    return cases(user).annotate(
        n_events=Count("events", filter=seen),
        first=Min("events__earliest", filter=seen),
        last=Max(Coalesce("events__latest", "events__earliest"), filter=seen),
        changed=Max("events__updated_at", filter=seen),
    )


def events_of(case: Case, user: Any) -> QuerySet[Event]:
    return Event.objects.visible_to(user).filter(case=case)


def timeline_of(case: Case, user: Any) -> QuerySet[Event]:
    """The events with `differ`: do the sources that this visitor sees? One query, beside that of whoever asks on."""
    events = events_of(case, user)
    rows = Claim.objects.filter(disputed=True, citation__in=citations(user).filter(event__in=events))
    said: dict[int, list[Said]] = {}
    article = "citation__mention__paragraph__version__article"
    for pk, *claim in rows.order_by().values_list("citation__event", article, "field", "value"):
        said.setdefault(pk, []).append(Said(*claim))
    differ = Q(pk__in=[pk for pk, claims in said.items() if differing(claims)])
    return events.annotate(differ=ExpressionWrapper(differ, output_field=BooleanField()))


def citations(user: Any) -> QuerySet[Citation]:
    return Citation.objects.all() if sees_all(user) else Citation.objects.filter(accepted=True)


def totals(case: Case, user: Any) -> dict[str, Any]:
    """`events` and `updated`, and the `articles` and `outlets` that these events cite, whatever the filters. Two
    queries."""
    events = events_of(case, user)
    cited = citations(user).filter(event__in=events).order_by()
    article = "mention__paragraph__version__article"
    told = cited.aggregate(articles=Count(article, distinct=True), outlets=Count(SOURCE, distinct=True))
    return {**events.aggregate(events=Count("pk"), updated=Max("updated_at")), **told}


def narrowed(events: QuerySet[Event], asked: Asked, user: Any, *, besides: str = "") -> QuerySet[Event]:
    """The events (of `timeline_of`, where `differ` is asked) that pass the filters, save the one `besides` names."""
    for name, test in _tests(asked, user).items():
        if name != besides:
            events = events.filter(test)
    return events


def search_query(words: str) -> SearchQuery:
    return SearchQuery(words, config=SEARCH_CONFIG, search_type="websearch")


def marked(events: QuerySet[Event], asked: Asked, user: Any) -> QuerySet[Event]:
    """The events as a card needs them: with their types and, in a search, with `found`, the headline in which the words
    searched for stand between FOUND and FOUND_END."""
    events = events.select_related("type")
    if not asked.q:
        return events
    query = search_query(asked.q)
    found = SearchHeadline(
        "headline", query, config=SEARCH_CONFIG, start_sel=FOUND, stop_sel=FOUND_END, highlight_all=True
    )
    return events.annotate(found=found)


def page(events: QuerySet[Event], asked: Asked, user: Any, after: Event | None, size: int) -> Page:
    """The events that follow `after`: the dated ones first, then those without a first day. At most two queries."""
    events = marked(events, asked, user)
    found: list[Event] = []
    if after is None or after.earliest is not None:
        found = list(dated(events, after, backwards=asked.newest_first)[: size + 1])
    if len(found) <= size:
        found += undated(events, after)[: size + 1 - len(found)]
    return Page(found[:size], more=len(found) > size)


def neighbours(event: Event, user: Any) -> tuple[Event | None, Event | None]:
    """The events before and after this one in its case. At most four queries."""
    events = events_of(Case(pk=event.case_id), user).select_related("type")
    if event.earliest is not None:
        before = dated(events, event, backwards=True).first()
        after = dated(events, event, backwards=False).first() or undated(events, None).first()
    else:
        before = undated(events, event, backwards=True).first() or dated(events, None, backwards=True).first()
        after = undated(events, event).first()
    return before, after


def find_event(public_id: str, user: Any) -> Event | None:
    return Event.objects.visible_to(user).select_related("type", "case").filter(public_id=public_id).first()


def gone(public_id: str, user: Any) -> Event | None:
    """The event of this address that is no longer on the timeline, where this visitor may hear of it: for the public,
    that is one that has been public, of a case that is."""
    events = Event.objects.exclude(review=Review.MERGED).filter(public_id=public_id).select_related("case")
    if not sees_all(user):
        events = events.filter(first_public_at__isnull=False, case__is_public=True)
    return events.first()


def why_gone(event: Event) -> Decision | None:
    """The decision that took the event off the timeline: its withdrawal, or else the newest."""
    decisions = event.decisions.order_by("-pk")
    withdrawn = decisions.filter(verb=Verb.WITHDRAW).first() if event.review == Review.WITHDRAWN else None
    return withdrawn or decisions.first()


def where_to(public_id: str) -> Event | None:
    """The event that the address of a merged one leads to: along merges of merges to the last of them."""
    seen: set[str] = set()
    found: Event | None = None
    while public_id not in seen:
        seen.add(public_id)
        step = Redirect.objects.select_related("event__case").filter(public_id=public_id).first()
        if step is None:
            return found
        found, public_id = step.event, step.event.public_id
    return None  # a circle leads nowhere


def public_history(event: Event) -> QuerySet[Decision]:
    """What was decided of the event since it first was public, the newest first."""
    return event.decisions.filter(after_publication=True).order_by("-pk")


def articles(user: Any) -> QuerySet[Article]:
    """All articles for staff; for the public those that a public event cites."""
    found = Article.objects.select_related("source")
    if sees_all(user):
        return found
    cited = citations(user).filter(
        mention__paragraph__version__article=OuterRef("pk"), event__in=Event.objects.visible_to(user)
    )
    return found.filter(Exists(cited))


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


def extent(events: QuerySet[Event]) -> Extent:
    row = events.aggregate(
        count=Count("pk"),
        first=Min(Coalesce("earliest", "latest")),
        last=Max(Coalesce("latest", "earliest")),
    )
    return Extent(**row)


def histogram(events: QuerySet[Event], first: dt.date, last: dt.date, unit: str, width: int) -> list[Bucket]:
    """Events by `unit` ("day", "week", "month", "year") of their first day, between these days; those whose dates are
    wider than `width` days are left out, since one bar would claim too much."""
    narrow = events.filter(earliest__range=(first, last)).annotate(width=F("latest") - F("earliest"))
    rows = (
        narrow.filter(width__lt=dt.timedelta(days=width))
        .annotate(start=Trunc("earliest", unit, output_field=DateField()))
        .order_by()
        .values("start")
        .annotate(n=Count("pk"), ahead=Count("pk", filter=Q(status__in=AHEAD)))
        .order_by("start")
    )
    return [Bucket(row["start"], row["n"], row["ahead"]) for row in rows]


def years(events: QuerySet[Event]) -> dict[int, int]:
    """How many events begin in each year, in order."""
    dated = events.filter(earliest__isnull=False).order_by().annotate(year=ExtractYear("earliest"))
    return dict(dated.values_list("year").annotate(n=Count("pk")).order_by("year"))


def type_choices(events: QuerySet[Event], asked: Asked, user: Any) -> list[Choice]:
    kept = _kept(events, asked, user, besides="type")
    rows = events.order_by().values("type_id", "type__name").annotate(n=Count("pk", filter=kept))
    return [Choice(r["type_id"], r["type__name"], r["n"]) for r in rows.order_by("type__name")]


def status_choices(events: QuerySet[Event], asked: Asked, user: Any) -> list[Choice]:
    kept = _kept(events, asked, user, besides="status")
    counts = dict(events.order_by().values_list("status").annotate(n=Count("pk", filter=kept)))
    return [Choice(value, str(label), counts[value]) for value, label in Status.choices if value in counts]


def outlet_choices(events: QuerySet[Event], asked: Asked, user: Any) -> list[Choice]:
    kept = narrowed(events, asked, user, besides="outlet").values("pk")
    rows = (
        citations(user)
        .filter(event__in=events)
        .order_by()
        .values(SOURCE, f"{SOURCE}__name")
        .annotate(n=Count("event", distinct=True, filter=Q(event__in=kept)))
    )
    return [Choice(str(r[SOURCE]), r[f"{SOURCE}__name"], r["n"]) for r in rows.order_by(f"{SOURCE}__name")]


def differ_choice(events: QuerySet[Event], asked: Asked, user: Any) -> Choice | None:
    """None where the sources agree on everything in the case."""
    kept = _kept(events, asked, user, besides="differ")
    counts = events.filter(Q(differ=True)).aggregate(n=Count("pk", filter=kept), all=Count("pk"))
    return Choice("1", "Sources differ", counts["n"]) if counts["all"] else None


def source_counts(events: Iterable[Event], user: Any) -> dict[int, int]:
    """By event: how many articles report it. One query."""
    rows = citations(user).filter(event__in=[event.pk for event in events]).order_by().values_list("event_id")
    return dict(rows.annotate(Count("mention__paragraph__version__article", distinct=True)))


def evidence(events: Iterable[Event], user: Any) -> dict[int, list[Citation]]:
    """By event: its citations from the oldest report to the newest, with all that a source block shows and the claims.
    `newest` is the number of the article's newest version. Two queries."""
    article = "mention__paragraph__version__article"
    rows = (
        citations(user)
        .filter(event__in=[event.pk for event in events])
        .select_related(SOURCE)
        .defer("mention__paragraph__version__text")
        .prefetch_related("claims")
        .annotate(newest=_newest(article))
        .order_by(f"{article}__published", article, "mention__paragraph__number", "mention__trigger_start")
    )
    by_event: dict[int, list[Citation]] = {}
    for citation in rows:
        by_event.setdefault(citation.event_id, []).append(citation)
    return by_event


def found_quotes(events: Iterable[Event], words: str, user: Any) -> dict[int, tuple[Citation, str]]:
    """By event: the first quote that holds the words searched for, and an excerpt of it with those words set between
    FOUND and FOUND_END. One query."""
    query = search_query(words)
    excerpt = SearchHeadline(
        "mention__quote", query, config=SEARCH_CONFIG, start_sel=FOUND, stop_sel=FOUND_END, min_words=12, max_words=30
    )
    rows = citations(user).filter(event__in=[event.pk for event in events]).select_related(SOURCE)
    rows = rows.defer("mention__paragraph__version__text").annotate(excerpt=excerpt).order_by("pk")
    first: dict[int, tuple[Citation, str]] = {}
    for citation in rows:
        text: str = getattr(citation, "excerpt")  # noqa: B009 -- an annotation, which the types do not know
        if FOUND in text:
            first.setdefault(citation.event_id, (citation, text))
    return first


def _newest(article: str) -> Subquery:
    """The number of the newest version of the article that this path leads to."""
    return Subquery(ArticleVersion.objects.filter(article=OuterRef(article)).order_by("-number").values("number")[:1])


def _tests(asked: Asked, user: Any) -> dict[str, Any]:
    """The filters that are set, by name, as conditions on events."""
    tests: dict[str, Any] = {}
    if asked.q:
        tests["q"] = Q(search__words=search_query(asked.q))
    if asked.types:
        tests["type"] = Q(type_id__in=asked.types)
    if asked.statuses:
        tests["status"] = Q(status__in=asked.statuses)
    if asked.outlets:
        cited = citations(user).filter(event=OuterRef("pk"), **{f"{SOURCE}__in": asked.outlets})
        tests["outlet"] = Exists(cited)
    if asked.differ:
        tests["differ"] = Q(differ=True)
    if asked.first or asked.last:
        tests["period"] = _overlaps(asked.first, asked.last)
    return tests


def _overlaps(first: dt.date | None, last: dt.date | None) -> Q:
    """Dated events that may lie between these days."""
    test = ~Q(edtf="")
    if first:
        test &= Q(latest__gte=first) | Q(latest=None)
    if last:
        test &= Q(earliest__lte=last) | Q(earliest=None)
    return test


def _kept(events: QuerySet[Event], asked: Asked, user: Any, *, besides: str) -> Q:
    return Q(pk__in=narrowed(events, asked, user, besides=besides).values("pk"))

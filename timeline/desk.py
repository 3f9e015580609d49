"""What the review desk asks: the queue of a case, one entry of it with its evidence, and what that may be the same as.

In the queue stand suggestions, and public events that new reports have come to. What needs an editor most comes first
(`Problem`, in its order), then what has no problem; each of them by date. The database keeps it (models.queue).
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import reduce
from operator import or_
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Case as Choose
from django.db.models import Count, Exists, F, Func, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Greatest
from django.db.models.lookups import GreaterThan, LessThan

from articles.models import Article, Case, Source
from timeline.extraction.coreference import SIGN
from timeline.models import (
    LEFT,
    RANKS,
    REST,
    SEARCH_CONFIG,
    Citation,
    Claim,
    Event,
    EventFace,
    EventType,
    Ranked,
    Review,
    StaffFace,
    Verb,
    Waiting,
)
from timeline.order import Row
from timeline.orphans import mark_orphans

BEFORE, AFTER = 4, 14  # entries of the queue that are shown around the open one
MOST_REPORTS = 60  # of one entry; the rest is on the event's own page
MOST_PARTNERS = 9  # one digit each
MOST_CERTAIN = 60  # events on one check list
MOST_FOUND = 20  # events of one search
MOST_ARTICLES = 60  # to choose from, the newest first
NEAR = dt.timedelta(days=7)
ARTICLE = "mention__paragraph__version__article"
ORDER = ("rank", "start", "end", "ordinal", "event_id")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of the queue; "" and 0 stand for all. `certainty` is "80" (at least, in percent) or "-80" (below)."""

    problem: str = ""
    type: str = ""
    outlet: int = 0
    article: int = 0
    certainty: str = ""

    def query(self, **more: str | int) -> str:
        """The query string that asks this, "?" alone where nothing is asked."""
        return "?" + urlencode({**dict(self.pairs()), **more})

    def pairs(self) -> list[tuple[str, str | int]]:
        """The filters that are set."""
        told = ((each.name, getattr(self, each.name)) for each in fields(self))
        return [(name, value) for name, value in told if value]


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of the queue, with the open entry in its place: also one that waits no longer, or that the filters
    leave out. `more_before` and `more_after`: others follow there."""

    before: tuple[Event, ...]
    open: Event
    after: tuple[Event, ...]
    more_before: bool
    more_after: bool

    @property
    def entries(self) -> tuple[Event, ...]:
        return (*self.before, self.open, *self.after)


def find(case: Case, public_id: str) -> Event | None:
    """An event of the case, whether it waits or not. One query."""
    return _first(_whole(Ranked.objects.filter(case=case, event__public_id=public_id)))


def first(case: Case, wanted: Wanted) -> Event | None:
    """The entry on top of the queue. One query."""
    return _first(_in_order(_whole(queue(case, wanted))))


def following(event: Event, wanted: Wanted) -> Event | None:
    """What comes after an event, as it stood in the queue when it was found; at the end, the top of the queue. At most
    two queries."""
    rest = _in_order(_whole(queue(event.case, wanted)).exclude(pk=event.pk))
    return _first(rest.filter(GreaterThan(Row(*ORDER), _place_of(event)))) or _first(rest)


def search(case: Case, words: str) -> list[Event]:
    """Events of the case that hold the words, whether they wait or not; those on the timeline first. One query."""
    found = Event.objects.filter(_holds(words), case=case).exclude(review=Review.MERGED).select_related("type")
    is_off = Choose(When(review__in=LEFT, then=1), default=0)
    return list(found.order_by(is_off, "earliest", "id")[:MOST_FOUND])


def waits(event: Event) -> bool:
    """Whether an event of `find` or `first` waits for an editor."""
    return event.review == Review.SUGGESTED or (event.review == Review.APPROVED and bool(vars(event).get("is_fresh")))


def window(event: Event, wanted: Wanted) -> Window:
    """The queue around an event of `find` or `first`. Two queries."""
    rest = queue(event.case, wanted).select_related("event__type").exclude(pk=event.pk)
    earlier = rest.filter(LessThan(Row(*ORDER), _place_of(event)))
    later = rest.filter(GreaterThan(Row(*ORDER), _place_of(event)))
    before = [_event(row) for row in _in_order(earlier, backwards=True)[: BEFORE + 1]]
    after = [_event(row) for row in _in_order(later)[: AFTER + 1]]
    shown = tuple(reversed(before[:BEFORE])), event, tuple(after[:AFTER])
    return Window(*shown, more_before=len(before) > BEFORE, more_after=len(after) > AFTER)


def queue(case: Case, wanted: Wanted, *, besides: str = "") -> QuerySet[Waiting]:
    """What waits in a case and passes the filters, save the one `besides` names."""
    found = Waiting.objects.filter(case=case)
    for name, test in _tests(case, wanted).items():
        if name != besides:
            found = found.filter(test)
    return found


def counts(case: Case, wanted: Wanted) -> dict[str, int]:
    """How many entries each problem would leave, all other filters kept; "" counts all of them. One query."""
    rows = queue(case, wanted, besides="problem").values_list("rank")
    by_rank = dict(rows.annotate(n=Count("pk")))
    return {"": sum(by_rank.values()), **{problem: by_rank.get(rank, 0) for problem, rank in RANKS.items()}}


def types(case: Case) -> list[tuple[str, str]]:
    """Of what waits. One query."""
    there = Waiting.objects.filter(case=case).values("type").distinct()
    return list(EventType.objects.filter(pk__in=there).order_by("name").values_list("pk", "name"))


def outlets(case: Case, wanted: Wanted, *, all_: bool) -> list[tuple[int, str]]:
    """All that report what waits, or the one asked for alone. One query."""
    fit = Q(pk__in=_told(case, "outlets")) if all_ else Q(pk=wanted.outlet)
    return list(Source.objects.filter(fit).order_by("name").values_list("pk", "name"))


def articles(case: Case, wanted: Wanted, *, all_: bool) -> list[Article]:
    """The one asked for, and with `all_` what else reports what waits, the newest first. One query."""
    told = Q(pk__in=_told(case, "articles")) if all_ else Q(pk__in=[])
    found = Article.objects.filter(told | Q(pk=wanted.article), cases=case).select_related("source")
    is_asked = Choose(When(pk=wanted.article, then=0), default=1)
    return list(found.order_by(is_asked, "-published", "-pk")[:MOST_ARTICLES])


def evidence(event: Event) -> tuple[list[Citation], bool]:
    """What an entry rests on, from the oldest report to the newest, each with `is_orphan`; and whether there is more.
    Three queries."""
    rows = (
        Citation.objects.filter(event=event)
        .select_related("mention__paragraph__version__article__source", "mention__run__version", "mention__type")
        .defer("mention__paragraph__version__text", "mention__run__version__text")
        .prefetch_related("claims")
        .order_by(f"{ARTICLE}__published", ARTICLE, "mention__paragraph__number", "mention__trigger_start", "pk")
    )
    found = mark_orphans(rows[: MOST_REPORTS + 1])
    return found[:MOST_REPORTS], len(found) > MOST_REPORTS


def headline_left(event: Event) -> bool:
    """Whether the headline is the words of a report that was split off, and of none that is left. One query."""
    told = Citation.objects.filter(mention__headline=event.headline.removesuffix(SIGN))
    parted = Event.objects.filter(decisions__in=event.decisions.filter(verb=Verb.SPLIT)).exclude(pk=event.pk)
    return told.filter(~Exists(told.filter(event=event)), event__in=parted).exists()


def differences(events: Iterable[Event]) -> dict[int, list[tuple[str, str]]]:
    """By event: on what its reports exclude each other, as (field, a value). One query."""
    rows = Claim.objects.filter(citation__event__in=[event.pk for event in events], disputed=True)
    found: dict[int, list[tuple[str, str]]] = {}
    for pk, field, value in rows.order_by("field", "pk").values_list("citation__event", "field", "value"):
        found.setdefault(pk, []).append((field, value))
    return found


def partners(event: Event, words: str = "") -> list[Event]:
    """Events on the timeline that this one may be the same as: those that hold the words; where none are given, those
    of near dates, of the same type first; where it has no date, those told in like words. One query."""
    others = _others(event)
    if words:
        found = others.filter(_holds(words))
        return list(found.order_by("earliest", "id")[:MOST_PARTNERS])
    start, end = event.earliest or event.latest, event.latest or event.earliest
    if start is None or end is None:
        query = _any_word_of(event.headline)
        if query is None:
            return []
        alike = others.filter(search__words=query).order_by(SearchRank("search__words", query).desc(), "id")
        return list(alike[:MOST_PARTNERS])
    near = others.filter(earliest__range=(start - NEAR, end + NEAR)).annotate(
        is_other=Choose(When(type=event.type_id, then=0), default=1),
        off=Greatest(F("earliest") - Value(start), Value(start) - F("earliest")),
    )
    return list(near.order_by("is_other", "off", "id")[:MOST_PARTNERS])


def partner(event: Event, key: int) -> Event | None:
    """That one of all that this one may be the same as. One query."""
    return _others(event).filter(pk=key).first()


def report_counts(events: Iterable[Event]) -> dict[int, int]:
    """By event: how many reports it has. One query."""
    rows = Citation.objects.filter(event__in=[event.pk for event in events]).order_by().values_list("event")
    return dict(rows.annotate(n=Count("pk")))


def survivor(events: Iterable[Event], counts: Mapping[int, int]) -> Event:
    """Which of these stays where they are merged and nobody says another: the approved one, else that with the most
    reports (of `report_counts`), else the oldest."""
    return min(events, key=lambda event: (event.review != Review.APPROVED, -counts.get(event.pk, 0), event.pk))


def certain(case: Case, wanted: Wanted, least: int) -> list[Event]:
    """The entries without a problem of this certainty (in percent) and above, the most certain first. One query."""
    fit = queue(case, wanted, besides="certainty").filter(rank=REST, certainty__gte=least)
    return [_event(row) for row in _whole(fit).order_by("-certainty", "start", "pk")[:MOST_CERTAIN]]


def _whole(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("event__type", "event__case", "event__reviewed_by")


def _in_order(rows: QuerySet[Any], *, backwards: bool = False) -> QuerySet[Any]:
    return rows.order_by(*(f"-{name}" for name in ORDER) if backwards else ORDER)


def _first(rows: QuerySet[Any]) -> Event | None:
    row = rows.first()
    return _event(row) if row else None


def _event(row: Any) -> Event:
    """Of a row of the queue, with its place there, and whether new reports have come to it (as to all that is public
    and waits)."""
    event: Event = row.event
    vars(event).update(rank=row.rank, start=row.start, end=row.end, is_fresh=getattr(row, "is_fresh", True))
    return event


def _place_of(event: Any) -> Row:
    return Row(*(Value(value) for value in (event.rank, event.start, event.end, event.ordinal, event.pk)))


def _told(case: Case, keys: str) -> QuerySet[Any]:
    """The outlets or articles that report what waits."""
    faces = EventFace.objects.filter(public=False, event__in=Waiting.objects.filter(case=case).values("pk"))
    return faces.values_list(Func(F(keys), function="unnest")).distinct()


def _tests(case: Case, wanted: Wanted) -> dict[str, Q | Exists]:
    """The filters that are set, by name, as conditions on the entries. One of an article takes a query: PostgreSQL
    takes its few events for many, and would read the whole queue for them."""
    tests: dict[str, Q | Exists] = {}
    if wanted.problem:
        tests["problem"] = Q(rank=RANKS[wanted.problem])
    if wanted.type:
        tests["type"] = Q(type_id=wanted.type)
    if wanted.outlet:
        told = StaffFace.objects.filter(tokens__contains=[f"s{case.pk}o{wanted.outlet}"])
        tests["outlet"] = Exists(told.filter(event=OuterRef("pk")))
    if wanted.article:
        cited = Citation.objects.filter(**{ARTICLE: wanted.article}).order_by()
        tests["article"] = Q(pk__in=list(cited.values_list("event", flat=True)))
    if wanted.certainty:
        least = int(wanted.certainty)
        unsure = Q(certainty__lt=-least) | Q(certainty=None)
        tests["certainty"] = Q(certainty__gte=least) if least > 0 else unsure
    return tests


def _holds(words: str) -> Q:
    query = SearchQuery(words, config=SEARCH_CONFIG, search_type="websearch")
    return Q(search__words=query) | Q(headline__icontains=words)


def _any_word_of(headline: str) -> SearchQuery | None:
    words = [SearchQuery(word, config=SEARCH_CONFIG) for word in dict.fromkeys(re.findall(r"\w{3,}", headline))]
    return reduce(or_, words) if words else None


def _others(event: Event) -> QuerySet[Event]:
    """On the timeline, beside this one."""
    others = Event.objects.filter(case=event.case_id).exclude(review__in=LEFT).exclude(pk=event.pk)
    return others.select_related("type")

"""What the review desk asks: the queue of a case, one entry of it with its evidence, and what that may be the same as.

In the queue stand suggestions, and public events that new reports have come to. What needs an editor most comes first
(`Problem`, in its order), then what has no problem; each of them by date.
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
from django.db import models
from django.db.models import Case as Choose
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.db.models.lookups import GreaterThan, LessThan

from articles.models import Article, Case
from timeline.models import LEFT, SEARCH_CONFIG, Citation, Claim, Event, Likeness, Review
from timeline.order import Row
from timeline.orphans import mark_orphans

BEFORE, AFTER = 4, 14  # entries of the queue that are shown around the open one
MOST_REPORTS = 60  # of one entry; the rest is on the event's own page
MOST_PARTNERS = 9  # one digit each
MOST_CERTAIN = 60  # events on one check list
MOST_ARTICLES = 60  # to choose from, the newest first
NEAR = dt.timedelta(days=7)
ARTICLE = "mention__paragraph__version__article"


class Problem(models.TextChoices):
    """Why an entry wants a person, the most pressing first."""

    DIFFER = "differ", "sources differ"
    UNDATED = "undated", "not dated"
    FRESH = "fresh", "new sources for a public event"
    SAME = "same", "probably the same as another"


RANKS = {str(problem.value): rank for rank, problem in enumerate(Problem)}
REST = len(RANKS)


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


def waiting(case: Case) -> QuerySet[Event]:
    """What is in the queue of a case. A suggestion that no report is left of, that nobody made anything of and that was
    never public, needs nobody: the texts that told of it tell otherwise now, and only what was undone is remembered."""
    told = Exists(Citation.objects.filter(event=OuterRef("pk")))
    suggested = Q(review=Review.SUGGESTED) & (Q(told) | Q(edited=True) | Q(first_public_at__isnull=False))
    return _ranked(case).filter(suggested | Q(review=Review.APPROVED, is_fresh=True))


def narrowed(events: QuerySet[Event], wanted: Wanted, *, besides: str = "") -> QuerySet[Event]:
    """The entries that pass the filters, save the one `besides` names."""
    for name, test in _tests(wanted).items():
        if name != besides:
            events = events.filter(test)
    return events


def find(case: Case, public_id: str) -> Event | None:
    """An event of the case, whether it waits or not. One query."""
    return _whole(_ranked(case)).filter(public_id=public_id).first()


def first(case: Case, wanted: Wanted) -> Event | None:
    """The entry on top of the queue. One query."""
    return _in_order(_whole(narrowed(waiting(case), wanted))).first()


def following(event: Event, wanted: Wanted) -> Event | None:
    """What comes after an event, as it stood in the queue when it was found; at the end, the top of the queue. At most
    two queries."""
    rest = _whole(narrowed(waiting(event.case), wanted)).exclude(pk=event.pk)
    return _in_order(rest.filter(GreaterThan(_place(), _place_of(event)))).first() or _in_order(rest).first()


def window(event: Event, wanted: Wanted) -> Window:
    """The queue around an event of `find` or `first`. Two queries."""
    queue = _whole(narrowed(waiting(event.case), wanted)).exclude(pk=event.pk)
    before = list(_in_order(queue.filter(LessThan(_place(), _place_of(event))), backwards=True)[: BEFORE + 1])
    after = list(_in_order(queue.filter(GreaterThan(_place(), _place_of(event))))[: AFTER + 1])
    shown = tuple(reversed(before[:BEFORE])), event, tuple(after[:AFTER])
    return Window(*shown, more_before=len(before) > BEFORE, more_after=len(after) > AFTER)


def counts(case: Case, wanted: Wanted) -> dict[str, int]:
    """How many entries each problem would leave, all other filters kept; "" counts all of them. One query."""
    queue = narrowed(waiting(case), wanted, besides="problem").order_by()
    by_rank = dict(queue.values_list(F("rank")).annotate(n=Count("pk")))
    return {"": sum(by_rank.values()), **{problem: by_rank.get(rank, 0) for problem, rank in RANKS.items()}}


def types(case: Case) -> list[tuple[str, str]]:
    """Of what waits. One query."""
    return list(waiting(case).order_by("type__name").values_list("type_id", "type__name").distinct())


def outlets(case: Case) -> list[tuple[int, str]]:
    """That report what waits. One query."""
    cited = Citation.objects.filter(event__in=waiting(case).values("pk")).order_by(f"{ARTICLE}__source__name")
    return list(cited.values_list(f"{ARTICLE}__source", f"{ARTICLE}__source__name").distinct())


def articles(case: Case, wanted: Wanted) -> list[Article]:
    """That report what waits, the newest first; the one asked for is always among them. One query."""
    cited = Citation.objects.filter(event__in=waiting(case).values("pk"), **{ARTICLE: OuterRef("pk")})
    found = Article.objects.filter(Q(Exists(cited)) | Q(pk=wanted.article), cases=case).select_related("source")
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
    others = Event.objects.filter(case=event.case_id).exclude(review__in=LEFT).exclude(pk=event.pk)
    others = others.select_related("type")
    if words:
        found = others.filter(Q(search__words=_search(words)) | Q(headline__icontains=words))
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
    fit = narrowed(waiting(case), wanted, besides="certainty").filter(Q(rank=REST), certainty__gte=least)
    return list(_whole(fit).order_by("-certainty", "earliest", "id")[:MOST_CERTAIN])


def _ranked(case: Case) -> QuerySet[Event]:
    """The events of a case with `rank`, the number of their first problem, and what their order rests on."""
    of_it = OuterRef("pk")
    differ = Exists(Claim.objects.filter(citation__event=of_it, disputed=True))
    there = ~Q(first__review__in=LEFT) & ~Q(second__review__in=LEFT)
    alike = Likeness.objects.filter(there)
    is_alike = Exists(alike.filter(first=of_it)) | Exists(alike.filter(second=of_it))
    return Event.objects.filter(case=case).annotate(
        is_fresh=Exists(Citation.objects.filter(event=of_it, accepted=False)),
        rank=Choose(
            When(differ, then=RANKS[Problem.DIFFER]),
            When(edtf="", then=RANKS[Problem.UNDATED]),
            When(Q(review=Review.APPROVED), then=RANKS[Problem.FRESH]),
            When(is_alike, then=RANKS[Problem.SAME]),
            default=REST,
            output_field=models.IntegerField(),
        ),
        start=Coalesce("earliest", "latest", Value(dt.date.max)),
        end=Coalesce("latest", Value(dt.date.max)),
    )


def _whole(events: QuerySet[Event]) -> QuerySet[Event]:
    return events.select_related("type", "case", "reviewed_by")


def _in_order(events: QuerySet[Event], *, backwards: bool = False) -> QuerySet[Event]:
    order = ("rank", "start", "end", "ordinal", "id")
    return events.order_by(*(f"-{name}" for name in order) if backwards else order)


def _place() -> Row:
    return Row("rank", "start", "end", "ordinal", "id")


def _place_of(event: Any) -> Row:
    return Row(*(Value(value) for value in (event.rank, event.start, event.end, event.ordinal, event.pk)))


def _tests(wanted: Wanted) -> dict[str, Q | Exists]:
    """The filters that are set, by name, as conditions on the entries."""
    cited = Citation.objects.filter(event=OuterRef("pk"))
    tests: dict[str, Q | Exists] = {}
    if wanted.problem:
        tests["problem"] = Q(rank=RANKS[wanted.problem])
    if wanted.type:
        tests["type"] = Q(type_id=wanted.type)
    if wanted.outlet:
        tests["outlet"] = Exists(cited.filter(**{f"{ARTICLE}__source": wanted.outlet}))
    if wanted.article:
        tests["article"] = Exists(cited.filter(**{ARTICLE: wanted.article}))
    if wanted.certainty:
        least = int(wanted.certainty)
        unsure = Q(certainty__lt=-least) | Q(certainty=None)
        tests["certainty"] = Q(certainty__gte=least) if least > 0 else unsure
    return tests


def _search(words: str) -> SearchQuery:
    return SearchQuery(words, config=SEARCH_CONFIG, search_type="websearch")


def _any_word_of(headline: str) -> SearchQuery | None:
    words = [SearchQuery(word, config=SEARCH_CONFIG) for word in dict.fromkeys(re.findall(r"\w{3,}", headline))]
    return reduce(or_, words) if words else None

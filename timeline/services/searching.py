"""The words that an event is found by."""

from collections.abc import Collection
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.contrib.postgres.search import SearchVector
from django.db import transaction
from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from articles.models import Case, CaseArticle, Rights
from timeline.models import SEARCH_CONFIG, Event, EventSearch, Person, Policy, Review
from timeline.reader import withheld_in
from timeline.services.facing import refresh_faces
from timeline.services.turns import take_part
from timeline.withholding import Withholding


@transaction.atomic
def refresh_search(*, events: QuerySet[Event]) -> None:
    """Index headline, type and the quotes of these events: of approved ones, only what the public may read, which is
    quotes that an editor accepted, of outlets that do not keep their words to themselves, without withheld names. And
    whatever else the lists of these events are drawn from."""
    take_part()
    withheld = Q(citations__mention__paragraph__version__article__source__rights=Rights.LINK)
    quotes = StringAgg(
        "citations__mention__quote",
        delimiter=" ",
        distinct=True,
        filter=~Q(review=Review.APPROVED) | (Q(citations__accepted=True) & ~withheld),
    )
    rows = events.annotate(quotes=Coalesce(quotes, Value(""), output_field=CharField()))
    for case_id in list(events.order_by().values_list("case_id", flat=True).distinct()):
        of_case = rows.filter(case_id=case_id)
        names = withheld_in([case_id])
        _write(_masked(of_case, names) if names else _as_they_are(of_case))
    refresh_faces(events=events)


@transaction.atomic
def refresh_around(*, case: Case) -> None:
    """Index anew what the public may read of a case, and of those that share an article with it: there its withheld
    names are withheld as well. What staff alone read, they find by every name, before as after."""
    beside = Case.objects.filter(articles__in=case.articles.all()).values("pk")
    approved = Event.objects.filter(review=Review.APPROVED)
    refresh_search(events=approved.filter(Q(case__in=beside) | Q(case=case)))


@transaction.atomic
def refresh_sharing(*, case: Case, articles: Collection[int]) -> None:
    """Index what is read anew since these articles are in the case: where it comes to share one with another case, the
    names that either withholds are withheld in both. A batch of articles takes one query where nothing is shared."""
    places = CaseArticle.objects.order_by()
    beside = set(places.filter(article__in=articles).exclude(case=case).values_list("case", flat=True).distinct())
    if not beside:
        return
    take_part()
    shared = places.filter(case=case, article__cases__in=beside).exclude(article__in=articles)
    new = beside - set(shared.values_list("article__cases", flat=True).distinct())
    hiding = set(
        Person.objects.filter(case__in=[case.pk, *new]).exclude(policy=Policy.NAME).values_list("case", flat=True)
    )
    anew = (new if case.pk in hiding else set()) | ({case.pk} if hiding & new else set())
    if anew:
        refresh_search(events=Event.objects.filter(case__in=anew, review=Review.APPROVED))


def _as_they_are(rows: QuerySet[Event]) -> list[EventSearch]:
    words = _words("headline", "type__name", "quotes")
    return [EventSearch(event_id=pk, words=w) for pk, w in rows.annotate(words=words).values_list("pk", "words")]


def _masked(rows: QuerySet[Any], names: Withholding) -> list[EventSearch]:
    """What staff alone read, they find by every name."""
    found = []
    for pk, review, *texts in rows.values_list("pk", "review", "headline", "type__name", "quotes"):
        shown = [names.text(text) for text in texts] if review == Review.APPROVED else texts
        found.append(EventSearch(event_id=pk, words=_words(*map(Value, shown))))
    return found


def _words(headline: str | Value, type_: str | Value, quotes: str | Value) -> Any:
    first = SearchVector(headline, type_, weight="A", config=SEARCH_CONFIG)
    return first + SearchVector(quotes, weight="B", config=SEARCH_CONFIG)


def _write(rows: list[EventSearch]) -> None:
    EventSearch.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["event"], update_fields=["words"], batch_size=1000
    )

"""The words that an event is found by."""

from django.contrib.postgres.aggregates import StringAgg
from django.contrib.postgres.search import SearchVector
from django.db import transaction
from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from articles.models import Rights
from timeline.models import SEARCH_CONFIG, Event, EventSearch, Review


@transaction.atomic
def refresh_search(*, events: QuerySet[Event]) -> None:
    """Index headline, type and the quotes of these events: of approved ones, only what the public may read, which is
    quotes that an editor accepted, of outlets that do not keep their words to themselves."""
    withheld = Q(citations__mention__paragraph__version__article__source__rights=Rights.LINK)
    quotes = StringAgg(
        "citations__mention__quote",
        delimiter=Value(" "),
        distinct=True,
        filter=~Q(review=Review.APPROVED) | (Q(citations__accepted=True) & ~withheld),
    )
    rows = events.annotate(
        quotes=Coalesce(quotes, Value(""), output_field=CharField()),
    ).annotate(
        words=SearchVector("headline", "type__name", weight="A", config=SEARCH_CONFIG)
        + SearchVector("quotes", weight="B", config=SEARCH_CONFIG)
    )
    EventSearch.objects.bulk_create(
        [EventSearch(event_id=pk, words=words) for pk, words in rows.values_list("pk", "words")],
        update_conflicts=True,
        unique_fields=["event"],
        update_fields=["words"],
        batch_size=1000,
    )

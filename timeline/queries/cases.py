"""Cases, and what stands at their heads."""

from typing import Any

from django.db.models import (
    Count,
    Max,
    Min,
    Q,
    QuerySet,
)
from django.db.models.functions import Coalesce

from articles.models import Case
from timeline.models import Event
from timeline.queries.gate import cases, citations, events_of
from timeline.queries.sources import SOURCE


def cases_with_totals(user: Any) -> QuerySet[Case]:
    """The cases with `n_events`, `first`, `last` (days) and `changed` of the events that this user may see."""
    seen = Q(events__in=Event.objects.visible_to(user))
    return cases(user).annotate(
        n_events=Count("events", filter=seen),
        first=Min("events__earliest", filter=seen),
        last=Max(Coalesce("events__latest", "events__earliest"), filter=seen),
        changed=Max("events__updated_at", filter=seen),
    )


def totals(case: Case, user: Any) -> dict[str, Any]:
    """`events` and `updated`, and the `articles` and `outlets` that these events cite, whatever the filters. Two
    queries."""
    events = events_of(case, user)
    cited = citations(user).filter(event__in=events).order_by()
    article = "mention__paragraph__version__article"
    told = cited.aggregate(articles=Count(article, distinct=True), outlets=Count(SOURCE, distinct=True))
    return {**events.aggregate(events=Count("pk"), updated=Max("updated_at")), **told}

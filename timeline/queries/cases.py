"""Cases, and what stands at their heads."""

from typing import Any

from django.db.models import (
    Count,
    Max,
)

from articles.models import Case
from timeline.queries.gate import citations, events_of
from timeline.queries.sources import SOURCE


def totals(case: Case, user: Any) -> dict[str, Any]:
    """`events` and `updated`, and the `articles` and `outlets` that these events cite, whatever the filters. Two
    queries."""
    events = events_of(case, user)
    cited = citations(user).filter(event__in=events).order_by()
    article = "mention__paragraph__version__article"
    told = cited.aggregate(articles=Count(article, distinct=True), outlets=Count(SOURCE, distinct=True))
    return {**events.aggregate(events=Count("pk"), updated=Max("updated_at")), **told}

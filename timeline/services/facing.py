"""What the read side (models.faces) cannot tell by itself: which claims differ."""

from collections import defaultdict

from django.db import transaction
from django.db.models import Q, QuerySet

from timeline.disputes import Said, differing
from timeline.models import Claim, Event, EventFace


@transaction.atomic
def refresh_faces(*, events: QuerySet[Event]) -> None:
    """Say of each of these events whether its sources differ, to each audience. To be asked last in a transaction that
    holds the case. Queries do not grow with the events."""
    article = "citation__mention__paragraph__version__article"
    rows = Claim.objects.filter(disputed=True, citation__event__in=events).order_by()
    said: dict[tuple[int, bool], list[Said]] = defaultdict(list)
    for pk, accepted, *claim in rows.values_list("citation__event", "citation__accepted", article, "field", "value"):
        for public in {False, accepted}:
            said[pk, public].append(Said(*claim))
    differ = {key for key, claims in said.items() if differing(claims)}
    wanted = Q(public=True, event__in=[pk for pk, public in differ if public])
    wanted |= Q(public=False, event__in=[pk for pk, public in differ if not public])
    faces = EventFace.objects.filter(event__in=events)
    faces.filter(~wanted, differ=True).update(differ=False)
    faces.filter(wanted, differ=False).update(differ=True)

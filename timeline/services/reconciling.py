"""From the mentions of a case to its suggested events, again and again, without touching what people decided."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone as clock

from articles.models import Case
from timeline.extraction.coreference import reconcile
from timeline.models import Citation, Event, Review
from timeline.reconciliation import (
    Placement,
    current_mentions,
    is_held,
    is_the_machines,
    mention_key,
    place,
    report_of,
)
from timeline.services.claiming import ClaimKey, claims_by_report, stored_claims, write_claims
from timeline.services.publishing import publish_certain
from timeline.services.searching import refresh_search

MACHINE_FIELDS = ("type_id", "status", "headline", "edtf", "earliest", "latest", "explanation", "certainty")
BATCH = 500  # rows in one UPDATE; longer statements are no faster


@dataclass(frozen=True, slots=True)
class Reconciled:
    """How many suggested events reconciling made, changed and removed."""

    created: int
    updated: int
    removed: int


@transaction.atomic
def reconcile_case(*, case: Case) -> Reconciled:
    """Put the reports of one event together, over all mentions in force. A number of queries that does not grow."""
    Case.objects.select_for_update().get(pk=case.pk)  # one reconciliation of a case at a time
    mentions = current_mentions(case)
    cited = Citation.objects.filter(case=case).select_related("event", "mention__run__version")
    citations = list(cited.defer("mention__run__version__text").prefetch_related("claims"))
    placements = place(reconcile([report_of(m) for m in mentions]), mentions, citations)
    created, updated = _write_events(case, placements)
    _write_citations(placements, citations)
    machines = Event.objects.filter(case=case, review=Review.SUGGESTED, edited=False, decisions=None)
    stale = machines.exclude(id__in=[p.owner.id for p in placements])
    removed = stale.count()
    stale.delete()
    refresh_search(events=Event.objects.filter(case=case))
    publish_certain(case=case)
    return Reconciled(created, updated, removed)


def _write_events(case: Case, placements: Sequence[Placement]) -> tuple[int, int]:
    """Make new suggestions and bring old ones up to date; afterwards each placement has its event."""
    new, changed = [], []
    for placement in placements:
        values = _machine_values(placement)
        event = placement.event
        if event is None:
            placement.event = Event(case=case, **values)
            new.append(placement.event)
        elif is_the_machines(event) and any(getattr(event, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(event, name, value)
            event.updated_at = clock.now()
            changed.append(event)
    Event.objects.bulk_create(new)
    Event.objects.bulk_update(changed, [*MACHINE_FIELDS, "updated_at"], batch_size=BATCH)
    return len(new), len(changed)


def _machine_values(placement: Placement) -> dict[str, object]:
    c = placement.cluster
    values = (c.type, c.status, c.headline, c.edtf or "", c.earliest, c.latest, c.explanation, c.certainty)
    return dict(zip(MACHINE_FIELDS, values, strict=True))


def _write_citations(placements: Sequence[Placement], existing: Sequence[Citation]) -> None:
    """Bring citations and claims to what the placements say, touching only what differs."""
    by_key = {mention_key(c.mention): c for c in existing}
    new, moved, kept = [], [], set()
    claims: list[tuple[Citation, set[ClaimKey]]] = []
    for placement in placements:
        reasons, said = dict(placement.cluster.reasons), claims_by_report(placement.cluster)
        for mention in placement.mentions:
            wanted = (placement.owner.id, mention.id, reasons.get(mention.id, ""))
            citation = by_key.get(mention_key(mention))
            if citation is None:
                citation = Citation(case_id=placement.owner.case_id)
                new.append(citation)
            else:
                kept.add(citation.id)
                if wanted != (citation.event_id, citation.mention_id, citation.reason):
                    moved.append(citation)
            citation.event_id, citation.mention_id, citation.reason = wanted
            claims.append((citation, said[mention.id]))
    Citation.objects.filter(id__in=[c.id for c in existing if c.id not in kept and not is_held(c)]).delete()
    Citation.objects.bulk_update(moved, ["event", "mention", "reason"], batch_size=BATCH)
    Citation.objects.bulk_create(new)
    write_claims(claims, stored_claims(existing))

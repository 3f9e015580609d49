"""From the mentions of a case to its suggested events, again and again, without touching what people decided."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone as clock

from articles.models import Case
from timeline.models import Citation, Event, Review
from timeline.reconciliation import (
    Placement,
    is_held,
    is_the_machines,
    mention_key,
    place,
)
from timeline.services.claiming import ClaimKey, claims_by_report, stored_claims, write_claims
from timeline.services.grouping import group_articles, group_case
from timeline.services.publishing import publish_certain
from timeline.services.searching import refresh_search
from timeline.services.suspecting import refresh_likenesses

MACHINE_FIELDS = ("type_id", "status", "headline", "edtf", "earliest", "latest", "explanation", "certainty")
BATCH = 500  # rows in one UPDATE; longer statements are no faster


@dataclass(frozen=True, slots=True)
class Reconciled:
    """How many suggested events reconciling made, changed and removed."""

    created: int
    updated: int
    removed: int


@transaction.atomic
def reconcile_case(*, case: Case, articles: Collection[int] | None = None) -> Reconciled:
    """Put the reports of one event together. `articles` are the ids of those that have changed since the last time,
    where nothing else has: in a large case only what they touch is done again."""
    Case.objects.select_for_update(no_key=True).get(pk=case.pk)  # one reconciliation of a case at a time
    found = group_articles(case, articles) if articles is not None else None
    found = found or group_case(case)
    placements = place(found.clusters, found.mentions, found.citations)
    created, updated = _write_events(case, placements)
    _write_citations(placements, found.citations)
    machines = Event.objects.filter(case=case, review=Review.SUGGESTED, edited=False, decisions=None)
    if not found.is_all:
        machines = machines.filter(id__in={citation.event_id for citation in found.citations})
    owners = [placement.owner.id for placement in placements]
    stale = Event.objects.filter(id__in=list(machines.exclude(id__in=owners).values_list("id", flat=True)))
    removed = stale.count()
    stale.delete()
    told = Event.objects.filter(case=case) if found.is_all else Event.objects.filter(id__in=owners)
    refresh_search(events=told)
    refresh_likenesses(case=case, events=None if found.is_all else owners, familiar=found.familiar)
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
    bereft = _bereft(placements, existing)
    new, moved, kept = [], [], set()
    claims: list[tuple[Citation, set[ClaimKey]]] = []
    for placement in placements:
        reasons, said = dict(placement.cluster.reasons), claims_by_report(placement.cluster)
        for mention in placement.mentions:
            wanted = (placement.owner.id, mention.id, reasons.get(mention.id, ""))
            citation = by_key.get(mention_key(mention))
            if citation is not None and citation.event_id in bereft:
                wanted = (citation.event_id, *wanted[1:])
            if citation is None:
                citation = Citation(case_id=placement.owner.case_id)
                new.append(citation)
            else:
                kept.add(citation.id)
                if wanted != (citation.event_id, citation.mention_id, citation.reason):
                    moved.append(citation)
            citation.event_id, citation.mention_id, citation.reason = wanted
            claims.append((citation, said[mention.id]))
    dropped = [c for c in existing if c.id not in kept and not is_held(c)]
    Citation.objects.filter(id__in=[c.id for c in dropped if c.event_id not in bereft]).delete()
    Citation.objects.bulk_update(moved, ["event", "mention", "reason"], batch_size=BATCH)
    Citation.objects.bulk_create(new)
    write_claims(claims, stored_claims(existing))


def _bereft(placements: Sequence[Placement], existing: Sequence[Citation]) -> frozenset[int]:
    """Events that would stay without a report, since somebody once decided on them: these keep what they have, words
    that stand no more as orphans."""
    left = {citation.event_id for citation in existing} - {placement.owner.id for placement in placements}
    left -= {citation.event_id for citation in existing if is_held(citation)}
    theirs = [citation.id for citation in existing if citation.event_id in left]
    others = Citation.objects.filter(event__in=left).exclude(id__in=theirs).values("event")
    decided = Event.objects.filter(id__in=left, decisions__isnull=False).exclude(id__in=others)
    return frozenset(decided.values_list("id", flat=True).distinct())

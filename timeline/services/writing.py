"""From clusters of mentions to the rows of their events, touching only what differs. For who holds the case."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone as clock

from articles.models import Case
from timeline.models import Citation, Event, Review
from timeline.reconciliation import (
    MACHINE_FIELDS,
    Placement,
    is_held,
    is_the_machines,
    machine_values,
    mention_key,
    place,
)
from timeline.services.claiming import ClaimKey, claims_by_report, stored_claims, write_claims
from timeline.services.grouping import Found
from timeline.services.searching import refresh_search

BATCH = 500  # rows in one UPDATE; longer statements are no faster


@dataclass(frozen=True, slots=True)
class Written:
    """How many suggested events were made, changed and removed; `owners` are those of the clusters, by their keys."""

    created: int
    updated: int
    removed: int
    owners: tuple[int, ...]


def write(case: Case, found: Found) -> Written:
    """Bring the events of these clusters up to date, with citations, claims and the words that they are found by."""
    placements = place(found.clusters, found.keys, found.citations)
    before = {citation.event_id for citation in found.citations}
    created, updated = _write_events(case, placements)
    touched = {*_write_citations(placements, found), *(event.pk for event in (*created, *updated))}
    refresh_search(events=Event.objects.filter(pk__in=touched))
    stale = without_reports(case).filter(pk__in=before)
    removed = len(stale)
    Event.objects.filter(pk__in=[event.pk for event in stale]).delete()
    owners = tuple(placement.owner.id for placement in placements)
    return Written(len(created), len(updated), removed, owners)


def without_reports(case: Case) -> QuerySet[Event]:
    """Suggestions that rest on nothing any more, and that nobody has decided anything on."""
    machines = Event.objects.filter(case=case, review=Review.SUGGESTED, edited=False, decisions=None)
    return machines.filter(citations=None)


def _write_events(case: Case, placements: Sequence[Placement]) -> tuple[list[Event], list[Event]]:
    """Make new suggestions and bring old ones up to date; afterwards each placement has its event."""
    new, changed = [], []
    for placement in placements:
        values = machine_values(placement.cluster)
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
    return new, changed


def _write_citations(placements: Sequence[Placement], found: Found) -> set[int]:
    """Bring citations and claims to what the placements say. Returns the events that have others now."""
    by_key = {mention_key(c.mention): c for c in found.citations}
    bereft = _bereft(placements, found.citations)
    new, moved, kept, touched = [], [], set(), set()
    claims: list[tuple[Citation, set[ClaimKey]]] = []
    for placement in placements:
        reasons, said = dict(placement.cluster.reasons), claims_by_report(placement.cluster)
        for mention in placement.mentions:
            wanted = (placement.owner.id, mention, reasons.get(mention, ""))
            citation = by_key.get(found.keys[mention])
            if citation is not None and citation.event_id in bereft:
                wanted = (citation.event_id, *wanted[1:])
            if citation is None:
                citation = Citation(case_id=placement.owner.case_id)
                new.append(citation)
            else:
                kept.add(citation.id)
                if wanted != (citation.event_id, citation.mention_id, citation.reason):
                    touched.add(citation.event_id)
                    moved.append(citation)
            citation.event_id, citation.mention_id, citation.reason = wanted
            claims.append((citation, said[mention]))
    dropped = [c for c in found.citations if c.id not in kept and not is_held(c) and c.event_id not in bereft]
    Citation.objects.filter(id__in=[c.id for c in dropped]).delete()
    Citation.objects.bulk_update(moved, ["event", "mention", "reason"], batch_size=BATCH)
    Citation.objects.bulk_create(new)
    other = write_claims(claims, stored_claims(found.citations))
    return touched | {citation.event_id for citation in (*new, *moved, *dropped, *other)}


def _bereft(placements: Sequence[Placement], existing: Sequence[Citation]) -> frozenset[int]:
    """Events that would stay without a report, since somebody once decided on them: these keep what they have, words
    that stand no more as orphans."""
    left = {citation.event_id for citation in existing} - {placement.owner.id for placement in placements}
    left -= {citation.event_id for citation in existing if is_held(citation)}
    theirs = [citation.id for citation in existing if citation.event_id in left]
    others = Citation.objects.filter(event__in=left).exclude(id__in=theirs).values("event")
    decided = Event.objects.filter(id__in=left, decisions__isnull=False).exclude(id__in=others)
    return frozenset(decided.values_list("id", flat=True).distinct())

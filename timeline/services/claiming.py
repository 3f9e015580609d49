"""What the reports of an event claim, and which of these claims exclude each other, kept as rows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.utils import timezone as clock

from timeline.extraction.coreference import Cluster
from timeline.models import Citation, Claim, Event
from timeline.reconciliation import is_the_machines, machine_values, reading

ClaimKey = tuple[str, str, bool]  # field, value, disputed


def claims_by_report(found: Cluster) -> dict[object, set[ClaimKey]]:
    """What each report of the cluster says, by the report's key."""
    said: dict[object, set[ClaimKey]] = defaultdict(set)
    for claim in found.claims:
        said[claim.key].add((claim.field, claim.value, claim.disputed))
    return said


def stored_claims(citations: Iterable[Citation]) -> dict[int, dict[ClaimKey, int]]:
    """By citation: its claims, each with its key. The citations come with their claims."""
    return {c.id: {(k.field, k.value, k.disputed): k.id for k in c.claims.all()} for c in citations}


def write_claims(
    wanted: Sequence[tuple[Citation, set[ClaimKey]]], stored: Mapping[int, Mapping[ClaimKey, int]]
) -> list[Citation]:
    """Bring the claims of these citations to what is wanted, touching only what differs. Returns those that do."""
    stale, new, changed = [], [], []
    for citation, claims in wanted:
        old = stored.get(citation.id, {})
        if old.keys() != claims:
            changed.append(citation)
        stale += [claim_id for key, claim_id in old.items() if key not in claims]
        new += [
            Claim(citation=citation, field=field, value=value, disputed=disputed)
            for field, value, disputed in sorted(claims - old.keys())
        ]
    Claim.objects.filter(id__in=stale).delete()
    Claim.objects.bulk_create(new)
    return changed


@transaction.atomic
def refresh_claims(*, events: Iterable[Event]) -> None:
    """Compare anew what the reports of each event say, after citations came or went. A suggestion that no person has
    had a hand in says it, too: its next reader is an editor, who may approve it before the case is put together."""
    for event in events:
        found = reading(event)
        if found is None:
            continue
        said = claims_by_report(found)
        citations = list(event.citations.prefetch_related("claims"))
        write_claims([(c, said[c.mention_id]) for c in citations], stored_claims(citations))
        values = machine_values(found)
        if is_the_machines(event) and any(getattr(event, name) != value for name, value in values.items()):
            Event.objects.filter(pk=event.pk).update(**values, updated_at=clock.now())

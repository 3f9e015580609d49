"""Which events of a case may be one: suggestions for editors, made anew whenever the case is reconciled."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, Q

from articles.models import Case
from timeline.extraction.likely import NEAR, Likely, Telling, likely
from timeline.models import LEFT, Citation, Distinct, Event, Likeness
from timeline.reconciliation import MentionKey, mention_key

SHORT = dt.timedelta(days=31)  # events with vaguer dates overlap with everything
NEIGHBOURS = 30  # events of a kind and time that each is compared with
SENTENCES = 5  # of each event that are compared
READ = ("event", "reason", *(f"mention__{name}" for name in ("quote", "names", "fingerprint", "run__version__article")))
KEPT_APART = "Several events would fit"
WITHIN = dt.timedelta(days=NEAR)

Pair = tuple[int, int]
Keys = set[MentionKey]


@dataclass(frozen=True, slots=True)
class Suspicions:
    """Rows of Likeness that are to go, by their keys, and new ones; `keys` are those of the mentions of each event."""

    stale: list[int]
    new: list[Likeness]
    keys: dict[int, Keys]


def refresh_likenesses(*, case: Case, events: Collection[int], familiar: frozenset[str]) -> None:
    """Compare these events with those of their kind and time, and keep what may be one."""
    found = compare(case=case, events=events, familiar=familiar)
    write_likenesses(case=case, stale=found.stale, new=found.new, keys=found.keys)


def compare(*, case: Case, events: Collection[int] | None, familiar: frozenset[str]) -> Suspicions:
    """These events (None: all) with those of their kind and time. Reads, and holds nothing."""
    kept = Likeness.objects.filter(case=case)
    if events is not None:
        kept = kept.filter(Q(first__in=events) | Q(second__in=events))
    tellings, keys = _tellings(_around(case, events))
    pairs = _pairs(tellings.values(), None if events is None else set(events))
    found = {pair: match for pair in pairs if (match := likely(tellings[pair[0]], tellings[pair[1]], familiar))}
    for pair in _told_apart(case, found, keys):
        del found[pair]
    told = {(row.first_id, row.second_id): row for row in kept}
    same = {pair for pair, row in told.items() if found.get(pair) == Likely(row.score, tuple(row.reasons))}
    new = [
        Likeness(case=case, first_id=pair[0], second_id=pair[1], reasons=list(match.reasons), score=match.score)
        for pair, match in found.items()
        if pair not in same
    ]
    return Suspicions([row.pk for pair, row in told.items() if pair not in same], new, keys)


def write_likenesses(*, case: Case, stale: Sequence[int], new: Sequence[Likeness], keys: Mapping[int, Keys]) -> None:
    """For who holds the case. None of events that are gone, and no two that an editor told from each other."""
    pairs = {(row.first_id, row.second_id) for row in new}
    there = set(Event.objects.filter(pk__in={pk for pair in pairs for pk in pair}).values_list("pk", flat=True))
    Likeness.objects.filter(pk__in=stale).delete()
    fit = {pair for pair in pairs - _told_apart(case, pairs, keys) if there.issuperset(pair)}
    Likeness.objects.bulk_create([row for row in new if (row.first_id, row.second_id) in fit])


def _around(case: Case, events: Collection[int] | None) -> list[Event]:
    """These events and those whose days are near theirs; none that left the timeline, or that no day is known of."""
    dated = Event.objects.filter(case=case, earliest__isnull=False, latest__isnull=False).exclude(review__in=LEFT)
    dated = dated.filter(latest__lte=F("earliest") + SHORT)
    if events is not None:
        days = dated.filter(pk__in=events).values_list("earliest", "latest").distinct()
        near = Q(pk__in=[])
        for low, high in days:
            if low is None or high is None:
                continue
            near |= Q(
                earliest__gte=_moved(low, -SHORT), earliest__lte=_moved(high, WITHIN), latest__gte=_moved(low, -WITHIN)
            )
        dated = dated.filter(near)
    return list(dated.order_by("earliest", "latest", "pk"))


def _moved(day: dt.date, by: dt.timedelta) -> dt.date:
    """As far as the calendar goes."""
    try:
        return day + by
    except OverflowError:
        return dt.date.max if by > dt.timedelta() else dt.date.min


def _tellings(events: list[Event]) -> tuple[dict[int, Telling], dict[int, Keys]]:
    by_event: dict[int, list[Citation]] = defaultdict(list)
    cited = Citation.objects.filter(event__in=[event.pk for event in events]).order_by("pk")
    cited = cited.select_related("mention__run__version").only(*READ)
    for citation in cited.prefetch_related("mention__quantities"):
        by_event[citation.event_id].append(citation)
    keys = {event.pk: {mention_key(c.mention) for c in by_event[event.pk]} for event in events}
    return {event.pk: _telling(event, by_event[event.pk]) for event in events}, keys


def _telling(event: Event, citations: list[Citation]) -> Telling:
    mentions = [citation.mention for citation in citations]
    if event.earliest is None or event.latest is None:
        raise ValueError("Only dated events are compared.")
    return Telling(
        key=event.pk,
        type=event.type_id,
        status=event.status,
        earliest=event.earliest,
        latest=event.latest,
        names=frozenset(name for mention in mentions for name in mention.names),
        sentences=tuple(dict.fromkeys(mention.quote for mention in mentions))[:SENTENCES],
        counts=frozenset((q.unit, q.value) for mention in mentions for q in mention.quantities.all()),
        is_doubtful=any(citation.reason.startswith(KEPT_APART) for citation in citations),
    )


def _pairs(tellings: Iterable[Telling], of: set[int] | None) -> Iterator[Pair]:
    """Events of one kind whose days are near, each with the next ones in time; with `of`, one at least is of these."""
    families: dict[str, list[Telling]] = defaultdict(list)
    for telling in tellings:
        families[telling.family].append(telling)
    for members in families.values():
        for number, one in enumerate(members):
            for other in members[number + 1 : number + 1 + NEIGHBOURS]:
                if other.earliest - one.latest > WITHIN:
                    break
                first, second = sorted((one.key, other.key))
                if of is None or first in of or second in of:
                    yield first, second


def sides_of(distinct: Distinct) -> tuple[Keys, Keys]:
    """The mentions that an editor told apart."""
    return {(a, p) for a, p in distinct.first}, {(a, p) for a, p in distinct.second}


def _told_apart(case: Case, pairs: Iterable[Pair], keys: Mapping[int, Keys]) -> set[Pair]:
    distincts = [sides_of(distinct) for distinct in Distinct.objects.filter(case=case)]
    return {(one, other) for one, other in pairs if any(_parts(keys[one], keys[other], sides) for sides in distincts)}


def _parts(one: Keys, other: Keys, sides: tuple[Keys, Keys]) -> bool:
    first, second = sides
    return bool((one & first and other & second) or (one & second and other & first))

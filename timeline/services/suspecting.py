"""Which events of a case may be one: suggestions for editors, made anew whenever the case is reconciled."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from django.db.models import F, Q

from articles.models import Case
from timeline.extraction.likely import Likely, Telling, likely
from timeline.models import LEFT, Citation, Distinct, Event, Likeness
from timeline.reconciliation import MentionKey, mention_key

SHORT = dt.timedelta(days=31)  # events with vaguer dates overlap with everything
NEIGHBOURS = 30  # events of a kind and time that each is compared with
SENTENCES = 5  # of each event that are compared
KEPT_APART = "Several events would fit"
DAY = dt.timedelta(days=1)

Pair = tuple[int, int]
Keys = set[MentionKey]


def refresh_likenesses(*, case: Case, events: Collection[int] | None, familiar: frozenset[str]) -> None:
    """Compare these events (None: all) with those of their kind and time, and keep what may be one. No two that an
    editor told from each other."""
    around = _around(case, events)
    kept = Likeness.objects.filter(case=case)
    if events is not None:
        kept = kept.filter(Q(first__in=events) | Q(second__in=events))
    tellings, keys = _tellings(around)
    distincts = [_sides(distinct) for distinct in Distinct.objects.filter(case=case)]
    found: dict[Pair, Likely] = {}
    for first, second in _pairs(tellings.values(), None if events is None else set(events)):
        match = likely(tellings[first], tellings[second], familiar)
        if match and not any(_are_told_apart(keys[first], keys[second], sides) for sides in distincts):
            found[first, second] = match
    _write(case, list(kept), found)


def _around(case: Case, events: Collection[int] | None) -> list[Event]:
    """These events and those whose days touch theirs; none that left the timeline, or that no day is known of."""
    dated = Event.objects.filter(case=case, earliest__isnull=False, latest__isnull=False).exclude(review__in=LEFT)
    dated = dated.filter(latest__lte=F("earliest") + SHORT)
    if events is not None:
        days = dated.filter(pk__in=events).values_list("earliest", "latest").distinct()
        near = Q(pk__in=[])
        for low, high in days:
            if low is None or high is None:
                continue
            near |= Q(earliest__gte=_moved(low, -SHORT), earliest__lte=_moved(high, DAY), latest__gte=_moved(low, -DAY))
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
    cited = cited.select_related("mention__run__version").defer("mention__run__version__text")
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
    """Events of one kind whose days touch, each with the next ones in time; with `of`, one at least is of these."""
    families: dict[str, list[Telling]] = defaultdict(list)
    for telling in tellings:
        families[telling.family].append(telling)
    for members in families.values():
        for number, one in enumerate(members):
            for other in members[number + 1 : number + 1 + NEIGHBOURS]:
                if other.earliest - one.latest > DAY:
                    break
                first, second = sorted((one.key, other.key))
                if of is None or first in of or second in of:
                    yield first, second


def _sides(distinct: Distinct) -> tuple[Keys, Keys]:
    return {(a, p) for a, p in distinct.first}, {(a, p) for a, p in distinct.second}


def _are_told_apart(
    one: set[MentionKey], other: set[MentionKey], sides: tuple[set[MentionKey], set[MentionKey]]
) -> bool:
    first, second = sides
    return bool((one & first and other & second) or (one & second and other & first))


def _write(case: Case, kept: list[Likeness], wanted: dict[Pair, Likely]) -> None:
    """Touch only what differs."""
    same = {
        (row.first_id, row.second_id)
        for row in kept
        if wanted.get((row.first_id, row.second_id)) == Likely(row.score, tuple(row.reasons))
    }
    Likeness.objects.filter(pk__in=[row.pk for row in kept if (row.first_id, row.second_id) not in same]).delete()
    Likeness.objects.bulk_create(
        [
            Likeness(case=case, first_id=pair[0], second_id=pair[1], reasons=list(match.reasons), score=match.score)
            for pair, match in wanted.items()
            if pair not in same
        ]
    )

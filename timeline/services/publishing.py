"""What the public sees of a case as a whole."""

from itertools import islice

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from articles.models import Case, Source
from timeline.models import Decision, Event, Review, Verb
from timeline.protecting import names_told, open_names
from timeline.services import permissions
from timeline.services.deciding import Draft, lock, record
from timeline.services.reviewing import approve_events
from timeline.services.searching import refresh_search
from timeline.services.turns import take_alone, take_cases

MOST = 25  # events that are approved by themselves at once
LOOKED_AT = 200  # events that are looked at for names while the case is held


@transaction.atomic
def publish_case(*, case: Case, by: User | None, reason: str = "") -> Decision | None:
    """Show the case, and the approved events in it, to the public. None where it is public already."""
    return _show(Verb.PUBLISH, case, by, reason, is_public=True)


@transaction.atomic
def unpublish_case(*, case: Case, by: User | None, reason: str = "") -> Decision | None:
    """Show the case to signed-in staff only."""
    return _show(Verb.UNPUBLISH, case, by, reason, is_public=False)


@transaction.atomic
def set_rights(*, source: Source, rights: str, by: User | None) -> None:
    """How much of an outlet's text the public may read; what it may not read, its search does not find either."""
    permissions.ask(by, permissions.RIGHTS)
    take_cases(Case.objects.filter(articles__source=source).values("pk"), by=None)  # whose faces are drawn anew
    take_alone()
    Source.objects.filter(pk=source.pk).update(rights=rights)
    cited = Event.objects.filter(citations__mention__run__version__article__source=source)
    refresh_search(events=Event.objects.filter(pk__in=cited.values("pk")))


@transaction.atomic
def publish_certain(*, case: Case, after: int = 0, most: int = MOST) -> int | None:
    """Approve what the case's settings let the program approve by itself: suggestions of that certainty on which nobody
    has decided anything yet, so that what an editor took back stays taken back. The first `most` after this key.

    Returns the key to go on after, None at the end: a run looks at what is held back once, however many its steps."""
    take_cases([case.pk], by=None)  # before it is asked what nobody has decided on
    certainty = Case.objects.filter(pk=case.pk).values_list("settings__publish_above", flat=True).first()
    if certainty is None:
        return None
    fit = Event.objects.filter(
        case=case, review=Review.SUGGESTED, edited=False, certainty__gte=certainty, decisions=None, pk__gt=after
    )
    keys, last = _telling_no_open_name(case, fit, most)
    why = f"By itself: its certainty reaches {certainty} per cent."
    if keys:
        approve_events(events=Event.objects.filter(pk__in=keys), by=None, reason=why)
    return last


def _telling_no_open_name(case: Case, fit: QuerySet[Event], most: int) -> tuple[list[int], int | None]:
    """The keys of the first `most`, and of the last that was looked at. Whoever may be a minor or a victim is named by
    nobody but a person who has looked."""
    events = iter(fit.order_by("pk").only("pk", "headline")[:LOOKED_AT])
    names = open_names(case)
    keys: list[int] = []
    last = None
    while len(keys) < most and (some := list(islice(events, most))):
        told = names_told(some, names)
        keys += [event.pk for event in some if event.pk not in told]
        last = some[-1].pk
    return (keys, last) if len(keys) <= most else (keys[:most], keys[most - 1])


def _show(verb: Verb, case: Case, by: User | None, reason: str, *, is_public: bool) -> Decision | None:
    lock(verb=verb, events=[], by=by)
    take_cases([case.pk], by=None)  # whoever takes a case from the public must not be put off
    locked = Case.objects.get(pk=case.pk)
    draft = Draft(verb, locked.pk, [], by, reason=reason)
    if locked.is_public != is_public:
        draft.set(locked, is_public=is_public)
    return next(iter(record([draft])), None)

"""The types of events that editors write, tried on a case's own text before they count."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from articles.characters import typed
from articles.days import writes_day_first
from articles.models import ArticleVersion, Case
from timeline import extraction
from timeline.extraction import OwnType
from timeline.extraction.own_types import problems
from timeline.extraction.types import Mention
from timeline.models import EventType
from timeline.services import permissions

WRITTEN = ("verbs", "nouns", "unless", "hushed")
TRIED = 60  # articles: what a person waits for; about a second
TRIED_TO_KEEP = 10
TOO_MUCH = 0.25  # of the sentences of a case: a type that is found so often says nothing
FEW = 40  # sentences; in fewer a share says nothing


@dataclass(slots=True)
class Trial:
    """What a type would change in a case: mentions that it would find, and those that it would lose or take over from
    another type. `too_much` says why it cannot be kept; "" where it can."""

    articles: int = 0
    gained: list[Mention] = field(default_factory=list)
    lost: list[Mention] = field(default_factory=list)
    too_much: str = ""


def own_types() -> tuple[OwnType, ...]:
    """What editors wrote, in the order of the slugs. One query."""
    written = Q()
    for name in WRITTEN:
        written |= ~Q(**{name: ""})
    return tuple(_own(row) for row in EventType.objects.filter(written).order_by("slug"))


def check_type(proposed: OwnType) -> None:
    """Raises ValidationError, by field, for phrases that cannot be read, and for a type that is found everywhere in one
    of the newest cases."""
    if found := problems(proposed):
        raise ValidationError({"verbs": found})
    for case in Case.objects.order_by("-pk")[:3]:
        if reason := try_type(case=case, proposed=proposed, articles=TRIED_TO_KEEP).too_much:
            raise ValidationError({"verbs": reason})


def try_type(*, case: Case, proposed: OwnType, articles: int = TRIED) -> Trial:
    """Read the newest articles of a case with the type and without its change. Writes nothing. ValidationError, by
    field, where the type cannot be read at all."""
    if found := problems(proposed):
        raise ValidationError({"verbs": found})
    now = own_types()
    then = (*(own for own in now if own.slug != proposed.slug), proposed)
    trial, sentences = Trial(), 0
    newest = ArticleVersion.objects.filter(article__cases=case).order_by("article_id", "-number").distinct("article_id")
    versions = ArticleVersion.objects.filter(pk__in=newest.values("pk")).select_related("article").order_by("-pk")
    for version in versions.prefetch_related("paragraphs")[:articles]:
        before, after = _read(version, now), _read(version, then)
        trial.articles += 1
        sentences += version.text.count(". ") + version.text.count("\n") + 1
        trial.gained += [mention for place, mention in after.items() if place not in before]
        trial.lost += [mention for place, mention in before.items() if place not in after]
    if sentences >= FEW and len(trial.gained) > TOO_MUCH * sentences:
        trial.too_much = (
            f"It would be found {len(trial.gained)} times in about {sentences} sentences of “{case.title}”: "
            "that says nothing. Add words that must stand beside it."
        )
    return trial


@transaction.atomic
def save_event_type(*, by: User | None, slug: str, **told: Any) -> EventType:
    """Add a type, or change one: name, icon, verbs, nouns, unless, hushed, those that are given. Articles that are read
    from now on know it; those of before are read again by a job. ValidationError, by field, where it does not fit."""
    permissions.ask(by, permissions.TYPES)
    if unknown := told.keys() - {"name", "icon", *WRITTEN}:
        raise TypeError(f"An event type has no {', '.join(sorted(unknown))}.")
    row = EventType.objects.select_for_update().filter(pk=slug).first() or EventType(slug=slug)
    for name, value in told.items():
        setattr(row, name, typed(value).strip())
    row.full_clean()
    check_type(_own(row))
    row.save()
    return row


def _own(row: EventType) -> OwnType:
    return OwnType(row.slug, row.name, row.icon, row.verbs, row.nouns, row.unless, row.hushed)


Place = tuple[str, int, int]


def _read(version: ArticleVersion, own: Sequence[OwnType]) -> dict[Place, Mention]:
    article = version.article
    found = extraction.extract(
        version.text,
        published=article.published,
        blocks=list(version.paragraphs.all()),
        title=version.title,
        language=article.language,
        own=tuple(own),
        day_first=writes_day_first(article.timezone),
    )
    return {(m.type, m.trigger.start, m.trigger.end): m for m in found.mentions}

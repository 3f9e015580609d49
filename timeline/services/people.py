"""Who a case tells of, and how much of them the public reads."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from articles.characters import one_line
from articles.models import Case
from timeline.models import Person, Policy, ReadName
from timeline.reader import withheld_in
from timeline.services import permissions
from timeline.services.searching import refresh_around
from timeline.services.turns import take_alone, take_cases
from timeline.withholding import Named, Withholding

TOLD = frozenset({"name", "aliases", "role", "policy"})


@transaction.atomic
def save_person(*, case: Case, by: User | None, person: Person | None = None, **told: Any) -> Person:
    """Add a person to a case, or change one: name, aliases (list), role, policy, those that are given. Pages follow at
    once, since they ask each time; what searches find is made anew here. Raises ValidationError, by field."""
    if unknown := told.keys() - TOLD:
        raise TypeError(f"A person has no {', '.join(sorted(unknown))}.")
    permissions.ask(by, permissions.PEOPLE)
    _lock(case)
    kept = Person.objects.select_for_update().get(pk=person.pk, case=case) if person else Person(case=case)
    return _keep(kept, told)


@transaction.atomic
def withhold_name(*, case: Case, name: str, by: User | None) -> Person:
    """Keep a name from the public. Any editor may: until a chief editor comes, it could be read. Showing it again is
    the chief editor's."""
    permissions.ask(by, permissions.REVIEW)
    _lock(case)
    known = Person.objects.select_for_update().filter(case=case, name=one_line(name)).first()
    return _keep(known or Person(case=case), {"name": name, "policy": Policy.WITHHELD})


@transaction.atomic
def read_name(*, case: Case, name: str, by: User | None) -> ReadName:
    """Let the public read a name that an article calls a minor's or a victim's: it is no hint any more."""
    permissions.ask(by, permissions.REVIEW)
    take_cases([case.pk], by=None)
    return ReadName.objects.get_or_create(case=case, name=one_line(name), defaults={"by": by})[0]


def check_role(person: Person) -> None:
    """The role stands for the name as it is, and so must hold neither it nor another that is withheld: else
    ValidationError, by field."""
    own = Withholding([Named(person.name, tuple(person.aliases))])
    others = withheld_in([person.case_id])
    if person.policy == Policy.ROLE and (own.cuts(person.role) or others.cuts(person.role)):
        raise ValidationError(
            {"role": "The public reads this in place of the name, and it holds a name that is withheld."}
        )


@transaction.atomic
def remove_person(*, person: Person, by: User | None) -> None:
    """Forget a person; a name that was withheld is read again."""
    permissions.ask(by, permissions.PEOPLE)
    case = person.case
    _lock(case)
    person.delete()
    refresh_around(case=case)


def _keep(kept: Person, told: dict[str, Any]) -> Person:
    for name, value in told.items():
        setattr(kept, name, _on_one_line(value))
    kept.aliases = [alias for alias in dict.fromkeys(kept.aliases) if alias and alias != kept.name]
    kept.full_clean()
    check_role(kept)
    kept.save()
    refresh_around(case=kept.case)
    return kept


def _lock(case: Case) -> None:
    """The case before the turn, as all verbs do. Nobody is put off who protects somebody's name."""
    take_cases([case.pk], by=None)
    take_alone()


def _on_one_line(value: Any) -> Any:
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, list):
        return [one_line(str(one)) for one in value]
    return value

"""Who reads, and what of a case's names is kept from them."""

import functools
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.text import slugify

from articles.models import Case, CaseArticle
from casetracker.addresses import address
from casetracker.replicas.router import rows_of
from timeline.models import Event, Person, Policy, sees_all
from timeline.withholding import OPEN, Named, Withholding, withholding

# In SQL, since every page asks it: the names of a case, and those that other cases withhold, if they share an article
# with it. What is kept back there must not be read here.
OF_CASE = """
    FROM timeline_person person WHERE case_id = {case} OR (policy <> 'name' AND EXISTS (
        SELECT FROM articles_casearticle theirs JOIN articles_casearticle ours USING (article_id)
        WHERE theirs.case_id = person.case_id AND ours.case_id = {case}))
"""
WITHHELD = f"SELECT name, aliases, role, policy {OF_CASE.format(case='ANY(%s)')} ORDER BY id"
# As a column beside those of the case: see `found_with`.
PEOPLE = f"(SELECT json_agg(json_build_array(name, aliases, role, policy) ORDER BY id)::text {OF_CASE})"
FOUND_WITH = "people_found_with"


@dataclass(frozen=True, slots=True)
class Reader:
    """Signed-in staff read every name; `public` is what is withheld from everybody else, and from what staff pass on:
    addresses and citations."""

    is_staff: bool
    public: Withholding = OPEN

    @property
    def names(self) -> Withholding:
        return OPEN if self.is_staff else self.public

    @property
    def reads_more(self) -> bool:
        """Whether names may stand before this visitor that the public does not read."""
        return self.is_staff and bool(self.public)

    def address(self, event: Event) -> str:
        """The permalink. Its slug is of the headline as the public reads it."""
        return _permalink(event.public_id, self.public.text(event.headline))


@functools.lru_cache(maxsize=4096)
def _permalink(public_id: str, headline: str) -> str:
    """Of an event with this headline, as the public reads it."""
    return address("event", public_id, slugify(headline)[:60].strip("-") or "event")


def reader_of(user: Any, cases: Iterable[Case]) -> Reader:
    """One query; none for a case that was found with its people."""
    found = list(cases)
    people = getattr(found[0], FOUND_WITH, None) if len(found) == 1 else None
    return Reader(sees_all(user), withheld_in([case.pk for case in found]) if people is None else _withheld(people))


def found_with(case: Case, people: str | None) -> Case:
    """The case, which was asked for together with PEOPLE."""
    setattr(case, FOUND_WITH, json.loads(people or "[]"))
    return case


def readers_of(user: Any, cases: Iterable[Case]) -> dict[int, Reader]:
    """By case, for a list of cases: a name that one withholds is another's common word, save where they share an
    article. Two queries."""
    by_case: dict[int, list[Named]] = {case.pk: [] for case in cases}
    hidden: dict[int, list[Named]] = defaultdict(list)
    for person in Person.objects.filter(Q(case__in=by_case) | ~Q(policy=Policy.NAME)).order_by("pk"):
        if person.case_id in by_case:
            by_case[person.case_id].append(_named(person))
        if person.policy != Policy.NAME:
            hidden[person.case_id].append(_named(person))
    beside = CaseArticle.objects.filter(case__in=by_case, article__cases__in=hidden).order_by()
    for pk, other in beside.values_list("case", "article__cases").distinct():
        by_case[pk] += hidden[other] if other != pk else []
    return {pk: Reader(sees_all(user), withholding(tuple(people))) for pk, people in by_case.items()}


def withheld_in(case_ids: Iterable[int]) -> Withholding:
    """Of these cases taken together. One query."""
    wanted = list(case_ids)
    return _withheld(rows_of(WITHHELD, [wanted, wanted]))


def _withheld(people: Iterable[Sequence[Any]]) -> Withholding:
    return withholding(tuple(Named(name, tuple(aliases), *rest) for name, aliases, *rest in people))


def _named(person: Person) -> Named:
    return Named(person.name, tuple(person.aliases), person.role, person.policy)

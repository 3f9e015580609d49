"""Who reads, and what of a case's names is kept from them."""

import functools
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.text import slugify

from articles.models import Case, CaseArticle
from casetracker.addresses import address
from casetracker.replicas.router import reading
from timeline.models import Event, Person, Policy, sees_all
from timeline.withholding import OPEN, Named, Withholding, withholding

# In SQL, since every page asks it.
WITHHELD = """
    SELECT name, aliases, role, policy FROM timeline_person person
    WHERE case_id = ANY(%s) OR (policy <> 'name' AND EXISTS (
        SELECT FROM articles_casearticle theirs JOIN articles_casearticle ours USING (article_id)
        WHERE theirs.case_id = person.case_id AND ours.case_id = ANY(%s)))
    ORDER BY id
"""


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
        return address("event", event.public_id, _slug(self.public.text(event.headline)))


@functools.lru_cache(maxsize=4096)
def _slug(headline: str) -> str:
    """Of the headline as the public reads it."""
    return slugify(headline)[:60].strip("-") or "event"


def reader_of(user: Any, cases: Iterable[Case]) -> Reader:
    """One query."""
    return Reader(sees_all(user), withheld_in([case.pk for case in cases]))


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
    """The names of these cases; and those that other cases withhold, if they share an article with one of these: what
    is kept back there must not be read here. One query."""
    wanted = list(case_ids)
    with reading().cursor() as cursor:
        cursor.execute(WITHHELD, [wanted, wanted])
        return withholding(tuple(Named(name, tuple(aliases), *rest) for name, aliases, *rest in cursor.fetchall()))


def _named(person: Person) -> Named:
    return Named(person.name, tuple(person.aliases), person.role, person.policy)

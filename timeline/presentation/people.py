"""Who is named in the reports of an event, as this reader may know them."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from timeline.models import Event, Policy
from timeline.queries import Evidence, shows_text
from timeline.reader import Reader
from timeline.withholding import Named


@dataclass(frozen=True, slots=True)
class PersonNote:
    """`policy` tells staff how the public reads the name; "" where it reads it in full, and for the public."""

    name: str
    role: str
    policy: str


def people_told(event: Event, reports: Iterable[Evidence], reader: Reader) -> tuple[PersonNote, ...]:
    """Those of the case's people whom the headline or a quote that is shown here names. Whom the public must not know
    at all it does not find here."""
    shown = (report.quote for report in reports if shows_text(report.rights, staff=reader.is_staff))
    found = named_in([event.headline, *shown], reader.public.people)
    notes = [_note(person, reader) for person in found if reader.is_staff or person.policy != Policy.WITHHELD]
    return tuple(dict.fromkeys(notes))


def named_in(texts: Sequence[str], people: Sequence[Named]) -> list[Named]:
    """Those of these whom one of the texts names: in full or by an alias, whatever stands between the words and however
    they are written; or by a surname that nobody else of them has, just as it is written ("May" is a name, "may" is
    none). Faces are drawn by the same rule (migrations/sql/names.sql)."""
    surnames = Counter(_surname(person).casefold() for person in people)
    plain = "\n".join(map(_plain, texts))
    return [
        person
        for person in people
        if any(_plain(spelling) in plain for spelling in person.spellings)
        or (surnames[_surname(person).casefold()] == 1 and _holds(texts, _surname(person)))
    ]


def _surname(person: Named) -> str:
    return person.name.split()[-1]


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """Its words between single spaces."""
    return " ".join(["", *re.findall(r"[^\W_]+", text.lower()), ""])


def _holds(texts: Iterable[str], word: str) -> bool:
    whole = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
    return any(whole.search(text) for text in texts)


def _note(person: Named, reader: Reader) -> PersonNote:
    if reader.is_staff:
        policy = "" if person.policy == Policy.NAME else str(Policy(person.policy).label)
        return PersonNote(person.name, person.role, policy)
    if person.policy == Policy.ROLE:
        return PersonNote(person.role, "", "")
    return PersonNote(reader.names.text(person.name), reader.names.text(person.role), "")

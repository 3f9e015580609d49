"""Who is named in the reports of an event, as this reader may know them."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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
    words = "\n".join([event.headline, *shown])
    found = named_in(words, reader.public.people)
    notes = [_note(person, reader) for person in found if reader.is_staff or person.policy != Policy.WITHHELD]
    return tuple(dict.fromkeys(notes))


def named_in(words: str, people: Sequence[Named]) -> list[Named]:
    """Those of these whom the words name: in full, by an alias, or by a surname that nobody else of them has."""
    surnames = Counter(person.name.split()[-1].casefold() for person in people)
    return [person for person in people if _is_named(person, words, surnames)]


def _is_named(person: Named, words: str, surnames: Counter[str]) -> bool:
    surname = person.name.split()[-1]
    names = [person.name, *person.aliases, *([surname] if surnames[surname.casefold()] == 1 else [])]
    either = "|".join(re.escape(name) for name in names if name.strip())
    return re.search(rf"(?<!\w)(?:{either})(?!\w)", words) is not None


def _note(person: Named, reader: Reader) -> PersonNote:
    if reader.is_staff:
        policy = "" if person.policy == Policy.NAME else str(Policy(person.policy).label)
        return PersonNote(person.name, person.role, policy)
    if person.policy == Policy.ROLE:
        return PersonNote(person.role, "", "")
    return PersonNote(reader.names.text(person.name), reader.names.text(person.role), "")

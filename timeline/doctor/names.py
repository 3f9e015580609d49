"""Names that the public must not read: looked for where the public reads."""

from collections.abc import Iterator

from articles.models import Case
from timeline.doctor.base import Broken, Check, rows
from timeline.doctor.read_side import HUSHED, draw_anew
from timeline.exports import EVERYTHING, written
from timeline.reader import withheld_in


def shown() -> Iterator[Broken]:
    """Withheld names in what the public is given of a case: its address, and the export, which holds what pages do."""
    for (case_id,) in list(rows(f"SELECT case_id FROM ({HUSHED}) AS hushed ORDER BY 1")):
        names, case = withheld_in([case_id]), Case.objects.get(pk=case_id)
        if not case.is_public:
            continue
        if not names.url(case.slug.replace("-", " ")):
            yield case_id, f"case {case_id}: its address holds a withheld name"
        for piece in written(case, EVERYTHING, "json"):
            if names.cuts(piece):
                yield case_id, f"case {case_id}, in its export: {names.text(piece)[:160].strip()}"


CHECKS = (
    Check(
        "withheld-people-are-no-filter",
        "No face of the public's names a person who is withheld.",
        "manage.py doctor --fix draws them anew.",
        """SELECT f.event_id, format('event %s', f.event_id) FROM timeline_eventface f
           JOIN timeline_person p ON p.id = ANY(f.people) AND p.policy <> 'name' WHERE f.public""",
        draw_anew,
    ),
    Check(
        "withheld-names-are-not-shown",
        "No withheld name stands in what the public reads of a case.",
        "Take the case offline, then change its address or the event that is named.",
        shown,
    ),
)

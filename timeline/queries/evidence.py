"""The reports that events rest on, each with all that pages and exports tell of it."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from casetracker.replicas.router import array, rows_of
from timeline.disputes import Said, differing
from timeline.models import Event, Quantity, sees_all

# A citation, and what it cites.
CITED = """
    FROM timeline_citation c
    JOIN timeline_mention m ON m.id = c.mention_id
    JOIN articles_paragraph p ON p.id = m.paragraph_id
    JOIN articles_articleversion v ON v.id = p.version_id
    JOIN articles_article a ON a.id = v.article_id
    JOIN articles_source s ON s.id = a.source_id
"""
# In SQL, since building the query and six models for each row cost a page more than all that it shows. The columns
# stand in the order of Evidence.
EVIDENCE = f"""
    SELECT c.event_id, c.case_id, c.accepted,
        ARRAY(SELECT ARRAY[field, value] FROM timeline_claim WHERE citation_id = c.id AND disputed ORDER BY field, id),
        m.id, m.quote, m.sentence_start, m.sentence_end, m.trigger_start, m.trigger_end, m.timex_start, m.timex_end,
        m.timex, m.edtf, m.candidates, m.explanation,
        p.id, p.number, p.start, p.text,
        v.number, (SELECT max(number) FROM articles_articleversion WHERE article_id = a.id), v.created_at, v.title,
        a.id, a.title, a.published, a.language, a.url, a.archived_url, a.archived_at, a.link_dead_since,
        s.name, s.rights
    {CITED}
    WHERE c.event_id {{}} AND (%s OR c.accepted)
    ORDER BY a.published, a.id, p.number, m.trigger_start
"""  # noqa: S608 -- put together from the constants of this module; every value is a parameter
# Of one event, in words for which PostgreSQL keeps a plan: of a list it cannot tell how long the next will be.
OF_ONE, OF_SEVERAL = EVIDENCE.format("= %s"), EVIDENCE.format("= ANY(%s)")


class Evidence(NamedTuple):
    """A citation with its mention, paragraph, version, article and outlet. `claims` are the field and value of those
    that are disputed; `number` and `start` are the paragraph's, `version` and `newest` numbers of versions; `came` is
    when the version came to us."""

    event_id: int
    case_id: int
    accepted: bool
    claims: list[list[str]]
    mention_id: int
    quote: str
    sentence_start: int
    sentence_end: int
    trigger_start: int
    trigger_end: int
    timex_start: int | None
    timex_end: int | None
    timex: str
    edtf: str
    candidates: list[str]
    explanation: str
    paragraph_id: int
    number: int
    start: int
    text: str
    version: int
    newest: int
    came: dt.datetime
    version_title: str
    article_id: int
    article_title: str
    published: dt.date
    language: str
    url: str
    archived_url: str
    archived_at: dt.date | None
    link_dead_since: dt.date | None
    outlet: str
    rights: str


def evidence(events: Iterable[Event], user: Any) -> dict[int, list[Evidence]]:
    """By event: what this visitor sees of its citations, from the oldest report to the newest. One query."""
    by_event: dict[int, list[Evidence]] = {}
    keys = [event.pk for event in events]
    sql, which = (OF_ONE, keys[0]) if len(keys) == 1 else (OF_SEVERAL, array(keys))
    for row in rows_of(sql, [which, sees_all(user)]):
        found = Evidence(*row)
        by_event.setdefault(found.event_id, []).append(found)
    return by_event


def disputed(reports: Iterable[Evidence]) -> list[tuple[Evidence, Said]]:
    """The differing claims of one event's reports, in order."""
    pairs = [(report, Said(report.article_id, *claim)) for report in reports for claim in report.claims]
    found = differing(said for _, said in pairs)
    return [(report, said) for report, said in pairs if said in found]


def quantities(mentions: Iterable[int]) -> dict[int, list[tuple[Decimal, str, str]]]:
    """By mention: the value, unit and qualifier of what it counts, in the order of the text. One query."""
    rows = Quantity.objects.filter(mention__in=list(mentions)).order_by("mention_id", "start")
    found: dict[int, list[tuple[Decimal, str, str]]] = {}
    for pk, value, unit, qualifier in rows.values_list("mention_id", "value", "unit", "qualifier"):
        found.setdefault(pk, []).append((value, unit, qualifier))
    return found

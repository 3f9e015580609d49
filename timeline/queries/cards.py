"""What stands on a closed card besides the event itself: the date words of its source, and who is named."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from articles.models import Rights
from casetracker.replicas.router import array, rows_of
from timeline.models import Event, sees_all

# Of the reports that give the event's own date, the oldest: whose words an editor overruled, or who differs, is told of
# where the card is open. An outlet that gives a link only lends no words.
BESIDE = """
    SELECT * FROM (
        SELECT DISTINCT ON (c.event_id) c.event_id, m.timex, a.language, a.published
        FROM timeline_citation c
        JOIN timeline_event e ON e.id = c.event_id
        JOIN timeline_mention m ON m.id = c.mention_id AND m.timex <> '' AND m.edtf = e.edtf
        JOIN articles_paragraph p ON p.id = m.paragraph_id
        JOIN articles_articleversion v ON v.id = p.version_id
        JOIN articles_article a ON a.id = v.article_id
        JOIN articles_source s ON s.id = a.source_id
        WHERE c.event_id = ANY(%(keys)s) AND m.edtf <> '' AND (%(staff)s OR c.accepted AND s.rights <> %(link)s)
        ORDER BY c.event_id, a.published, c.id
    ) AS dated
    UNION ALL
    SELECT * FROM (
        SELECT f.event_id, n.name, NULL, NULL::date FROM timeline_eventface f
        JOIN timeline_person n ON n.id = ANY(f.people)
        WHERE f.event_id = ANY(%(keys)s) AND f.public <> %(staff)s ORDER BY f.event_id, array_position(f.people, n.id)
    ) AS named
"""


class Beside(NamedTuple):
    """`words` ("Wednesday") in their language, from an article published that day; "" where no source has any."""

    words: str = ""
    language: str = ""
    published: dt.date | None = None
    people: tuple[str, ...] = ()


def beside(events: Sequence[Event], user: object) -> dict[int, Beside]:
    """By event, where there is anything; names are as they are kept, to be read through the reader's. One query."""
    if not events:
        return {}
    keys, staff = [event.pk for event in events], sees_all(user)
    found: dict[int, Beside] = {}
    rows = rows_of(BESIDE, {"keys": array(keys), "staff": staff, "link": Rights.LINK})
    for pk, text, language, published in rows:
        if published is not None:
            found[pk] = Beside(text, language, published)
        else:
            was = found.get(pk) or Beside()
            found[pk] = Beside(was.words, was.language, was.published, (*was.people, text))
    return found

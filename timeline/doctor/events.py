"""Events: their days, their ids and the addresses that lead to them."""

from collections.abc import Iterator

from timeline.doctor.base import Broken, Check, rows
from timeline.extraction import edtf

DATED = {"event": "timeline_event", "mention": "timeline_mention"}

# Each redirect, and where one after the other leads: an event that was merged is sent on by the redirect of its own id.
REDIRECTS = """
    WITH RECURSIVE way AS (
        SELECT r.id AS first, r.public_id, r.event_id FROM timeline_redirect r
        UNION ALL
        SELECT way.first, next.public_id, next.event_id
        FROM way JOIN timeline_event e ON e.id = way.event_id AND e.review = 'merged'
        JOIN timeline_redirect next ON next.public_id = e.public_id
    ) CYCLE public_id SET is_loop USING path
    SELECT r.id, format('redirect of %s %s', r.public_id,
        CASE WHEN told.loops THEN 'runs in a circle' ELSE 'leads to no event' END)
    FROM timeline_redirect r
    JOIN (
        SELECT way.first, bool_or(way.is_loop) AS loops, bool_or(e.id IS NOT NULL AND e.review <> 'merged') AS arrives
        FROM way LEFT JOIN timeline_event e ON e.id = way.event_id GROUP BY way.first
    ) told ON told.first = r.id
    WHERE told.loops OR NOT told.arrives
    UNION ALL
    SELECT e.id, format('event %s (%s) was merged, and nothing says into which', e.id, e.public_id)
    FROM timeline_event e
    WHERE e.review = 'merged' AND NOT EXISTS (SELECT FROM timeline_redirect r WHERE r.public_id = e.public_id)
"""
USED_TWICE = """
    SELECT min(e.id), format('the id %s is that of %s events', e.public_id, count(*))
    FROM timeline_event e GROUP BY e.public_id HAVING count(*) > 1
    UNION ALL
    SELECT min(r.id), format('the id %s has %s redirects', r.public_id, count(*))
    FROM timeline_redirect r GROUP BY r.public_id HAVING count(*) > 1
    UNION ALL
    SELECT e.id, format('the id %s of event %s is redirected to event %s', e.public_id, e.id, r.event_id)
    FROM timeline_redirect r JOIN timeline_event e ON e.public_id = r.public_id AND e.review <> 'merged'
    UNION ALL
    SELECT e.id, format('the id %s of event %s was that of event %s', e.public_id, e.id, h.pgh_obj_id)
    FROM timeline_event e JOIN timeline_eventhistory h ON h.public_id = e.public_id AND h.pgh_obj_id <> e.id
"""


def wrong_days() -> Iterator[Broken]:
    """What says other days than its EDTF allows. Of equal dates one is read for all."""
    for name, table in DATED.items():
        asked = f"SELECT edtf, earliest, latest, min(id), count(*) FROM {table} WHERE edtf <> '' GROUP BY 1, 2, 3"
        for text, earliest, latest, key, count in rows(asked):
            try:
                fits = edtf.days(text) == (earliest, latest)
            except ValueError:
                fits = False
            if not fits:
                yield key, f"{count} × {name}: {text!r} is not {earliest} to {latest} (the first is {name} {key})"


CHECKS = (
    Check(
        "days-in-order",
        "No event and no mention ends before it starts.",
        "Correct the date of the event at the desk; delete the mention's run and read the article again.",
        """SELECT id, format('event %s', id) FROM timeline_event WHERE earliest > latest
           UNION ALL SELECT id, format('mention %s', id) FROM timeline_mention WHERE earliest > latest""",
    ),
    Check(
        "days-follow-from-the-date",
        "Earliest and latest are the days that the EDTF allows.",
        "Set the date of the event anew at the desk; delete the mention's run and read the article again.",
        wrong_days,
    ),
    Check(
        "redirects-arrive",
        "The old address of a merged event leads to an event that is there, and to one in the end.",
        "Undo the merge in the activity of its case, and merge again.",
        REDIRECTS,
    ),
    Check(
        "ids-are-used-once",
        "An id is that of one event for good.",
        "Restore the events from a backup: one of them was written by hand.",
        USED_TWICE,
    ),
)

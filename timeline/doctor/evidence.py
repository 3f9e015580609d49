"""From the event back to the very words: the chain that everything here is for."""

from timeline.doctor.base import Check

OF_VERSION = """
    FROM timeline_mention m
    JOIN timeline_extractionrun r ON r.id = m.run_id
    JOIN articles_articleversion v ON v.id = r.version_id
"""
WORDS = "left(btrim(regexp_replace({}, '\\s+', ' ', 'g')), 200)"  # as `services.extracting` stores them


def stands(words: str, start: str, end: str) -> str:
    """That words stand there, as they are or on one line."""
    there = f"substr(v.text, {start} + 1, greatest({end} - {start}, 0))"
    return f"({there} = {words} OR {WORDS.format(there)} = {WORDS.format(words)})"


CHECKS = (
    Check(
        "event-is-cited",
        "Each event but one that was merged into another has a citation.",
        "Look at its history in the admin: undo the decision that took its reports, or reject it.",
        """SELECT e.id, format('event %s (%s, %s)', e.id, e.public_id, e.review) FROM timeline_event e
           WHERE e.review <> 'merged' AND NOT EXISTS (SELECT FROM timeline_citation c WHERE c.event_id = e.id)""",
    ),
    Check(
        "public-event-shows-its-source",
        "An approved event has a citation that an editor accepted.",
        "Open it at the desk: accept a report, or return the event to the queue.",
        """SELECT e.id, format('event %s (%s)', e.id, e.public_id) FROM timeline_event e
           WHERE e.review = 'approved'
               AND NOT EXISTS (SELECT FROM timeline_citation c WHERE c.event_id = e.id AND c.accepted)""",
    ),
    Check(
        "quote-stands-in-its-text",
        "A quote stands at [start, end) of the article's version.",
        "Restore the mention from a backup, or delete its run and read the article again (manage.py read_again).",
        f"""SELECT m.id, format('mention %s of version %s of article %s', m.id, v.number, v.article_id) {OF_VERSION}
            WHERE substr(v.text, m.sentence_start + 1, greatest(m.sentence_end - m.sentence_start, 0)) <> m.quote""",
    ),
    Check(
        "trigger-and-date-stand-in-the-text",
        "The words of the event and of its date stand where the mention says.",
        "Restore the mention from a backup, or delete its run and read the article again (manage.py read_again).",
        f"""SELECT m.id, format('mention %s of version %s of article %s', m.id, v.number, v.article_id) {OF_VERSION}
            WHERE NOT {stands("m.trigger", "m.trigger_start", "m.trigger_end")}
               OR (m.timex_start IS NOT NULL AND NOT {stands("m.timex", "m.timex_start", "m.timex_end")})""",
    ),
    Check(
        "mention-lies-in-its-sentence",
        "The trigger and the counts of a mention lie in its sentence, and that in its paragraph of the same version.",
        "Delete the mention's run and read the article again (manage.py read_again).",
        """SELECT m.id, format('mention %s of paragraph %s', m.id, p.id)
           FROM timeline_mention m
           JOIN timeline_extractionrun r ON r.id = m.run_id
           JOIN articles_paragraph p ON p.id = m.paragraph_id
           WHERE p.version_id <> r.version_id OR m.sentence_start < p.start OR m.sentence_end > p."end"
              OR m.trigger_start < m.sentence_start OR m.trigger_end > m.sentence_end
              OR m.trigger_start >= m.trigger_end
              OR EXISTS (SELECT FROM timeline_quantity q WHERE q.mention_id = m.id
                         AND (q.start < m.sentence_start OR q."end" > m.sentence_end))""",
    ),
    Check(
        "citation-is-of-its-case",
        "A citation is of the case of its event, and cites an article of that case.",
        "Put the article back into the case, or restore the citation from a backup.",
        """SELECT c.id, format('citation %s of event %s', c.id, c.event_id)
           FROM timeline_citation c
           LEFT JOIN timeline_event e ON e.id = c.event_id
           LEFT JOIN timeline_mention m ON m.id = c.mention_id
           LEFT JOIN articles_paragraph p ON p.id = m.paragraph_id
           LEFT JOIN articles_articleversion v ON v.id = p.version_id
           LEFT JOIN articles_casearticle k ON k.case_id = c.case_id AND k.article_id = v.article_id
           WHERE e.case_id IS DISTINCT FROM c.case_id OR k.id IS NULL""",
    ),
)

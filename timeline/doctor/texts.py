"""Articles: each is whole, and what stands in its paragraphs stands in its text."""

from collections.abc import Sequence

from django.db import connection

from timeline.doctor.base import Check

# What Python counts as space and may stand between two paragraphs.
SPACES = (
    r"E' \t\n\x0B\f\r\x1C\x1D\x1E\x1F\u0085\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
    r"\u2007\u2008\u2009\u200A\u2028\u2029\u202F\u205F\u3000'"
)
NOT_COVERED = f"""
    SELECT v.id, format('version %s of article %s', v.number, v.article_id)
    FROM articles_articleversion v
    JOIN (
        SELECT p.version_id, count(*) AS n, max(p.number) AS last, max(p."end") AS upto,
            bool_or(p.start < p.before) AS overlap,
            bool_or(btrim(substr(w.text, p.before + 1, greatest(p.start - p.before, 0)), {SPACES}) <> '') AS left_out
        FROM (SELECT version_id, number, start, "end",
                  coalesce(lag("end") OVER (PARTITION BY version_id ORDER BY number), 0) AS before
              FROM articles_paragraph) p
        JOIN articles_articleversion w ON w.id = p.version_id
        GROUP BY p.version_id
    ) told ON told.version_id = v.id
    WHERE n <> last OR overlap OR left_out OR btrim(substr(v.text, upto + 1), {SPACES}) <> ''
"""


def tell_of_links(keys: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE articles_article a SET link_dead_since = (
                   SELECT (l.failing_since AT TIME ZONE 'UTC')::date FROM articles_link l
                   WHERE l.article_id = a.id AND l.answers = 'dead')
               WHERE a.id = ANY(%s)""",
            [list(keys)],
        )


CHECKS = (
    Check(
        "article-has-a-text",
        "Each article has a version.",
        "Delete the article in the admin and import it again.",
        """SELECT a.id, format('article %s', a.id) FROM articles_article a
           WHERE NOT EXISTS (SELECT FROM articles_articleversion v WHERE v.article_id = a.id)""",
    ),
    Check(
        "dead-links-were-looked-at",
        "Readers are told that an address is dead where it was found dead, and nowhere else.",
        "manage.py doctor --fix: what was found last is what readers are told.",
        """SELECT a.id, format('article %s', a.id) FROM articles_article a
           LEFT JOIN articles_link l ON l.article_id = a.id AND l.answers = 'dead'
           WHERE a.link_dead_since IS DISTINCT FROM (l.failing_since AT TIME ZONE 'UTC')::date""",
        tell_of_links,
    ),
    Check(
        "version-has-its-words",
        "The hash of a version is that of its text.",
        "The text was changed behind the program's back: restore a backup, and ask who can write to the database.",
        """SELECT v.id, format('version %s of article %s', v.number, v.article_id) FROM articles_articleversion v
           WHERE v.sha256 <> encode(sha256(convert_to(v.text, 'UTF8')), 'hex')""",
    ),
    Check(
        "version-has-paragraphs",
        "Each version of an article has paragraphs.",
        "Restore it from a backup; where nothing cites it, delete the article and import it again.",
        """SELECT v.id, format('version %s of article %s', v.number, v.article_id) FROM articles_articleversion v
           WHERE NOT EXISTS (SELECT FROM articles_paragraph p WHERE p.version_id = v.id)""",
    ),
    Check(
        "paragraph-stands-in-its-text",
        "A paragraph's words stand at [start, end) of its version.",
        "Restore the paragraph from a backup: what cites it can no longer be checked against the text.",
        """SELECT p.id, format('paragraph %s of version %s of article %s', p.number, v.number, v.article_id)
           FROM articles_paragraph p JOIN articles_articleversion v ON v.id = p.version_id
           WHERE substr(v.text, p.start + 1, greatest(p."end" - p.start, 0)) <> p.text""",
    ),
    Check(
        "paragraphs-tile-the-text",
        "The paragraphs of a version are numbered from 1, do not overlap and leave out nothing but space.",
        "Restore the version's paragraphs from a backup.",
        NOT_COVERED,
    ),
)

"""Counts for the cases that are there, words bound to them, and the indexes that lists find both by; a part at a time,
while others read and write."""

import django.db.models.functions.comparison
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce

import datetime as dt

BATCH = 5000  # events
ARTICLES = """
    UPDATE timeline_eventface face SET articles = told.articles FROM (
        SELECT of.id, array_agg(DISTINCT v.article_id) AS articles FROM timeline_eventface of
        JOIN timeline_citation c ON c.event_id = of.event_id AND (c.accepted OR NOT of.public)
        JOIN timeline_mention m ON m.id = c.mention_id
        JOIN articles_paragraph p ON p.id = m.paragraph_id
        JOIN articles_articleversion v ON v.id = p.version_id
        WHERE of.event_id BETWEEN %s AND %s GROUP BY of.id
    ) AS told WHERE told.id = face.id AND face.articles <> told.articles
"""
WORDS = "UPDATE timeline_eventsearch SET words = words WHERE event_id BETWEEN %s AND %s"


def fill(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT min(id), max(id) FROM timeline_event")
        least, greatest = cursor.fetchone()
        for first in range(least, greatest + 1, BATCH) if least is not None else ():
            cursor.execute(ARTICLES, [first, first + BATCH - 1])
            cursor.execute(WORDS, [first, first + BATCH - 1])
        cursor.execute("SELECT id FROM articles_case ORDER BY id")
        for (case_id,) in cursor.fetchall():
            cursor.execute("SELECT timeline_recount(%s)", [case_id])


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("timeline", "0026_counts_in_step")]
    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        AddIndexConcurrently(
            "eventface",
            GinIndex(
                Func(F("case"), F("public"), F("outlets"), F("people"), function="timeline_tokens"),
                name="face_tokens",
            ),
        ),
        AddIndexConcurrently(
            "eventface", models.Index("case", "public", Coalesce("latest", "earliest"), name="face_until")
        ),
        AddIndexConcurrently(
            "eventface",
            models.Index(
                "case",
                "public",
                Coalesce("latest", Value(dt.date.max)),
                "earliest",
                name="face_reaching",
                condition=Q(latest__gt=F("earliest") + 31) | Q(latest=None, earliest__isnull=False),
            ),
        ),
        RemoveIndexConcurrently("eventface", "face_spanning"),
        AddIndexConcurrently("event", models.Index("case", "review", "updated_at", name="event_by_review_and_change")),
        RemoveIndexConcurrently("event", "event_by_review"),
    ]

"""Entries for the events that wait already; a case at a time, which no decision and no import changes meanwhile."""

from django.db import migrations, transaction

HELD = "SELECT id FROM articles_case WHERE id = %s FOR NO KEY UPDATE"
FILL = "SELECT timeline_draw_queue(array_agg(id)) FROM timeline_event WHERE case_id = %s"


def fill(apps, schema_editor):
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM articles_case ORDER BY id")
        for (case_id,) in cursor.fetchall():
            with transaction.atomic(connection.alias):
                cursor.execute(HELD, [case_id])
                cursor.execute(FILL, [case_id])


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("timeline", "0037_queue")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

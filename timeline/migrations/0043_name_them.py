"""Faces of the cases that have people, drawn anew; a case at a time, which no decision and no import changes meanwhile."""

from django.db import migrations, transaction

CASES = "SELECT DISTINCT case_id FROM timeline_person ORDER BY 1"
HELD = "SELECT id FROM articles_case WHERE id = %s FOR NO KEY UPDATE"
DRAW = "SELECT timeline_draw_faces(array_agg(id)) FROM timeline_event WHERE case_id = %s"


def draw(apps, schema_editor):
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        cursor.execute(CASES)
        for (case_id,) in cursor.fetchall():
            with transaction.atomic(connection.alias):
                cursor.execute(HELD, [case_id])
                cursor.execute(DRAW, [case_id])


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("timeline", "0042_who_is_named")]
    operations = [migrations.RunPython(draw, migrations.RunPython.noop)]

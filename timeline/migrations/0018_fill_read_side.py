"""Faces for the events that are there; on its own, since the indexes of a table are made at the end of its migration."""

from django.db import migrations

FILL = "SELECT timeline_draw_faces(array_agg(id)) FROM timeline_event"


class Migration(migrations.Migration):
    dependencies = [("timeline", "0017_read_side")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]

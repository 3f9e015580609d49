"""The faces of an event are found by what keeps them unique: the index of their foreign key held the same again."""

from django.db import migrations, models
from django.db.models.deletion import CASCADE

INDEX = "timeline_eventface_event_id_fd9096c2"


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("timeline", "0039_faces_across_cases")]
    operations = [
        migrations.SeparateDatabaseAndState(
            [
                migrations.RunSQL(
                    f"DROP INDEX CONCURRENTLY {INDEX}",
                    f"CREATE INDEX CONCURRENTLY {INDEX} ON timeline_eventface (event_id)",
                )
            ],
            [
                migrations.AlterField(
                    "eventface",
                    "event",
                    models.ForeignKey("timeline.event", CASCADE, related_name="faces", db_index=False),
                )
            ],
        )
    ]

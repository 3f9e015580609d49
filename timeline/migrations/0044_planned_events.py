"""What was planned for a day that is over is counted in an index of its own."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("timeline", "0043_name_them")]
    operations = [
        AddIndexConcurrently(
            "event",
            models.Index("case", "latest", name="event_planned", condition=Q(status="planned")),
        ),
    ]

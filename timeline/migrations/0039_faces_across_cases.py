"""The search across cases lists faces, too."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("timeline", "0038_fill_queue")]
    operations = [
        AddIndexConcurrently(
            "eventface",
            models.Index(fields=["public", "earliest", "latest", "ordinal", "event"], name="face_across_cases"),
        ),
        RemoveIndexConcurrently("event", "event_across_cases"),
    ]

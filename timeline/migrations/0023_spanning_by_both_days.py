"""What reaches into a period is found by both of its days, without reading what began later."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("timeline", "0022_one_face")]
    operations = [
        migrations.RemoveIndex("eventface", "face_spanning"),
        migrations.AddIndex(
            "eventface",
            models.Index(
                F("case"),
                F("public"),
                F("latest"),
                F("earliest"),
                name="face_spanning",
                condition=Q(latest__gt=F("earliest") + 31),
            ),
        ),
    ]

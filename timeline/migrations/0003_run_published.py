import datetime

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("timeline", "0002_citation_case")]
    operations = [
        migrations.RemoveConstraint("extractionrun", "run_once_per_version_and_extractor"),
        migrations.AddField(
            "extractionrun",
            "published",
            models.DateField(
                default=datetime.date.min, help_text="The day of publication that relative dates were counted from."
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            "extractionrun",
            models.UniqueConstraint("version", "extractor", "published", name="run_once_per_version_extractor_and_day"),
        ),
    ]

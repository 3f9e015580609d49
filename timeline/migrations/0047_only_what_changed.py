"""Writing a report costs what it changes: what counts nothing, and what stands on no face, is planned and drawn no more."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("sql")


class Migration(migrations.Migration):
    dependencies = [("timeline", "0046_a_person_touches_few")]
    operations = [
        migrations.RunSQL((SQL / "only_what_changed.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]

"""How many articles a case has is kept in step, as all that stands at its head: counting them read a row for each."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("sql")


class Migration(migrations.Migration):
    dependencies = [("timeline", "0044_planned_events")]
    operations = [
        migrations.RunSQL((SQL / "articles.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]

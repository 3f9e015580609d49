"""Faces, pages and the API name the same people: in full, by an alias, or by a surname that nobody else of the case has."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("sql")


class Migration(migrations.Migration):
    dependencies = [("timeline", "0041_public_since_the_statement")]
    operations = [
        migrations.RunSQL((SQL / "names.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]

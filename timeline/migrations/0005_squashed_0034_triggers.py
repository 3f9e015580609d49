"""What the database itself sees to: revisions and ids of events, faces, counts, words, and who is told of changes."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("sql")


class Migration(migrations.Migration):
    replaces = [
        ("timeline", "0008_revisions"),
        ("timeline", "0014_tell_of_changes"),
        ("timeline", "0019_ids_are_never_used_again"),
        ("timeline", "0026_counts_in_step"),
    ]
    dependencies = [("timeline", "0004_faces")]
    operations = [
        migrations.RunSQL((SQL / f"{name}.sql").read_text(encoding="utf-8"))
        for name in ("events", "faces", "counts", "search", "changes_told", "watched")
    ]

"""Who added a version. The account may go; what was published may still not change."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

NARROW = """
    DROP TRIGGER articleversion_immutable ON articles_articleversion;
    CREATE TRIGGER articleversion_immutable
        BEFORE UPDATE OF article_id, number, title, text, sha256, created_at ON articles_articleversion
        FOR EACH ROW EXECUTE FUNCTION articles_refuse_change();
"""
WIDE = """
    DROP TRIGGER articleversion_immutable ON articles_articleversion;
    CREATE TRIGGER articleversion_immutable BEFORE UPDATE ON articles_articleversion
        FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION articles_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("articles", "0002_immutable_text"),
    ]
    operations = [
        migrations.AddField(
            "articleversion",
            "added_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunSQL(NARROW, WIDE),
    ]

"""What readers of a case learn of last, without reading all of it."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("timeline", "0024_days_of_any_year")]
    operations = [
        AddIndexConcurrently(
            "event",
            models.Index(
                models.F("case"),
                models.OrderBy(models.F("first_public_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("first_public_at__isnull", False)),
                name="event_by_first_public",
            ),
        ),
        AddIndexConcurrently(
            "decision",
            models.Index(
                models.F("case"),
                models.OrderBy(models.F("at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("after_publication", True)),
                name="decision_after_publication",
            ),
        ),
    ]

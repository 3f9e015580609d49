"""The key events of a case, whoever chose them, without reading all its faces."""

import django.db.models.expressions
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("timeline", "0028_key_events")]
    operations = [
        AddIndexConcurrently(
            model_name='event',
            index=models.Index(models.F('case'), condition=models.Q(('is_key', True)), name='event_key'),
        ),
        AddIndexConcurrently(
            model_name='eventface',
            index=models.Index(models.F('case'), models.F('public'), models.OrderBy(models.F('sources'), descending=True), models.F('event'), condition=models.Q(('earliest__isnull', False), ('sources__gte', 2)), name='face_most_reported'),
        ),
    ]

"""A look-up of sketches would read what GIN keeps aside one by one: nothing is kept aside."""

import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0005_draw_sketches'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='sketch',
            name='sketch_by_bands',
        ),
        migrations.AddIndex(
            model_name='sketch',
            index=django.contrib.postgres.indexes.GinIndex(models.F('bands'), fastupdate=False, name='sketch_by_bands'),
        ),
    ]

"""Each audience's faces as a view of their own: one row for each event, which queries join as often as they like."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

VIEW = """
    CREATE VIEW timeline_{}face AS
    SELECT event_id, case_id, type_id, status, earliest, latest, ordinal, sources, differ, outlets, people
    FROM timeline_eventface WHERE public = {}
"""


class Migration(migrations.Migration):
    dependencies = [("timeline", "0021_webhooks")]
    operations = [
        migrations.RunSQL(VIEW.format("public", "true"), "DROP VIEW timeline_publicface"),
        migrations.RunSQL(VIEW.format("staff", "false"), "DROP VIEW timeline_staffface"),
        migrations.CreateModel(
            name='PublicFace',
            fields=[
                ('status', models.CharField(max_length=12)),
                ('earliest', models.DateField(null=True)),
                ('latest', models.DateField(null=True)),
                ('ordinal', models.IntegerField()),
                ('sources', models.PositiveIntegerField()),
                ('differ', models.BooleanField()),
                ('outlets', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('people', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='public_face', serialize=False, to='timeline.event')),
            ],
            options={
                'db_table': 'timeline_publicface',
                'managed': False,
            },
        ),
        migrations.CreateModel(
            name='StaffFace',
            fields=[
                ('status', models.CharField(max_length=12)),
                ('earliest', models.DateField(null=True)),
                ('latest', models.DateField(null=True)),
                ('ordinal', models.IntegerField()),
                ('sources', models.PositiveIntegerField()),
                ('differ', models.BooleanField()),
                ('outlets', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('people', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='staff_face', serialize=False, to='timeline.event')),
            ],
            options={
                'db_table': 'timeline_staffface',
                'managed': False,
            },
        ),
    ]

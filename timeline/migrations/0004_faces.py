"""The tables that lists and counts are read from, and a view of the faces for each audience."""

import datetime
from pathlib import Path

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
from django.db import migrations, models


# An index needs some of them before its table is there.
KEYS = Path(__file__).with_name("sql") / "keys.sql"
VIEW = """
    CREATE VIEW timeline_{}face AS
    SELECT event_id, case_id, type_id, status, earliest, latest, ordinal, sources, differ, outlets, people,
        timeline_tokens(case_id, public, outlets, people) AS tokens
    FROM timeline_eventface WHERE public = {}
"""


class Migration(migrations.Migration):

    replaces = [
        ('timeline', '0017_read_side'),
        ('timeline', '0022_one_face'),
        ('timeline', '0023_spanning_by_both_days'),
        ('timeline', '0027_fill_counts'),
        ('timeline', '0029_key_events_in_order'),
        ('timeline', '0034_let_go_of_totals'),
    ]

    dependencies = [
        ('timeline', '0003_reading_and_telling'),
    ]

    operations = [
        migrations.RunSQL(KEYS.read_text(encoding='utf-8')),
        migrations.CreateModel(
            name='EventFace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public', models.BooleanField()),
                ('status', models.CharField(max_length=12)),
                ('earliest', models.DateField(null=True)),
                ('latest', models.DateField(null=True)),
                ('ordinal', models.IntegerField(default=0)),
                ('sources', models.PositiveIntegerField(default=0)),
                ('differ', models.BooleanField(default=False)),
                ('outlets', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('people', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.case')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='faces', to='timeline.event')),
                ('type', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='timeline.eventtype')),
                ('articles', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), db_default=[], default=list, size=None)),
            ],
            options={
                'indexes': [
                    models.Index(fields=['case', 'public', 'earliest', 'latest', 'ordinal', 'event'], include=('type', 'status', 'differ', 'sources'), name='face_in_order'),
                    django.contrib.postgres.indexes.GinIndex(models.Func(models.F('case'), models.F('public'), models.F('outlets'), models.F('people'), function='timeline_tokens'), name='face_tokens'),
                    models.Index(models.F('case'), models.F('public'), django.db.models.functions.comparison.Coalesce('latest', 'earliest'), name='face_until'),
                    models.Index(models.F('case'), models.F('public'), django.db.models.functions.comparison.Coalesce('latest', models.Value(datetime.date(9999, 12, 31))), models.F('earliest'), condition=models.Q(('latest__gt', django.db.models.expressions.CombinedExpression(models.F('earliest'), '+', models.Value(31))), models.Q(('earliest__isnull', False), ('latest', None)), _connector='OR'), name='face_reaching'),
                    models.Index(models.F('case'), models.F('public'), models.OrderBy(models.F('sources'), descending=True), models.F('event'), condition=models.Q(('earliest__isnull', False), ('sources__gte', 2)), name='face_most_reported'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('event', 'public'), name='face_once_per_audience'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CaseCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public', models.BooleanField()),
                ('kind', models.CharField(max_length=8)),
                ('key', models.CharField(max_length=80)),
                ('n', models.IntegerField()),
                ('case', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='articles.case')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('case', 'public', 'kind', 'key'), name='count_once_per_key'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CaseMonth',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public', models.BooleanField()),
                ('month', models.DateField()),
                ('span', models.PositiveSmallIntegerField()),
                ('n', models.IntegerField()),
                ('ahead', models.IntegerField()),
                ('case', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='articles.case')),
                ('type', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='timeline.eventtype')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('case', 'public', 'month', 'type', 'span'), name='month_once_per_type_and_span'),
                ],
            },
        ),
        migrations.RunSQL(VIEW.format('public', 'true')),
        migrations.RunSQL(VIEW.format('staff', 'false')),
        migrations.CreateModel(
            name='PublicFace',
            fields=[
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='public_face', serialize=False, to='timeline.event')),
                ('status', models.CharField(max_length=12)),
                ('earliest', models.DateField(null=True)),
                ('latest', models.DateField(null=True)),
                ('ordinal', models.IntegerField()),
                ('sources', models.PositiveIntegerField()),
                ('differ', models.BooleanField()),
                ('outlets', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('people', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
            ],
            options={
                'db_table': 'timeline_publicface',
                'managed': False,
            },
        ),
        migrations.CreateModel(
            name='StaffFace',
            fields=[
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='staff_face', serialize=False, to='timeline.event')),
                ('status', models.CharField(max_length=12)),
                ('earliest', models.DateField(null=True)),
                ('latest', models.DateField(null=True)),
                ('ordinal', models.IntegerField()),
                ('sources', models.PositiveIntegerField()),
                ('differ', models.BooleanField()),
                ('outlets', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('people', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
            ],
            options={
                'db_table': 'timeline_staffface',
                'managed': False,
            },
        ),
    ]

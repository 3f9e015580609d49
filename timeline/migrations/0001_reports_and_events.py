"""The tables of what reports say, of the events that they tell of, and of both their pasts.

These five files take in what was added one by one up to 0034.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
import timeline.models.events
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('timeline', '0001_initial'),
        ('timeline', '0002_citation_case'),
        ('timeline', '0003_run_published'),
        ('timeline', '0004_accepted_by'),
        ('timeline', '0006_run_marks'),
        ('timeline', '0009_event_type_phrases'),
        ('timeline', '0010_run_corrections'),
        ('timeline', '0011_history'),
        ('timeline', '0018_fill_read_side'),
        ('timeline', '0020_event_across_cases'),
        ('timeline', '0024_days_of_any_year'),
        ('timeline', '0025_changes_in_order'),
        ('timeline', '0028_key_events'),
        ('timeline', '0033_why_addresses_lead_on'),
    ]

    initial = True

    dependencies = [
        ('articles', '0002_squashed_0013_what_stays'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='EventType',
            fields=[
                ('slug', models.SlugField(max_length=40, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60, unique=True)),
                ('icon', models.CharField(default='dot', help_text='A symbol of static/icons.svg.', max_length=20)),
                ('hushed', models.TextField(blank=True)),
                ('nouns', models.TextField(blank=True)),
                ('unless', models.TextField(blank=True)),
                ('verbs', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='ExtractionRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('extractor', models.CharField(help_text="The extractor's version, with a digest of its rules.", max_length=64)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='runs', to='articles.articleversion')),
                ('published', models.DateField(help_text='The day of publication that relative dates were counted from.')),
                ('marks', models.TextField(blank=True, help_text='Names, house numbers and ages of the whole text, parted by commas: what tells its story.')),
                ('corrections', models.PositiveIntegerField(default=0, help_text="So often editors had corrected paragraphs' kinds.")),
                ('in_force_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), help_text='When it was made, or chosen again.')),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [
                    models.UniqueConstraint(models.F('version'), models.F('extractor'), models.F('published'), models.F('corrections'), name='run_once_per_version_extractor_day_and_kinds'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Mention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edtf', models.CharField(blank=True, help_text='Empty: not dated.', max_length=64)),
                ('earliest', models.DateField(blank=True, null=True)),
                ('latest', models.DateField(blank=True, null=True)),
                ('status', models.CharField(choices=[('occurred', 'Occurred'), ('planned', 'Planned'), ('alleged', 'Alleged'), ('negated', 'Did not happen'), ('hypothetical', 'Hypothetical')], max_length=12)),
                ('sentence_start', models.PositiveIntegerField()),
                ('sentence_end', models.PositiveIntegerField()),
                ('quote', models.TextField(help_text='The sentence, kept to prove that the span still fits.')),
                ('trigger_start', models.PositiveIntegerField()),
                ('trigger_end', models.PositiveIntegerField()),
                ('trigger', models.CharField(max_length=200)),
                ('timex_start', models.PositiveIntegerField(blank=True, null=True)),
                ('timex_end', models.PositiveIntegerField(blank=True, null=True)),
                ('timex', models.CharField(blank=True, help_text='The date words.', max_length=200)),
                ('candidates', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64), blank=True, default=list, help_text='Readings still open.', size=None)),
                ('names', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), blank=True, default=list, size=None)),
                ('certain', models.BooleanField(default=True, help_text='Off: the date comes from the context, not from date words.')),
                ('headline', models.CharField(max_length=120)),
                ('rule', models.CharField(max_length=80)),
                ('explanation', models.TextField(blank=True)),
                ('fingerprint', models.CharField(help_text='Of type, trigger span and quote: equal across runs.', max_length=64)),
                ('paragraph', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='articles.paragraph')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='timeline.extractionrun')),
                ('type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mentions', to='timeline.eventtype')),
            ],
            options={
                'ordering': ['run', 'trigger_start'],
                'abstract': False,
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('earliest', None), ('latest', None), ('earliest__lte', models.F('latest')), _connector='OR'), name='mention_earliest_before_latest'),
                    models.CheckConstraint(condition=models.Q(models.Q(('earliest', None), ('edtf', ''), ('latest', None)), models.Q(models.Q(('edtf', ''), _negated=True), models.Q(('earliest__isnull', False), ('latest__isnull', False), _connector='OR')), _connector='OR'), name='mention_days_have_a_date'),
                    models.UniqueConstraint(models.F('run'), models.F('fingerprint'), name='mention_fingerprint_once_per_run'),
                    models.CheckConstraint(condition=models.Q(('status__in', ['occurred', 'planned', 'alleged', 'negated', 'hypothetical'])), name='mention_status_known'),
                    models.CheckConstraint(condition=models.Q(('sentence_start__lte', models.F('trigger_start')), ('trigger_end__lte', models.F('sentence_end')), ('trigger_start__lt', models.F('trigger_end'))), name='mention_trigger_in_sentence'),
                    models.CheckConstraint(condition=models.Q(models.Q(('timex', ''), ('timex_end', None), ('timex_start', None)), models.Q(('timex_start__lt', models.F('timex_end')), models.Q(('timex', ''), _negated=True)), _connector='OR'), name='mention_timex_whole'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Quantity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.DecimalField(decimal_places=4, max_digits=20)),
                ('unit', models.CharField(max_length=60)),
                ('qualifier', models.CharField(blank=True, max_length=40)),
                ('start', models.PositiveIntegerField()),
                ('end', models.PositiveIntegerField()),
                ('mention', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='quantities', to='timeline.mention')),
            ],
            options={
                'verbose_name_plural': 'quantities',
                'ordering': ['mention', 'start'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('start__lt', models.F('end'))), name='quantity_span_not_empty'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edtf', models.CharField(blank=True, help_text='Empty: not dated.', max_length=64)),
                ('earliest', models.DateField(blank=True, null=True)),
                ('latest', models.DateField(blank=True, null=True)),
                ('public_id', models.CharField(default=timeline.models.events.new_public_id, editable=False, max_length=16, unique=True)),
                ('status', models.CharField(choices=[('occurred', 'Occurred'), ('planned', 'Planned'), ('alleged', 'Alleged'), ('negated', 'Did not happen'), ('hypothetical', 'Hypothetical')], max_length=12)),
                ('headline', models.CharField(max_length=120)),
                ('explanation', models.TextField(blank=True, help_text='How the date was found, and why the reports are one event.')),
                ('ordinal', models.IntegerField(default=0, help_text='Orders events of one date; smaller first.')),
                ('edited', models.BooleanField(default=False, help_text='An editor changed a field: no machine changes them again.')),
                ('review', models.CharField(choices=[('suggested', 'Suggested'), ('approved', 'Approved'), ('rejected', 'Rejected'), ('withdrawn', 'Withdrawn'), ('merged', 'Merged into another')], default='suggested', max_length=10)),
                ('reviewed_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='articles.case')),
                ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='timeline.eventtype')),
                ('assigned_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='assigned_events', to=settings.AUTH_USER_MODEL)),
                ('certainty', models.PositiveSmallIntegerField(blank=True, help_text="The machine's own, in percent.", null=True)),
                ('revision', models.PositiveIntegerField(default=1, editable=False, help_text='Grows with each change.')),
                ('first_public_at', models.DateTimeField(editable=False, help_text='Once set, it stays.', null=True)),
                ('is_key', models.BooleanField(db_default=False, default=False, help_text='It stands at the head of its case.')),
            ],
            options={
                'ordering': ['earliest', 'latest', 'ordinal', 'id'],
                'abstract': False,
                'indexes': [
                    models.Index(models.F('case'), models.F('earliest'), models.F('latest'), models.F('ordinal'), models.F('id'), name='event_in_order'),
                    models.Index(models.F('earliest'), models.F('latest'), models.F('ordinal'), models.F('id'), name='event_across_cases'),
                    models.Index(models.F('case'), models.OrderBy(models.F('first_public_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('first_public_at__isnull', False)), name='event_by_first_public'),
                    models.Index(models.F('case'), models.F('review'), models.F('updated_at'), name='event_by_review_and_change'),
                    models.Index(models.F('case'), condition=models.Q(('is_key', True)), name='event_key'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('earliest', None), ('latest', None), ('earliest__lte', models.F('latest')), _connector='OR'), name='event_earliest_before_latest'),
                    models.CheckConstraint(condition=models.Q(models.Q(('earliest', None), ('edtf', ''), ('latest', None)), models.Q(models.Q(('edtf', ''), _negated=True), models.Q(('earliest__isnull', False), ('latest__isnull', False), _connector='OR')), _connector='OR'), name='event_days_have_a_date'),
                    models.CheckConstraint(condition=models.Q(('status__in', ['occurred', 'planned', 'alleged', 'negated', 'hypothetical'])), name='event_status_known'),
                    models.CheckConstraint(condition=models.Q(('review', 'suggested'), ('reviewed_at__isnull', False), _connector='OR'), name='event_review_has_a_time'),
                    models.CheckConstraint(condition=models.Q(('headline', ''), _negated=True), name='event_headline_not_blank'),
                    models.CheckConstraint(condition=models.Q(('review__in', ['suggested', 'approved', 'rejected', 'withdrawn', 'merged'])), name='event_review_known'),
                    models.CheckConstraint(condition=models.Q(('certainty', None), ('certainty__lte', 100), _connector='OR'), name='event_certainty_in_percent'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Citation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('accepted', models.BooleanField(default=False)),
                ('reason', models.TextField(blank=True, help_text='Why this report is of this event.')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.case')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='timeline.event')),
                ('mention', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='citations', to='timeline.mention')),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('placed', models.BooleanField(default=False, help_text='A person decided that this report belongs to this event.')),
            ],
            options={
                'ordering': ['event', 'mention'],
                'constraints': [
                    models.UniqueConstraint(models.F('case'), models.F('mention'), name='mention_cited_once_per_case'),
                    models.CheckConstraint(condition=models.Q(('accepted_at', None), ('accepted', True), _connector='OR'), name='citation_accepted_in_time'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(choices=[('date', 'Date'), ('quantity', 'Quantity'), ('status', 'Status')], max_length=20)),
                ('value', models.CharField(max_length=200)),
                ('disputed', models.BooleanField(default=False)),
                ('citation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='claims', to='timeline.citation')),
            ],
            options={
                'ordering': ['citation', 'field'],
                'constraints': [
                    models.UniqueConstraint(models.F('citation'), models.F('field'), models.F('value'), name='claim_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Redirect',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(max_length=16, unique=True)),
                ('reason', models.CharField(choices=[('merged into another event', 'Merged'), ('put back to the event that it was split from', 'Split off, and put back')], max_length=200)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='redirects', to='timeline.event')),
            ],
        ),
        migrations.CreateModel(
            name='EventSearch',
            fields=[
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='search', serialize=False, to='timeline.event')),
                ('words', django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                'indexes': [
                    django.contrib.postgres.indexes.GinIndex(models.F('words'), name='event_search_words'),
                ],
            },
        ),
        migrations.CreateModel(
            name='EventHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('public_id', models.CharField(default=timeline.models.events.new_public_id, editable=False, max_length=16)),
                ('status', models.CharField(choices=[('occurred', 'Occurred'), ('planned', 'Planned'), ('alleged', 'Alleged'), ('negated', 'Did not happen'), ('hypothetical', 'Hypothetical')], max_length=12)),
                ('headline', models.CharField(max_length=120)),
                ('edtf', models.CharField(blank=True, help_text='Empty: not dated.', max_length=64)),
                ('ordinal', models.IntegerField(default=0, help_text='Orders events of one date; smaller first.')),
                ('edited', models.BooleanField(default=False, help_text='An editor changed a field: no machine changes them again.')),
                ('review', models.CharField(choices=[('suggested', 'Suggested'), ('approved', 'Approved'), ('rejected', 'Rejected'), ('withdrawn', 'Withdrawn'), ('merged', 'Merged into another')], default='suggested', max_length=10)),
                ('case', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='articles.case')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='timeline.event')),
                ('type', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='timeline.eventtype')),
                ('is_key', models.BooleanField(db_default=False, default=False, help_text='It stands at the head of its case.')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CitationHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('accepted', models.BooleanField(default=False)),
                ('placed', models.BooleanField(default=False, help_text='A person decided that this report belongs to this event.')),
                ('event', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='timeline.event')),
                ('mention', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='timeline.mention')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='timeline.citation')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='event',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "timeline_eventhistory" ("case_id", "edited", "edtf", "headline", "is_key", "ordinal", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "review", "status", "type_id") SELECT old_values."case_id", old_values."edited", old_values."edtf", old_values."headline", old_values."is_key", old_values."ordinal", NOW(), \'update\', old_values."id", old_values."public_id", old_values."review", old_values."status", old_values."type_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."case_id" IS DISTINCT FROM (new_values."case_id") OR old_values."edited" IS DISTINCT FROM (new_values."edited") OR old_values."edtf" IS DISTINCT FROM (new_values."edtf") OR old_values."headline" IS DISTINCT FROM (new_values."headline") OR old_values."is_key" IS DISTINCT FROM (new_values."is_key") OR old_values."ordinal" IS DISTINCT FROM (new_values."ordinal") OR old_values."public_id" IS DISTINCT FROM (new_values."public_id") OR old_values."review" IS DISTINCT FROM (new_values."review") OR old_values."status" IS DISTINCT FROM (new_values."status") OR old_values."type_id" IS DISTINCT FROM (new_values."type_id")) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='2282db1cc357ae0a411f9bbef30913e690693378', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_0ab71', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='timeline_event', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='event',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "timeline_eventhistory" ("case_id", "edited", "edtf", "headline", "is_key", "ordinal", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "review", "status", "type_id") SELECT old_values."case_id", old_values."edited", old_values."edtf", old_values."headline", old_values."is_key", old_values."ordinal", NOW(), \'delete\', old_values."id", old_values."public_id", old_values."review", old_values."status", old_values."type_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='0a5d0878646f3a8365e63f658b50ac1a6093cea2', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_b058a', referencing='REFERENCING OLD TABLE AS old_values ', table='timeline_event', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='citation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "timeline_citationhistory" ("accepted", "event_id", "mention_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placed") SELECT old_values."accepted", old_values."event_id", old_values."mention_id", NOW(), \'update\', old_values."id", old_values."placed" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."accepted" IS DISTINCT FROM (new_values."accepted") OR old_values."event_id" IS DISTINCT FROM (new_values."event_id") OR old_values."mention_id" IS DISTINCT FROM (new_values."mention_id") OR old_values."placed" IS DISTINCT FROM (new_values."placed")) ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='e8ae9985384b806965fceec6c2fed87b5eff3c1b', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_33a21', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='timeline_citation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='citation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "timeline_citationhistory" ("accepted", "event_id", "mention_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placed") SELECT old_values."accepted", old_values."event_id", old_values."mention_id", NOW(), \'delete\', old_values."id", old_values."placed" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='ad7fd7c443315f5b84fe1b9b8166463eb16af954', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_25c6d', referencing='REFERENCING OLD TABLE AS old_values ', table='timeline_citation', when='AFTER')),
        ),
    ]

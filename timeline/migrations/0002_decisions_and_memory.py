"""The tables of what people decided, and of what grouping remembers."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('timeline', '0005_decisions_and_people'),
        ('timeline', '0007_decisions_with_grounds'),
        ('timeline', '0012_memory_of_grouping'),
        ('timeline', '0013_undo_needs_a_reason'),
    ]

    dependencies = [
        ('timeline', '0001_reports_and_events'),
    ]

    operations = [
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('aliases', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), blank=True, default=list, help_text='Other spellings.', size=None)),
                ('role', models.CharField(blank=True, help_text='As the public may read it: “the driver”.', max_length=80)),
                ('policy', models.CharField(choices=[('name', 'Full name'), ('initials', 'Initials'), ('role', 'Role only'), ('withheld', 'Withheld')], default='name', max_length=10)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='people', to='articles.case')),
            ],
            options={
                'verbose_name_plural': 'people',
                'ordering': ['case', 'name'],
                'constraints': [
                    models.UniqueConstraint(models.F('case'), models.F('name'), name='person_once_per_case'),
                    models.CheckConstraint(condition=models.Q(('name__regex', '\\S')), name='person_name_not_blank'),
                    models.CheckConstraint(condition=models.Q(('policy__in', ['name', 'initials', 'role', 'withheld'])), name='person_policy_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('policy', 'role'), _negated=True), ('role__regex', '\\S'), _connector='OR'), name='person_role_where_only_the_role_shows'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CaseSettings',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='settings', serialize=False, to='articles.case')),
                ('publish_above', models.PositiveSmallIntegerField(blank=True, help_text='In percent; empty: never. What is approved so is public as soon as the case is.', null=True, verbose_name='approve by itself from a certainty of')),
            ],
            options={
                'verbose_name': 'settings of the case',
                'verbose_name_plural': 'settings of the case',
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('publish_above', None), models.Q(('publish_above__gte', 1), ('publish_above__lte', 100)), _connector='OR'), name='case_publish_above_in_percent'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(choices=[('approve', 'Approved'), ('accept', 'Accepted new sources'), ('edit', 'Edited'), ('merge', 'Merged'), ('split', 'Split'), ('reject', 'Rejected'), ('withdraw', 'Withdrawn'), ('restore', 'Restored'), ('return', 'Returned to the queue'), ('distinct', 'Marked as not the same'), ('key', 'Marked as a key event'), ('unkey', 'No longer a key event'), ('publish', 'Case published'), ('unpublish', 'Case taken offline'), ('undo', 'Undone')], max_length=10)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('reason', models.TextField(blank=True, help_text='For colleagues: the public does not read it.')),
                ('changes', models.JSONField(default=list)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='articles.case')),
                ('undoes', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='undone_by', to='timeline.decision')),
                ('after_publication', models.BooleanField(default=False, help_text='One of its events had been public before.')),
                ('grounds', models.CharField(blank=True, choices=[('error', 'it was wrong'), ('person', 'to protect a person'), ('legal', 'for legal reasons'), ('source', 'its source no longer stands by it'), ('other', 'it does not belong here')], max_length=10)),
                ('revisions', models.JSONField(default=dict)),
                ('events', models.ManyToManyField(related_name='decisions', to='timeline.event')),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [
                    models.Index(models.F('case'), models.F('id'), name='decision_of_case'),
                    models.Index(models.F('case'), models.OrderBy(models.F('at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('after_publication', True)), name='decision_after_publication'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('undoes', None), models.Q(('verb', 'undo'), _negated=True)), models.Q(('undoes__isnull', False), ('undoes__lt', models.F('id')), ('verb', 'undo')), _connector='OR'), name='decision_undoes_an_earlier_one'),
                    models.CheckConstraint(condition=models.Q(models.Q(models.Q(('verb', 'withdraw'), _negated=True), ('grounds', '')), models.Q(('grounds__in', ['error', 'person', 'legal', 'source', 'other']), ('verb', 'withdraw')), _connector='OR'), name='decision_to_withdraw_has_grounds'),
                    models.CheckConstraint(condition=models.Q(('after_publication', False), models.Q(('verb__in', ('edit', 'merge', 'split', 'withdraw', 'return', 'undo')), _negated=True), ('reason__regex', '\\S'), _connector='OR'), name='decision_on_the_public_has_a_reason'),
                    models.CheckConstraint(condition=models.Q(('verb__in', ['approve', 'accept', 'edit', 'merge', 'split', 'reject', 'withdraw', 'restore', 'return', 'distinct', 'key', 'unkey', 'publish', 'unpublish', 'undo'])), name='decision_verb_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('text', models.TextField(max_length=4000)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='timeline.event')),
                ('to', models.ManyToManyField(blank=True, related_name='comments_to_me', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('text__regex', '\\S')), name='comment_not_blank'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Distinct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first', models.JSONField()),
                ('second', models.JSONField()),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='distincts', to='articles.case')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('first', []), _negated=True), models.Q(('second', []), _negated=True)), name='distinct_has_two_sides'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Grouping',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='grouping', serialize=False, to='articles.case')),
                ('method', models.CharField(help_text='The program that did it; another one starts anew.', max_length=64)),
                ('statistics', models.JSONField(help_text="What was counted over the case's articles, or a sample of them.")),
                ('drawn', models.JSONField(help_text='Article id → place in the draw, of those that were counted.')),
                ('mains', models.JSONField(help_text='The largest events of each family of types.')),
                ('distincts', models.JSONField(help_text='Ids of the “not the same” that it knows of.')),
                ('grouped_at', models.DateTimeField(auto_now=True)),
            ],
        ),
        migrations.CreateModel(
            name='Likeness',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reasons', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), size=None)),
                ('score', models.PositiveSmallIntegerField(help_text='In percent: what speaks for it, of all that could.')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='likenesses', to='articles.case')),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='likenesses_as_first', to='timeline.event')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='likenesses_as_second', to='timeline.event')),
            ],
            options={
                'ordering': ['-score', 'first', 'second'],
                'constraints': [
                    models.UniqueConstraint(models.F('first'), models.F('second'), name='likeness_once'),
                    models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='likeness_of_two_in_order'),
                    models.CheckConstraint(condition=models.Q(('score__lte', 100)), name='likeness_score_in_percent'),
                    models.CheckConstraint(condition=models.Q(('reasons', []), _negated=True), name='likeness_has_reasons'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('founder', models.BigIntegerField(help_text='The mention that founded its group.', null=True)),
                ('given', models.JSONField(default=list, help_text='Why, and to which group, its own was given.')),
                ('groups', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), help_text='All groups that it was in.', size=None)),
                ('reason', models.TextField(blank=True)),
                ('asked', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('asked_later', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('stands', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('stands_later', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.case')),
                ('mention', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='timeline.mention')),
            ],
            options={
                'indexes': [
                    django.contrib.postgres.indexes.GinIndex(models.F('asked'), name='place_asked'),
                    django.contrib.postgres.indexes.GinIndex(models.F('asked_later'), name='place_asked_later'),
                    django.contrib.postgres.indexes.GinIndex(models.F('stands'), name='place_stands'),
                    django.contrib.postgres.indexes.GinIndex(models.F('stands_later'), name='place_stands_later'),
                    django.contrib.postgres.indexes.GinIndex(models.F('groups'), name='place_groups'),
                ],
                'constraints': [
                    models.UniqueConstraint(models.F('case'), models.F('mention'), name='place_once_per_case'),
                ],
            },
        ),
    ]

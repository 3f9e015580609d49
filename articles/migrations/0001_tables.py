"""The tables of cases, their articles and what was read of them. Takes in what was added one by one up to 0013."""

import articles.kept_files
import articles.models
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('articles', '0001_initial'),
        ('articles', '0003_added_by'),
        ('articles', '0004_sketches'),
        ('articles', '0005_draw_sketches'),
        ('articles', '0006_sketches_without_late_entries'),
        ('articles', '0007_other_keys'),
        ('articles', '0008_archived_copy'),
        ('articles', '0009_case_status'),
        ('articles', '0010_dead_links'),
        ('articles', '0011_dead_links_are_links'),
        ('articles', '0012_snapshots'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, unique=True)),
                ('url', models.URLField(blank=True)),
                ('rights', models.CharField(choices=[('full', 'Full text'), ('excerpts', 'Excerpts around citations'), ('link', 'Link only')], default='excerpts', max_length=10)),
            ],
            options={
                'ordering': ['name'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='source_name_not_blank'),
                    models.CheckConstraint(condition=models.Q(('rights__in', ['full', 'excerpts', 'link'])), name='source_rights_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('summary', models.TextField(blank=True, help_text='Up to three sentences, shown at the top of the timeline.')),
                ('timezone', models.CharField(default='UTC', max_length=64, validators=[articles.models.validate_zone])),
                ('is_public', models.BooleanField(default=False, help_text='Off: only signed-in staff see the case.')),
                ('is_demonstration', models.BooleanField(default=False, help_text='Written for demonstration; the pages say so.')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('status', models.CharField(choices=[('running', 'Running'), ('dormant', 'Dormant'), ('closed', 'Closed')], db_default='running', default='running', max_length=8)),
            ],
            options={
                'ordering': ['title'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('status__in', ['running', 'dormant', 'closed'])), name='case_status_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Article',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(blank=True, max_length=500)),
                ('url', models.URLField(blank=True, max_length=1000)),
                ('language', models.CharField(default='en', max_length=10)),
                ('published', models.DateField(help_text="The day of publication, in the article's own time zone.")),
                ('timezone', models.CharField(default='UTC', max_length=64, validators=[articles.models.validate_zone])),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='articles.source')),
                ('address_key', models.CharField(blank=True, help_text='What two links to one page have in common.', max_length=1000)),
                ('archived_url', models.URLField(blank=True, help_text='Of its copy in an archive.', max_length=1000)),
                ('archived_at', models.DateField(blank=True, help_text='The day of that copy.', null=True)),
                ('link_dead_since', models.DateField(blank=True, help_text='The day since which its address is dead.', null=True)),
            ],
            options={
                'ordering': ['published', 'id'],
                'indexes': [
                    models.Index(models.F('address_key'), name='article_by_address_key'),
                ],
                'constraints': [
                    models.UniqueConstraint(models.F('url'), condition=models.Q(('url', ''), _negated=True), name='article_url_unique'),
                    models.CheckConstraint(condition=models.Q(('archived_at', None), models.Q(('archived_url', ''), _negated=True), _connector='OR'), name='article_archived_day_has_a_copy'),
                    models.CheckConstraint(condition=models.Q(('link_dead_since', None), models.Q(('url', ''), _negated=True), _connector='OR'), name='article_dead_link_is_a_link'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ArticleVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('title', models.CharField(blank=True, max_length=500)),
                ('text', models.TextField()),
                ('sha256', models.CharField(help_text="Of the text's UTF-8 bytes, in hex.", max_length=64)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='articles.article')),
                ('added_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['article', 'number'],
                'indexes': [
                    models.Index(models.F('sha256'), name='version_by_sha256'),
                ],
                'constraints': [
                    models.UniqueConstraint(models.F('article'), models.F('number'), name='version_number_unique'),
                    models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='version_number_from_one'),
                    models.CheckConstraint(condition=models.Q(('text__regex', '\\S')), name='version_text_not_blank'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CaseArticle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(help_text="The manifest's id, else the article's own.", max_length=200)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='case_articles', to='articles.article')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='case_articles', to='articles.case')),
                ('other_keys', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, size=None)),
            ],
            options={
                'verbose_name': 'article of the case',
                'verbose_name_plural': 'articles of the case',
                'constraints': [
                    models.UniqueConstraint(models.F('case'), models.F('article'), name='case_article_once'),
                    models.UniqueConstraint(models.F('case'), models.F('key'), name='case_article_key_unique'),
                    models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='case_article_key_not_blank'),
                ],
            },
        ),
        migrations.AddField(
            model_name='article',
            name='cases',
            field=models.ManyToManyField(related_name='articles', through='articles.CaseArticle', to='articles.case'),
        ),
        migrations.CreateModel(
            name='Paragraph',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('body', 'Body'), ('heading', 'Heading'), ('summary', 'Summary'), ('caption', 'Caption'), ('teaser', 'Teaser'), ('boilerplate', 'Boilerplate'), ('repeat', 'Repeat')], default='body', max_length=12)),
                ('repeats', models.PositiveIntegerField(blank=True, help_text='The number of the paragraph it repeats.', null=True)),
                ('start', models.PositiveIntegerField(help_text="Code points from the start of the version's text.")),
                ('end', models.PositiveIntegerField(help_text='Exclusive.')),
                ('text', models.TextField()),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='paragraphs', to='articles.articleversion')),
            ],
            options={
                'ordering': ['version', 'number'],
                'constraints': [
                    models.UniqueConstraint(models.F('version'), models.F('number'), name='paragraph_number_unique'),
                    models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='paragraph_number_from_one'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['body', 'heading', 'summary', 'caption', 'teaser', 'boilerplate', 'repeat'])), name='paragraph_kind_known'),
                    models.CheckConstraint(condition=models.Q(('end', django.db.models.expressions.CombinedExpression(models.F('start'), '+', django.db.models.functions.text.Length('text')))), name='paragraph_span_fits_text'),
                    models.CheckConstraint(condition=models.Q(('repeats', None), models.Q(('kind', 'repeat'), ('repeats__lt', models.F('number'))), _connector='OR'), name='paragraph_repeats_an_earlier_one'),
                ],
            },
        ),
        migrations.CreateModel(
            name='KindCorrection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('was', models.CharField(choices=[('body', 'Body'), ('heading', 'Heading'), ('summary', 'Summary'), ('caption', 'Caption'), ('teaser', 'Teaser'), ('boilerplate', 'Boilerplate'), ('repeat', 'Repeat')], max_length=12)),
                ('kind', models.CharField(choices=[('body', 'Body'), ('heading', 'Heading'), ('summary', 'Summary'), ('caption', 'Caption'), ('teaser', 'Teaser'), ('boilerplate', 'Boilerplate'), ('repeat', 'Repeat')], max_length=12)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('paragraph', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='kind_corrections', to='articles.paragraph')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('kind__in', ['body', 'heading', 'summary', 'caption', 'teaser', 'boilerplate', 'repeat'])), name='kind_correction_known'),
                    models.CheckConstraint(condition=models.Q(('kind', models.F('was')), _negated=True), name='kind_correction_changes_it'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Sketch',
            fields=[
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='sketch', serialize=False, to='articles.articleversion')),
                ('words', models.CharField(help_text='A hash of the words alone, in hex.', max_length=64)),
                ('minima', models.BinaryField(max_length=240)),
                ('bands', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
            ],
            options={
                'indexes': [
                    models.Index(models.F('words'), name='sketch_by_words'),
                    django.contrib.postgres.indexes.GinIndex(models.F('bands'), fastupdate=False, name='sketch_by_bands'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='link', serialize=False, to='articles.article')),
                ('host', models.CharField(max_length=255)),
                ('answers', models.CharField(choices=[('unknown', 'Not looked at yet'), ('alive', 'Answers'), ('unclear', 'Cannot be told by a program'), ('failing', 'Fails, but not for long enough'), ('dead', 'No longer answers')], default='unknown', max_length=8, verbose_name='link')),
                ('due_at', models.DateTimeField()),
                ('checked_at', models.DateTimeField(null=True)),
                ('failures', models.PositiveIntegerField(default=0, help_text='In a row.')),
                ('failing_since', models.DateTimeField(help_text='The first of them.', null=True)),
                ('said', models.TextField(blank=True, help_text='What was wrong, the last time.')),
            ],
            options={
                'indexes': [
                    models.Index(models.F('host'), models.F('due_at'), name='link_by_host_and_due'),
                    models.Index(models.F('answers'), name='link_by_answers'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('answers__in', ['unknown', 'alive', 'unclear', 'failing', 'dead'])), name='link_answers_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('failing_since', None), ('failures', 0)), models.Q(('failing_since__isnull', False), ('failures__gt', 0)), _connector='OR'), name='link_failures_have_a_first'),
                    models.CheckConstraint(condition=models.Q(models.Q(('answers', 'dead'), _negated=True), ('failures__gte', 3), _connector='OR'), name='link_dead_after_failures'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Snapshot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(max_length=120, storage=articles.kept_files.StateStorage(), unique=True, upload_to='snapshots/%Y/%m')),
                ('sha256', models.CharField(help_text="Of the file's bytes, in hex.", max_length=64)),
                ('size', models.PositiveBigIntegerField(help_text='Bytes.')),
                ('address', models.TextField(help_text='Where redirects led to.')),
                ('fetched_at', models.DateTimeField()),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='snapshots', to='articles.articleversion')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='snapshot_has_a_hash'),
                    models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='snapshot_is_not_empty'),
                ],
            },
        ),
    ]

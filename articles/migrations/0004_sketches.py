"""Sketches of the versions, by which an article's like is found; and what editors say of a paragraph's kind."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0003_added_by'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='KindCorrection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('was', models.CharField(choices=[('body', 'Body'), ('heading', 'Heading'), ('summary', 'Summary'), ('caption', 'Caption'), ('teaser', 'Teaser'), ('boilerplate', 'Boilerplate'), ('repeat', 'Repeat')], max_length=12)),
                ('kind', models.CharField(choices=[('body', 'Body'), ('heading', 'Heading'), ('summary', 'Summary'), ('caption', 'Caption'), ('teaser', 'Teaser'), ('boilerplate', 'Boilerplate'), ('repeat', 'Repeat')], max_length=12)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['id'],
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
        ),
        migrations.AddField(
            model_name='article',
            name='address_key',
            field=models.CharField(blank=True, help_text='What two links to one page have in common.', max_length=1000),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(models.F('address_key'), name='article_by_address_key'),
        ),
        migrations.AddField(
            model_name='kindcorrection',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='kindcorrection',
            name='paragraph',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='kind_corrections', to='articles.paragraph'),
        ),
        migrations.AddIndex(
            model_name='sketch',
            index=models.Index(models.F('words'), name='sketch_by_words'),
        ),
        migrations.AddIndex(
            model_name='sketch',
            index=django.contrib.postgres.indexes.GinIndex(models.F('bands'), name='sketch_by_bands'),
        ),
        migrations.AddConstraint(
            model_name='kindcorrection',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['body', 'heading', 'summary', 'caption', 'teaser', 'boilerplate', 'repeat'])), name='kind_correction_known'),
        ),
        migrations.AddConstraint(
            model_name='kindcorrection',
            constraint=models.CheckConstraint(condition=models.Q(('kind', models.F('was')), _negated=True), name='kind_correction_changes_it'),
        ),
    ]

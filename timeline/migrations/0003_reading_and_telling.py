"""The tables of who is told of changes, of saved views, of feeds, and of articles read again."""

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import timeline.models.webhooks
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('timeline', '0015_following'),
        ('timeline', '0016_mail_begun_is_whole'),
        ('timeline', '0021_webhooks'),
        ('timeline', '0030_saved_views'),
        ('timeline', '0031_rereading'),
        ('timeline', '0032_feeds_and_addresses'),
    ]

    dependencies = [
        ('timeline', '0002_decisions_and_memory'),
    ]

    operations = [
        migrations.CreateModel(
            name='Follower',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.EmailField(max_length=254)),
                ('frequency', models.CharField(choices=[('daily', 'Every day'), ('weekly', 'Every week')], max_length=10)),
                ('confirmed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('told_until', models.DateTimeField(editable=False)),
                ('due_at', models.DateTimeField(editable=False, help_text='When the next mail may go out.')),
                ('sending_since', models.DateTimeField(editable=False, null=True)),
                ('sending_until', models.DateTimeField(editable=False, null=True)),
                ('failures', models.PositiveSmallIntegerField(default=0, editable=False, help_text='In a row.')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='followers', to='articles.case')),
            ],
            options={
                'verbose_name': 'reader who follows',
                'verbose_name_plural': 'readers who follow',
                'ordering': ['id'],
                'indexes': [
                    models.Index(models.F('due_at'), models.F('id'), name='follower_by_due_at'),
                ],
                'constraints': [
                    models.UniqueConstraint(models.F('case'), models.F('address'), name='follower_once_per_case'),
                    models.CheckConstraint(condition=models.Q(('address', django.db.models.functions.text.Lower('address'))), name='follower_address_in_lower_case'),
                    models.CheckConstraint(condition=models.Q(('frequency__in', ['daily', 'weekly'])), name='follower_frequency_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('sending_since', None), ('sending_until', None)), models.Q(('sending_since__isnull', False), ('sending_until__gt', models.F('told_until')), ('sending_until__isnull', False)), _connector='OR'), name='follower_sending_whole'),
                ],
            },
        ),
        migrations.CreateModel(
            name='FollowRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.EmailField(max_length=254)),
                ('frequency', models.CharField(choices=[('daily', 'Every day'), ('weekly', 'Every week')], max_length=10)),
                ('client', models.CharField(help_text='Whence it was asked, as a keyed digest of the network address.', max_length=64)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('sent_at', models.DateTimeField(editable=False, null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.case')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [
                    models.Index(models.F('address'), models.F('asked_at'), name='follow_request_by_address'),
                    models.Index(models.F('client'), models.F('asked_at'), name='follow_request_by_client'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('address', django.db.models.functions.text.Lower('address'))), name='follow_request_address_in_lower_case'),
                    models.CheckConstraint(condition=models.Q(('frequency__in', ['daily', 'weekly'])), name='follow_request_frequency_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Webhook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.URLField(help_text='Where to post to, as https://example.org/hook.', max_length=500, verbose_name='address')),
                ('secret', models.CharField(default=timeline.models.webhooks.new_secret, help_text='Signs each delivery: tell it only the receiver.', max_length=100, validators=[timeline.models.webhooks.validate_secret])),
                ('is_active', models.BooleanField(default=True, help_text='Off: nothing is sent; when it is on again, all that was missed.')),
                ('failing_since', models.DateTimeField(editable=False, help_text='Nothing has been taken since.', null=True)),
                ('told_until', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('case', models.ForeignKey(blank=True, help_text='Empty: all public cases.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='webhooks', to='articles.case')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('secret__regex', '^whsec_.{32,}$')), name='webhook_secret_not_short'),
                    models.CheckConstraint(condition=models.Q(('url__regex', '^https?://')), name='webhook_url_of_the_web'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('published', 'Published'), ('changed', 'Changed'), ('withdrawn', 'Withdrawn')], max_length=10)),
                ('said', models.JSONField(default=list, help_text='What changed, in sentences.')),
                ('at', models.DateTimeField(help_text='It was so at this moment.')),
                ('status', models.CharField(choices=[('waiting', 'Waiting'), ('taken', 'Taken'), ('failed', 'Given up')], default='waiting', max_length=10)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('answered', models.PositiveSmallIntegerField(help_text='The status of the last answer.', null=True)),
                ('problem', models.CharField(blank=True, max_length=200)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='timeline.event')),
                ('webhook', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='timeline.webhook')),
            ],
            options={
                'verbose_name_plural': 'deliveries',
                'ordering': ['-id'],
                'indexes': [
                    models.Index(models.F('due_at'), models.F('id'), condition=models.Q(('status', 'waiting')), name='delivery_waiting'),
                    models.Index(models.F('at'), name='delivery_by_time'),
                ],
                'constraints': [
                    models.UniqueConstraint(models.F('webhook'), models.F('event'), models.F('at'), name='delivery_once'),
                    models.CheckConstraint(condition=models.Q(('kind__in', ['published', 'changed', 'withdrawn'])), name='delivery_kind_known'),
                    models.CheckConstraint(condition=models.Q(('status__in', ['waiting', 'taken', 'failed'])), name='delivery_status_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('query', models.CharField(max_length=4000)),
                ('is_shared', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to='articles.case')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['name', 'id'],
                'constraints': [
                    models.UniqueConstraint(models.F('case'), models.F('owner'), models.F('name'), name='saved_view_named_once'),
                    models.CheckConstraint(condition=models.Q(('name__regex', '\\S')), name='saved_view_has_a_name'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Rereading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('extractor', models.CharField(max_length=64)),
                ('articles', models.PositiveIntegerField(help_text='That were to be read when it began.')),
                ('done', models.PositiveIntegerField(default=0, help_text='Of these, with those that could not be read.')),
                ('failed', models.PositiveIntegerField(default=0, help_text='That could not be read; the log says why.')),
                ('begun_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('paused_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.case')),
            ],
            options={
                'verbose_name': 'reading of articles again',
                'verbose_name_plural': 'reading of articles again',
                'ordering': ['-id'],
                'default_permissions': ('view', 'change'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('done__lte', models.F('articles')), ('failed__lte', models.F('done'))), name='rereading_counts_in_order'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Chunk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first', models.BigIntegerField()),
                ('last', models.BigIntegerField()),
                ('articles', models.PositiveIntegerField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.case')),
                ('rereading', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='chunks', to='timeline.rereading')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(models.F('rereading'), models.F('case'), models.F('first'), name='chunk_once'),
                    models.CheckConstraint(condition=models.Q(('first__lte', models.F('last'))), name='chunk_first_before_last'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Feed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.URLField(help_text='Of the RSS or Atom feed itself.', max_length=1000, verbose_name='its address')),
                ('source', models.CharField(blank=True, help_text='Who publishes it. Empty: as each page says.', max_length=200, verbose_name='outlet')),
                ('every', models.TextField(blank=True, help_text='Words or phrases, parted by commas. An entry is fetched if its title and summary have all of them.', verbose_name='all of these words')),
                ('some', models.TextField(blank=True, help_text='And at least one of these; “flood*” is any word that begins so.', verbose_name='one of these words')),
                ('never', models.TextField(blank=True, help_text='And none of these.', verbose_name='none of these words')),
                ('is_active', models.BooleanField(default=True, help_text='Off: it rests, and keeps what it found.', verbose_name='look at it')),
                ('looked_at', models.DateTimeField(blank=True, null=True, verbose_name='last looked at')),
                ('due_at', models.DateTimeField(blank=True, null=True, verbose_name='next look')),
                ('problem', models.TextField(blank=True, verbose_name='last problem')),
                ('failures', models.PositiveIntegerField(default=0, help_text='Looks in a row that failed; each doubles the wait.')),
                ('etag', models.CharField(blank=True, max_length=200)),
                ('modified', models.CharField(blank=True, max_length=200)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feeds', to='articles.case')),
            ],
            options={
                'ordering': ['case', 'url'],
                'indexes': [
                    models.Index(models.F('due_at'), condition=models.Q(('is_active', True)), name='feed_by_due'),
                ],
                'constraints': [
                    models.UniqueConstraint(models.F('case'), models.F('url'), name='feed_once_a_case', violation_error_message='The case has this feed already.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Address',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.URLField(max_length=1000, verbose_name='address')),
                ('title', models.CharField(blank=True, help_text='As the feed has it.', max_length=500)),
                ('published', models.CharField(blank=True, help_text='As the feed has it.', max_length=40)),
                ('standing', models.CharField(choices=[('waiting', 'Waits to be fetched'), ('added', 'Added'), ('known', 'Was there already'), ('left-out', "Left out by the feed's words"), ('failed', 'Could not be added')], default='waiting', max_length=10, verbose_name='what became of it')),
                ('why', models.TextField(blank=True)),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('at', models.DateTimeField(auto_now=True, verbose_name='last change')),
                ('article', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='articles.article')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='handed in by')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='addresses', to='articles.case')),
                ('feed', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='addresses', to='timeline.feed')),
            ],
            options={
                'verbose_name_plural': 'addresses',
                'ordering': ['-id'],
                'indexes': [
                    models.Index(models.F('at'), condition=models.Q(('standing', 'left-out')), name='address_left_out_by_age'),
                ],
                'constraints': [
                    models.UniqueConstraint(models.F('case'), models.F('url'), name='address_once_a_case'),
                    models.CheckConstraint(condition=models.Q(('standing__in', ['waiting', 'added', 'known', 'left-out', 'failed'])), name='address_standing_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('standing__in', ['left-out', 'failed']), _negated=True), models.Q(('why', ''), _negated=True), _connector='OR'), name='address_says_why_not'),
                ],
            },
        ),
    ]

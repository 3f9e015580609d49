from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0007_other_keys")]
    operations = [
        migrations.AddField(
            model_name="article",
            name="archived_url",
            field=models.URLField(blank=True, help_text="Of its copy in an archive.", max_length=1000),
        ),
        migrations.AddField(
            model_name="article",
            name="archived_at",
            field=models.DateField(blank=True, help_text="The day of that copy.", null=True),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(archived_at=None) | ~models.Q(archived_url=""), name="article_archived_day_has_a_copy"
            ),
        ),
    ]

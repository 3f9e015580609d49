from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    """Apart from the one before: rows are looked through without keeping writers out."""

    dependencies = [("articles", "0010_dead_links")]
    operations = [ValidateConstraint(model_name="article", name="article_dead_link_is_a_link")]

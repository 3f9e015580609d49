"""Sketches of the versions that there are."""

from django.db import migrations

from articles.sketches import address_key, sketch, story


def draw(apps, schema_editor):
    """Sketches of the versions that there are, and what their addresses have in common with others."""
    models = {name: apps.get_model("articles", name) for name in ("Article", "ArticleVersion", "Sketch")}
    for version in models["ArticleVersion"].objects.only("pk").iterator(chunk_size=500):
        drawn = sketch(story(version.paragraphs.order_by("number").values_list("kind", "text")))
        fields = {"words": drawn.words, "minima": drawn.minima, "bands": drawn.bands}
        models["Sketch"].objects.create(version=version, **fields)
    for article in models["Article"].objects.exclude(url="").only("url").iterator(chunk_size=500):
        article.address_key = address_key(article.url)
        article.save(update_fields=["address_key"])


class Migration(migrations.Migration):
    dependencies = [("articles", "0004_sketches")]
    operations = [migrations.RunPython(draw, migrations.RunPython.noop)]

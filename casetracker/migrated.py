"""Which migrations this program knows, and what a database holds that has run them."""

from functools import cache

from django.db.migrations.loader import MigrationLoader

Key = tuple[str, str]  # app, name


@cache
def migrations_of_the_code() -> dict[Key, frozenset[Key]]:
    """Each with what stands in `django_migrations` once it has run: itself, or all that it took the place of. They are
    on the disk and stay what they are while this process lives."""
    loader = MigrationLoader(None)
    return {key: frozenset(loader.disk_migrations[key].replaces or [key]) for key in loader.graph.nodes}


def known_migrations() -> set[Key]:
    """With those that others took the place of."""
    return set(migrations_of_the_code()).union(*migrations_of_the_code().values())

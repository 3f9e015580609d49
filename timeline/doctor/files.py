"""Files that rows name, and rows that name files."""

from collections.abc import Iterator

from django.apps import apps
from django.core.files.storage import Storage
from django.db import models

from articles import snapshots
from timeline.doctor.base import Broken, Check


def missing() -> Iterator[Broken]:
    for model, field in file_fields():
        named = model._default_manager.exclude(**{field.name: ""}).exclude(**{field.name: None})
        for key, name in named.values_list("pk", field.name).iterator():
            if not field.storage.exists(name):
                yield key, f"{model._meta.label_lower} {key}: {name}"


def altered() -> Iterator[Broken]:
    for snapshot in snapshots.altered():
        yield snapshot.pk, f"articles.snapshot {snapshot.pk}: {snapshot.file.name}"


def without_owner() -> Iterator[Broken]:
    for model, field in file_fields():
        if isinstance(field.upload_to, str) and field.upload_to:
            for name in below(field.storage, field.upload_to.partition("%")[0].rstrip("/")):
                if not model._default_manager.filter(**{field.name: name}).exists():
                    yield 0, name


def file_fields() -> Iterator[tuple[type[models.Model], models.FileField]]:
    for model in apps.get_models():
        yield from ((model, field) for field in model._meta.local_fields if isinstance(field, models.FileField))


def below(storage: Storage, folder: str) -> Iterator[str]:
    """The files of a folder of a storage, and those of the folders in it."""
    if storage.exists(folder):
        folders, files = storage.listdir(folder)
        yield from (f"{folder}/{name}" for name in files)
        for name in folders:
            yield from below(storage, f"{folder}/{name}")


CHECKS = (
    Check("files-are-there", "Each file that a row names is there.", "Restore the file from a backup.", missing),
    Check(
        "snapshots-are-unaltered",
        "The hash of a page that is kept as evidence is that of its file.",
        "It was changed behind the program's back: restore it from a backup, and ask who can write to the folder.",
        altered,
    ),
    Check(
        "files-have-an-owner",
        "Each file belongs to a row.",
        "It was left behind by what was broken off: keep it aside for a while, then delete it.",
        without_owner,
    ),
)

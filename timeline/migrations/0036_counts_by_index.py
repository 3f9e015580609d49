"""Faces of a type or a status are found and counted in an index, and what reaches into a period is listed from one."""

import datetime as dt

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("timeline", "0005_squashed_0034_triggers")]
    operations = [
        AddIndexConcurrently(
            "eventface", models.Index(fields=["case", "public", "type", "status"], name="face_by_kind")
        ),
        AddIndexConcurrently(
            "eventface",
            models.Index(
                "case",
                "public",
                Coalesce("latest", Value(dt.date.max)),
                "earliest",
                name="face_reaching_into",
                condition=Q(latest__gt=F("earliest") + 31) | Q(latest=None, earliest__isnull=False),
                include=["latest", "type", "status", "differ", "sources", "event"],
            ),
        ),
        RemoveIndexConcurrently("eventface", "face_reaching"),
    ]

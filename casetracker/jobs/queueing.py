"""Queueing a job by name, where the module of its task must not be imported."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued


def queue_once(task: str, args: Mapping[str, Any], *, queueing_lock: Any, **how: Any) -> bool:
    """Queue it in the transaction that is open, unless one with that `queueing_lock` waits: then False. `how` is what
    procrastinate's `configure_task` takes: queue, lock, priority, schedule_in."""
    job = app.configure_task(task, queueing_lock=queueing_lock, **how)
    try:
        with transaction.atomic():
            job.defer(**args)
    except AlreadyEnqueued:
        return False
    return True

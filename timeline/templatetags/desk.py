"""What waits for whom, on the first page of the admin."""

from typing import Any

from django import template
from django.utils import timezone

from casetracker.backup import standing
from timeline import activity
from timeline.presentation.rooms import door_of, rooms

register = template.Library()
register.simple_tag(rooms)
register.simple_tag(door_of, name="door")


@register.inclusion_tag("admin/activity/desk.html", takes_context=True)
def desk(context: dict[str, Any]) -> dict[str, Any]:
    user = context["user"]
    return {
        "queues": activity.queues(timezone.now()),
        "articles": activity.newest_articles(),
        "backup": standing.problem(timezone.now()),
        "failed": activity.failed_jobs(),
        "remarks": activity.remarks_to(user),
        "mine": activity.assigned_to(user),
        "perms": context["perms"],
    }

"""What waits for whom, on the first page of the admin."""

from typing import Any

from django import template

from timeline import activity

register = template.Library()


@register.inclusion_tag("admin/activity/desk.html", takes_context=True)
def desk(context: dict[str, Any]) -> dict[str, Any]:
    user = context["user"]
    return {
        "queues": activity.queues(),
        "articles": activity.newest_articles(),
        "failed": activity.failed_jobs(),
        "remarks": activity.remarks_to(user),
        "mine": activity.assigned_to(user),
        "perms": context["perms"],
    }

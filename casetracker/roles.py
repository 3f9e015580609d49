"""Who may do what: four roles, kept as Django's groups and brought up to date by every `migrate`.

A role holds what the one before it holds. Services ask for the permission (timeline.services.permissions); the admin
shows what a role may use. Everybody with a role is staff: staff read drafts and whole texts.
"""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType

# Permissions beside those that Django makes for each model.
OWN = {
    "articles.publish_case": "Can show a case to the public, or take it back",
    "timeline.withdraw_event": "Can withdraw an event that was public, or restore it",
}
JOURNALIST = (
    "articles.view_article articles.view_case articles.view_source timeline.view_event timeline.view_eventtype "
    "timeline.view_person timeline.view_comment timeline.add_comment timeline.add_savedview "
    "timeline.view_feed timeline.view_address"
).split()
EDITOR = (
    "articles.add_article articles.change_article articles.add_case articles.change_case articles.add_source "
    "timeline.change_event timeline.add_eventtype timeline.change_eventtype "
    "timeline.add_feed timeline.change_feed timeline.delete_feed timeline.add_address"
).split()
CHIEF = (
    "articles.publish_case articles.change_source timeline.withdraw_event "
    "timeline.add_person timeline.change_person timeline.delete_person "
    "timeline.view_casesettings timeline.add_casesettings timeline.change_casesettings"
).split()
ADMINISTRATOR = (
    "auth.view_user auth.add_user auth.change_user auth.delete_user auth.view_group "
    "jobs.view_deadletter jobs.change_deadletter timeline.view_rereading timeline.change_rereading "
    "timeline.view_follower timeline.delete_follower "
    "timeline.view_webhook timeline.add_webhook timeline.change_webhook timeline.delete_webhook timeline.view_delivery"
).split()
ROLES = {
    "Journalist": JOURNALIST,
    "Editor": JOURNALIST + EDITOR,
    "Chief editor": JOURNALIST + EDITOR + CHIEF,
    "Administrator": JOURNALIST + EDITOR + CHIEF + ADMINISTRATOR,
}


def who_may(permission: str) -> str:
    """The first role that holds a permission: "chief editor"."""
    return next((role.lower() for role, held in ROLES.items() if permission in held), "administrator")


def create_roles() -> None:
    """Make the groups what ROLES says. Other groups, and who is in which, are the newsroom's own."""
    for name, label in OWN.items():
        app, codename = name.split(".")
        kind = ContentType.objects.get(app_label=app, model=codename.rpartition("_")[2])
        Permission.objects.update_or_create(content_type=kind, codename=codename, defaults={"name": label})
    for role, held in ROLES.items():
        group, _ = Group.objects.get_or_create(name=role)
        group.permissions.set(_permissions(held))


def _permissions(names: Iterable[str]) -> list[Permission]:
    wanted = set(names)
    rows = Permission.objects.select_related("content_type")
    return [row for row in rows if f"{row.content_type.app_label}.{row.codename}" in wanted]

"""Who may decide what. Every verb asks here first; the program itself (`by=None`) may do what it is made for."""

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied

from casetracker.roles import who_may

# What each kind of verb takes (docs/operations.md has the table of roles).
ADD = "articles.add_article"
COMMENT = "timeline.add_comment"
SAVE = "timeline.add_savedview"
REVIEW = "timeline.change_event"
WITHDRAW = "timeline.withdraw_event"
PUBLISH = "articles.publish_case"
RIGHTS = "articles.change_source"
PEOPLE = "timeline.change_person"
TYPES = "timeline.change_eventtype"
WEBHOOKS = "timeline.change_webhook"
REREADING = "timeline.change_rereading"
WHAT = {
    ADD: "Adding an article",
    COMMENT: "A comment",
    SAVE: "Saving a view",
    REVIEW: "Deciding on an event",
    WITHDRAW: "Withdrawing or restoring an event",
    PUBLISH: "Publishing a case",
    RIGHTS: "Changing what the public may read of an outlet",
    PEOPLE: "Deciding how the public reads a name",
    TYPES: "Changing the types of events",
    WEBHOOKS: "Telling other programs what is new",
    REREADING: "Pausing the reading of articles",
}


def ask(by: User | None, permission: str) -> None:
    """Raises PermissionDenied, and says which role it takes."""
    if by is not None and not by.has_perm(permission):
        role = who_may(permission)
        article = "an" if role[0] in "aeiou" else "a"
        raise PermissionDenied(f"{WHAT[permission]} takes {article} {role}: {by.get_username()} may not.")

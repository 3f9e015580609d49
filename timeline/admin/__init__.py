"""The editors' side: cases, articles and what was found in them, and the review of events."""

from django.contrib import admin

from timeline.admin.articles import ArticleAdmin
from timeline.admin.cases import CaseAdmin
from timeline.admin.events import EventAdmin
from timeline.admin.following import FollowerAdmin
from timeline.admin.gathering import AddressAdmin, FeedAdmin
from timeline.admin.people import PersonAdmin
from timeline.admin.rereading import RereadingAdmin
from timeline.admin.sources import SourceAdmin
from timeline.admin.types import EventTypeAdmin
from timeline.admin.webhooks import DeliveryAdmin, WebhookAdmin

admin.site.site_header = admin.site.site_title = "Casetracker"
admin.site.index_title = "For editors"
admin.site.enable_nav_sidebar = False  # the lists need its width

__all__ = [
    "AddressAdmin",
    "ArticleAdmin",
    "CaseAdmin",
    "DeliveryAdmin",
    "EventAdmin",
    "EventTypeAdmin",
    "FeedAdmin",
    "FollowerAdmin",
    "PersonAdmin",
    "RereadingAdmin",
    "SourceAdmin",
    "WebhookAdmin",
]

"""The editors' side: cases, articles and what was found in them, and the review of events."""

from timeline.admin.articles import ArticleAdmin
from timeline.admin.cases import CaseAdmin
from timeline.admin.events import EventAdmin, EventTypeAdmin

__all__ = ["ArticleAdmin", "CaseAdmin", "EventAdmin", "EventTypeAdmin"]

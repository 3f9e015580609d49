"""The verbs of the timeline: every write is here, keyword-only, one transaction each, with who did it.

The way of a text: `add_article` = ingest → `extract_version` → `reconcile_case`; then an editor's `approve_events`.
"""

from timeline.services.commenting import assign_event, comment_on
from timeline.services.extracting import add_article, extract_version, read_again, stale_cases, sync_event_types
from timeline.services.importing import Defaults, Imported, import_articles
from timeline.services.people import remove_person, save_person
from timeline.services.reconciling import Reconciled, reconcile_case
from timeline.services.reviewing import (
    approve_events,
    edit_event,
    publish_case,
    reject_events,
    return_events,
    set_rights,
    unpublish_case,
)

__all__ = [
    "Defaults",
    "Imported",
    "Reconciled",
    "add_article",
    "approve_events",
    "assign_event",
    "comment_on",
    "edit_event",
    "extract_version",
    "import_articles",
    "publish_case",
    "read_again",
    "reconcile_case",
    "reject_events",
    "remove_person",
    "return_events",
    "save_person",
    "set_rights",
    "stale_cases",
    "sync_event_types",
    "unpublish_case",
]

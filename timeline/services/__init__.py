"""The verbs of the timeline: every write is here, keyword-only, one transaction each, with who did it.

The way of a text: `add_article` = ingest → `extract_version` → `reconcile_case`; then an editor's `approve_events`, and
whatever else editors decide (`reviewing`, `editing`, `regrouping`), which `undo_decision` takes back.
"""

from timeline.services.commenting import assign_event, comment_on
from timeline.services.deciding import Outdated, decisions_since, words_of
from timeline.services.delivering import (
    begin_attempt,
    deliver_again,
    due_deliveries,
    forget_old_deliveries,
    listening,
    note_attempt,
    put_off,
    queue_deliveries,
    save_webhook,
)
from timeline.services.digesting import begin_mail, due_followers, note_failure, note_sent, pass_over
from timeline.services.editing import edit_event
from timeline.services.extracting import (
    add_article,
    correct_kinds,
    extract_version,
    read_again,
    stale_cases,
    sync_event_types,
    unread_versions,
)
from timeline.services.following import (
    AskedTooOften,
    ask_to_follow,
    begin_confirmation,
    confirm_following,
    confirmation_token,
    find_request,
    forget_old_requests,
    is_confirmed,
    next_due,
    stop_following,
    stop_token,
    who_stops,
)
from timeline.services.gathering import (
    due_feeds,
    fetch_again,
    forget_old_addresses,
    give_up,
    hand_in,
    note_trouble,
    save_feed,
    take_entries,
    take_page,
    try_later,
)
from timeline.services.grouping import queue_grouping
from timeline.services.importing import Defaults, Imported, import_articles
from timeline.services.linking import look_now, note_look, queue_looks
from timeline.services.marking import mark_key
from timeline.services.people import read_name, remove_person, save_person, withhold_name
from timeline.services.publishing import publish_case, publish_certain, set_rights, unpublish_case
from timeline.services.reconciling import Reconciled, reconcile_case
from timeline.services.regrouping import mark_distinct, merge_events, split_event
from timeline.services.rereading import begin_rereading, pause_rereadings, read_chunk, resume_rereadings
from timeline.services.reviewing import (
    accept_evidence,
    approve_events,
    reject_events,
    restore_events,
    return_events,
    withdraw_events,
)
from timeline.services.saving import change_view, delete_view, save_view
from timeline.services.types import Trial, own_types, save_event_type, try_type
from timeline.services.undoing import UndoRefused, in_force, undo_decision, undo_decisions

__all__ = [
    "AskedTooOften",
    "Defaults",
    "Imported",
    "Outdated",
    "Reconciled",
    "Trial",
    "UndoRefused",
    "accept_evidence",
    "add_article",
    "approve_events",
    "ask_to_follow",
    "assign_event",
    "begin_attempt",
    "begin_confirmation",
    "begin_mail",
    "begin_rereading",
    "change_view",
    "comment_on",
    "confirm_following",
    "confirmation_token",
    "correct_kinds",
    "decisions_since",
    "delete_view",
    "deliver_again",
    "due_deliveries",
    "due_feeds",
    "due_followers",
    "edit_event",
    "extract_version",
    "fetch_again",
    "find_request",
    "forget_old_addresses",
    "forget_old_deliveries",
    "forget_old_requests",
    "give_up",
    "hand_in",
    "import_articles",
    "in_force",
    "is_confirmed",
    "listening",
    "look_now",
    "mark_distinct",
    "mark_key",
    "merge_events",
    "next_due",
    "note_attempt",
    "note_failure",
    "note_look",
    "note_sent",
    "note_trouble",
    "own_types",
    "pass_over",
    "pause_rereadings",
    "publish_case",
    "publish_certain",
    "put_off",
    "queue_deliveries",
    "queue_grouping",
    "queue_looks",
    "read_again",
    "read_chunk",
    "read_name",
    "reconcile_case",
    "reject_events",
    "remove_person",
    "restore_events",
    "resume_rereadings",
    "return_events",
    "save_event_type",
    "save_feed",
    "save_person",
    "save_view",
    "save_webhook",
    "set_rights",
    "split_event",
    "stale_cases",
    "stop_following",
    "stop_token",
    "sync_event_types",
    "take_entries",
    "take_page",
    "try_later",
    "try_type",
    "undo_decision",
    "undo_decisions",
    "unpublish_case",
    "unread_versions",
    "who_stops",
    "withdraw_events",
    "withhold_name",
    "words_of",
]

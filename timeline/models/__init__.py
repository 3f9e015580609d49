"""What the articles say happened: mentions (one place in one text) and events (what happened), joined by citations.

A machine writes mentions and suggests events; an editor decides. The only writers are in `services`.
"""

from timeline.models.decisions import NEEDS_REASON, SILENT, Comment, Decision, Distinct, Grounds, Verb
from timeline.models.events import (
    ID_ALPHABET,
    LEFT,
    SEARCH_CONFIG,
    Citation,
    Claim,
    Event,
    EventSearch,
    Moved,
    Redirect,
    Review,
    new_public_id,
    sees_all,
)
from timeline.models.faces import LONG, CaseCount, CaseMonth, EventFace, Face, PublicFace, StaffFace
from timeline.models.following import Follower, FollowRequest, Frequency
from timeline.models.gathering import Address, Feed, Standing
from timeline.models.memory import Grouping, Likeness, Place
from timeline.models.people import Person, Policy
from timeline.models.protecting import NameHint, ReadName
from timeline.models.queue import RANKS, REST, Problem, Ranked, Waiting
from timeline.models.reports import EventType, ExtractionRun, Mention, Quantity, Status
from timeline.models.rereading import Chunk, Rereading
from timeline.models.settings import CaseSettings
from timeline.models.views import SavedView
from timeline.models.webhooks import Delivery, Webhook

__all__ = [
    "ID_ALPHABET",
    "LEFT",
    "LONG",
    "NEEDS_REASON",
    "RANKS",
    "REST",
    "SEARCH_CONFIG",
    "SILENT",
    "Address",
    "CaseCount",
    "CaseMonth",
    "CaseSettings",
    "Chunk",
    "Citation",
    "Claim",
    "Comment",
    "Decision",
    "Delivery",
    "Distinct",
    "Event",
    "EventFace",
    "EventSearch",
    "EventType",
    "ExtractionRun",
    "Face",
    "Feed",
    "FollowRequest",
    "Follower",
    "Frequency",
    "Grounds",
    "Grouping",
    "Likeness",
    "Mention",
    "Moved",
    "NameHint",
    "Person",
    "Place",
    "Policy",
    "Problem",
    "PublicFace",
    "Quantity",
    "Ranked",
    "ReadName",
    "Redirect",
    "Rereading",
    "Review",
    "SavedView",
    "StaffFace",
    "Standing",
    "Status",
    "Verb",
    "Waiting",
    "Webhook",
    "new_public_id",
    "sees_all",
]

"""The demonstration case: imported like any other, and read by its editor before anybody sees it.

The editor's reading is `expected.json` beside the articles: an event that stands there, with its type, status, date and
none but paragraphs that do report it, is approved. What it marks as waiting, and whatever else was found, stays a
suggestion in the editors' queue.
"""

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from articles.drafts import CaseTold, Draft, Refused
from articles.models import Case, CaseArticle, Rights, Source
from articles.reading import read_paths
from articles.services import check_text
from timeline.extraction import edtf
from timeline.models import Citation, Event, Review
from timeline.services.importing import Defaults, import_articles
from timeline.services.marking import mark_key
from timeline.services.publishing import publish_case
from timeline.services.reviewing import approve_events

SLUG = "stanford-recall"
EXPECTED = "expected.json"

Days = tuple[dt.date | None, dt.date | None]
Paragraph = tuple[str, int]  # an article's key, a paragraph's number


class DemonstrationError(Exception):
    """The demonstration cannot be loaded; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Expected:
    """An event that a careful reader finds. `days` are all the dates that count as right; one that `waits` is left in
    the queue, so that whoever tries the desk finds something to decide. One that `is_key` stands at the head."""

    id: str
    types: frozenset[str]
    status: str
    days: frozenset[Days]
    paragraphs: frozenset[Paragraph]
    optional: bool
    waits: bool
    is_key: bool


@dataclass(frozen=True, slots=True)
class Found:
    """An event of the case as the database has it."""

    pk: int
    type: str
    status: str
    days: Days
    undecided: bool
    paragraphs: frozenset[Paragraph]

    def is_what(self, expected: Expected) -> bool:
        same = self.type in expected.types and self.status == expected.status and self.days in expected.days
        return same and not self.paragraphs.isdisjoint(expected.paragraphs)

    def is_ready_for(self, expected: Expected) -> bool:
        """Whether an editor who read all that it cites would approve it now."""
        return self.undecided and not expected.waits and self.paragraphs <= expected.paragraphs


@transaction.atomic
def load_demonstration(*, folder: Path) -> int:
    """Bring the demonstration case to what the folder holds. Returns how many events were approved. Without a change,
    nothing is written.

    Raises DemonstrationError where the case's slug is taken, or where an article is refused.
    """
    drafts = list(read_paths([folder]))
    case = Case.objects.filter(slug=SLUG).first()
    if case and not case.is_demonstration:
        raise DemonstrationError(f"There is a case {SLUG!r} that is not the demonstration. Give it another slug.")
    if case is None or not _holds(case, drafts):
        imported = import_articles(slug=SLUG, items=drafts, defaults=Defaults())
        if imported.refused:
            raise DemonstrationError("; ".join(f"{r.where}: {r.why}" for r in imported.refused))
    if case is None:
        case = _introduce()
    expected = read_expected(folder / EXPECTED)
    pairs = pair(expected, find(case))
    fit = {pairs[e.id].pk: e.is_key for e in expected if e.id in pairs and pairs[e.id].is_ready_for(e)}
    if not fit:
        return 0
    reason = "It comes with the demonstration: whoever wrote it expects this event of these reports."
    approved = approve_events(events=Event.objects.filter(pk__in=fit), by=None, reason=reason)
    keys = Event.objects.filter(pk__in=[pk for pk, is_key in fit.items() if is_key])
    mark_key(events=keys, is_key=True, by=None, reason=reason)
    return len(approved)


def read_expected(path: Path) -> list[Expected]:
    return [
        Expected(
            id=row["id"],
            types=frozenset(row["types"]),
            status=row["status"],
            days=frozenset(edtf.days(date) for date in [row["date"], *row["accept"]]),
            paragraphs=frozenset((key, number) for key, number in row["sources"] + row["repeats"]),
            optional=row.get("optional", False),
            waits=row.get("waits", False),
            is_key=row.get("key", False),
        )
        for row in json.loads(path.read_text())["events"]
    ]


def find(case: Case) -> list[Found]:
    """The case's events with the paragraphs that they cite, in the order of the timeline. One query."""
    citations = Citation.objects.filter(case=case, mention__run__version__article__case_articles__case=case)
    rows = citations.values_list(
        "event_id",
        "event__type_id",
        "event__status",
        "event__earliest",
        "event__latest",
        "event__review",
        "event__reviewed_at",
        "mention__run__version__article__case_articles__key",
        "mention__paragraph__number",
    ).order_by("event__earliest", "event__latest", "event__ordinal", "event_id")
    paragraphs: dict[int, set[Paragraph]] = defaultdict(set)
    events = {}
    for pk, kind, status, earliest, latest, review, reviewed_at, key, number in rows:
        paragraphs[pk].add((key, number))
        events[pk] = (kind, status, (earliest, latest), review == Review.SUGGESTED and reviewed_at is None)
    return [Found(pk, *event, frozenset(paragraphs[pk])) for pk, event in events.items()]


def pair(expected: Sequence[Expected], found: Sequence[Found]) -> dict[str, Found]:
    """Which event is which expected one, by its id, one to one: decided events first, then by shared paragraphs."""
    candidates = sorted(
        (e.undecided, -len(e.paragraphs & want.paragraphs), i, j)
        for i, want in enumerate(expected)
        for j, e in enumerate(found)
        if e.is_what(want)
    )
    pairs: dict[str, Found] = {}
    taken = set()
    for _, _, i, j in candidates:
        if expected[i].id not in pairs and j not in taken:
            pairs[expected[i].id] = found[j]
            taken.add(j)
    return pairs


def _holds(case: Case, items: Sequence[Draft | Refused | CaseTold]) -> bool:
    """Whether the newest text of each article is the one in the folder."""
    stored = CaseArticle.objects.filter(case=case).order_by("article__versions__number")
    newest = dict(stored.values_list("key", "article__versions__sha256"))
    drafts = [item for item in items if isinstance(item, Draft)]
    return all(newest.get(d.key) == hashlib.sha256(check_text(d.text).encode()).hexdigest() for d in drafts)


def _introduce() -> Case:
    """Say that the case is a demonstration, show its texts in full (they are ours), and publish it: once, so that an
    editor may undo any of it."""
    Case.objects.filter(slug=SLUG).update(is_demonstration=True)
    case = Case.objects.get(slug=SLUG)
    Source.objects.filter(articles__cases=case).update(rights=Rights.FULL)
    publish_case(case=case, by=None)
    return case

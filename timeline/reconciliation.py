"""From the mentions of a case to a plan: which event each cluster of mentions belongs to. Reads, and writes nothing.

What a person decided stands. A mention that a decided event (approved, rejected) cites stays with it; what is new in
its cluster is offered to an approved event as evidence that still has to be accepted. Only suggestions are re-made.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from django.db.models import Prefetch, QuerySet
from procrastinate.contrib.django.models import ProcrastinateJob

from articles.models import ArticleVersion, Case
from timeline.extraction import types
from timeline.extraction.coreference import Cluster, Report, cluster
from timeline.models import LEFT, Citation, Event, ExtractionRun, Mention, Review

# A mention's identity across extraction runs: the article, and the fingerprint of its words and place.
MentionKey = tuple[int, str]
MACHINE_FIELDS = ("type_id", "status", "headline", "edtf", "earliest", "latest", "explanation", "certainty")


def mention_key(mention: Mention) -> MentionKey:
    return (mention.run.version.article_id, mention.fingerprint)


def runs_in_force(case: Case, articles: Collection[Any] | None = None) -> dict[int, int]:
    """By article of the case, or of some of them: the newest run of its newest version."""
    runs = (
        ExtractionRun.objects.filter(version__article__cases=case)
        .order_by("version__article_id", "-version__number", *ExtractionRun.IN_FORCE)
        .distinct("version__article_id")
    )
    if articles is not None:
        runs = runs.filter(version__article__in=articles)
    return dict(runs.values_list("version__article_id", "id"))


def current_mentions(case: Case, articles: Collection[Any] | None = None) -> list[Mention]:
    """The mentions in force: those of these runs. Four queries."""
    return whole(Mention.objects.filter(run__in=runs_in_force(case, articles).values()))


def keys_of(mentions: Collection[Any]) -> dict[Hashable, MentionKey]:
    """What identifies these mentions, which are told by their ids."""
    rows = Mention.objects.filter(pk__in=mentions)
    return {pk: (article, told) for pk, article, told in rows.values_list("pk", "run__version__article", "fingerprint")}


def whole(mentions: QuerySet[Mention]) -> list[Mention]:
    """These mentions with all that `report_of` reads, in three queries; a run comes once for all of its mentions."""
    runs = ExtractionRun.objects.select_related("version__article__source").defer("version__text")
    found = mentions.order_by("id").select_related("paragraph").defer("paragraph__text")
    return list(found.prefetch_related("quantities", Prefetch("run", runs)))


def report_of(row: Mention) -> Report:
    """What coreference needs to know of a stored mention."""
    article = row.run.version.article
    mention = types.Mention(
        type=row.type_id,
        status=types.as_status(row.status),
        edtf=row.edtf or None,
        earliest=row.earliest,
        latest=row.latest,
        sentence=types.Span(row.sentence_start, row.sentence_end, row.quote),
        trigger=types.Span(row.trigger_start, row.trigger_end, row.trigger),
        timex=None,
        paragraph=row.paragraph.number,
        headline=row.headline,
        rule=row.rule,
        explanation=row.explanation,
        quantities=tuple(types.Quantity(q.value, q.unit, q.qualifier, q.start, q.end) for q in row.quantities.all()),
        names=tuple(row.names),
        candidates=tuple(row.candidates),
        certain=row.certain,
    )
    marks = _marks(row.run.marks)
    digest = row.run.version.sha256
    return Report(row.id, article.id, article.published, article.source.name, mention, digest=digest, marks=marks)


@lru_cache(maxsize=256)
def _marks(stored: str) -> tuple[str, ...]:
    """One value for all mentions of a text."""
    return tuple(filter(None, stored.split(",")))


def is_put_together(case: Case, version: ArticleVersion) -> bool:
    """Whether the reports of a version have found their events in this case, as far as they will; else a job waits that
    puts the case together."""
    jobs = ProcrastinateJob.objects.filter(task_name="timeline.tasks.group_case_again", args__case_id=case.pk)
    cited = Citation.objects.filter(case=case, mention__run__version=version)
    return not jobs.filter(status__in=("todo", "doing")).exists() or cited.exists()


def reading(event: Event) -> Cluster | None:
    """What the reports of an event come to by themselves: an editor may have said, or approved, something else."""
    reports = [report_of(citation.mention) for citation in with_reports(event.citations.all())]
    return cluster(reports, {report.key: "" for report in reports}) if reports else None


def machine_values(found: Cluster) -> dict[str, Any]:
    """What the program says of an event with these reports, by its columns."""
    values = (found.type, found.status, found.headline, found.edtf or "", found.earliest, found.latest)
    return dict(zip(MACHINE_FIELDS, (*values, found.explanation, found.certainty), strict=True))


def with_reports(citations: QuerySet[Citation]) -> QuerySet[Citation]:
    """The citations with all that `report_of` and `mention_key` read of their mentions, in two queries."""
    whole = citations.select_related("mention__run__version__article__source", "mention__paragraph")
    return whole.defer("mention__run__version__text").prefetch_related("mention__quantities")


def is_held(citation: Citation) -> bool:
    """Whether a person's decision holds this citation in its place."""
    event = citation.event
    return citation.placed or citation.accepted or event.edited or event.review in LEFT


def is_the_machines(event: Event) -> bool:
    """Whether no person has had a hand in this event yet."""
    return event.review == Review.SUGGESTED and not event.edited


@dataclass(slots=True)
class Placement:
    """A cluster and where it goes: an existing event, or a new one (None). `mentions` are those that the event gets,
    by their ids."""

    cluster: Cluster
    event: Event | None
    mentions: list[int]

    @property
    def owner(self) -> Event:
        """The event, once the new ones are written."""
        if self.event is None:
            raise RuntimeError("this placement's event is not written yet")
        return self.event


def place(
    clusters: Iterable[Cluster], keys: Mapping[Hashable, MentionKey], citations: Iterable[Citation]
) -> list[Placement]:
    """Match clusters with the events that cite their mentions already; each suggestion is taken once. `keys` are those
    of the mentions, by their ids; what has none stays out.

    A cluster that touches one event that an editor approved or edited goes there. One that touches several is the
    machine's doubt about a person's decision: it changes nothing there, and what no decision holds becomes a suggestion
    of its own, which says no more than its own reports do.
    """
    holder = {mention_key(c.mention): c.event for c in citations if is_held(c)}
    suggestion = {mention_key(c.mention): c.event for c in citations if is_the_machines(c.event)}
    taken: set[int] = set()
    placements = []
    for found in clusters:
        rows = [cast(int, report.key) for report in found.reports if report.key in keys]
        free = [row for row in rows if keys[row] not in holder]
        held = [(row, holder[keys[row]]) for row in rows if keys[row] in holder]
        decided = {event.id: event for _, event in held if event.review not in LEFT}
        if len(decided) == 1:
            (event,) = decided.values()
            placements.append(_placement(found, event, [row for row, e in held if e.id == event.id] + free))
        elif free:
            known = _most_cited([suggestion.get(keys[row]) for row in free], taken)
            placements.append(_placement(found, known, free))
    return placements


def _placement(found: Cluster, event: Event | None, rows: list[int]) -> Placement:
    if len(rows) < len(found.reports):
        placed = set(rows)
        found = cluster([r for r in found.reports if r.key in placed], dict(found.reasons))
    return Placement(found, event, rows)


def _most_cited(events: Sequence[Event | None], taken: set[int]) -> Event | None:
    """The event that occurs most often among these and is not taken yet, so that an event's address stays with it."""
    found = {e.id: e for e in events if e is not None and e.id not in taken}
    if not found:
        return None
    votes = Counter(e.id for e in events if e is not None and e.id in found)
    best = min(votes, key=lambda event_id: (-votes[event_id], event_id))
    taken.add(best)
    return found[best]

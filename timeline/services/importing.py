"""Any number of articles at once: taken in batches, each article whole or refused with the reason; then read, and the
case is reconciled once at the end. Whatever an import that was cut short has left, the next one finds and finishes."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from django.contrib.auth.models import User
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from articles.archiving import archive_day, check_archived, keep_archived
from articles.bulk import Taken, ingest_many, unknown_texts
from articles.characters import one_line
from articles.days import publication_day, zone_of
from articles.drafts import CaseTold, Draft, Item, Refused
from articles.errors import IngestError
from articles.models import Article, Case
from articles.parts import Parts, Workshop
from articles.seen import Seen
from articles.services import Outcome, Told, check_article
from timeline.services.extracting import extract_version, unread_versions
from timeline.services.reconciling import reconcile_case
from timeline.services.searching import refresh_sharing
from timeline.stamped import doubt_of_day

LONGEST_SLUG = 80
BATCH = 500  # articles in one transaction; more are not faster, and others wait for its end
BATCH_TEXT = 4_000_000  # characters of a batch, give or take an article
NAMED = 20  # ids of one outcome that are kept; more are counted
READ_AGAIN = "timeline.tasks.read_case_again"
OWED = {"hours": 1}  # after which a worker does what an import that was cut short has left


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds for articles that do not say it themselves."""

    source: str = ""
    published: str = ""
    timezone: str = ""


@dataclass(slots=True)
class Keys:
    """The ids of one outcome: how many, and the first of them."""

    number: int = 0
    first: list[str] = field(default_factory=list)

    def add(self, key: str) -> None:
        self.number += 1
        if len(self.first) < NAMED:
            self.first.append(key)


@dataclass(slots=True)
class Imported:
    """What became of each article: `done` counts them by outcome, `refused` says why, `notes` what to look at; `read`
    is how many were searched for events."""

    done: dict[Outcome, Keys] = field(
        default_factory=lambda: {"added": Keys(), "unchanged": Keys(), "corrected": Keys()}
    )
    refused: list[Refused] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    read: int = 0

    @property
    def number(self) -> int:
        return len(self.refused) + sum(keys.number for keys in self.done.values())


@dataclass(slots=True)
class _Batch:
    """Drafts to be taken together, and what is found of their texts meanwhile."""

    drafts: list[Draft]
    parts: Callable[[], dict[str, Parts]] = dict


def import_articles(
    *,
    slug: str,
    items: Iterable[Item],
    defaults: Defaults,
    dry_run: bool = False,
    by: User | None = None,
    queue: Callable[[Case], None] | None = None,
    tell: Callable[[Imported], None] = lambda so_far: None,
) -> Imported:
    """Import drafts into the case of that slug, which is made (as a draft, not public) when there is something to put
    into it. One transaction a batch, then one for each article that is read, then one to reconcile.

    With `queue` nothing is read here: that is called with the case, in each batch's transaction, to have it read by
    jobs. With `dry_run` each batch is rolled back, and nothing is read. `tell` hears after each batch how far it is.
    """
    run = _Import(slug, defaults, by, dry_run, queue)
    with Workshop() as workshop:
        for batch in _ahead(_batches(items, run), workshop):
            run.take(batch)
            tell(run.imported)
    if run.case and not dry_run and not queue:
        _settle(run.case, debt=run.debt, read=run.imported.read)
    return run.imported


@dataclass(slots=True)
class _Import:
    slug: str
    defaults: Defaults
    by: User | None
    dry_run: bool
    queue: Callable[[Case], None] | None
    imported: Imported = field(default_factory=Imported)
    told: CaseTold = field(default_factory=CaseTold)
    seen: Seen = field(default_factory=Seen)
    case: Case | None = None
    debt: int | None = None

    def sort(self, items: Iterable[Item]) -> Iterator[Draft]:
        """The drafts that may be taken; the rest is noted."""
        for item in items:
            if isinstance(item, Refused):
                self.imported.refused.append(item)
            elif isinstance(item, CaseTold):
                self.told = item
            elif self.seen.is_another(item.key, item.text):
                why = f"Its id {item.key!r} was used above for another text. Give it one of its own."
                self.imported.refused.append(Refused(item.where, why))
            else:
                yield item

    def take(self, batch: _Batch) -> None:
        with transaction.atomic():
            case, refused = self._case(batch.drafts)
            taken = self._ingest(case, batch, refused) if case else []
            if self.dry_run or not taken or case is None:
                transaction.set_rollback(True)  # also a case that was made for nothing
            else:
                self.case = case
                refresh_sharing(case=case, articles=[one.article_id for one in taken if one.outcome == "added"])
                self._settle_later(case, taken)
        self.imported.refused += refused
        if self.case and taken and not self.dry_run and not self.queue:
            self.imported.read += _read(taken)

    def _case(self, drafts: Sequence[Draft]) -> tuple[Case | None, list[Refused]]:
        try:
            return self.case or _find_or_make_case(self.slug, self.told), []
        except IngestError as error:
            return None, [Refused(draft.where, str(error)) for draft in drafts]

    def _ingest(self, case: Case, batch: _Batch, refused: list[Refused]) -> list[Taken]:
        checked: list[tuple[Draft, Told]] = []
        for draft in batch.drafts:
            try:
                checked.append((draft, _check(draft, self.defaults, case, self.by)))
            except IngestError as error:
                refused.append(Refused(draft.where, str(error)))
        results = ingest_many(case=case, told=[told for _, told in checked], parts=batch.parts())
        taken = []
        for (draft, told), result in zip(checked, results, strict=True):
            if isinstance(result, IngestError):
                refused.append(Refused(draft.where, str(result)))
                continue
            self.imported.done[result.outcome].add(draft.key)
            self.imported.notes += _notes(draft, told, result)
            taken.append(result)
        copies = {t.article_id: d for (d, _), t in zip(checked, results, strict=True) if isinstance(t, Taken)}
        _keep_copies({pk: draft for pk, draft in copies.items() if draft.archived_url})
        return taken

    def _settle_later(self, case: Case, taken: Sequence[Taken]) -> None:
        """Should this process be killed, a job does what it leaves undone."""
        if self.queue:
            self.queue(case)
        elif self.debt is None and any(one.outcome != "unchanged" for one in taken):
            owed = app.configure_task(READ_AGAIN, queue="reading", schedule_in=OWED)  # no lock: others would wait, too
            self.debt = owed.defer(case_id=case.pk)


def _batches(items: Iterable[Item], run: _Import) -> Iterator[_Batch]:
    drafts: list[Draft] = []
    size = 0
    for draft in run.sort(items):
        drafts.append(draft)
        size += len(draft.text)
        if len(drafts) == BATCH or size > BATCH_TEXT:
            yield _Batch(drafts)
            drafts, size = [], 0
    if drafts:
        yield _Batch(drafts)


def _ahead(batches: Iterator[_Batch], workshop: Workshop) -> Iterator[_Batch]:
    """The batches, the parts of each next one being found while one is written. A single batch needs no processes."""
    waiting = next(batches, None)
    for number, batch in enumerate(batches):
        if waiting and number == 0:
            waiting.parts = _begin(waiting, workshop)
        batch.parts = _begin(batch, workshop)
        if waiting:
            yield waiting
        waiting = batch
    if waiting:
        yield waiting


def _begin(batch: _Batch, workshop: Workshop) -> Callable[[], dict[str, Parts]]:
    texts = unknown_texts(draft.text for draft in batch.drafts)
    coming = workshop.begin(list(texts.values()))
    return lambda: dict(zip(texts, chain.from_iterable(group.result() for group in coming), strict=True))


def _find_or_make_case(slug: str, told: CaseTold) -> Case:
    if case := Case.objects.filter(slug=slug).first():
        return case
    zone = told.timezone or "UTC"
    zone_of(zone)
    if len(slug) > LONGEST_SLUG:
        raise IngestError(f"The case's name has {len(slug)} characters; write at most {LONGEST_SLUG}.")
    title = one_line(told.title)[:200] or slug.replace("-", " ").capitalize()
    made = {"title": title, "summary": one_line(told.summary), "timezone": zone}
    return Case.objects.get_or_create(slug=slug, defaults=made)[0]


def _check(draft: Draft, defaults: Defaults, case: Case, by: User | None) -> Told:
    zone = draft.timezone or defaults.timezone or case.timezone
    told = check_article(
        key=draft.key,
        source=draft.source or defaults.source,
        title=draft.title,
        text=draft.text,
        published=publication_day(draft.published or defaults.published, zone),
        timezone=zone,
        url=draft.url,
        by=by,
    )
    check_archived(draft.archived_url, archive_day(draft.archived_at), told.published)
    return told


def _notes(draft: Draft, told: Told, taken: Taken) -> list[str]:
    doubt = doubt_of_day(told.text, told.published, told.timezone) if taken.outcome != "unchanged" else ""
    notes = [note for note in (draft.note, doubt) if note]
    if draft.key and draft.key.strip() != taken.key:
        notes.append(f"the case has this article already, as {taken.key!r}.")
    return [f"{draft.where}: {note}" for note in notes]


def _keep_copies(drafts: Mapping[int, Draft]) -> None:
    for article in Article.objects.filter(pk__in=drafts):
        draft = drafts[article.pk]
        keep_archived(article=article, url=draft.archived_url, at=archive_day(draft.archived_at))


def _read(taken: Sequence[Taken]) -> int:
    """Find the events in those that nobody has read yet, also of an import that was cut short."""
    number = 0
    for version in unread_versions([one.article_id for one in taken]):
        extract_version(version=version)
        number += 1
    return number


def _settle(case: Case, *, debt: int | None, read: int) -> None:
    """Reconcile, unless nothing asks for it: what this import read, or what another left. Only this one's own debt is
    taken back; what others owe may not be done yet."""
    if read or ProcrastinateJob.objects.filter(task_name=READ_AGAIN, args__case_id=case.pk, status="todo").exists():
        reconcile_case(case=case)
    if debt:
        app.job_manager.cancel_job_by_id(debt, delete_job=True)

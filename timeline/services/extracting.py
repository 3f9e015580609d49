"""From an article to its stored mentions."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Unpack

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Now

from articles import services as ingest
from articles.days import writes_day_first
from articles.models import ArticleVersion, Case, KindCorrection, Paragraph
from articles.services import Given, Ingested, ingest_article
from articles.snapshots import Waiting, attach
from casetracker.telemetry.figures import EXTRACTION
from timeline import extraction
from timeline.extraction import types
from timeline.models import EventType, ExtractionRun, Mention, NameHint, Quantity
from timeline.services.permissions import ADD, ask
from timeline.services.reconciling import reconcile_case
from timeline.services.searching import refresh_sharing
from timeline.services.turns import take_cases
from timeline.services.types import own_types


@transaction.atomic
def add_article(*, case: Case, snapshot: Waiting | None = None, **given: Unpack[Given]) -> Ingested:
    """Ingest an article, find its events and reconcile the case: all of it, or nothing. `snapshot` is the page that it
    was read from, kept as evidence.

    Raises what `ingest_article` raises, with the remedy, where the article cannot be taken.
    """
    ask(given.get("by"), ADD)
    ingested = ingest_article(case=case, **given)
    if snapshot:
        attach(version=ingested.version, waiting=snapshot)
    extract_version(version=ingested.version)
    # A correction may also be what brought it into this case.
    is_corrected = ingested.outcome == "corrected" or ingested.version.number > 1
    cases = list(ingested.article.cases.order_by("pk")) if is_corrected else [case]
    take_cases([touched.pk for touched in cases], by=None)  # all, before words of one are indexed: turns
    for touched in cases:
        reconcile_case(case=touched, articles=[ingested.article.pk])
    refresh_sharing(case=case, articles=[ingested.article.pk])
    return ingested


@transaction.atomic
def correct_kinds(*, version: ArticleVersion, kinds: Mapping[int, str], by: User | None) -> int:
    """Say what paragraphs are (number → kind), read the version again and reconcile its cases.

    Returns how many were something else before. Raises IngestError for a kind that there is not.
    """
    ask(by, ADD)
    changed = ingest.correct_kinds(version=version, kinds=kinds, by=by)
    if changed:
        extract_version(version=version)
        cases = list(version.article.cases.order_by("pk"))
        take_cases([case.pk for case in cases], by=None)
        for case in cases:
            reconcile_case(case=case, articles=[version.article_id])
    return changed


@transaction.atomic
def sync_event_types() -> None:
    """Make a row for each event type of the rule files; names and icons that editors changed stay."""
    EventType.objects.bulk_create(
        [EventType(slug=t.slug, name=t.name, icon=t.icon) for t in extraction.event_types()], ignore_conflicts=True
    )


@transaction.atomic
def extract_version(*, version: ArticleVersion) -> ExtractionRun:
    """Find the mentions of a version. One extractor reads it once a day of publication, and again once editors have
    corrected what its paragraphs are; else the run that there is is in force again."""
    article = version.article
    own = own_types()
    run, is_new = ExtractionRun.objects.get_or_create(
        version=version,
        extractor=extraction.extractor(own),
        published=article.published,
        corrections=KindCorrection.objects.filter(paragraph__version=version).count(),
    )
    if is_new:
        paragraphs = list(version.paragraphs.all())
        with EXTRACTION.time():
            found = extraction.extract(
                version.text,
                published=article.published,
                blocks=paragraphs,
                title=version.title,
                language=article.language,
                own=own,
                day_first=writes_day_first(article.timezone),
            )
        run.marks = ",".join(found.marks)
        run.save(update_fields=["marks"])
        _store(run, paragraphs, found)
    elif run != version.runs.order_by(*ExtractionRun.IN_FORCE).first():
        ExtractionRun.objects.filter(pk=run.pk).update(in_force_at=Now())
    return run


def newest_versions() -> QuerySet[ArticleVersion]:
    """The version in force of each article."""
    return ArticleVersion.objects.order_by("article_id", "-number").distinct("article_id")


def unread_versions(articles: Collection[int] | None = None) -> QuerySet[ArticleVersion]:
    """The versions in force, of these articles or of all, whose run in force is of another extractor than today's or
    counted from another day of publication, and those that were never read."""
    newest = newest_versions()
    if articles is not None:
        newest = newest.filter(article__in=articles)
    in_force = ExtractionRun.objects.filter(version=OuterRef("pk")).order_by(*ExtractionRun.IN_FORCE)
    read = ArticleVersion.objects.filter(pk__in=newest.values("pk")).annotate(
        reader=Subquery(in_force.values("extractor")[:1]), day=Subquery(in_force.values("published")[:1])
    )
    as_today = Q(reader=extraction.extractor(own_types()), day=F("article__published"))
    return read.filter(Q(reader=None) | ~as_today).select_related("article").order_by("article_id")


def stale_cases() -> QuerySet[Case]:
    """Cases with an article whose newest version the extractor of today has not read last."""
    return Case.objects.filter(articles__in=unread_versions().values("article_id")).distinct()


def read_again(*, case: Case) -> int:
    """Read the case's articles with the extractor of today, then reconcile. Returns how many texts were read.

    One transaction an article: what was read stays read when the process ends half-way, and the rest is read next time.
    """
    versions = list(unread_versions().filter(article__cases=case))
    for version in versions:
        extract_version(version=version)
    reconcile_case(case=case)
    return len(versions)


def _store(run: ExtractionRun, paragraphs: Sequence[Paragraph], found: extraction.Extraction) -> None:
    slugs = {mention.type for mention in found.mentions}
    if EventType.objects.filter(slug__in=slugs).count() < len(slugs):
        sync_event_types()
    paragraph_ids = {p.number: p.id for p in paragraphs}
    stored = [
        (_mention_row(run, paragraph_ids[mention.paragraph], mention, print_, found.timexes), mention)
        for print_, mention in fingerprints(found.mentions).items()
    ]
    Mention.objects.bulk_create([row for row, _ in stored])
    Quantity.objects.bulk_create(
        [
            Quantity(mention=row, value=q.value, unit=q.unit, qualifier=q.qualifier, start=q.start, end=q.end)
            for row, mention in stored
            for q in mention.quantities
        ]
    )
    NameHint.objects.bulk_create([_hint_row(run, hint) for hint in found.hints])


def fingerprints(mentions: Iterable[types.Mention]) -> dict[str, types.Mention]:
    """The mentions of a text, each under what is the same for it in every run and version: its type, its sentence, the
    place of the trigger in that, and which of several such sentences it is. A line put in front changes none."""
    found: dict[str, types.Mention] = {}
    met: Counter[tuple[str, ...]] = Counter()
    places = {(m.type, m.trigger.start, m.trigger.end): m for m in reversed(list(mentions))}
    for mention in sorted(places.values(), key=lambda m: (m.trigger.start, m.trigger.end, m.type)):
        offset = mention.trigger.start - mention.sentence.start
        identity = (mention.type, str(offset), mention.trigger.text, mention.sentence.text)
        met[identity] += 1
        found[hashlib.sha256("\0".join((*identity, str(met[identity]))).encode()).hexdigest()] = mention
    return found


def _words(text: str) -> str:
    """Words as they are shown, on one line; their place in the text is kept beside them."""
    return " ".join(text.split())[:200]


def _hint_row(run: ExtractionRun, hint: types.Hint) -> NameHint:
    told = hint.sentence
    article = run.version.article_id
    return NameHint(
        run=run, article_id=article, name=hint.name, why=hint.why, quote=told.text, start=told.start, end=told.end
    )


def _mention_row(
    run: ExtractionRun, paragraph_id: int, mention: types.Mention, fingerprint: str, timexes: Sequence[types.Timex]
) -> Mention:
    timex = None if mention.timex is None else timexes[mention.timex]
    return Mention(
        run=run,
        paragraph_id=paragraph_id,
        type_id=mention.type,
        status=mention.status,
        edtf=mention.edtf or "",
        earliest=mention.earliest,
        latest=mention.latest,
        sentence_start=mention.sentence.start,
        sentence_end=mention.sentence.end,
        quote=mention.sentence.text,
        trigger_start=mention.trigger.start,
        trigger_end=mention.trigger.end,
        trigger=_words(mention.trigger.text),
        timex_start=timex.start if timex else None,
        timex_end=timex.end if timex else None,
        timex=_words(timex.text) if timex else "",
        candidates=list(mention.candidates),
        names=list(mention.names),
        certain=mention.certain,
        headline=mention.headline,
        rule=mention.rule,
        explanation=mention.explanation,
        fingerprint=fingerprint,
    )

"""Many articles at once: each is taken whole or refused with the reason, and the case is reconciled once at the end."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db import transaction

from articles.archiving import archive_day, keep_archived
from articles.days import publication_day, zone_of
from articles.errors import IngestError
from articles.models import Case
from articles.reading import CaseTold, Draft, Item, Refused
from articles.services import Ingested, Outcome, ingest_article, one_line
from timeline.services.extracting import extract_version
from timeline.services.reconciling import reconcile_case
from timeline.services.searching import refresh_sharing

LONGEST_SLUG = 80


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds for articles that do not say it themselves."""

    source: str = ""
    published: str = ""
    timezone: str = ""


@dataclass(slots=True)
class Imported:
    """What became of each article: `done` names them by outcome, `refused` says why, `notes` what to look at."""

    done: dict[Outcome, list[str]] = field(default_factory=lambda: {"added": [], "unchanged": [], "corrected": []})
    refused: list[Refused] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class _Undo(Exception):
    """Ends a dry run: everything was done in earnest, and none of it stays."""


def import_articles(
    *,
    slug: str,
    items: Iterable[Item],
    defaults: Defaults,
    dry_run: bool = False,
    by: User | None = None,
) -> Imported:
    """Import drafts into the case of that slug, which is made (as a draft, not public) when there is something to put
    into it. One transaction an article; with `dry_run` one around all, rolled back."""
    imported = Imported()
    if not dry_run:
        _import(slug, items, defaults, by, imported)
        return imported
    try:
        with transaction.atomic():
            _import(slug, items, defaults, by, imported)
            raise _Undo
    except _Undo:
        return imported


def _import(slug: str, items: Iterable[Item], defaults: Defaults, by: User | None, imported: Imported) -> None:
    told, seen = CaseTold(), dict[str, int]()  # what text came under which id
    case = Case.objects.filter(slug=slug).first()
    for item in items:
        if isinstance(item, Refused):
            imported.refused.append(item)
        elif isinstance(item, CaseTold):
            told = item
        elif seen.setdefault(item.key, hash(item.text)) != hash(item.text):
            why = f"Its id {item.key!r} was used above for another text. Give it one of its own."
            imported.refused.append(Refused(item.where, why))
        else:
            try:
                with transaction.atomic():
                    case = case or _make_case(slug, told)
                    ingested = _import_one(case, item, defaults, by)
            except IngestError as error:
                imported.refused.append(Refused(item.where, str(error)))
                case = Case.objects.filter(slug=slug).first()  # one made for this article alone is gone with it
                continue
            imported.done[ingested.outcome].append(item.key)
            imported.notes += _notes(item, ingested)
    if case and any(
        imported.done.values()
    ):  # also after nothing new: an import before this one may have been cut short
        reconcile_case(case=case)


def _make_case(slug: str, told: CaseTold) -> Case:
    zone = told.timezone or "UTC"
    zone_of(zone)
    if len(slug) > LONGEST_SLUG:
        raise IngestError(f"The case's name has {len(slug)} characters; write at most {LONGEST_SLUG}.")
    title = one_line(told.title)[:200] or slug.replace("-", " ").capitalize()
    made = {"title": title, "summary": one_line(told.summary), "timezone": zone}
    return Case.objects.get_or_create(slug=slug, defaults=made)[0]


def _notes(draft: Draft, ingested: Ingested) -> list[str]:
    notes = [draft.note] if draft.note else []
    if draft.key and draft.key.strip() != ingested.key:
        notes.append(f"the case has this article already, as {ingested.key!r}.")
    return [f"{draft.where}: {note}" for note in notes]


def _import_one(case: Case, draft: Draft, defaults: Defaults, by: User | None) -> Ingested:
    zone = draft.timezone or defaults.timezone or case.timezone
    ingested = ingest_article(
        case=case,
        key=draft.key,
        source=draft.source or defaults.source,
        title=draft.title,
        text=draft.text,
        published=publication_day(draft.published or defaults.published, zone),
        timezone=zone,
        url=draft.url,
        by=by,
    )
    if draft.archived_url or draft.archived_at:
        keep_archived(article=ingested.article, url=draft.archived_url, at=archive_day(draft.archived_at))
    extract_version(version=ingested.version)
    refresh_sharing(article=ingested.article)
    return ingested

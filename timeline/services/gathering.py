"""What the program fetches by itself, for editors to decide on: feeds, and addresses that were handed in."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone as clock
from procrastinate.contrib.django import app

from articles.characters import one_line
from articles.clean import Page
from articles.days import publication_day
from articles.errors import IngestError
from articles.feeds import Entry, FeedPage, Rule
from articles.models import Case
from articles.services import check_address
from articles.snapshots import Waiting
from timeline.models import Address, Feed, Standing
from timeline.services.extracting import add_article
from timeline.services.permissions import ADD, ask

EVERY = dt.timedelta(minutes=30)  # between two looks at a feed
LONGEST_WAIT = dt.timedelta(days=1)  # of a feed that fails again and again
AGAIN = -1  # priority
STUCK = dt.timedelta(hours=1)  # far longer than a page is waited for
ATTEMPTS = 4  # at a page that does not answer: after 8, 64 and 512 seconds
MOST = 2000  # addresses handed in at once
KEPT = dt.timedelta(days=90)  # what a feed's words left out
FETCH = "timeline.tasks.fetch_address"
TOLD = ("case", "url", "source", "every", "some", "never", "is_active")


@transaction.atomic
def save_feed(*, by: User | None, feed: Feed | None = None, **told: Any) -> Feed:
    """Make or change a feed: `told` are fields of TOLD. It is looked at at once."""
    ask(by, ADD)
    feed = feed or Feed()
    for name in TOLD:
        if name in told:
            setattr(feed, name, told[name])
    feed.due_at, feed.failures, feed.etag, feed.modified = clock.now(), 0, "", ""
    feed.save()
    return feed


def due_feeds() -> QuerySet[Feed]:
    return Feed.objects.filter(is_active=True, due_at__lte=clock.now()).order_by("due_at")


def rule_of(feed: Feed) -> Rule:
    return Rule(feed.every, feed.some, feed.never)


@transaction.atomic
def note_trouble(*, feed: Feed, why: str) -> None:
    """It could not be read: it is asked again, each time after twice as long."""
    failures = feed.failures + 1
    wait = min(EVERY * 2 ** min(failures, 10), LONGEST_WAIT)
    _looked(feed, wait, failures=failures, problem=why)


@transaction.atomic
def take_entries(*, feed: Feed, page: FeedPage) -> int:
    """Keep what is new in the feed, and queue what its words want. Returns how many are fetched."""
    _looked(feed, EVERY, failures=0, problem="", etag=one_line(page.etag), modified=one_line(page.modified))
    entries = [entry for entry in page.entries if entry.url.isprintable()]  # no database keeps the others
    urls = [entry.url for entry in entries]
    known = set(Address.objects.filter(case=feed.case, url__in=urls).values_list("url", flat=True))
    rule = rule_of(feed)
    new = [_address_of(feed, entry, rule) for entry in entries if entry.url not in known]
    Address.objects.bulk_create(new, ignore_conflicts=True)
    wanted = Address.objects.filter(case=feed.case, url__in=[a.url for a in new], standing=Standing.WAITING, feed=feed)
    return _queue(wanted)


@transaction.atomic
def hand_in(*, case: Case, urls: Sequence[str], by: User | None) -> int:
    """Have these pages fetched, each by a job. Returns how many; those that are there already are left as they are.
    Raises IngestError for what is no address, and for too many."""
    ask(by, ADD)
    if len(urls) > MOST:
        raise IngestError(f"These are {len(urls):,} addresses; at most {MOST:,} are taken at once.")
    for url in urls:
        check_address(url)
    known = set(
        Address.objects.filter(case=case, url__in=urls)
        .exclude(standing=Standing.LEFT_OUT)
        .values_list("url", flat=True)
    )
    wanted = [url for url in dict.fromkeys(urls) if url not in known]
    Address.objects.filter(case=case, url__in=wanted).update(standing=Standing.WAITING, why="", by=by, attempts=0)
    Address.objects.bulk_create([Address(case=case, url=url, by=by) for url in wanted], ignore_conflicts=True)
    return _queue(Address.objects.filter(case=case, url__in=wanted))


@transaction.atomic
def fetch_again(*, addresses: QuerySet[Address], by: User | None) -> int:
    """Try once more what could not be added, was left out, or has waited for so long that its job may be gone. Returns
    how many."""
    ask(by, ADD)
    stuck = Q(standing=Standing.WAITING, at__lt=clock.now() - STUCK)
    again = addresses.filter(Q(standing__in=[Standing.FAILED, Standing.LEFT_OUT]) | stuck)
    found = Address.objects.filter(pk__in=list(again.values_list("pk", flat=True)))
    found.update(standing=Standing.WAITING, why="", attempts=0)
    return _queue(found)


@transaction.atomic
def take_page(*, address: Address, page: Page, snapshot: Waiting | None = None) -> None:
    """Add the article that was fetched, as an editor would: what is found in it are suggestions. What an editor would
    have to look at first (a page that is hardly a text, a guessed encoding) is not added; what its text lacks is
    told beside it."""
    waiting = Address.objects.select_for_update().filter(pk=address.pk, standing=Standing.WAITING)
    if not waiting.exists():
        return  # another attempt has added it
    try:
        if page.notes:
            raise IngestError(" ".join(page.notes))
        with transaction.atomic():
            ingested = _add(address, page, snapshot)
    except IngestError as error:
        give_up(address=address, why=str(error))
        return
    standing = Standing.KNOWN if ingested.outcome == "unchanged" else Standing.ADDED
    _save(address, standing=standing, why=page.lacks, article=ingested.article)


@transaction.atomic
def try_later(*, address: Address, why: str) -> None:
    """It does not answer: it is asked again in a while, and in the end no more."""
    attempts = address.attempts + 1
    if attempts >= ATTEMPTS:
        give_up(address=address, why=why)
        return
    _save(address, attempts=attempts, why=why)
    _defer(address, wait=8**attempts)


def give_up(*, address: Address, why: str) -> None:
    _save(address, standing=Standing.FAILED, why=why)


def forget_old_addresses() -> int:
    """What was left out long ago. Returns how many."""
    old = Address.objects.filter(standing=Standing.LEFT_OUT, at__lt=clock.now() - KEPT)
    return old.delete()[0]


def _add(address: Address, page: Page, snapshot: Waiting | None) -> Any:
    feed, zone = address.feed, address.case.timezone
    return add_article(
        case=address.case,
        source=(feed.source if feed else "") or page.source or urlsplit(address.url).hostname or "",
        title=page.title or address.title,
        text=page.text,
        published=publication_day(page.published or address.published, zone),
        timezone=zone,
        url=page.url or address.url,
        snapshot=snapshot,
    )


def _address_of(feed: Feed, entry: Entry, rule: Rule) -> Address:
    why = rule.why_not(f"{entry.title}\n{entry.summary}")
    return Address(
        case_id=feed.case_id,
        feed=feed,
        url=entry.url,
        title=one_line(entry.title),
        published=one_line(entry.published),
        standing=Standing.LEFT_OUT if why else Standing.WAITING,
        why=why,
    )


def _looked(feed: Feed, wait: dt.timedelta, **told: Any) -> None:
    now = clock.now()
    Feed.objects.filter(pk=feed.pk).update(looked_at=now, due_at=now + wait, **told)


def _save(address: Address, **told: Any) -> None:
    """Of one that another attempt has ended meanwhile, nothing."""
    Address.objects.filter(pk=address.pk, standing=Standing.WAITING).update(at=clock.now(), **told)


def _queue(addresses: Iterable[Address]) -> int:
    queued = list(addresses)
    for address in queued:
        _defer(address)
    return len(queued)


def _defer(address: Address, wait: int = 0) -> None:
    """One site is asked for one page at a time. One that is to be asked again comes after the others: a job that is
    scheduled for later holds its lock against all of its priority."""
    how: dict[str, Any] = {"schedule_in": {"seconds": wait}, "priority": AGAIN} if wait else {}
    lock = f"host-{urlsplit(address.url).hostname or ''}"
    app.configure_task(FETCH, queue="web", lock=lock, **how).defer(address_id=address.pk)

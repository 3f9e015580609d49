"""Work that nobody should wait for. A job is queued in the transaction that needs it, and its body is one service.

The services are imported where a job runs: this module is loaded by every command, and they take half a second.
"""

from contextlib import suppress

from django.conf import settings
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from articles.models import Case
from casetracker.jobs.patience import FOR_MAIL, FOR_THE_DATABASE, FOR_THE_WEB
from casetracker.jobs.queueing import queue_once


@app.task(queue="reading", retry=FOR_THE_DATABASE)
def read_case_again(case_id: int) -> None:
    """Read what is unread of a case, as after an import, and put its reports together. Safe to repeat, and to kill."""
    from timeline import services

    for case in Case.objects.filter(pk=case_id):
        services.read_again(case=case)


@app.task(queue="reading", lock="rereading", retry=FOR_THE_DATABASE)
def begin_rereading(case_id: int | None = None) -> None:
    """Plan the chunks in which a case, or every case, is read with the extractor of today. Safe to repeat."""
    from timeline import services

    if case_id is None:
        services.begin_rereading()
        return
    for case in Case.objects.filter(pk=case_id):
        services.begin_rereading(case=case)


@app.task(queue="reading", retry=FOR_THE_DATABASE)
def read_chunk(rereading_id: int, lane: int) -> None:
    """Some of these articles, and then some more. Safe to repeat, and to kill."""
    from timeline import services

    services.read_chunk(rereading_id=rereading_id, lane=lane)


@app.task(queue="reading", retry=FOR_THE_DATABASE)
def group_case_again(case_id: int) -> None:
    """Put together anew the reports of a case whose articles or statistics have changed. Safe to repeat."""
    from timeline import services

    for case in Case.objects.filter(pk=case_id):
        services.reconcile_case(case=case)


@app.task(queue="mail", retry=FOR_MAIL)
def send_confirmation(request_id: int) -> None:
    """Ask the owner of an address whether they want to follow. Safe to repeat; one that was sent is not sent again."""
    from timeline import mailing

    mailing.send_confirmation(request_id)


@app.periodic(cron="11 * * * *")
@app.task(queue="mail", lock="digests", queueing_lock="digests", retry=FOR_THE_DATABASE)
def send_digests(timestamp: int) -> None:
    """Send the mails that are due, a batch of them in each job. Safe to repeat, and to kill."""
    from timeline import mailing

    if mailing.send_digests():
        with suppress(AlreadyEnqueued):
            send_digests.defer(timestamp=timestamp)  # type: ignore[call-arg]  # the library's types forget it


@app.periodic(cron="* * * * *")
@app.task(queue="mail", lock="webhooks", queueing_lock="webhooks", retry=FOR_THE_DATABASE)
def send_webhooks(timestamp: int) -> None:
    """Post what is new to other programs, a batch in each job. Safe to repeat, and to kill."""
    from timeline import hooks

    hooks.queue_deliveries()
    if hooks.send_deliveries():
        with suppress(AlreadyEnqueued):
            send_webhooks.defer(timestamp=timestamp)  # type: ignore[call-arg]  # the library's types forget it


@app.periodic(cron="23 3 * * *")
@app.task(queue="mail", retry=FOR_THE_DATABASE)
def forget_old_rows(timestamp: int) -> None:
    """Addresses that nobody confirmed are not kept, nor are deliveries of long ago, nor pages that nobody added."""
    from articles.snapshots import forget_waiting
    from timeline import services

    services.forget_old_requests()
    services.forget_old_deliveries()
    services.forget_old_addresses()
    forget_waiting()


@app.periodic(cron="*/5 * * * *")
@app.task(queue="web", lock="feeds", queueing_lock="feeds", retry=FOR_THE_DATABASE)
def look_at_feeds(timestamp: int) -> None:
    """Queue a look at each feed that is due, unless one is queued already."""
    from timeline import services

    for feed in services.due_feeds():
        lock = f"feed-{feed.pk}"
        queue_once("timeline.tasks.look_at_feed", {"feed_id": feed.pk}, queue="web", lock=lock, queueing_lock=lock)


@app.task(queue="web", retry=FOR_THE_DATABASE)
def look_at_feed(feed_id: int) -> None:
    """Ask a feed what is new. Safe to repeat, and to kill: what is known is not taken again."""
    from timeline import gathering

    gathering.look_at_feed(feed_id)


@app.task(queue="web", retry=FOR_THE_DATABASE)
def fetch_address(address_id: int) -> None:
    """Fetch a page and add its article. Safe to repeat, and to kill: until it is added, it waits."""
    from timeline import gathering

    gathering.fetch_address(address_id)


@app.periodic(cron="17 * * * *")
@app.task(queue="web", lock="links", queueing_lock="links", retry=FOR_THE_DATABASE)
def look_at_links(timestamp: int) -> None:
    """Queue a look at addresses of articles, some each hour, unless the installation looks at none."""
    from timeline import services

    if settings.LINK_CHECKS:
        services.queue_looks()


@app.task(queue="web", retry=FOR_THE_WEB)
def look_at_link(article_id: int) -> None:
    """See whether an article's address still answers. Safe to kill; a repeat counts once."""
    from timeline import gathering

    gathering.look_at_link(article_id)


def queue_reading(case: Case) -> None:
    """Have the case's unread articles read and the case reconciled, unless that is queued already."""
    locks = {"lock": f"case-{case.pk}", "queueing_lock": f"read-{case.pk}"}
    queue_once("timeline.tasks.read_case_again", {"case_id": case.pk}, queue="reading", **locks)


def queue_rereading(case: Case | None = None) -> None:
    """Have the articles of a case, or of all, read with the extractor of today, unless that is queued already."""
    key = f"rereading-of-{case.pk if case else 'all'}"
    told = {"case_id": case.pk if case else None}
    queue_once("timeline.tasks.begin_rereading", told, queue="reading", lock="rereading", queueing_lock=key)


def queue_stale_cases() -> int:
    """Have all articles read again that another extractor has read last, as after an update. Returns how many cases
    they are of."""
    from timeline import services

    if stale := services.stale_cases().count():
        queue_rereading()
    return stale

"""Work that nobody should wait for. A job is queued in the transaction that needs it, and its body is one service.

The services are imported where a job runs: this module is loaded by every command, and they take half a second.
"""

from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from articles.models import Case
from casetracker.jobs.patience import FOR_MAIL, FOR_THE_DATABASE


@app.task(queue="reading", lock="reading", retry=FOR_THE_DATABASE)
def read_case_again(case_id: int) -> None:
    """Read a case's articles with the extractor of today. Safe to repeat; a case that is gone is no error."""
    from timeline import services

    for case in Case.objects.filter(pk=case_id):
        services.read_again(case=case)


@app.task(queue="reading", lock="reading", retry=FOR_THE_DATABASE)
def group_case_again(case_id: int) -> None:
    """Put together anew the reports of a case whose statistics have changed. Safe to repeat."""
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
    """Addresses that nobody confirmed are not kept, nor are deliveries of long ago."""
    from timeline import services

    services.forget_old_requests()
    services.forget_old_deliveries()


def queue_reading(case: Case) -> None:
    """Have the case's unread articles read and the case reconciled, unless that is queued already."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        read_case_again.configure(queueing_lock=f"read-{case.pk}").defer(case_id=case.pk)


def queue_stale_cases() -> int:
    """Queue each case with articles that only an older extractor has read, as after an update. Returns how many."""
    from timeline import services

    stale = list(services.stale_cases().values_list("pk", flat=True))
    for case_id in stale:
        read_case_again.defer(case_id=case_id)
    return len(stale)

"""Work that nobody should wait for. A job is queued in the transaction that needs it, and its body is one service.

The services are imported where a job runs: this module is loaded by every command, and they take half a second.
"""

from procrastinate.contrib.django import app

from articles.models import Case


@app.task(queue="reading", lock="reading")
def read_case_again(case_id: int) -> None:
    """Read a case's articles with the extractor of today. Safe to repeat; a case that is gone is no error."""
    from timeline import services

    for case in Case.objects.filter(pk=case_id):
        services.read_again(case=case)


@app.task(queue="reading", lock="reading")
def group_case_again(case_id: int) -> None:
    """Put together anew the reports of a case whose statistics have changed. Safe to repeat."""
    from timeline import services

    for case in Case.objects.filter(pk=case_id):
        services.reconcile_case(case=case)


def queue_stale_cases() -> int:
    """Queue each case with articles that only an older extractor has read, as after an update. Returns how many."""
    from timeline import services

    stale = list(services.stale_cases().values_list("pk", flat=True))
    for case_id in stale:
        read_case_again.defer(case_id=case_id)
    return len(stale)

"""What the queue needs done for itself."""

from procrastinate.contrib.django import app

from casetracker.jobs.patience import KEPT_HOURS


@app.periodic(cron="41 3 * * *")
@app.task(queue="house", queueing_lock="forget jobs", pass_context=True)
async def forget_jobs(context: object, timestamp: int) -> None:
    """Jobs that are done are gone at once; those that failed, were cancelled or aborted go after a month."""
    await app.job_manager.delete_old_jobs(
        nb_hours=KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )


@app.periodic(cron="51 3 * * *")
@app.task(queue="house", queueing_lock="forget failures")
def forget_failures(timestamp: int) -> None:
    from casetracker.jobs import services

    services.forget_failures()

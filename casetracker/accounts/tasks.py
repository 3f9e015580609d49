"""What is forgotten in time, and what is sealed."""

from django.conf import settings
from procrastinate.contrib.django import app


@app.periodic(cron="41 3 * * *")
@app.task(queue="upkeep", queueing_lock="forget accounts")
def forget_old_accounting(timestamp: int) -> None:
    """Sessions that are over, counts whose window is, and old lines of the audit log. Safe to repeat, and to kill."""
    from casetracker.accounts.audit import forget_old_entries
    from casetracker.accounts.counting import forget_old_counts
    from casetracker.accounts.sessions import SessionStore

    SessionStore.clear_expired()
    forget_old_counts()
    forget_old_entries(settings.AUDIT_DAYS)


@app.periodic(cron="31 3 * * *")
@app.task(queue="upkeep", queueing_lock="seal second factors")
def seal_second_factors(timestamp: int) -> None:
    """Whatever another version, or another secret key, left. Safe to repeat, and to kill."""
    from casetracker.accounts.second_factor import seal_old

    seal_old()

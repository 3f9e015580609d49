"""A job that begins again gives up its queueing lock.

Only waiting jobs have one, and at most one of each (a unique index of procrastinate's). While a job was being done,
another like it may have begun to wait: the first could never wait again, neither to be retried nor after its worker
died. It stayed "being done" by nobody, and whatever shared its lock waited behind it for good.
"""

from django.db import migrations

TRIGGER = """
CREATE FUNCTION jobs_begin_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.queueing_lock := NULL;
    RETURN NEW;
END $$;
CREATE TRIGGER jobs_begin_again BEFORE UPDATE OF status ON procrastinate_jobs
    FOR EACH ROW WHEN (NEW.status = 'todo' AND OLD.status <> 'todo') EXECUTE FUNCTION jobs_begin_again();
"""
UNDONE = """
DROP TRIGGER jobs_begin_again ON procrastinate_jobs;
DROP FUNCTION jobs_begin_again();
"""


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_jobs")]
    operations = [migrations.RunSQL(TRIGGER, UNDONE)]

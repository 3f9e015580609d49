"""The database itself counts the revisions of an event and keeps when it first was public: no bulk write, no shell and
no later author of a service can forget it."""

import django.db.models.deletion
from django.db import migrations, models

ADD = """
    CREATE FUNCTION timeline_event_written() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        -- What an editor does not look at when deciding what the event says.
        apart CONSTANT text[] := '{revision,updated_at,days,first_public_at,assigned_to_id,certainty}';
    BEGIN
        IF TG_OP = 'UPDATE' THEN
            NEW.first_public_at := COALESCE(OLD.first_public_at, NEW.first_public_at);
            IF to_jsonb(OLD) - apart IS DISTINCT FROM to_jsonb(NEW) - apart THEN
                NEW.revision := OLD.revision + 1;
            ELSE
                NEW.revision := GREATEST(OLD.revision, NEW.revision);
            END IF;
        END IF;
        IF NEW.first_public_at IS NULL AND NEW.review = 'approved'
            AND EXISTS (SELECT FROM articles_case WHERE id = NEW.case_id AND is_public)
        THEN
            NEW.first_public_at := now();
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER event_written BEFORE INSERT OR UPDATE ON timeline_event
        FOR EACH ROW EXECUTE FUNCTION timeline_event_written();

    CREATE FUNCTION timeline_citations_written() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'INSERT' THEN
            UPDATE timeline_event SET revision = revision + 1 WHERE id IN (SELECT event_id FROM rows_after);
        ELSIF TG_OP = 'DELETE' THEN
            UPDATE timeline_event SET revision = revision + 1 WHERE id IN (SELECT event_id FROM rows_before);
        ELSE
            UPDATE timeline_event SET revision = revision + 1 WHERE id IN (
                SELECT unnest(ARRAY[b.event_id, a.event_id]) FROM rows_before b JOIN rows_after a USING (id)
                WHERE b.* IS DISTINCT FROM a.*
            );
        END IF;
        RETURN NULL;
    END $$;
    -- Once a statement, not once a row: reconciling writes thousands of citations at a time.
    CREATE TRIGGER citations_added AFTER INSERT ON timeline_citation REFERENCING NEW TABLE AS rows_after
        FOR EACH STATEMENT EXECUTE FUNCTION timeline_citations_written();
    CREATE TRIGGER citations_changed AFTER UPDATE ON timeline_citation
        REFERENCING OLD TABLE AS rows_before NEW TABLE AS rows_after
        FOR EACH STATEMENT EXECUTE FUNCTION timeline_citations_written();
    CREATE TRIGGER citations_removed AFTER DELETE ON timeline_citation REFERENCING OLD TABLE AS rows_before
        FOR EACH STATEMENT EXECUTE FUNCTION timeline_citations_written();

    CREATE FUNCTION timeline_case_published() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE timeline_event SET first_public_at = now()
            WHERE case_id = NEW.id AND review = 'approved' AND first_public_at IS NULL;
        RETURN NULL;
    END $$;
    CREATE TRIGGER case_published AFTER UPDATE OF is_public ON articles_case
        FOR EACH ROW WHEN (NEW.is_public AND NOT OLD.is_public) EXECUTE FUNCTION timeline_case_published();
"""
DROP = """
    DROP TRIGGER case_published ON articles_case;
    DROP TRIGGER citations_removed ON timeline_citation;
    DROP TRIGGER citations_changed ON timeline_citation;
    DROP TRIGGER citations_added ON timeline_citation;
    DROP TRIGGER event_written ON timeline_event;
    DROP FUNCTION timeline_case_published();
    DROP FUNCTION timeline_citations_written();
    DROP FUNCTION timeline_event_written();
"""
# What was public before there was a column for it. An event whose address answered "gone" had been public, too.
BACKFILL = """
    UPDATE timeline_event e SET first_public_at = COALESCE(e.reviewed_at, e.created_at)
        FROM articles_case c WHERE c.id = e.case_id AND c.is_public AND e.review = 'approved';
    UPDATE timeline_event e
        SET first_public_at = r.created_at, review = CASE e.review WHEN 'rejected' THEN 'withdrawn' ELSE e.review END
        FROM timeline_redirect r WHERE r.public_id = e.public_id AND r.event_id IS NULL;
    DELETE FROM timeline_redirect WHERE event_id IS NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("timeline", "0007_decisions_with_grounds")]
    operations = [
        migrations.RunSQL(BACKFILL, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="redirect",
            name="event",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="redirects", to="timeline.event"
            ),
        ),
        migrations.RunSQL(ADD, DROP),
    ]

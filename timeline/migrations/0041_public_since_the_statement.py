"""An event is public since the statement that shows it, no longer since its transaction began: that may have waited for
its case, while others decided and readers learned what they did."""

from django.db import migrations

EVENT_WRITTEN = """
    CREATE OR REPLACE FUNCTION timeline_event_written() RETURNS trigger LANGUAGE plpgsql AS $$
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
            NEW.first_public_at := statement_timestamp();
        END IF;
        RETURN NEW;
    END $$
"""
CASE_PUBLISHED = """
    CREATE OR REPLACE FUNCTION timeline_case_published() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE timeline_event SET first_public_at = statement_timestamp()
            WHERE case_id = NEW.id AND review = 'approved' AND first_public_at IS NULL;
        RETURN NULL;
    END $$
"""


class Migration(migrations.Migration):
    dependencies = [("timeline", "0040_one_index_of_events_faces")]
    operations = [
        migrations.RunSQL(EVENT_WRITTEN, migrations.RunSQL.noop),
        migrations.RunSQL(CASE_PUBLISHED, migrations.RunSQL.noop),
    ]

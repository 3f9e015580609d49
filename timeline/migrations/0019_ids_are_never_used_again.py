"""The id of an event is for good: it never changes, and no other event is ever given it, whether its first one is still
there, was merged, or was taken out of the database. Old addresses lead where they led, or nowhere."""

from django.db import migrations

ADD = """
    -- The query below: whose was this id?
    CREATE INDEX event_history_by_public_id ON timeline_eventhistory (public_id);

    CREATE FUNCTION timeline_event_ids() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        taken text;
    BEGIN
        SELECT n.public_id INTO taken FROM rows_after n
            WHERE EXISTS (SELECT FROM timeline_eventhistory h
                          WHERE h.public_id = n.public_id AND h.pgh_obj_id IS DISTINCT FROM n.id)
               OR EXISTS (SELECT FROM timeline_redirect r WHERE r.public_id = n.public_id)
                  AND NOT EXISTS (SELECT FROM timeline_eventhistory h
                                  WHERE h.public_id = n.public_id AND h.pgh_obj_id = n.id)
            LIMIT 1;
        IF taken IS NOT NULL THEN
            RAISE EXCEPTION 'the id % belonged to another event', taken
                USING ERRCODE = 'unique_violation', CONSTRAINT = 'event_id_never_used_again';
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER event_id_never_used_again AFTER INSERT ON timeline_event REFERENCING NEW TABLE AS rows_after
        FOR EACH STATEMENT EXECUTE FUNCTION timeline_event_ids();

    CREATE FUNCTION timeline_event_id_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the id of an event never changes'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'event_id_stays';
    END $$;
    CREATE TRIGGER event_id_stays BEFORE UPDATE OF public_id ON timeline_event
        FOR EACH ROW WHEN (NEW.public_id <> OLD.public_id) EXECUTE FUNCTION timeline_event_id_stays();
"""
DROP = """
    DROP TRIGGER event_id_stays ON timeline_event;
    DROP FUNCTION timeline_event_id_stays();
    DROP TRIGGER event_id_never_used_again ON timeline_event;
    DROP FUNCTION timeline_event_ids();
    DROP INDEX event_history_by_public_id;
"""


class Migration(migrations.Migration):
    dependencies = [("timeline", "0018_fill_read_side")]
    operations = [migrations.RunSQL(ADD, DROP)]

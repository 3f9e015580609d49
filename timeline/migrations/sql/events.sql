-- A citation's case is its event's case; Django has no composite foreign keys.
ALTER TABLE timeline_event ADD CONSTRAINT event_id_and_case UNIQUE (id, case_id);
ALTER TABLE timeline_citation ADD CONSTRAINT citation_case_is_its_events
    FOREIGN KEY (event_id, case_id) REFERENCES timeline_event (id, case_id) DEFERRABLE INITIALLY DEFERRED;

-- The database itself counts the revisions of an event and keeps when it first was public: no bulk write, no shell and
-- no later author of a service can forget it.
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

-- The id of an event is for good: it never changes, and no other event is ever given it, whether its first one is still
-- there, was merged, or was taken out of the database. Old addresses lead where they led, or nowhere.
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

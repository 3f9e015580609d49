-- Words are bound to their case by a lexeme that no text and no search makes.
CREATE FUNCTION timeline_words_bound() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NEW.words := NEW.words || array_to_tsvector(
            (SELECT ARRAY['=' || case_id] FROM timeline_event WHERE id = NEW.event_id));
        RETURN NEW;
    END $$;
CREATE TRIGGER words_bound BEFORE INSERT OR UPDATE OF words ON timeline_eventsearch
    FOR EACH ROW EXECUTE FUNCTION timeline_words_bound();

-- Faces are drawn by the database: bulk writes and shells are caught, and nobody has to think of it.

-- The faces of these events as they have to be now; `differ` stays as it is.
CREATE FUNCTION timeline_draw_faces(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        DELETE FROM timeline_eventface f USING timeline_event e
        WHERE f.event_id = ANY(ids) AND e.id = f.event_id AND NOT CASE WHEN f.public
            THEN e.review = 'approved' ELSE e.review NOT IN ('rejected', 'withdrawn', 'merged') END;

        INSERT INTO timeline_eventface AS face (event_id, public, case_id, type_id, status, earliest, latest, ordinal,
            sources, differ, outlets, people, articles)
        SELECT e.id, a.public, e.case_id, e.type_id, e.status, e.earliest, e.latest, e.ordinal,
            coalesce(cardinality(told.articles), 0), false, coalesce(told.outlets, '{}'),
            coalesce((SELECT array_agg(p.id ORDER BY p.id) FROM timeline_person p
                WHERE p.case_id = e.case_id AND (p.policy = 'name' OR NOT a.public)
                AND EXISTS (SELECT FROM unnest(p.name::text || p.aliases::text[]) AS named
                    WHERE position(timeline_plain(named)
                        IN timeline_plain(e.headline || ' ' || coalesce(told.quotes, ''))) > 0)), '{}'),
            coalesce(told.articles, '{}')
        FROM timeline_event e
        JOIN (VALUES (true), (false)) AS a(public) ON CASE WHEN a.public
            THEN e.review = 'approved' ELSE e.review NOT IN ('rejected', 'withdrawn', 'merged') END
        LEFT JOIN LATERAL (
            SELECT array_agg(DISTINCT w.id) AS articles, array_agg(DISTINCT w.source_id) AS outlets,
                string_agg(m.quote, ' ') AS quotes
            FROM timeline_citation c
            JOIN timeline_mention m ON m.id = c.mention_id
            JOIN articles_paragraph g ON g.id = m.paragraph_id
            JOIN articles_articleversion v ON v.id = g.version_id
            JOIN articles_article w ON w.id = v.article_id
            WHERE c.event_id = e.id AND (c.accepted OR NOT a.public)
        ) AS told ON true
        WHERE e.id = ANY(ids)
        ON CONFLICT (event_id, public) DO UPDATE SET
            (case_id, type_id, status, earliest, latest, ordinal, sources, outlets, people, articles) =
            (excluded.case_id, excluded.type_id, excluded.status, excluded.earliest, excluded.latest, excluded.ordinal,
                excluded.sources, excluded.outlets, excluded.people, excluded.articles)
        WHERE (face.case_id, face.type_id, face.status, face.earliest, face.latest, face.ordinal, face.sources,
                face.outlets, face.people, face.articles) IS DISTINCT FROM
            (excluded.case_id, excluded.type_id, excluded.status, excluded.earliest, excluded.latest, excluded.ordinal,
                excluded.sources, excluded.outlets, excluded.people, excluded.articles);
    END $$;

-- For each statement that changes a watched table: `asked` is a query for the events that its rows, `changed`, tell
-- of.
CREATE FUNCTION timeline_faces_told() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        ids bigint[];
    BEGIN
        EXECUTE CASE TG_OP
                WHEN 'INSERT' THEN 'WITH changed AS (SELECT * FROM rows_after)'
                WHEN 'DELETE' THEN 'WITH changed AS (SELECT * FROM rows_before)'
                ELSE 'WITH changed AS (SELECT * FROM rows_before UNION ALL SELECT * FROM rows_after)'
            END || format(' SELECT array_agg(DISTINCT id) FROM (%s) AS asked(id)', TG_ARGV[0]) INTO ids;
        IF ids IS NOT NULL THEN
            PERFORM timeline_draw_faces(ids);
        END IF;
        RETURN NULL;
    END $$;

-- An event takes its faces along, also those that the removal of its citations has just drawn anew.
CREATE FUNCTION timeline_faces_gone() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        DELETE FROM timeline_eventface WHERE event_id IN (SELECT id FROM rows_before);
        RETURN NULL;
    END $$;

CREATE TRIGGER faces_insert AFTER INSERT ON timeline_event REFERENCING NEW TABLE AS rows_after
    FOR EACH STATEMENT EXECUTE FUNCTION timeline_faces_told('SELECT id FROM changed');
CREATE TRIGGER faces_update AFTER UPDATE ON timeline_event
    REFERENCING OLD TABLE AS rows_before NEW TABLE AS rows_after
    FOR EACH STATEMENT EXECUTE FUNCTION timeline_faces_told('SELECT id FROM changed');
CREATE TRIGGER faces_insert AFTER INSERT ON timeline_citation REFERENCING NEW TABLE AS rows_after
    FOR EACH STATEMENT EXECUTE FUNCTION timeline_faces_told('SELECT event_id FROM changed');
CREATE TRIGGER faces_update AFTER UPDATE ON timeline_citation
    REFERENCING OLD TABLE AS rows_before NEW TABLE AS rows_after
    FOR EACH STATEMENT EXECUTE FUNCTION timeline_faces_told('SELECT event_id FROM changed');
CREATE TRIGGER faces_delete AFTER DELETE ON timeline_citation REFERENCING OLD TABLE AS rows_before
    FOR EACH STATEMENT EXECUTE FUNCTION timeline_faces_told('SELECT event_id FROM changed');
CREATE TRIGGER faces_insert AFTER INSERT ON timeline_person REFERENCING NEW TABLE AS rows_after
    FOR EACH STATEMENT EXECUTE FUNCTION
        timeline_faces_told('SELECT e.id FROM changed JOIN timeline_event e ON e.case_id = changed.case_id');
CREATE TRIGGER faces_update AFTER UPDATE ON timeline_person
    REFERENCING OLD TABLE AS rows_before NEW TABLE AS rows_after
    FOR EACH STATEMENT EXECUTE FUNCTION
        timeline_faces_told('SELECT e.id FROM changed JOIN timeline_event e ON e.case_id = changed.case_id');
CREATE TRIGGER faces_delete AFTER DELETE ON timeline_person REFERENCING OLD TABLE AS rows_before
    FOR EACH STATEMENT EXECUTE FUNCTION
        timeline_faces_told('SELECT e.id FROM changed JOIN timeline_event e ON e.case_id = changed.case_id');
CREATE TRIGGER faces_delete AFTER DELETE ON timeline_event REFERENCING OLD TABLE AS rows_before
    FOR EACH STATEMENT EXECUTE FUNCTION timeline_faces_gone();
CREATE TRIGGER faces_update AFTER UPDATE ON articles_article
    REFERENCING OLD TABLE AS rows_before NEW TABLE AS rows_after
    FOR EACH STATEMENT EXECUTE FUNCTION timeline_faces_told('
    SELECT c.event_id FROM rows_after a JOIN rows_before b ON b.id = a.id AND b.source_id <> a.source_id
    JOIN articles_articleversion v ON v.article_id = a.id JOIN articles_paragraph p ON p.version_id = v.id
    JOIN timeline_mention m ON m.paragraph_id = p.id JOIN timeline_citation c ON c.mention_id = m.id
');

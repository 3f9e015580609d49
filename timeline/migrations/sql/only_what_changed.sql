-- Most statements that faces and counts hear of change none of them: nothing is planned for those.

CREATE OR REPLACE FUNCTION timeline_faces_counted() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        step text;
        is_changed boolean;
    BEGIN
        IF TG_OP = 'DELETE' THEN
            is_changed := EXISTS (SELECT FROM rows_before);
        ELSE
            is_changed := EXISTS (SELECT FROM rows_after);
        END IF;
        IF NOT is_changed THEN
            RETURN NULL;
        END IF;
        FOREACH step IN ARRAY timeline_counting(CASE TG_OP
            WHEN 'INSERT' THEN 'SELECT 1 AS sign, * FROM rows_after'
            WHEN 'DELETE' THEN 'SELECT -1 AS sign, * FROM rows_before'
            ELSE 'SELECT 1 AS sign, * FROM rows_after UNION ALL SELECT -1, * FROM rows_before' END)
        LOOP
            EXECUTE step;
        END LOOP;
        RETURN NULL;
    END $$;

CREATE OR REPLACE FUNCTION timeline_articles_counted() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        changes CONSTANT text := CASE TG_OP
            WHEN 'INSERT' THEN 'SELECT case_id, public, (n > 0)::int AS sign FROM rows_after WHERE kind = ''article'''
            ELSE 'SELECT case_id, public, (n > 0)::int AS sign FROM rows_after WHERE kind = ''article''
                UNION ALL SELECT case_id, public, -(n > 0)::int FROM rows_before WHERE kind = ''article''' END;
        changed boolean;
    BEGIN
        -- What this writes comes here again, and ends here. The kind of a row never changes.
        IF NOT EXISTS (SELECT FROM rows_after WHERE kind = 'article') THEN
            RETURN NULL;
        END IF;
        EXECUTE format('SELECT EXISTS (SELECT FROM (%s) AS c GROUP BY case_id, public HAVING sum(sign) <> 0)', changes)
            INTO changed;
        IF changed THEN
            EXECUTE format($sql$
                INSERT INTO timeline_casecount AS stored (case_id, public, kind, key, n)
                SELECT case_id, public, 'articles', '', sum(sign) FROM (%s) AS changes
                GROUP BY case_id, public HAVING sum(sign) <> 0 ORDER BY 1, 2
                ON CONFLICT (case_id, public, kind, key) DO UPDATE SET n = stored.n + excluded.n
            $sql$, changes);
        END IF;
        RETURN NULL;
    END $$;

-- Each report that is cited or taken away counts up its event's revision, which stands on no face.
CREATE OR REPLACE TRIGGER faces_update AFTER UPDATE ON timeline_event
    REFERENCING OLD TABLE AS rows_before NEW TABLE AS rows_after
    FOR EACH STATEMENT EXECUTE FUNCTION timeline_faces_told('
    SELECT a.id FROM rows_after a JOIN rows_before b USING (id)
    WHERE (a.review, a.case_id, a.type_id, a.status, a.earliest, a.latest, a.ordinal, a.headline)
        IS DISTINCT FROM (b.review, b.case_id, b.type_id, b.status, b.earliest, b.latest, b.ordinal, b.headline)
');

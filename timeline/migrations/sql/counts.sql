-- The counts of each case with no filter set, kept in step with the faces: a decision in a case of any size costs what
-- it changes.

-- What adds to the counts what `changed`, a query, says: faces, each with a sign. As text, since no function that is
-- called sees the rows of a trigger. Each statement takes the row `all` of a case and audience first, so that whoever
-- changes the same case waits there, and nowhere crosswise.
CREATE FUNCTION timeline_counting(changed text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
        SELECT ARRAY[format($sql$
            INSERT INTO timeline_casecount AS stored (case_id, public, kind, key, n)
            SELECT case_id, public, kind, key, sum(sign) FROM (%s) AS changed,
                timeline_counted(type_id, status, earliest, differ, outlets, people, articles)
            GROUP BY case_id, public, kind, key HAVING sum(sign) <> 0 OR kind = 'all'
            ORDER BY case_id, public, kind, key
            ON CONFLICT (case_id, public, kind, key) DO UPDATE SET n = stored.n + excluded.n
        $sql$, changed), format($sql$
            INSERT INTO timeline_casemonth AS stored (case_id, public, month, type_id, span, n, ahead)
            SELECT case_id, public, date_trunc('month', earliest::timestamp)::date, type_id,
                timeline_span(latest - earliest), sum(sign),
                coalesce(sum(sign) FILTER (WHERE status IN ('planned', 'hypothetical')), 0)
            FROM (%s) AS changed WHERE timeline_span(latest - earliest) IS NOT NULL
            GROUP BY 1, 2, 3, 4, 5
            HAVING sum(sign) <> 0 OR sum(sign) FILTER (WHERE status IN ('planned', 'hypothetical')) <> 0
            ORDER BY 1, 2, 3, 4, 5
            ON CONFLICT (case_id, public, month, type_id, span)
            DO UPDATE SET n = stored.n + excluded.n, ahead = stored.ahead + excluded.ahead
        $sql$, changed)]
    $$;

CREATE FUNCTION timeline_faces_counted() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        step text;
    BEGIN
        FOREACH step IN ARRAY timeline_counting(CASE TG_OP
            WHEN 'INSERT' THEN 'SELECT 1 AS sign, * FROM rows_after'
            WHEN 'DELETE' THEN 'SELECT -1 AS sign, * FROM rows_before'
            ELSE 'SELECT 1 AS sign, * FROM rows_after UNION ALL SELECT -1, * FROM rows_before' END)
        LOOP
            EXECUTE step;
        END LOOP;
        RETURN NULL;
    END $$;

-- Count a case anew. Whoever changes it meanwhile waits, and adds to what is counted here.
CREATE FUNCTION timeline_recount(counted bigint) RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
        step text;
    BEGIN
        INSERT INTO timeline_casecount AS stored (case_id, public, kind, key, n)
        VALUES (counted, false, 'all', '', 0), (counted, true, 'all', '', 0)
        ON CONFLICT (case_id, public, kind, key) DO UPDATE SET n = 0;
        DELETE FROM timeline_casecount WHERE case_id = counted AND kind <> 'all';
        DELETE FROM timeline_casemonth WHERE case_id = counted;
        FOREACH step IN ARRAY timeline_counting(
            format('SELECT 1 AS sign, * FROM timeline_eventface WHERE case_id = %s', counted))
        LOOP
            EXECUTE step;
        END LOOP;
    END $$;

-- A case takes its counts along; no foreign key does it, since its events leave the counts just before it goes.
CREATE FUNCTION timeline_counts_gone() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        DELETE FROM timeline_casecount WHERE case_id IN (SELECT id FROM rows_before);
        DELETE FROM timeline_casemonth WHERE case_id IN (SELECT id FROM rows_before);
        RETURN NULL;
    END $$;

CREATE TRIGGER counts_insert AFTER INSERT ON timeline_eventface REFERENCING NEW TABLE AS rows_after
    FOR EACH STATEMENT EXECUTE FUNCTION timeline_faces_counted();
CREATE TRIGGER counts_update AFTER UPDATE ON timeline_eventface
    REFERENCING OLD TABLE AS rows_before NEW TABLE AS rows_after
    FOR EACH STATEMENT EXECUTE FUNCTION timeline_faces_counted();
CREATE TRIGGER counts_delete AFTER DELETE ON timeline_eventface REFERENCING OLD TABLE AS rows_before
    FOR EACH STATEMENT EXECUTE FUNCTION timeline_faces_counted();
CREATE TRIGGER counts_delete AFTER DELETE ON articles_case REFERENCING OLD TABLE AS rows_before
    FOR EACH STATEMENT EXECUTE FUNCTION timeline_counts_gone();
